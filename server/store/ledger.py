"""The ledger's own rows: append leaves, keep the head, build proofs.

Inside the lock only the head row is read: its frontier is all that appending needs.
Leaves and nodes gather in memory and go out as two executemany at the end.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, update

from server.domain import merkle
from server.domain.clock_text import from_text, to_text
from server.domain.events import Event, payload_text, read_payload
from server.store.prepared import ask, ask_all, from_bytes, from_json, to_json, write_all
from server.store.statements import Question, Row, Statement, change, insert_into, statement
from server.store.tables import leaves, ledger_head, nodes
from server.store.upsert import upsert

_SALT_BYTES = 16
_LEAF = [column.name for column in leaves.columns].index("leaf")
_ADD_LEAF, _ADD_NODE = insert_into(leaves), insert_into(nodes)
_TAKE_HEAD = statement("SELECT size, frontier FROM ledger_head WHERE id = 1", locking="FOR UPDATE")
_MOVE_HEAD = change(ledger_head, "UPDATE ledger_head SET size = ?, root = ?, frontier = ? WHERE id = 1")
_HEAD = statement("SELECT size, root FROM ledger_head WHERE id = 1")
# Wanted nodes travel as JSON: [[level, index], ...]; PostgreSQL looks key by key (`by_keys`).
_NODES = Statement(
    "SELECT level, idx, hash FROM nodes WHERE (level, idx) IN "
    "(SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(?))",
    "SELECT found.* FROM json_array_elements(%s::json) wanted CROSS JOIN LATERAL (SELECT level, idx, hash "
    "FROM nodes WHERE level = (wanted->>0)::int AND idx = (wanted->>1)::bigint OFFSET 0) found",
)


@dataclass(frozen=True, slots=True)
class Head:
    """Size and root (32 bytes) of the tree."""

    size: int
    root: bytes


@dataclass(slots=True)
class Appender:
    """The leaves of one transaction, in order."""

    size: int
    frontier: list[bytes]
    before: Mapping[merkle.Node, bytes]
    rows: list[Row] = field(default_factory=list)
    made: list[Row] = field(default_factory=list)

    def add(self, event: Event, entry: dict[str, Any] | None = None) -> int:
        """Queue one leaf; `entry` gives {d, s, h} of a journal entry. Returns the leaf's index."""
        text, salt = payload_text(event), secrets.token_bytes(_SALT_BYTES)
        leaf = leaf_bytes(event, salted_digest(salt, text), entry)
        index, leaf_hash = self.size, merkle.hash_leaf(leaf)
        self.frontier, made = merkle.append(self.frontier, index, leaf_hash)
        self.size += 1
        self.made += made
        self.rows.append((
            index, event.type, event.v, to_text(event.at), event.actor, event.subject, text, salt.hex(),
            event.jws, entry["h"] if entry else None, leaf, leaf_hash,
        ))  # fmt: skip
        return index

    @property
    def head(self) -> Head:
        """The tree with all that was queued."""
        return Head(self.size, merkle.fold(self.frontier))

    def nodes(self) -> dict[merkle.Node, bytes]:
        """Give the subtrees that are at hand: the old frontier, and all that was completed since."""
        return {**self.before, **{(level, index): node for level, index, node in self.made}}

    def leaf(self, index: int) -> bytes | None:
        """Give a queued leaf; None for one that was there before."""
        at = index - (self.size - len(self.rows))
        return self.rows[at][_LEAF] if at >= 0 else None


def salted_digest(salt: bytes, text: str) -> str:
    """Return the digest that stands in a leaf for a payload nobody can guess."""
    return hashlib.sha256(salt + text.encode()).hexdigest()


def leaf_bytes(event: Event, digest: str, entry: dict[str, Any] | None) -> bytes:
    """Write the public leaf: digests, never personal data."""
    parts: dict[str, Any] = {"v": event.v, "t": event.type}
    if entry:
        parts |= entry
    elif event.type == "stored":
        parts |= {"d": event.payload["device"], "h": event.payload["sha256"], "n": event.payload["bytes"]}
    parts |= {"x": digest, "rx": to_text(event.at)}
    return json.dumps(parts, ensure_ascii=False, separators=(",", ":")).encode()


