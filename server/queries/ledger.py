"""Reading the log: proofs, leaves, restart notes, receipts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import Connection, select

from server.domain import merkle
from server.store import ledger
from server.store.prepared import ask, from_bytes
from server.store.statements import Question, Row, by_keys, statement
from server.store.tables import leaves

_LEAVES = by_keys("SELECT idx, leaf FROM leaves WHERE idx = ANY (?)", "BIGINT")
_RESTARTS = statement("SELECT size, note FROM restarts ORDER BY leaf_idx DESC")
_STORED = statement(
    "SELECT sha256, leaf_idx FROM blobs WHERE sha256 = ANY (?) AND device = ? AND leaf_idx < ?"
)


def head(conn: Connection) -> ledger.Head:
    """Give the present size and root."""
    return ledger.read_head(conn)


def root_at(conn: Connection, size: int) -> bytes:
    """Give the root at an earlier size."""
    return ledger.root_at(conn, size)


def consistency(conn: Connection, old: int, new: int) -> list[str]:
    """Give the consistency proof in hex; sizes must be in order and not beyond the head."""
    return [each.hex() for each in ledger.consistency(conn, old, new)]


def inclusion(conn: Connection, index: int, size: int) -> list[str]:
    """Give the inclusion proof in hex; the index must lie in the tree of that size."""
    return [each.hex() for each in ledger.inclusion(conn, [index], size)[index]]


def leaf_text(conn: Connection, index: int) -> str | None:
    """Give the verbatim leaf, None beyond the head."""
    leaf = conn.scalar(select(leaves.c.leaf).where(leaves.c.idx == index))
    return bytes(leaf).decode() if leaf is not None else None


def questions(nodes: Collection[merkle.Node], leaves: Collection[int]) -> list[Question]:
    """Ask for stored subtrees and verbatim leaves; `read_answers` reads the answers. Nothing asks nothing."""
    if not nodes and not leaves:
        return []
    return [ledger.nodes_question(nodes), Question(_LEAVES, (sorted(leaves),))]


def read_answers(answers: Sequence[Sequence[Row]]) -> tuple[dict[merkle.Node, bytes], dict[int, bytes]]:
    """Give (subtrees, leaves), as far as they are there."""
    if not answers:
        return {}, {}
    return ledger.nodes_of(answers[0]), {index: from_bytes(leaf) for index, leaf in answers[1]}


def stored_leaves(conn: Connection, kid: str, hashes: Iterable[str], size: int) -> dict[str, int]:
    """Give the `stored` leaves of blobs that a device sent, as far as the tree of `size` has them."""
    return dict(ask(conn, _STORED, list(set(hashes)), kid, size))


def restart_notes(conn: Connection) -> list[tuple[int, str]]:
    """Give all restart notes as (size they restart from, note), newest first."""
    return [(size, note) for size, note in ask(conn, _RESTARTS)]
