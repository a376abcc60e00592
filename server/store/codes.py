"""Spending a one-time enrolment code: compare and set, so that it works exactly once."""

from __future__ import annotations

from sqlalchemy import Connection, and_, exists, select, update

from server.store.accounts import digest
from server.store.tables import enrol_codes


def spend(conn: Connection, code: str, user_id: str, now: str) -> bool:
    """Use up a code (normalised) of this user; False when there is none that still holds."""
    table = enrol_codes.c
    mine = and_(table.code_hash == digest(code), table.user_id == user_id)
    holds = and_(mine, table.used_at.is_(None), table.expires_at > now)
    return conn.execute(update(enrol_codes).where(holds).values(used_at=now)).rowcount == 1


def was_spent(conn: Connection, code: str, user_id: str) -> bool:
    """Tell whether this code (normalised) of this user has been used."""
    table = enrol_codes.c
    spent = and_(table.code_hash == digest(code), table.user_id == user_id, table.used_at.is_not(None))
    return bool(conn.scalar(select(exists().where(spent))))
