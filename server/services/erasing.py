"""Erasing: the words of an entry go, and the bytes that only it names; hash, seq and ground stay.

Every proof stays valid, because the tree holds hashes. All views are made again in the same
transaction, as if the words had never been there, so this takes as long as `rebuild` does. What is erased
is first written to a list outside the backup: a restored backup brings the words back, the list takes them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from server.domain.clock_text import to_text
from server.domain.events import Event
from server.domain.problems import NotFoundProblem
from server.queries import erasing as facts
from server.queries.erasing import Doomed
from server.store import jobs, ledger, replay
from server.store.locks import WriterLock
from server.store.store import Store


@dataclass(frozen=True, slots=True)
class Order:
    """Who has something erased, when, and on what ground (one line, kept for ever)."""

    ground: str
    actor: str
    at: datetime


def erase(store: Store, entry: str, order: Order) -> list[str]:
    """Erase an entry and, of a record, the pictures nothing else names; returns the erased entries' hashes.

    NotFoundProblem when there is no such entry or its words are gone already.
    """
    with deletions(store).held():
        hashes, free = _erase(store, entry, order)
        _remove(store, free)
    return hashes


def _erase(store: Store, entry: str, order: Order) -> tuple[list[str], set[str]]:
    with store.write() as tx:
        doomed = facts.doomed(tx.conn, entry)
        if not doomed:
            raise NotFoundProblem
        hashes = [each.hash for each in doomed]
        free = facts.unnamed(tx.conn, (name for each in doomed for name in each.pictures), hashes)
        shown = facts.records_showing(tx.conn, free)
        events = [_erased(each, free, order, shown) for each in doomed]
        for event in events:
            said = {name: event.payload[name] for name in ("hash", "ground", "blobs")}
            store.erasures.add(said | {"at": to_text(order.at)})
        for each in doomed:
            ledger.blank(tx.conn, each.leaf)
        replay.rebuild_views(tx.conn)
        for event in events:
            tx.append(event)
    return hashes, free


def repeat(store: Store, actor: str, now: datetime) -> list[str]:
    """Erase again all that the list names and a restored backup or a resent journal brought back."""
    listed = store.erasures.read()
    erased: list[str] = []
    for entry in come_back(store):
        if entry not in erased:
            erased += erase(store, entry, Order(listed[entry]["ground"], actor, now))
    with deletions(store).held():
        _remove(store, (name for line in listed.values() for name in line["blobs"]))
    return erased


def deletions(store: Store) -> WriterLock:
    """Give the lock that whoever removes evidence holds; a backup holds it while it copies."""
    return WriterLock(store.config.data / "deletions.lock")


def come_back(store: Store) -> list[str]:
    """Give the listed entries that have words again."""
    with store.read() as conn:
        return facts.come_back(conn, store.erasures.read())


def _erased(each: Doomed, free: set[str], order: Order, shown: Sequence[str]) -> Event:
    said = {
        "hash": each.hash, "ground": order.ground, "kind": each.kind, "prev": each.prev,
        "record": each.record, "blobs": [name for name in each.pictures if name in free],
    }  # fmt: skip
    about = sorted({*shown, *filter(None, [each.record])})
    touches = tuple(f"record:{record}" for record in about)
    return Event("entry.erased", f"entry:{each.hash}", order.actor, order.at, said, touches=touches)


def _remove(store: Store, hashes: Iterable[str]) -> None:
    """Remove bytes and all that was made from them, unless they were rightly sent again since."""
    wanted = set(hashes)
    with store.read() as conn:
        kept = facts.still_stored(conn, wanted)
    for sha256 in sorted(wanted - kept):
        with store.scratch() as conn:
            jobs.drop(conn, sha256)
        store.derived.remove(sha256)
        store.blobs.remove(sha256)
