"""`check` and `rebuild`: is everything still what the ledger says, and make it so again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from server.queries import evidence
from server.services.erasing import come_back
from server.store import auditing, replay
from server.store.store import Store

_CHUNK = 256 * 1024


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that does not agree: in which part, where, and what."""

    part: str
    where: str
    what: str

    def __str__(self) -> str:
        """Write it as one line."""
        return f"{self.part} {self.where}: {self.what}"


def check(store: Store) -> list[Finding]:
    """Verify the ledger, compare every view with a rebuilt one, hash every blob, look for what was erased."""
    with store.snapshot() as conn:
        found = [
            Finding("ledger", "head" if fault.index is None else f"leaf {fault.index}", fault.what)
            for fault in auditing.audit(conn, store.origin)
        ]
        if not found:
            # Views are compared only with a ledger that holds; else the ledger's faults say it all.
            with replay.rebuilt(conn) as copy:
                found = [
                    Finding("view", f"{each.table} {each.key}", each.kind)
                    for each in replay.differences(conn, copy)
                ]
        blobs = evidence.all_blobs(conn)
    back = [Finding("erasure", entry, "is here again: xunzheng erase --again") for entry in come_back(store)]
    return [*found, *_blob_findings(store, blobs), *back]


def rebuild(store: Store) -> int:
    """Rebuild all view tables from the ledger in one transaction; returns the number of events."""
    with store.write() as tx:
        return replay.rebuild_views(tx.conn)


def _blob_findings(store: Store, blobs: list[tuple[str, int]]) -> Iterator[Finding]:
    for sha256, size in blobs:
        kept = store.blobs.size(sha256)
        if kept is None:
            yield Finding("blob", sha256, "missing")
        elif kept != size:
            yield Finding("blob", sha256, f"has {kept} bytes instead of {size}")
        elif _digest(store, sha256) != sha256:
            yield Finding("blob", sha256, "hash differs")


def _digest(store: Store, sha256: str) -> str:
    whole = hashlib.sha256()
    with store.blobs.open(sha256) as file:
        while chunk := file.read(_CHUNK):
            whole.update(chunk)
    return whole.hexdigest()
