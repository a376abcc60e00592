"""Who signed a record beside its maker, and what of it was shared."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, exists, func, or_, select

from server.domain.making import TYPED_DIGITS, counts_as_partner, partner_standing
from server.store.tables import countersigns, entry_flags, record_versions, records, shares, users


def partner_of(conn: Connection, record_id: str, row: Any) -> dict[str, Any]:
    """Give {countersigned, partner_standing} of a row of `records`.

    Only another officer is a partner, and only the present version is signed by their signature.
    """
    signed = countersigned(conn, [record_id]).get(record_id, [])
    return {"countersigned": signed, "partner_standing": standing_of(signed, row)}


def standing_of(signed: list[dict[str, Any]], row: Any) -> str | None:
    """Give what `partner_standing` says of a row of `records` under these signatures."""
    now = any(each["version"] == row.version and each["counts"] for each in signed)
    return partner_standing((row.body or {}).get("nature"), signed=now)


def countersigned(conn: Connection, ids: list[str]) -> dict[str, list[dict[str, Any]]]:
    """Give [{name, version, wall_at, received_at, counts}] by record, in the order the signatures came.

    `counts` is False where it was not an officer who signed, or a phone that was revoked before.
    """
    table, version = countersigns.c, record_versions.c
    typed = func.substr(version.entry_hash, 1, TYPED_DIGITS)
    maker = select(records.c.id, records.c.officer_id).subquery()
    late = exists().where(
        entry_flags.c.entry_hash == table.entry_hash, entry_flags.c.code == "revoked_device"
    )
    query = (
        select(version.record_id, version.n.label("version"), users.c.name, table.wall_at, table.received_at)
        .add_columns(users.c.roles, late.label("late"))
        .join(record_versions, or_(table.signed == version.entry_hash, table.signed == typed))
        .join(maker, maker.c.id == version.record_id)
        .outerjoin(users, users.c.id == table.officer_id)
        .where(version.record_id.in_(ids), table.officer_id != maker.c.officer_id)
        .order_by(table.leaf_idx)
    )
    found: dict[str, list[dict[str, Any]]] = {}
    for row in conn.execute(query).mappings():
        said = dict(row)
        is_officer, is_late = counts_as_partner(said.pop("roles") or ()), said.pop("late")
        said["counts"] = is_officer and not is_late
        found.setdefault(said.pop("record_id"), []).append(said)
    return found


def beside(conn: Connection, record_id: str) -> list[dict[str, Any]]:
    """Give the steps of a record's history that partners and sharing made."""
    signed = [
        _step("countersigned", each["received_at"], each["name"], {"version": each["version"]})
        for each in countersigned(conn, [record_id]).get(record_id, [])
    ]
    query = (
        select(shares, users.c.name)
        .select_from(shares)
        .outerjoin(users, users.c.id == shares.c.officer_id)
        .join(records, records.c.id == shares.c.record_id)
        # What a phone says of another officer's record is no step of that record.
        .where(shares.c.record_id == record_id, shares.c.officer_id == records.c.officer_id)
        .order_by(shares.c.received_at)
    )
    shared = [
        _step("shared", row.received_at, row.name, {"how": row.how, "pictures": row.pictures})
        for row in conn.execute(query)
    ]
    return signed + shared


def _step(kind: str, at: str, name: str | None, detail: dict[str, Any]) -> dict[str, Any]:
    return {"type": kind, "at": at, "actor_name": name, "detail": detail}
