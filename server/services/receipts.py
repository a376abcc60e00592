"""Receipts and the proof, demanded at every contact, that history was not rewritten."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from server.domain import merkle
from server.queries import ledger
from server.store.ledger import Head
from server.store.prepared import ask_all
from server.store.statements import Question, Row
from server.store.store import Store


@dataclass(frozen=True, slots=True)
class Seen:
    """The newest checkpoint a phone holds; root in hex."""

    size: int
    root: str


@dataclass(frozen=True, slots=True)
class Contact:
    """What one answer proves: one checkpoint, receipts under it, and how it follows from what was seen."""

    checkpoint: str
    receipts: dict[int, dict[str, Any]]
    consistency: dict[str, Any] | None
    restart: str | None


@dataclass(frozen=True, slots=True)
class Asked:
    """What one phone wants proven: leaves it knows to be there, and what it saw last."""

    indexes: Sequence[int]
    seen: Seen | None


@dataclass(frozen=True, slots=True)
class Standing:
    """A head and what of its tree is at hand: subtrees, leaves by index; a restart note that counts."""

    head: Head
    nodes: Mapping[merkle.Node, bytes]
    leaves: Mapping[int, bytes]
    restart: tuple[int, str] | None = None


def prove(store: Store, indexes: Sequence[int], seen: Seen | None) -> Contact:
    """Sign the head, build receipts of these leaves; who saw another history gets the restart note."""
    asked = [Asked(indexes, seen)]
    with store.read() as conn:
        standing = Standing(ledger.head(conn), {}, {})
        standing = complete(standing, ask_all(conn, lacking(standing, asked)))
    return prove_standing(store, standing, asked)[0]


def lacking(standing: Standing, asked: Sequence[Asked]) -> list[Question]:
    """Ask for what these proofs need beside what is at hand; `complete` takes the answers."""
    return ledger.questions(*_absent(standing, asked))


def complete(standing: Standing, answers: Sequence[Sequence[Row]]) -> Standing:
    """Add what `lacking` asked for."""
    nodes, leaves = ledger.read_answers(answers)
    return replace(standing, nodes={**standing.nodes, **nodes}, leaves={**standing.leaves, **leaves})


def prove_standing(store: Store, standing: Standing, asked: Sequence[Asked]) -> list[Contact]:
    """Prove for several phones, from all they need, under one signed checkpoint of a committed head."""
    size = standing.head.size
    if not all(one.seen is None or _is_ours(standing.nodes, one.seen, size) for one in asked):
        standing = _with_restart(store, standing)
    return _prove_all(store, standing, asked)


def _with_restart(store: Store, standing: Standing) -> Standing:
    """Add the newest restart note: after a lawful restart a phone begins again at its size and root."""
    with store.read() as conn:
        notes = ledger.restart_notes(conn)
        if not notes:
            return standing
        needed = merkle.needed(merkle.consistency_ranges(notes[0][0], standing.head.size))
        more = ask_all(conn, ledger.questions(needed, ()))
    return replace(complete(standing, more), restart=notes[0])


def _prove_all(store: Store, standing: Standing, asked: Sequence[Asked]) -> list[Contact]:
    note = store.checkpoint(standing.head)
    return [
        Contact(
            note,
            {index: _receipt(standing, index, note) for index in one.indexes},
            *_history(standing, one.seen),
        )
        for one in asked
    ]


def _absent(standing: Standing, asked: Sequence[Asked]) -> tuple[set[merkle.Node], set[int]]:
    """Name the subtrees and the leaves that the proofs need and that are not at hand."""
    wanted: set[merkle.Node] = set()
    size = standing.head.size
    for each in asked:
        for index in each.indexes:
            wanted.update(merkle.needed(merkle.inclusion_ranges(index, size)))
        if each.seen is not None and each.seen.size <= size:
            wanted.update(merkle.cover(0, each.seen.size))
            wanted.update(merkle.needed(merkle.consistency_ranges(each.seen.size, size)))
    leaves = {index for each in asked for index in each.indexes}
    return wanted - standing.nodes.keys(), leaves - standing.leaves.keys()


def _is_ours(nodes: Mapping[merkle.Node, bytes], seen: Seen, size: int) -> bool:
    """Say whether this log had the checkpoint that a phone saw."""
    if seen.size > size:
        return False
    return merkle.fold([nodes[node] for node in merkle.cover(0, seen.size)]).hex() == seen.root


def _receipt(standing: Standing, index: int, note: str) -> dict[str, Any]:
    proof = _built(standing, merkle.inclusion_ranges(index, standing.head.size))
    return {"leaf": standing.leaves[index].decode(), "index": index, "proof": proof, "checkpoint": note}


def _history(standing: Standing, seen: Seen | None) -> tuple[dict[str, Any] | None, str | None]:
    """Give (consistency, restart note) for what a phone saw."""
    if seen is None:
        return None, None
    size = standing.head.size
    if _is_ours(standing.nodes, seen, size):
        return _proof(standing, seen.size), None
    if standing.restart is None:
        return None, None
    begun, text = standing.restart
    return _proof(standing, begun), text


def _proof(standing: Standing, old: int) -> dict[str, Any]:
    new = standing.head.size
    return {"from": old, "to": new, "proof": _built(standing, merkle.consistency_ranges(old, new))}


def _built(standing: Standing, ranges: Sequence[merkle.Range]) -> list[str]:
    return [each.hex() for each in merkle.build(ranges, standing.nodes.__getitem__)]


def blob_receipts(store: Store, kid: str, hashes: Sequence[str], seen: Seen | None) -> dict[str, Any]:
    """Give the receipts of the blobs a device sent: {receipts, checkpoint, consistency, restart}."""
    with store.read() as conn:
        at = ledger.stored_leaves(conn, kid, hashes, ledger.head(conn).size)
    contact = prove(store, list(at.values()), seen)
    return {
        "receipts": {sha256: contact.receipts[index] for sha256, index in at.items()},
        "checkpoint": contact.checkpoint,
        "consistency": contact.consistency,
        "restart": contact.restart,
    }
