"""A headless phone: signs entries as the real one does, and speaks to the API as the real one does."""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from server.domain import journal, jws
from server.domain.clock_text import to_text
from server.domain.ids import uuid7
from server.store.keys import public_jwk


@dataclass
class Phone:
    """One vault: a key, a chain, and the ledger it writes for."""

    origin: str
    officer: str
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    seq: int = 0
    head: str = journal.ZERO_HASH
    beacon: dict[str, Any] | None = None

    @property
    def jwk(self) -> dict[str, str]:
        """The public key."""
        return public_jwk(self.key.public_key())

    @property
    def kid(self) -> str:
        """The device's name."""
        return jws.thumbprint(self.jwk)

    def sign(self, message: bytes) -> str:
        """Sign as WebCrypto does: r || s, base64url."""
        r, s = decode_dss_signature(self.key.sign(message, ec.ECDSA(SHA256())))
        return jws.encode(r.to_bytes(32, "big") + s.to_bytes(32, "big"))

    def seal(self, payload: bytes, header: bytes | None = None) -> str:
        """Sign any payload under the right (or a given) header."""
        signed = f"{jws.encode(jws.header_of(self.kid) if header is None else header)}.{jws.encode(payload)}"
        return f"{signed}.{self.sign(signed.encode())}"

    def payload(self, kind: str, body: Any, at: datetime, /, **envelope: Any) -> dict[str, Any]:
        """Build the payload of the next entry; keywords replace parts of the envelope."""
        whole = {
            "v": 1, "kind": kind, "log": self.origin, "device": self.kid, "seq": self.seq + 1,
            "prev": self.head, "at": {"wall": to_text(at), "offset": 480, "mono": 1000 * self.seq},
            "beacon": self.beacon, "app": "test", "body": body,
        }  # fmt: skip
        return {**whole, **envelope}

    def write(self, kind: str, body: Any, at: datetime, /, **envelope: Any) -> str:
        """Append an entry to the chain; returns the compact JWS."""
        payload = self.payload(kind, body, at, **envelope)
        text = json.dumps(payload, ensure_ascii=False, separators=(",", ":"))
        compact = self.seal(text.encode())
        self.seq, self.head = self.seq + 1, journal.entry_hash(compact)
        return compact

    def shot(self, picture: bytes, at: datetime, **body: Any) -> str:
        """Journal a photo."""
        preview = picture[:64]
        whole: dict[str, Any] = {
            "sha256": digest(picture), "bytes": len(picture),
            "preview": {"sha256": digest(preview), "bytes": len(preview)}, "mime": "image/jpeg",
            "width": 640, "height": 480, "source": "camera", "slot": None,
            "fixes": [{"lat": 300000000, "lon": 1040000000, "acc_m": 6, "alt_m": None, "age_ms": 900}],
            "heading": None,
        }  # fmt: skip
        return self.write("shot", {**whole, **body}, at)

    def record(self, at: datetime, **body: Any) -> str:
        """Journal a record; the same `id` again is a correction."""
        whole: dict[str, Any] = {
            "id": uuid7(int(at.timestamp() * 1000), secrets.token_bytes(10)), "officer": self.officer,
            "partner": None, "task": None, "place": None, "address": "实验小学东门外人行道", "item": "DOG-01",
            "edition": "2026.1", "result": "finding", "level": "daily", "mode": "open",
            "nature": "observation", "source": "patrol", "source_no": None, "purpose": "inspect",
            "case": None, "replaces": None,
            "position": {"lat": 300000000, "lon": 1040000000, "acc_m": 6, "alt_m": None, "age_ms": 900,
                         "nudged": None},
            "geo": None, "answers": {}, "shots": [], "note": "", "guidance": "",
        }  # fmt: skip
        return self.write("record", {**whole, **body}, at)


def digest(raw: bytes) -> str:
    """Return the SHA-256 of some bytes in hex."""
    return hashlib.sha256(raw).hexdigest()
