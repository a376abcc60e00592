"""What the server has, read past the product's own queries: leaves, rows, files."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import bindparam, text

from server.store.store import Store
from tests.faults.proofs import Witness

_LEAVES = text(
    "SELECT idx, type, leaf, leaf_hash, entry_hash, jws FROM leaves WHERE idx >= :start ORDER BY idx"
)
_ENTRIES = text("SELECT hash, seq FROM entries WHERE device IN :kids").bindparams(
    bindparam("kids", expanding=True)
)
_BLOBS = text("SELECT sha256, device, bytes FROM blobs WHERE device IN :kids").bindparams(
    bindparam("kids", expanding=True)
)
_LOOKED_AT = text(
    "SELECT sha256 FROM examinations WHERE sha256 IN :names UNION SELECT key FROM jobs WHERE key IN :names"
).bindparams(bindparam("names", expanding=True))


@dataclass(frozen=True, slots=True)
class Written:
    """One entry leaf, with the words that were signed."""

    index: int
    kid: str
    seq: int
    hash: str
    jws: str | None

    @property
    def payload(self) -> dict[str, Any]:
        """What the entry says."""
        part = (self.jws or "").split(".")[1]
        return dict(json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))))

    @property
    def holds(self) -> bool:
        """Say whether the words are those that were hashed."""
        return self.jws is not None and hashlib.sha256(self.jws.encode()).hexdigest() == self.hash


@dataclass(slots=True)
class Server:
    """What came to the server since the last look, as far as it concerns some devices."""

    written: list[Written] = field(default_factory=list)
    stored: list[tuple[str, str, int]] = field(default_factory=list)
    entries: set[tuple[str, int]] = field(default_factory=set)
    blobs: dict[tuple[str, str], int] = field(default_factory=dict)
    unexamined: set[str] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)


def read_server(store: Store, witness: Witness, kids: Sequence[str]) -> Server:
    """Read the new leaves into the witness, and the rows of these devices."""
    found = Server()
    with store.read() as conn:
        for row in conn.execute(_LEAVES, {"start": len(witness.leaves)}):
            leaf = bytes(row.leaf)
            if row.idx != len(witness.leaves):
                found.faults.append(f"leaf {len(witness.leaves)} is missing")
            witness.add(leaf)
            _sort(found, row, json.loads(leaf))
        asked = {"kids": list(kids) or [""]}
        found.entries = {(row.hash, row.seq) for row in conn.execute(_ENTRIES, asked)}
        found.blobs = {(row.device, row.sha256): row.bytes for row in conn.execute(_BLOBS, asked)}
        names = sorted({sha256 for _, sha256 in found.blobs})
        looked_at = {row.sha256 for row in conn.execute(_LOOKED_AT, {"names": names or [""]})}
    found.unexamined = set(names) - looked_at
    return found


def _sort(found: Server, row: Any, public: dict[str, Any]) -> None:
    if row.type == "entry":
        found.written.append(Written(row.idx, public["d"], public["s"], public["h"], row.jws))
        if public["h"] != row.entry_hash:
            found.faults.append(f"leaf {row.idx} names another entry than its row")
    elif row.type == "stored":
        found.stored.append((public["d"], public["h"], public["n"]))


def file_of(data: Path, sha256: str) -> bytes | None:
    """Read the bytes kept under a hash, None where there are none."""
    try:
        return (data / "blobs" / sha256[:2] / sha256).read_bytes()
    except FileNotFoundError:
        return None
