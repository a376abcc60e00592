"""Reading the log: proofs, leaves, restart notes, receipts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, select

from server.store import ledger
from server.store.tables import blobs, leaves, restarts


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


def receipts(conn: Connection, indexes: Iterable[int], note: str, size: int) -> dict[int, dict[str, Any]]:
    """Build receipts {leaf, index, proof, checkpoint} of several leaves under one signed checkpoint."""
    wanted = sorted(set(indexes))
    proofs = ledger.inclusion(conn, wanted, size)
    rows = conn.execute(select(leaves.c.idx, leaves.c.leaf).where(leaves.c.idx.in_(wanted)))
    return {
        row.idx: {
            "leaf": bytes(row.leaf).decode(),
            "index": row.idx,
            "proof": [each.hex() for each in proofs[row.idx]],
            "checkpoint": note,
        }
        for row in rows
    }


def stored_leaves(conn: Connection, kid: str, hashes: Iterable[str], size: int) -> dict[str, int]:
    """Give the `stored` leaves of blobs that a device sent, as far as the tree of `size` has them."""
    query = select(blobs.c.sha256, blobs.c.leaf_idx).where(
        blobs.c.device == kid, blobs.c.sha256.in_(set(hashes)), blobs.c.leaf_idx < size
    )
    return {row.sha256: row.leaf_idx for row in conn.execute(query)}


def restart_notes(conn: Connection) -> list[tuple[int, str]]:
    """Give all restart notes as (size they restart from, note), newest first."""
    query = select(restarts.c.size, restarts.c.note).order_by(restarts.c.leaf_idx.desc())
    return [(row.size, row.note) for row in conn.execute(query)]
