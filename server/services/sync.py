"""Sync is log replication: verify the entries a phone sends, judge them, and append what follows its chain.

Everything that can be done without the ledger lock is done before it: parsing, signatures,
catalogue rules. Inside are only the chain's heads and the inserts. Sending twice is harmless.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from server.domain import flags, journal, versions
from server.domain.clock_text import to_text
from server.domain.events import Event
from server.domain.flags import Flag
from server.domain.journal import Entry, Known
from server.domain.problems import Problem, UnknownDeviceProblem
from server.domain.versions import Author, Version
from server.queries import heads, surroundings
from server.queries.heads import Device
from server.services.judging import Verdict, judge
from server.services.receipts import Contact, Seen, prove
from server.store import contacts
from server.store.store import Store, Tx


@dataclass(frozen=True, slots=True)
class Batch:
    """What a phone sends: entries in order, (seq, hash) of those it lost, the checkpoint it holds."""

    entries: tuple[str, ...]
    missing: frozenset[tuple[int, str]] = frozenset()
    seen: Seen | None = None
    unsent: int | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one entry: `admitted`, `known` or `refused` with the problem."""

    hash: str
    state: str
    flags: tuple[Flag, ...] = ()
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """The answer to a batch; `leaf` is that of the last entry admitted or known."""

    results: tuple[Result, ...]
    have: Known
    leaf: int | None
    contact: Contact
    revoked: bool


@dataclass(slots=True)
class _Chain:
    """A device's chain while a batch is appended to it."""

    known: dict[str, Known]
    children: dict[str, list[str]]
    versions: dict[str, Version]
    head: int
    missing: frozenset[tuple[int, str]]
    results: list[Result] = field(default_factory=list)


def accept(store: Store, kid: str, batch: Batch, now: datetime) -> Outcome:
    """Admit a batch of a device's journal; UnknownDeviceProblem when it was never enrolled."""
    with store.read() as conn:
        device = heads.find_device(conn, kid)
        if device is None:
            raise UnknownDeviceProblem
        opened = [_open(text, store.origin, device) for text in batch.entries]
        before = heads.known(conn, kid, [each.hash for each in opened])
        new = [each for each in opened if isinstance(each, Entry) and each.hash not in before]
        verdicts = judge(conn, device, new, now)
    results = _append(store, device, opened, verdicts, _Arrival(batch, now))
    return _answer(store, device, results, batch)


@dataclass(frozen=True, slots=True)
class _Arrival:
    batch: Batch
    now: datetime


@dataclass(frozen=True, slots=True)
class _Unreadable:
    hash: str
    problem: Problem


def _open(text: str, origin: str, device: Device) -> Entry | _Unreadable:
    try:
        return journal.open_entry(text, journal.Ledger(origin, device.kid, device.key))
    except Problem as problem:
        return _Unreadable(journal.entry_hash(text), problem)


def _append(
    store: Store,
    device: Device,
    opened: Sequence[Entry | _Unreadable],
    verdicts: dict[str, Verdict],
    arrival: _Arrival,
) -> list[Result]:
    if not verdicts:
        with store.scratch() as conn:
            contacts.note(conn, device.kid, arrival.now, arrival.batch.unsent)
        return [_known_or_refused(each) for each in opened]
    with store.write() as tx:
        contacts.note(tx.conn, device.kid, arrival.now, arrival.batch.unsent)
        chain = _chain(tx.conn, device, opened, arrival.batch)
        for each in opened:
            if isinstance(each, Entry) and each.hash not in chain.known:
                chain.results.append(_admit(tx, device, chain, each, verdicts[each.hash]))
            else:
                chain.results.append(_known_or_refused(each))
        return chain.results


def _chain(conn: Any, device: Device, opened: Sequence[Entry | _Unreadable], batch: Batch) -> _Chain:
    entries = [each for each in opened if isinstance(each, Entry)]
    parents = [each.prev for each in entries]
    ids = [each.payload["body"].get("id") for each in entries if each.kind == "record" and _has_body(each)]
    return _Chain(
        known=heads.known(conn, device.kid, [*parents, *(each.hash for each in opened)]),
        children=heads.children(conn, device.kid, parents),
        versions=surroundings.versions(conn, [each for each in ids if isinstance(each, str)]),
        head=heads.head(conn, device.kid).seq,
        missing=batch.missing,
    )


