"""Receipts and the proof, demanded at every contact, that history was not rewritten."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from server.domain import merkle
from server.queries import ledger
from server.store.ledger import Head
from server.store.store import Connection, Store


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
    """A committed head, and what of its tree need not be read: subtrees, and leaves by index."""

    head: Head
    nodes: Mapping[merkle.Node, bytes]
    leaves: Mapping[int, bytes]


def prove(store: Store, indexes: Sequence[int], seen: Seen | None) -> Contact:
    """Sign the head, build receipts of these leaves; who saw another history gets the restart note."""
    with store.read() as conn:
        standing = Standing(ledger.head(conn), {}, {})
    return prove_all(store, standing, [Asked(indexes, seen)])[0]


def prove_all(store: Store, standing: Standing, asked: Sequence[Asked]) -> list[Contact]:
    """Prove for several phones under one signed checkpoint; the head must be committed."""
    note, size = store.checkpoint(standing.head), standing.head.size
    with store.read() as conn:
        nodes = _nodes(conn, standing, asked)
        absent = {each for one in asked for each in one.indexes} - standing.leaves.keys()
        leaves = {**standing.leaves, **ledger.leaves_at(conn, absent)}
        return [
            Contact(
                note,
                {index: _receipt(nodes, (index, size), leaves[index], note) for index in one.indexes},
                *_history(conn, nodes, one.seen, size),
            )
            for one in asked
        ]


def _nodes(conn: Connection, standing: Standing, asked: Sequence[Asked]) -> dict[merkle.Node, bytes]:
    wanted: set[merkle.Node] = set()
    size = standing.head.size
    for each in asked:
        for index in each.indexes:
            wanted.update(merkle.needed(merkle.inclusion_ranges(index, size)))
        if each.seen is not None and each.seen.size <= size:
            wanted.update(merkle.cover(0, each.seen.size))
            wanted.update(merkle.needed(merkle.consistency_ranges(each.seen.size, size)))
    return {**standing.nodes, **ledger.nodes(conn, wanted - standing.nodes.keys())}


def _receipt(
    nodes: Mapping[merkle.Node, bytes], at: tuple[int, int], leaf: bytes, note: str
) -> dict[str, Any]:
    proof = merkle.build(merkle.inclusion_ranges(*at), nodes.__getitem__)
    return {
        "leaf": leaf.decode(),
        "index": at[0],
        "proof": [each.hex() for each in proof],
        "checkpoint": note,
    }


def _history(
    conn: Connection, nodes: Mapping[merkle.Node, bytes], seen: Seen | None, size: int
) -> tuple[dict[str, Any] | None, str | None]:
    """Give (consistency, restart note) for what a phone saw."""
    if seen is None:
        return None, None
    if seen.size <= size:
        root = merkle.fold([nodes[node] for node in merkle.cover(0, seen.size)])
        if root.hex() == seen.root:
            proof = merkle.build(merkle.consistency_ranges(seen.size, size), nodes.__getitem__)
            return _proof(seen.size, size, [each.hex() for each in proof]), None
    notes = ledger.restart_notes(conn)
    if not notes:
        return None, None
    # After a lawful restart the phone begins again at the note's own size and root.
    begun, text = notes[0]
    return _proof(begun, size, ledger.consistency(conn, begun, size)), text


def _proof(old: int, new: int, proof: list[str]) -> dict[str, Any]:
    return {"from": old, "to": new, "proof": proof}


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
