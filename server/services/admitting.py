"""What happens inside the ledger's lock: entries take their place in their chains and are appended.

Batches of several devices, or of one device sent twice at once, share a transaction and a checkpoint.
All that needs no lock (signatures, shapes, rules) was done before.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from server.domain import flags, journal, versions
from server.domain.clock_text import to_text
from server.domain.events import Event
from server.domain.flags import Flag
from server.domain.journal import Entry, Known
from server.domain.problems import Problem
from server.domain.versions import Author, Version
from server.queries import heads
from server.queries.heads import Chain, Device
from server.services import forgetting
from server.services.judging import Verdict
from server.services.receipts import Asked, Contact, Seen, Standing, complete, lacking, prove_standing
from server.store import contacts
from server.store.gathering import Take
from server.store.statements import Question
from server.store.store import Store, Tx


@dataclass(frozen=True, slots=True)
class Unreadable:
    """An entry that our own phone could not have written."""

    hash: str
    problem: Problem


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one entry: `admitted`, `known` or `refused` with the problem."""

    hash: str
    state: str
    flags: tuple[Flag, ...] = ()
    problem: Problem | None = None


@dataclass(slots=True)
class Post:
    """A batch on its way in, verified and judged; what is below `is_contact` is known once it is committed.

    `leaf` is that of the last entry admitted or known.
    """

    device: Device
    opened: Sequence[Entry | Unreadable]
    verdicts: dict[str, Verdict]
    missing: frozenset[tuple[int, str]]
    seen: Seen | None
    at: datetime
    unsent: int | None
    is_contact: bool
    results: tuple[Result, ...] = ()
    have: Known | None = None
    leaf: int | None = None
    contact: Contact | None = None

    @property
    def entries(self) -> list[Entry]:
        """The entries that verified."""
        return [each for each in self.opened if isinstance(each, Entry)]


@dataclass(slots=True)
class _Admission:
    """One transaction: chains by device, records by id, and what is to be appended."""

    chains: dict[str, Chain]
    versions: dict[str, Version]
    pairs: list[tuple[Entry, Event]] = field(default_factory=list)


def admit_all(store: Store, take: Take[Post]) -> None:
    """Append the batches in one transaction and, once that is committed, prove each; all or none.

    Which they are is asked when the ledger's turn has come.
    """
    posts: list[Post] = []
    with store.write(lambda: _take_and_ask(posts, take)) as tx:
        contacts.note(tx.conn, [(post.device.kid, post.at, post.unsent) for post in posts if post.is_contact])
        chains, known = heads.chains_and_versions(tx.conn, _wanted(posts), tx.answers)
        kept = _append(store, tx, _Admission(chains, known), posts)
        asked = [Asked([] if at is None else [at], post.seen) for at, post in zip(kept, posts, strict=True)]
        standing = _standing(tx, kept)
        tx.last_questions = lacking(standing, asked)
    # Only now is there a head to sign for.
    with store.hands.busy():
        proven = prove_standing(store, complete(standing, tx.last_answers), asked)
        for post, index, contact in zip(posts, kept, proven, strict=True):
            post.leaf, post.contact = index, contact


def _take_and_ask(posts: list[Post], take: Take[Post]) -> list[Question]:
    posts += take()
    return heads.questions(_wanted(posts), {each for post in posts for each in _records(post)})


def _standing(tx: Tx, kept: Sequence[int | None]) -> Standing:
    leaves = {index: leaf for index in kept if index is not None and (leaf := tx.leaves.leaf(index))}
    return Standing(tx.leaves.head, tx.leaves.nodes(), leaves)


def _wanted(posts: Sequence[Post]) -> dict[str, list[Entry]]:
    wanted: dict[str, list[Entry]] = {}
    for post in posts:
        wanted.setdefault(post.device.kid, []).extend(post.entries)
    return wanted


def _append(store: Store, tx: Tx, admission: _Admission, posts: Sequence[Post]) -> list[int | None]:
    """Append what follows; gives for each batch the leaf of its last entry that is here now."""
    for post in posts:
        post.results = tuple(_place(admission, post, each) for each in post.opened)
        post.have = admission.chains[post.device.kid].head
    indexes = forgetting.append(store, tx, admission.pairs)
    for (entry, _), index in zip(admission.pairs, indexes, strict=True):
        admission.chains[entry.device].leaves[entry.hash] = index
    return [_last(admission.chains[post.device.kid], post) for post in posts]


def _last(chain: Chain, post: Post) -> int | None:
    kept = [result.hash for result in post.results if result.state != "refused"]
    return chain.leaves[kept[-1]] if kept else None


def _records(post: Post) -> Iterator[str]:
    for entry in post.entries:
        verdict = post.verdicts.get(entry.hash)
        if verdict is not None and verdict.record is not None and not verdict.parked:
            yield entry.payload["body"]["id"]


def _place(admission: _Admission, post: Post, each: Entry | Unreadable) -> Result:
    if isinstance(each, Unreadable):
        return Result(each.hash, "refused", problem=each.problem)
    chain = admission.chains[post.device.kid]
    if each.hash in chain.known:
        return Result(each.hash, "known")
    try:
        follows_gap = journal.place_in_chain(each, chain.known, post.missing, chain.head.seq)
    except Problem as problem:
        return Result(each.hash, "refused", problem=problem)
    return _admit(admission, post, each, follows_gap=follows_gap)


def _admit(admission: _Admission, post: Post, entry: Entry, *, follows_gap: bool) -> Result:
    chain, verdict = admission.chains[post.device.kid], post.verdicts[entry.hash]
    siblings = chain.children.setdefault(entry.prev, [])
    facts = replace(verdict.facts, is_fork=bool(siblings), follows_gap=follows_gap)
    verdict = _succeed(admission, post.device, entry, verdict)
    found = _merge([*flags.entry_flags(facts), *verdict.flags])
    decided = replace(verdict, facts=facts, flags=found)
    admission.pairs.append((entry, _event(post.device, entry, decided, list(siblings))))
    siblings.append(entry.hash)
    known = chain.known[entry.hash] = Known(entry.hash, entry.seq)
    if entry.seq >= chain.head.seq:
        chain.head = known
    return Result(entry.hash, "admitted", tuple(found))


def _succeed(admission: _Admission, device: Device, entry: Entry, verdict: Verdict) -> Verdict:
    """Number a record's version: what it follows is known for certain only inside the lock."""
    if verdict.record is None:
        return verdict
    if verdict.parked:
        return replace(verdict, record=None)
    body, author = entry.payload["body"], Author(device.kid, device.user_id)
    step = versions.follow(admission.versions.get(body["id"]), author, body.get("replaces"))
    found = [*verdict.flags, Flag("duplicate_id")] if step.doubtful else verdict.flags
    if step.n is None:
        return replace(verdict, flags=found, parked=True, record=None)
    admission.versions[body["id"]] = Version(step.n, entry.hash, author)
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
    actor, at = f"user:{device.user_id}", verdict.facts.received_at
    begins = verdict.record is not None and verdict.record["n"] == 1
    return Event("entry", subject, actor, at, payload, touches=verdict.touches, begins_record=begins)