def _has_body(entry: Entry) -> bool:
    return isinstance(entry.payload.get("body"), dict)


def _known_or_refused(each: Entry | _Unreadable) -> Result:
    if isinstance(each, _Unreadable):
        return Result(each.hash, "refused", problem=each.problem)
    return Result(each.hash, "known")


def _admit(tx: Tx, device: Device, chain: _Chain, entry: Entry, verdict: Verdict) -> Result:
    try:
        follows_gap = journal.place_in_chain(entry, chain.known, chain.missing, chain.head)
    except Problem as problem:
        return Result(entry.hash, "refused", problem=problem)
    siblings = chain.children.get(entry.prev, [])
    facts = replace(verdict.facts, is_fork=bool(siblings), follows_gap=follows_gap)
    verdict = _succeed(chain, device, entry, verdict)
    found = _merge([*flags.entry_flags(facts), *verdict.flags])
    tx.append_entry(entry, _event(device, entry, replace(verdict, facts=facts, flags=found), siblings))
    chain.known[entry.hash] = Known(entry.hash, entry.seq)
    chain.children.setdefault(entry.prev, []).append(entry.hash)
    chain.head = max(chain.head, entry.seq)
    return Result(entry.hash, "admitted", tuple(found))


def _succeed(chain: _Chain, device: Device, entry: Entry, verdict: Verdict) -> Verdict:
    """Number a record's version: what it follows is known for certain only inside the lock."""
    if verdict.parked or verdict.record is None:
        return replace(verdict, record=None)
    body, author = entry.payload["body"], Author(device.kid, device.user_id)
    step = versions.follow(chain.versions.get(body["id"]), author, body.get("replaces"))
    found = [*verdict.flags, Flag("duplicate_id")] if step.doubtful else verdict.flags
    if step.n is None:
        return replace(verdict, flags=found, parked=True, record=None)
    chain.versions[body["id"]] = Version(step.n, entry.hash, author)
    return replace(verdict, flags=found, record={**verdict.record, "n": step.n})


def _merge(found: Sequence[Flag]) -> list[Flag]:
    """Keep one flag per code; details of the same code are joined."""
    details: dict[str, list[str]] = {}
    for flag in found:
        known = details.setdefault(flag.code, [])
        if flag.detail and flag.detail not in known:
            known.append(flag.detail)
    return [Flag(code, ", ".join(each)) for code, each in details.items()]


def _event(device: Device, entry: Entry, verdict: Verdict, siblings: list[str]) -> Event:
    shown = entry.kind == "record" and not verdict.parked
    subject = f"record:{entry.payload['body']['id']}" if shown else f"entry:{entry.hash}"
    not_before = verdict.facts.not_before
    payload = {
        "hash": entry.hash, "device": entry.device, "seq": entry.seq, "prev": entry.prev, "kind": entry.kind,
        "officer": device.user_id, "unit": device.unit_id, "parked": verdict.parked,
        "flags": [{"code": flag.code, "detail": flag.detail} for flag in verdict.flags],
        "forked": siblings, "wall_at": verdict.wall_text,
        "not_before": to_text(not_before) if not_before else None, "record": verdict.record,
    }  # fmt: skip
    return Event("entry", subject, f"user:{device.user_id}", verdict.facts.received_at, payload)


def _answer(store: Store, device: Device, results: Sequence[Result], batch: Batch) -> Outcome:
    kept = [result.hash for result in results if result.state != "refused"]
    with store.read() as conn:
        have = heads.head(conn, device.kid)
        leaf = heads.leaf_of(conn, kept[-1]) if kept else None
    contact = prove(store, [] if leaf is None else [leaf], batch.seen)
    return Outcome(tuple(results), have, leaf, contact, device.revoked_at is not None)