def begin(conn: Connection, asking: Sequence[Question] = ()) -> tuple[Appender, list[list[Row]]]:
    """Lock the head (FOR UPDATE on PostgreSQL; SQLite's writer already holds the file lock).

    Gives with it the answers to what is asked behind that lock, in the same visit to the database.
    """
    [(size, frontier)], *answers = ask_all(conn, [Question(_TAKE_HEAD), *asking])
    hashes = [bytes.fromhex(each) for each in from_json(frontier)]
    return Appender(size, hashes, dict(zip(merkle.cover(0, size), hashes, strict=True))), answers


def finish(conn: Connection, appender: Appender) -> None:
    """Write all queued leaves, nodes and the new head."""
    if not appender.rows:
        return
    frontier = [each.hex() for each in appender.frontier]
    head = (appender.size, appender.head.root.hex(), to_json(frontier))
    write_all(conn, [(_ADD_LEAF, appender.rows), (_ADD_NODE, appender.made), (_MOVE_HEAD, [head])])


def create_head(conn: Connection) -> None:
    """Write the head of an empty log, once."""
    row = {"id": 1, "size": 0, "root": merkle.EMPTY_ROOT.hex(), "frontier": []}
    upsert(conn, ledger_head, [row], keep=("size", "root", "frontier"))


def read_head(conn: Connection) -> Head:
    """Read the present head."""
    [(size, root)] = ask(conn, _HEAD)
    return Head(size, bytes.fromhex(root))


def read_nodes(conn: Connection, wanted: Iterable[merkle.Node]) -> dict[merkle.Node, bytes]:
    """Fetch stored subtrees; KeyError later if one is missing."""
    question = nodes_question(wanted)
    return nodes_of(ask(conn, question.statement, *question.values))


def nodes_question(wanted: Iterable[merkle.Node]) -> Question:
    """Ask for stored subtrees."""
    return Question(_NODES, (json.dumps(sorted(set(wanted))),))


def nodes_of(rows: Iterable[Row]) -> dict[merkle.Node, bytes]:
    """Read what was asked for by `nodes_question`."""
    return {(level, index): from_bytes(node) for level, index, node in rows}


def inclusion(conn: Connection, indexes: Iterable[int], size: int) -> dict[int, list[bytes]]:
    """Build inclusion proofs of several leaves in the tree of `size`."""
    ranges = {index: merkle.inclusion_ranges(index, size) for index in indexes}
    known = read_nodes(conn, merkle.needed(each for part in ranges.values() for each in part))
    return {index: merkle.build(part, known.__getitem__) for index, part in ranges.items()}


def consistency(conn: Connection, old: int, new: int) -> list[bytes]:
    """Build the proof that the first `old` leaves never changed up to `new`."""
    ranges = merkle.consistency_ranges(old, new)
    known = read_nodes(conn, merkle.needed(ranges))
    return merkle.build(ranges, known.__getitem__)


def root_at(conn: Connection, size: int) -> bytes:
    """Return the root the tree had at `size` leaves (not beyond the head)."""
    cover = merkle.cover(0, size)
    known = read_nodes(conn, cover)
    return merkle.fold([known[node] for node in cover])


def event_of(row: Any) -> Event:
    """Turn a row of `leaves` back into its event; the payload must be there."""
    payload, subject, actor, touches = read_payload(row.payload)
    return Event(row.type, subject, actor, from_text(row.at), payload, row.v, touches, row.idx, row.jws)


def trace_of(row: Any) -> Event:
    """Give what the leaf of an entry without words still says: whose, which, when."""
    public = json.loads(bytes(row.leaf))
    said = {"hash": public["h"], "device": public["d"], "seq": public["s"]}
    return Event("entry.gone", f"entry:{public['h']}", row.actor, from_text(row.at), said, index=row.idx)


def blank(conn: Connection, index: int) -> None:
    """Take the words of an entry's leaf away for good; leaf, hash and every proof stay."""
    gone = {"payload": None, "jws": None, "salt": ""}
    conn.execute(update(leaves).where(leaves.c.idx == index).values(gone))
