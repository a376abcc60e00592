"""Public facts about this installation."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select

from server.domain.city import TEXTS
from server.store.tables import editions, settings


def newest_edition(conn: Connection) -> str | None:
    """Give the edition published last."""
    return conn.scalar(select(editions.c.edition).order_by(editions.c.published_at.desc()).limit(1))


def edition_document(conn: Connection, edition: str) -> tuple[dict[str, Any], str] | None:
    """Give a published catalogue and the SHA-256 it was published under."""
    query = select(editions.c.document, editions.c.sha256).where(editions.c.edition == edition)
    row = conn.execute(query).first()
    return (row.document, row.sha256) if row else None


def setting(conn: Connection, key: str) -> Any:
    """Give one of the city's settings, None when it was never set."""
    return conn.scalar(select(settings.c.value).where(settings.c.key == key))


def city_facts(conn: Connection) -> dict[str, Any]:
    """Give what the city says of itself, as far as it was set.

    {organiser, filing_no, complaint, keep_days}
    """
    query = select(settings.c.key, settings.c.value).where(settings.c.key.in_([*TEXTS, "keep_days"]))
    return {row.key: row.value for row in conn.execute(query)}
