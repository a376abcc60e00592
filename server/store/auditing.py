"""Checks the ledger against itself: hashes, tree, digests, signatures, and the columns beside the leaves."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, select

from server.domain import merkle
from server.store.auditing_entries import Journals
from server.store.ledger import event_of, salted_digest
from server.store.replay import leaf_rows
from server.store.tables import ledger_head, nodes


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in the ledger that does not hold together; `index` is the leaf, None for the whole log."""

    index: int | None
    what: str


@dataclass(slots=True)
class _Tree:
    frontier: list[bytes] = field(default_factory=list)
    size: int = 0
    nodes: dict[tuple[int, int], bytes] = field(default_factory=dict)

    def add(self, leaf_hash: bytes) -> None:
        self.frontier, made = merkle.append(self.frontier, self.size, leaf_hash)
        self.nodes |= {(level, index): node for level, index, node in made}
        self.size += 1


def audit(conn: Connection, origin: str) -> Iterator[Fault]:
    """Name everything in the ledger called `origin` that does not hold; nothing when all is well."""
    tree, journals = _Tree(), Journals(origin)
    for row in leaf_rows(conn):
        if row.idx != tree.size:
            yield Fault(tree.size, "leaf missing")
            return
        yield from (Fault(row.idx, what) for what in _leaf_faults(row, journals))
        tree.add(merkle.hash_leaf(bytes(row.leaf)))
    yield from (Fault(index, what) for index, what in journals.unexplained())
    yield from _head_faults(conn, tree)


def _leaf_faults(row: Any, journals: Journals) -> Iterator[str]:
    leaf = bytes(row.leaf)
    if merkle.hash_leaf(leaf) != bytes(row.leaf_hash):
        yield "leaf hash differs"
    public = json.loads(leaf)
    if (public["t"], public["v"], public["rx"]) != (row.type, row.v, row.at):
        yield "type, version or time differ from the leaf"
    event = event_of(row) if _digest_holds(row, public) else None
    if event is None and row.payload is not None:
        yield "payload digest differs"
    if event and (event.subject, event.actor) != (row.subject, row.actor):
        yield "subject or actor differ from the payload"
    if row.type == "entry":
        yield from journals.check(row, public, event)
    elif row.payload is None:
        yield "the payload is gone"
    elif event:
        yield from journals.hear(event)


def _digest_holds(row: Any, public: dict[str, Any]) -> bool:
    try:
        salt = bytes.fromhex(row.salt)
    except ValueError:
        return False
    return row.payload is not None and salted_digest(salt, row.payload) == public["x"]


def _head_faults(conn: Connection, tree: _Tree) -> Iterator[Fault]:
    head = conn.execute(select(ledger_head)).one()
    if head.size != tree.size:
        yield Fault(None, f"the head says {head.size} leaves, there are {tree.size}")
    if head.root != merkle.fold(tree.frontier).hex() or head.frontier != [
        each.hex() for each in tree.frontier
    ]:
        yield Fault(None, "the head's root differs from the leaves")
    stored = {(row.level, row.idx): bytes(row.hash) for row in conn.execute(select(nodes))}
    for level, index in sorted(stored.keys() ^ tree.nodes.keys()):
        yield Fault(None, f"node {level}/{index} is missing or too many")
    for key in sorted(stored.keys() & tree.nodes.keys()):
        if stored[key] != tree.nodes[key]:
            yield Fault(None, f"node {key[0]}/{key[1]} differs")
