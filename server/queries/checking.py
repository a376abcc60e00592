"""What a check compares beyond the views: work that somebody asked for, secrets that somebody set."""

from __future__ import annotations

from sqlalchemy import Connection, exists, literal, select

from server.store.tables import blobs, credentials, examinations, jobs, leaves, shots


def unexamined(conn: Connection) -> list[str]:
    """Give the stored pictures that nobody has looked at and nobody is asked to."""
    seen = exists().where(examinations.c.sha256 == blobs.c.sha256)
    asked = exists().where(jobs.c.kind == "examine", jobs.c.key == blobs.c.sha256)
    query = select(blobs.c.sha256).where(~seen, ~asked).distinct().order_by(blobs.c.sha256)
    return list(conn.scalars(query))


def given_up(conn: Connection) -> list[tuple[str, str]]:
    """Give (kind, key) of the work that failed too often to be tried again."""
    query = select(jobs.c.kind, jobs.c.key).where(jobs.c.state == "failed").order_by(jobs.c.id)
    return [(row.kind, row.key) for row in conn.execute(query)]


def readable(conn: Connection) -> list[str]:
    """Give the pictures of which small ones are made: readable, and announced as pictures."""
    announced = exists().where(shots.c.sha256 == examinations.c.sha256)
    query = select(examinations.c.sha256).where(examinations.c.readable, announced)
    return list(conn.scalars(query.order_by(examinations.c.sha256)))


def senders(conn: Connection) -> set[tuple[str, str]]:
    """Give (device, SHA-256) of everything that was sent whole."""
    return {(row.device, row.sha256) for row in conn.execute(select(blobs.c.device, blobs.c.sha256))}


def passwords_nobody_set(conn: Connection) -> list[str]:
    """Give the people whose password hash no leaf of the log explains."""
    table = leaves.c
    told = exists().where(
        table.type == "user.password_set", table.subject == literal("user:") + credentials.c.user_id
    )
    return list(conn.scalars(select(credentials.c.user_id).where(~told).order_by(credentials.c.user_id)))
