"""What a decision has to know about a record, read inside the transaction that decides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from server.domain.review import Standing
from server.queries.holding import is_held
from server.store.tables import record_shots, records, reviews, users


@dataclass(frozen=True, slots=True)
class Found:
    """A record's own columns and how it stands in review; `review` is the leaf of the decision that holds."""

    row: Any
    standing: Standing
    review: int | None


def find_record(conn: Connection, record_id: str) -> Found | None:
    """Read a record and its standing; None when there is no such record."""
    row = conn.execute(select(records).where(records.c.id == record_id)).first()
    if row is None:
        return None
    recorders = frozenset(
        person for person in (row.officer_id, (row.body or {}).get("partner")) if isinstance(person, str)
    )
    last = _last_review(conn, record_id)
    told = {"by": last.name, "decision": last.decision, "at": last.at} if last else {}
    standing = Standing(row.state, row.revision, recorders, row.decided_by, _missing(conn, record_id), told)
    return Found(row, standing, last.leaf_idx if last and not last.undone else None)


def _missing(conn: Connection, record_id: str) -> tuple[str, ...]:
    query = (
        select(record_shots.c.sha256)
        .where(record_shots.c.record_id == record_id, ~is_held(record_id, record_shots.c.sha256))
        .order_by(record_shots.c.n)
    )
    return tuple(dict.fromkeys(conn.scalars(query)))


def _last_review(conn: Connection, record_id: str) -> Any:
    table = reviews.c
    query = (
        select(table.leaf_idx, table.decision, table.at, table.undone, users.c.name)
        .outerjoin(users, users.c.id == table.reviewer_id)
        .where(table.record_id == record_id)
        .order_by(table.leaf_idx.desc())
        .limit(1)
    )
    return conn.execute(query).first()
