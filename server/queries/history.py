"""What happened to a record: its versions, the pictures that arrived, and every decision."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, func, select

from server.domain.clock_text import offset_of
from server.domain.journal import read_entry
from server.domain.review import is_withdrawal
from server.queries.answers import told
from server.queries.countersigns import beside
from server.queries.holding import writers
from server.store.tables import blobs, entries, leaves, record_shots, record_versions, users

_DECIDED = ("record.reviewed", "record.review_undone", "evidence.opened")


def read_versions(conn: Connection, record_id: str) -> list[dict[str, Any]]:
    """Give [{n, entry_hash, wall_at, received_at, answers, shots, withdrawn}], oldest first."""
    table = record_versions.c
    query = select(record_versions).where(table.record_id == record_id).order_by(table.n, table.received_at)
    return [
        {
            "n": row.n,
            "entry_hash": row.entry_hash,
            "wall_at": row.wall_at,
            "received_at": row.received_at,
            "answers": told(row.body or {}),
            "shots": [str(shot) for shot in (row.body or {}).get("shots") or ()],
            "withdrawn": row.body["withdrawn"] if is_withdrawal(row.body or {}) else None,
        }
        for row in conn.execute(query)
    ]


def read_history(
    conn: Connection, record_id: str, versions: list[dict[str, Any]], officer: str
) -> list[dict[str, Any]]:
    """Give [{type, at, actor_name, detail}] in the order it happened."""
    arrived = [
        {
            "type": _arrival(number, version),
            "at": version["received_at"],
            "actor_name": officer,
            "detail": {"version": version["n"], **_reason(version)},
        }
        for number, version in enumerate(versions)
    ]
    steps = [*arrived, *_stored(conn, record_id), *_decided(conn, record_id), *beside(conn, record_id)]
    return sorted(steps, key=lambda step: step["at"])


def _arrival(number: int, version: Mapping[str, Any]) -> str:
    if version["withdrawn"] is not None:
        return "withdrawn"
    return "corrected" if number else "submitted"


def _reason(version: Mapping[str, Any]) -> dict[str, str]:
    return {"words": version["withdrawn"]} if version["withdrawn"] else {}


def read_time(conn: Connection, entry_hash: str, wall_at: str | None, received_at: str) -> dict[str, Any]:
    """Give {claimed_at, offset, not_before, received_at}: what the phone said, and what is proven.

    `offset` is minutes east of UTC; `not_before` is when the checkpoint the
    entry names was reached, None when it names none that is known.
    """
    query = (
        select(leaves.c.jws, leaves.c.payload)
        .join(entries, entries.c.leaf_idx == leaves.c.idx)
        .where(entries.c.hash == entry_hash)
    )
    row = conn.execute(query).first()
    said = read_entry(row.jws).get("at") if row and row.jws else None
    decided = json.loads(row.payload) if row and row.payload else {}
    return {
        "claimed_at": wall_at,
        "offset": offset_of(said),
        "not_before": decided.get("not_before"),
        "received_at": received_at,
    }


def _stored(conn: Connection, record_id: str) -> list[dict[str, Any]]:
    query = (
        select(blobs.c.sha256, func.min(blobs.c.stored_at).label("stored_at"))
        .join(record_shots, record_shots.c.sha256 == blobs.c.sha256)
        .where(record_shots.c.record_id == record_id, blobs.c.device.in_(writers(record_id)))
        .group_by(blobs.c.sha256)
    )
    return [
        {"type": "stored", "at": row.stored_at, "actor_name": None, "detail": {"sha256": row.sha256}}
        for row in conn.execute(query)
    ]


def _decided(conn: Connection, record_id: str) -> list[dict[str, Any]]:
    table = leaves.c
    query = (
        select(table.type, table.at, table.actor, table.payload)
        .where(table.subject.in_([f"record:{record_id}", f"viewing:{record_id}"]), table.type.in_(_DECIDED))
        .order_by(table.idx)
    )
    found = conn.execute(query).all()
    names = _names(conn, {row.actor.removeprefix("user:") for row in found})
    steps = []
    for row in found:
        said = json.loads(row.payload) if row.payload else {}
        detail = {key: said[key] for key in ("reason", "words", "field") if said.get(key)}
        steps.append(
            {
                "type": said.get("decision") or row.type.removeprefix("record."),
                "at": row.at,
                "actor_name": names.get(row.actor.removeprefix("user:")),
                "detail": detail,
            }
        )
    return steps


def _names(conn: Connection, ids: set[str]) -> dict[str, str]:
    query = select(users.c.id, users.c.name).where(users.c.id.in_(sorted(ids)))
    return {row.id: row.name for row in conn.execute(query)}
