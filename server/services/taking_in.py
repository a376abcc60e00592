"""Taking in what a phone exported: its signed entries and its pictures, as if the phone had sent them.

The file is opened where its key is: in the browser of somebody at the desk, or by the operator of the
machine. What arrives here is plain and proves itself (signatures, hashes); who opened which phone's file,
and with which key, is a leaf before the first entry of it is taken in.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from server.domain.events import Event
from server.domain.problems import ForbiddenProblem, NotFoundProblem
from server.queries.exports import was_opened
from server.queries.people import device_owner, find_user
from server.queries.units import read_tree
from server.services import evidence, sync
from server.services.evidence import Body, Clock, Standing, Upload
from server.services.people import Manager
from server.services.sync import Batch
from server.store.store import Connection, Store

# Taking in a day's pictures over a slow line takes its time.
OPEN_LASTS = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Opened:
    """What is said of a file when it is opened: its format, by which key, when its phone made it."""

    kid: str
    format: str
    how: str
    made_at: str


@dataclass(frozen=True, slots=True)
class Piece:
    """Bytes of one picture: `length` is the whole, `data` begins at `offset`."""

    sha256: str
    length: int
    offset: int
    data: bytes


def note_opening(store: Store, opened: Opened, manager: Manager, now: datetime) -> None:
    """Write the leaf that says who opens a phone's file; NotFoundProblem for a phone out of reach."""
    with store.write() as tx:
        _check_reach(tx.conn, opened.kid, manager)
        said = {
            "kid": opened.kid, "format": opened.format, "how": opened.how, "made_at": opened.made_at,
        }  # fmt: skip
        tx.append(Event("export.opened", f"device:{opened.kid}", manager.actor, now, said))


def take_entries(
    store: Store, kid: str, entries: Sequence[str], manager: Manager, now: datetime
) -> Counter[str]:
    """Admit entries in their order; counts them as admitted, known or refused.

    ForbiddenProblem where this person has not said that they opened the phone's file.
    """
    _check_opened(store, kid, manager, now)
    outcome = sync.accept(store, kid, Batch(tuple(entries), is_contact=False), now)
    return Counter(result.state for result in outcome.results)


def take_piece(store: Store, kid: str, piece: Piece, manager: Manager, clock: Clock) -> Standing:
    """Take in bytes of a picture; says how far it is. Raises what uploads raise, and ForbiddenProblem."""
    _check_opened(store, kid, manager, clock())
    upload = Upload(kid, piece.sha256)
    standing = evidence.begin(store, upload, piece.length, clock)
    # What an earlier try or the phone itself brought is here already.
    known = max(0, standing.offset - piece.offset)
    fresh = piece.data[known:]
    if not fresh:
        return standing
    body = Body(io.BytesIO(fresh).read, piece.offset + known, len(fresh))
    return evidence.append(store, upload, body, clock)


def _check_reach(conn: Connection, kid: str, manager: Manager) -> None:
    owner = device_owner(conn, kid)
    user = find_user(conn, owner) if owner else None
    if user is None:
        raise NotFoundProblem
    if manager.reach is not None and user.unit_id not in read_tree(conn).below(manager.reach):
        raise NotFoundProblem


def _check_opened(store: Store, kid: str, manager: Manager, now: datetime) -> None:
    with store.read() as conn:
        _check_reach(conn, kid, manager)
        if not was_opened(conn, kid, manager.actor, now - OPEN_LASTS):
            raise ForbiddenProblem
