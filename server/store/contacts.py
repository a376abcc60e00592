"""When each device last spoke to us: scratch rows that nothing depends on."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from server.domain.clock_text import to_text
from server.store.tables import device_contacts
from server.store.upsert import upsert


def note(conn: Connection, kid: str, now: datetime, unsent: int | None) -> None:
    """Note a contact and, where the phone said it, how many entries it still holds unsent."""
    row = {"kid": kid, "last_contact_at": to_text(now), "unsent": unsent}
    upsert(conn, device_contacts, [row], keep=() if unsent is not None else ("unsent",))
