"""When each device last spoke to us and what it said it holds: scratch rows that nothing depends on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import datetime, timedelta

from sqlalchemy import Connection

from server.domain.clock_text import to_text
from server.store.prepared import write
from server.store.statements import insertion
from server.store.tables import device_contacts, device_holdings
from server.store.upsert import upsert


@dataclass(frozen=True, slots=True)
class Claim:
    """What a device says that it holds unsent; nobody can check it.

    `refused` counts what no trying again sends, `why` the codes of what the rest waits for.
    """

    entries: int
    pictures: int
    picture_bytes: int
    refused: int
    why: tuple[str, ...]
    free_bytes: int | None
    oldest_age_s: int | None
    build: str


# A phone that does not say how much it holds leaves what it said before.
_NOTE = insertion(
    device_contacts.columns.values(),
    " ON CONFLICT (kid) DO UPDATE SET last_contact_at = excluded.last_contact_at, "
    "unsent = COALESCE(excluded.unsent, device_contacts.unsent)",
    key=(0,),
)


def note(conn: Connection, contacts: Iterable[tuple[str, datetime, int | None]]) -> None:
    """Note contacts (device, instant, entries it said it still holds unsent), in their order."""
    last: dict[str, tuple[str, str, int | None]] = {}
    for kid, at, unsent in contacts:
        said = last[kid][2] if unsent is None and kid in last else unsent
        last[kid] = (kid, to_text(at), said)
    write(conn, _NOTE, last.values())


def keep_claim(conn: Connection, kid: str, claim: Claim, at: datetime) -> None:
    """Keep what a device says of itself in the place of what it said before; that is a contact too."""
    oldest = None if claim.oldest_age_s is None else to_text(at - timedelta(seconds=claim.oldest_age_s))
    said = {each.name: getattr(claim, each.name) for each in fields(claim) if each.name != "oldest_age_s"}
    row = {**said, "kid": kid, "said_at": to_text(at), "why": list(claim.why), "oldest_at": oldest}
    upsert(conn, device_holdings, [row])
    note(conn, [(kid, at, claim.entries + claim.pictures)])
