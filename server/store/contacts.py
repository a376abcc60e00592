"""When each device last spoke to us: scratch rows that nothing depends on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection

from server.domain.clock_text import to_text
from server.store.prepared import statement, write

# A phone that does not say how much it holds leaves what it said before.
_NOTE = statement(
    "INSERT INTO device_contacts (kid, last_contact_at, unsent) VALUES (?, ?, ?) "
    "ON CONFLICT (kid) DO UPDATE SET last_contact_at = excluded.last_contact_at, "
    "unsent = COALESCE(excluded.unsent, device_contacts.unsent)"
)


def note(conn: Connection, contacts: Iterable[tuple[str, datetime, int | None]]) -> None:
    """Note contacts (device, instant, entries it said it still holds unsent)."""
    write(conn, _NOTE, [(kid, to_text(at), unsent) for kid, at, unsent in contacts])
