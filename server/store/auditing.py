"""Checks the ledger against itself: hashes, tree, digests, signatures, and the columns beside the leaves."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, literal, or_, select

from server.domain import merkle
from server.domain.events import Event
from server.store import ledger
from server.store.auditing_entries import Journals
from server.store.ledger import event_of, salted_digest
from server.store.replay import leaf_rows
from server.store.tables import ledger_head, nodes

_CHUNK = 1000

# Told after every leaf: how many of how many were looked at.
Tell = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in the ledger that does not hold together; `index` is the leaf, None for the whole log.

    `node` is level/index of a stored subtree, which can be made again of the leaves.
    """

    index: int | None
    what: str
    node: str | None = None


@dataclass(slots=True)
class _Tree:
    """The tree made again of the leaves; its subtrees are compared with the stored ones as they come."""

    conn: Connection
    frontier: list[bytes] = field(default_factory=list)
    size: int = 0
    made: dict[merkle.Node, bytes] = field(default_factory=dict)

    def add(self, leaf_hash: bytes) -> Iterator[Fault]:
        self.frontier, made = merkle.append(self.frontier, self.size, leaf_hash)
        self.made |= {(level, index): node for level, index, node in made}
        self.size += 1
        if len(self.made) >= _CHUNK:
            yield from self.compare()

    def compare(self) -> Iterator[Fault]:
        stored = ledger.read_nodes(self.conn, self.made)
        for (level, index), node in self.made.items():
            if (level, index) not in stored:
                yield Fault(None, "is missing", node=f"{level}/{index}")
            elif stored[level, index] != node:
                yield Fault(None, "differs", node=f"{level}/{index}")
        self.made.clear()

    def surplus(self) -> Iterator[Fault]:
        beyond = nodes.c.idx >= literal(self.size).op(">>")(nodes.c.level)
        impossible = or_(nodes.c.level < 0, nodes.c.idx < 0, nodes.c.level > self.size.bit_length())
        query = select(nodes.c.level, nodes.c.idx).where(or_(impossible, beyond))
        for level, index in self.conn.execute(query):
            yield Fault(None, "is too many", node=f"{level}/{index}")


def audit(conn: Connection, origin: str, tell: Tell = lambda _done, _all: None) -> Iterator[Fault]:
    """Name everything in the ledger called `origin` that does not hold; nothing when all is well."""
    tree, journals = _Tree(conn), Journals(origin)
    whole = ledger.read_head(conn).size
    for row in leaf_rows(conn):
        if row.idx != tree.size:
            yield Fault(tree.size, "leaf missing")
            return
        yield from (Fault(row.idx, what) for what in _leaf_faults(row, journals))
        yield from tree.add(merkle.hash_leaf(bytes(row.leaf)))
        tell(tree.size, whole)
    yield from tree.compare()
    yield from tree.surplus()
    yield from (Fault(index, what) for index, what in journals.unexplained())
    yield from _head_faults(conn, tree)
    yield from _beacon_faults(conn, tree, journals)


def _beacon_faults(conn: Connection, tree: _Tree, journals: Journals) -> Iterator[Fault]:
    """Every officer's phone is a witness: what it had seen when it wrote an entry must still be so."""
    for (size, root), index in journals.beacons.items():
        if size > tree.size or ledger.root_at(conn, size).hex() != root:
            yield Fault(index, "the checkpoint that this entry embeds is not one of this log")


def _leaf_faults(row: Any, journals: Journals) -> Iterator[str]:
    leaf = bytes(row.leaf)
    if merkle.hash_leaf(leaf) != bytes(row.leaf_hash):
        yield "leaf hash differs"
    public = json.loads(leaf)
    if (public["t"], public["v"], public["rx"]) != (row.type, row.v, row.at):
        yield "type, version or time differ from the leaf"
    yield from _content_faults(row, public, journals)


def _content_faults(row: Any, public: dict[str, Any], journals: Journals) -> Iterator[str]:
    event = event_of(row) if _digest_holds(row, public) else None
    if event is None and row.payload is not None:
        yield "payload digest differs"
    if event and (event.subject, event.actor) != (row.subject, row.actor):
        yield "subject or actor differ from the payload"
    if row.type == "entry":
        yield from journals.check(row, public, event)
    else:
        yield from _server_faults(row, public, event)
        yield from journals.hear(event) if event else ()


def _server_faults(row: Any, public: dict[str, Any], event: Event | None) -> Iterator[str]:
    if row.payload is None:
        yield "the payload is gone"
    if row.jws is not None or row.entry_hash is not None:
        yield "a server event holds a journal entry"
    if event and not _stands_for(event, public):
        yield "the leaf says something else than the payload"


def _stands_for(event: Event, public: dict[str, Any]) -> bool:
    if event.type != "stored":
        return True
    said = event.payload
    return (public["d"], public["h"], public["n"]) == (said["device"], said["sha256"], said["bytes"])


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
