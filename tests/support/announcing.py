"""Entries written straight into the ledger, for tests that begin after admission."""

from __future__ import annotations

import hashlib
import io
import json
from datetime import UTC, datetime
from typing import Any

from server.domain import jws
from server.domain.events import Event
from server.domain.journal import Entry
from server.services import evidence
from server.store.store import Store

KID = "k" * 43
OTHER_KID = "o" * 43
NOW = datetime(2026, 11, 22, 7, 20, 31, tzinfo=UTC)
WALL = "2026-11-22T07:20:30.000Z"


def digest(data: bytes) -> str:
    """Return the SHA-256 in hex."""
    return hashlib.sha256(data).hexdigest()


def announce(store: Store, data: bytes, kid: str = KID, preview: bytes | None = None, **body: Any) -> str:
    """Admit a shot of these bytes and return their hash."""
    small = {"sha256": digest(preview), "bytes": len(preview)} if preview is not None else None
    said = {"sha256": digest(data), "bytes": len(data), "preview": small, "mime": "image/jpeg"}
    _admit(store, kid, "shot", {**said, "width": 640, "height": 480, "source": "camera", "fixes": [], **body})
    return digest(data)


def deliver(store: Store, data: bytes, kid: str = KID, at: datetime = NOW) -> str:
    """Send announced bytes as a device does and return their hash."""
    upload = evidence.Upload(kid, digest(data))
    if evidence.begin(store, upload, len(data), lambda: at).expires_at is not None:
        evidence.append(store, upload, evidence.Body(io.BytesIO(data).read, 0, len(data)), lambda: at)
    return digest(data)


def record(store: Store, record_id: str, hashes: list[str], kid: str = KID, **body: Any) -> None:
    """Admit a record that names these pictures; unit `u1`, officer `chen`."""
    said: dict[str, Any] = {
        "id": record_id, "item": "DOG-01", "edition": "2026.1", "result": "finding",
        "address": "示范路 12 号", "place": None, "shots": hashes, "answers": {},
    }  # fmt: skip
    _admit(store, kid, "record", {**said, **body})


def _admit(store: Store, kid: str, kind: str, body: dict[str, Any]) -> None:
    with store.write() as tx:
        seq = tx.leaves.size + 1
        at = {"wall": WALL, "offset": 480, "mono": 1}
        payload = {"kind": kind, "device": kid, "seq": seq, "at": at, "body": body}
        compact = ".".join(
            jws.encode(part) for part in (jws.header_of(kid), json.dumps(payload).encode(), b"s" * 64)
        )
        entry = Entry(compact, digest(compact.encode()), kid, seq, "0" * 64, kind, payload)
        decided = dict.fromkeys(("severity", "place", "lat", "lon", "acc_m"))
        facts = {
            "hash": entry.hash, "device": kid, "seq": seq, "prev": entry.prev, "kind": kind,
            "officer": "chen", "unit": "u1", "flags": [], "forked": [], "wall_at": WALL, "parked": False,
            "record": {"n": 1, "kind": "violation", **decided},
        }  # fmt: skip
        subject = f"record:{body['id']}" if kind == "record" else f"entry:{entry.hash}"
        tx.append_entry(entry, Event("entry", subject, f"device:{kid}", NOW, facts))
