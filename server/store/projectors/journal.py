"""Projector of journal entries: the chain, the shots and the records.

Payload of an `entry` event: {hash, device, seq, prev, kind, officer, unit, flags: [{code, detail}],
forked: [hash], wall_at, not_before, parked, record: {n, kind, severity, place, lat, lon, acc_m} | null}.
The body comes from the entry itself; `parked` says that it is not well formed and must not be copied.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, delete, select

from server.domain.bodies import is_int, is_sha256
from server.domain.clock_text import offset_of, to_text
from server.domain.events import Event
from server.domain.journal import read_entry
from server.store.projectors.queue_counts import count
from server.store.tables import (
    entries,
    entry_flags,
    record_flags,
    record_shots,
    record_versions,
    records,
    shots,
)
from server.store.upsert import upsert

# Built once: putting a statement together costs more than running it, and this is inside the ledger's lock.
_ADD_ENTRY, _ADD_SHOT, _ADD_VERSION = entries.insert(), shots.insert(), record_versions.insert()


def entry(conn: Connection, event: Event) -> None:
    """Copy an admitted entry into the chain and, by its kind, into shots or records."""
    facts = event.payload
    conn.execute(_ADD_ENTRY, {
        **{name: facts[name] for name in ("hash", "device", "seq", "prev", "kind")},
        "leaf_idx": event.index, "received_at": to_text(event.at),
    })  # fmt: skip
    flags = [{"entry_hash": facts["hash"], **flag} for flag in facts["flags"]]
    upsert(conn, entry_flags, flags)
    _flag_forked(conn, facts)
    if facts["parked"] or event.jws is None:
        return
    written = read_entry(event.jws)
    body = written["body"]
    if facts["kind"] == "shot":
        _shot(conn, facts, body)
    elif facts["kind"] == "derive":
        _derived(conn, facts, body)
    elif facts["kind"] == "record":
        _record(conn, event, written)


def _flag_forked(conn: Connection, facts: dict[str, Any]) -> None:
    forked = facts["forked"]
    if not forked:
        return
    flag = {"code": "fork", "detail": facts["hash"]}
    upsert(conn, entry_flags, [{"entry_hash": each, **flag} for each in forked], keep=("detail",))
    touched = select(records.c.id).where(records.c.entry_hash.in_(forked))
    rows = [{"record_id": each, **flag} for each in conn.scalars(touched).all()]
    upsert(conn, record_flags, rows, keep=("detail",))


def _shot(conn: Connection, facts: dict[str, Any], body: dict[str, Any]) -> None:
    preview = body.get("preview")
    preview = preview if isinstance(preview, dict) else {}
    row = {
        "sha256": body["sha256"],
        "device": facts["device"],
        "entry_hash": facts["hash"],
        "bytes": body["bytes"],
        "mime": body["mime"],
        "fixes": body.get("fixes"),
        "wall_at": facts["wall_at"],
        "preview_sha256": preview.get("sha256") if is_sha256(preview.get("sha256")) else None,
        "preview_bytes": _number(preview.get("bytes")),
    }
    row |= {name: _number(body.get(name)) for name in ("width", "height")}
    row |= {name: _text(body.get(name)) for name in ("source", "slot")}
    conn.execute(shots.insert().values(row))


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _number(value: Any) -> int | None:
    return value if is_int(value) else None


def _derived(conn: Connection, facts: dict[str, Any], body: dict[str, Any]) -> None:
    # A derived picture is evidence too: announced, uploaded and kept like a shot of its own.
    conn.execute(_ADD_SHOT, {
        **_announced(facts, body), "mime": "image/jpeg", "source": "derive", "fixes": [],
    })  # fmt: skip


def _announced(facts: dict[str, Any], body: dict[str, Any]) -> dict[str, Any]:
    who = {"device": facts["device"], "entry_hash": facts["hash"], "wall_at": facts["wall_at"]}
    return {"sha256": body["sha256"], "bytes": body["bytes"], **who}


def _record(conn: Connection, event: Event, written: dict[str, Any]) -> None:
    facts, decided, received_at = event.payload, event.payload["record"], to_text(event.at)
    body = written["body"]
    old = conn.execute(select(records).where(records.c.id == body["id"])).first()
    upsert(conn, records, [{
        "id": body["id"], "entry_hash": facts["hash"], "version": decided["n"], "device": facts["device"],
        "officer_id": facts["officer"], "unit_id": facts["unit"], "item": body["item"],
        "edition": body["edition"], "kind": decided["kind"], "result": body["result"],
        "severity": decided["severity"], "place_id": decided["place"], "lat": decided["lat"],
        "lon": decided["lon"], "acc_m": decided["acc_m"], "address": body["address"], "state": "submitted",
        "wall_at": facts["wall_at"], "offset_min": offset_of(written.get("at")), "received_at": received_at,
        "revision": old.revision + 1 if old else 0, "decided_at": None, "decided_by": None, "body": body,
    }])  # fmt: skip
    if old:
        count(conn, old.unit_id, old.item, before=old.state, after=None)
    count(conn, facts["unit"], body["item"], before=None, after="submitted")
    conn.execute(_ADD_VERSION, {
        "entry_hash": facts["hash"], "record_id": body["id"], "device": facts["device"],
        "n": decided["n"], "body": body,
        "wall_at": facts["wall_at"], "received_at": received_at,
    })  # fmt: skip
    if old:
        conn.execute(delete(record_flags).where(record_flags.c.record_id == body["id"]))
        conn.execute(delete(record_shots).where(record_shots.c.record_id == body["id"]))
    _record_parts(conn, facts, body)


def _record_parts(conn: Connection, facts: dict[str, Any], body: dict[str, Any]) -> None:
    record_id, named = body["id"], body["shots"]
    upsert(conn, record_flags, [{"record_id": record_id, **flag} for flag in facts["flags"]])
    rows = [{"record_id": record_id, "n": n, "sha256": each} for n, each in enumerate(named)]
    upsert(conn, record_shots, rows)
