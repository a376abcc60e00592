"""Verified bytes enter the ledger: one `stored` leaf for each device that sent them, in shared commits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from server.domain import problems
from server.domain.events import Event
from server.queries import erasing as erased
from server.queries import evidence as facts
from server.store import jobs
from server.store.gathering import Take
from server.store.jobs import Wish
from server.store.statements import Question
from server.store.store import Store, Tx


@dataclass(frozen=True, slots=True)
class Arrival:
    """Verified bytes that are a blob already and not yet in the ledger."""

    kid: str
    sha256: str
    size: int
    at: datetime


def record_stored(store: Store, arrival: Arrival) -> None:
    """Write a `stored` leaf once per device and content, in a shared commit; contents are examined once.

    EvidenceErasedProblem when the picture was erased while it came in; nothing of it stays.
    """
    store.arrivals.put(arrival, lambda take: _record_all(store, take))
    if arrival.sha256 in store.erasures.pictures():
        with store.read() as conn:
            is_stored = facts.known(conn, arrival.kid, arrival.sha256).stored is not None
            is_free = not erased.still_stored(conn, [arrival.sha256])
        if is_free:
            store.blobs.remove(arrival.sha256)
        if not is_stored:
            raise problems.EvidenceErasedProblem


def _record_all(store: Store, take: Take[Arrival]) -> None:
    fresh: dict[tuple[str, str], Arrival] = {}
    with store.write(lambda: _take_and_ask(fresh, take)) as tx:
        before, named = facts.senders_and_records(tx.answers)
        gone = _gone(store, tx, fresh)
        new = [arrival for key, arrival in fresh.items() if key not in before | gone]
        tx.append_all([_stored(each, named.get(each.sha256, [])) for each in new])
        unseen = {each.sha256: each.at for each in new if each.sha256 not in {known for _, known in before}}
        jobs.want_all(tx.conn, [Wish("examine", sha256, {}, at) for sha256, at in sorted(unseen.items())])


def _take_and_ask(fresh: dict[tuple[str, str], Arrival], take: Take[Arrival]) -> list[Question]:
    fresh |= {(each.kid, each.sha256): each for each in reversed(take())}
    return facts.about_pictures({sha256 for _, sha256 in fresh})


def _gone(store: Store, tx: Tx, fresh: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """Give those that an erasure took while they came in: on its list, and announced by nobody any more."""
    listed = store.erasures.pictures()
    doubtful = [key for key in fresh if key[1] in listed]
    return {(kid, sha256) for kid, sha256 in doubtful if not facts.known(tx.conn, kid, sha256).announced}


def _stored(arrival: Arrival, named: list[str]) -> Event:
    kid, sha256 = arrival.kid, arrival.sha256
    payload = {"sha256": sha256, "bytes": arrival.size, "device": kid}
    touches = tuple(f"record:{record}" for record in named)
    return Event("stored", f"blob:{sha256}", f"device:{kid}", arrival.at, payload, touches=touches)
