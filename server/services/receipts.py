"""Receipts and the proof, demanded at every contact, that history was not rewritten."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from server.queries import ledger
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


def prove(store: Store, indexes: Sequence[int], seen: Seen | None) -> Contact:
    """Sign the head, build receipts of these leaves; who saw another history gets the restart note."""
    with store.read() as conn:
        head = ledger.head(conn)
        note = store.checkpoint(head)
        receipts = ledger.receipts(conn, indexes, note, head.size)
        if seen is None:
            return Contact(note, receipts, None, None)
        if seen.size <= head.size and ledger.root_at(conn, seen.size).hex() == seen.root:
            return Contact(note, receipts, _proof(conn, seen.size, head.size), None)
        notes = ledger.restart_notes(conn)
        if not notes:
            return Contact(note, receipts, None, None)
        # After a lawful restart the phone begins again at the note's own size and root.
        size, text = notes[0]
        return Contact(note, receipts, _proof(conn, size, head.size), text)


def _proof(conn: Any, old: int, new: int) -> dict[str, Any]:
    return {"from": old, "to": new, "proof": ledger.consistency(conn, old, new)}


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
