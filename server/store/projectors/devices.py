"""Projectors of devices: enrolment and revocation."""

from __future__ import annotations

from sqlalchemy import Connection, update

from server.domain.clock_text import to_text
from server.domain.events import Event
from server.store.tables import devices
from server.store.upsert import upsert


def enrolled(conn: Connection, event: Event) -> None:
    """Add a device: payload {kid, jwk, user, unit, label, demo}."""
    facts = event.payload
    upsert(conn, devices, [{
        "kid": facts["kid"], "jwk": facts["jwk"], "user_id": facts["user"], "unit_id": facts["unit"],
        "label": facts["label"], "demo": facts["demo"], "enrolled_at": to_text(event.at),
        "revoked_at": None, "revoked_after_seq": None,
    }])  # fmt: skip


def revoked(conn: Connection, event: Event) -> None:
    """End a device: payload {kid, after_seq, reason}; entries after that seq are flagged."""
    facts = event.payload
    values = {"revoked_at": to_text(event.at), "revoked_after_seq": facts["after_seq"]}
    conn.execute(update(devices).where(devices.c.kid == facts["kid"]).values(values))
