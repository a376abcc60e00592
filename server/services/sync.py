"""Sync is log replication: verify the entries a phone sends, judge them, and append what follows its chain.

Everything that can be done without the ledger lock is done before it: parsing, signatures, catalogue rules.
Inside are only the chains' heads and the inserts, for all phones that send at this moment. Sending twice is
harmless, and nobody is answered before the commit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from server.domain import journal
from server.domain.journal import Entry, Known, Unverified
from server.domain.problems import Problem, UnknownDeviceProblem
from server.queries import heads, surroundings
from server.queries.heads import Device
from server.queries.surroundings import Around
from server.services.admitting import Post, Result, Unreadable, admit_all
from server.services.judging import Scene, judge, wanted
from server.services.receipts import Contact, Seen
from server.store.store import Store

__all__ = ["Batch", "Outcome", "Result", "accept", "head"]


@dataclass(frozen=True, slots=True)
class Batch:
    """What a phone sends: entries in order, (seq, hash) of those it lost, the checkpoint it holds.

    `is_contact` is False where somebody else brings what the phone wrote: nobody has heard of the phone then.
    """

    entries: tuple[str, ...]
    missing: frozenset[tuple[int, str]] = frozenset()
    seen: Seen | None = None
    unsent: int | None = None
    is_contact: bool = True


@dataclass(frozen=True, slots=True)
class Outcome:
    """The answer to a batch; `leaf` is that of the last entry admitted or known."""

    results: tuple[Result, ...]
    have: Known
    leaf: int | None
    contact: Contact
    revoked: bool


def accept(store: Store, kid: str, batch: Batch, now: datetime) -> Outcome:
    """Admit a batch of a device's journal; UnknownDeviceProblem when it was never enrolled."""
    with store.hands.busy():
        claims = [journal.take_apart(text) for text in batch.entries]
        device, around = _look_around(store, kid, claims)
        opened = [_open(claim, store.origin, device) for claim in claims]
        verified = [each for each in opened if isinstance(each, Entry)]
        verdicts = judge(Scene(store.read, device, now, around), verified)
        post = Post(device, opened, verdicts, batch.missing, batch.seen, now, batch.unsent, batch.is_contact)
        return _append(store, post)


def _look_around(store: Store, kid: str, claims: Sequence[Unverified]) -> tuple[Device, Around]:
    """Ask in one visit for all that is known around a batch; the key that verifies it is in the answer."""
    about, question = wanted(claims), heads.device_question(kid)
    # The connection is given back before hands are asked for: who has hands may be waiting for one.
    with store.visiting(), store.read() as conn:
        around, [rows] = surroundings.around(conn, kid, about, question)
    device = heads.read_device(kid, rows)
    if device is None:
        raise UnknownDeviceProblem
    return device, around


def head(store: Store, kid: str) -> Known:
    """Give the newest entry of a device; UnknownDeviceProblem when it was never enrolled.

    A token outlives a restore by an hour: what its device asks first is not answered like an empty chain.
    """
    with store.read() as conn:
        if heads.find_device(conn, kid) is None:
            raise UnknownDeviceProblem
        return heads.head(conn, kid)


def _open(claim: Unverified, origin: str, device: Device) -> Entry | Unreadable:
    try:
        return journal.verify(claim, journal.Ledger(origin, device.kid, device.key))
    except Problem as problem:
        return Unreadable(journal.entry_hash(claim.compact), problem)


def _append(store: Store, post: Post) -> Outcome:
    store.posts.put(post, lambda take: admit_all(store, take))
    have, contact = cast("Known", post.have), cast("Contact", post.contact)  # `put` returns what is committed
    return Outcome(post.results, have, post.leaf, contact, post.device.revoked_at is not None)
