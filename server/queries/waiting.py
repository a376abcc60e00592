"""Where the pictures of one record are that its entries announce and nobody has sent yet."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, func, select

from server.queries.holding import is_held, writers
from server.store.tables import device_contacts, device_holdings, devices, record_shots, shots, users


def waiting_pictures(conn: Connection, record_id: str) -> list[dict[str, Any]]:
    """Give by device: {kid, label, officer_name, revoked, pictures, last_contact_at, why}, the most first.

    `why` is the device's own word on what it waits for; empty where it said nothing.
    """
    announced = (
        select(shots.c.device, func.count(shots.c.sha256.distinct()).label("pictures"))
        .join(record_shots, record_shots.c.sha256 == shots.c.sha256)
        .where(record_shots.c.record_id == record_id, shots.c.device.in_(writers(record_id)))
        .where(~is_held(record_id, shots.c.sha256))
        .group_by(shots.c.device)
        .subquery()
    )
    query = (
        select(devices, users.c.name, announced.c.pictures)
        .add_columns(device_contacts.c.last_contact_at, device_holdings.c.why)
        .join(announced, announced.c.device == devices.c.kid)
        .outerjoin(users, users.c.id == devices.c.user_id)
        .outerjoin(device_contacts, device_contacts.c.kid == devices.c.kid)
        .outerjoin(device_holdings, device_holdings.c.kid == devices.c.kid)
        .order_by(announced.c.pictures.desc(), devices.c.kid)
    )
    return [
        {
            "kid": row.kid,
            "label": row.label,
            "officer_name": row.name,
            "revoked": row.revoked_at is not None,
            "pictures": row.pictures,
            "last_contact_at": row.last_contact_at,
            "why": row.why or [],
        }
        for row in conn.execute(query)
    ]
