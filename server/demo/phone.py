"""A demo phone: a P-256 key from a seed and a journal chain, signed as the real phone signs.

Keys that everybody can compute prove nothing, so a demo phone only ever signs for the demo ledger.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from server.config import DEMO_ORIGIN
from server.domain import journal, jws
from server.domain.clock_text import to_text

P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
APP = "demo"
OFFSET_MIN = 480


@dataclass
class DemoPhone:
    """One officer's vault; `beacon` is the newest checkpoint {size, root} it has been shown."""

    username: str
    seq: int = 0
    head: str = journal.ZERO_HASH
    beacon: dict[str, Any] | None = None
    key: ec.EllipticCurvePrivateKey = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Derive the key from the user's name."""
        seed = hashlib.sha512(f"xunzheng demo phone {self.username}".encode()).digest()
        self.key = ec.derive_private_key(int.from_bytes(seed, "big") % (P256_ORDER - 1) + 1, ec.SECP256R1())

    @property
    def jwk(self) -> dict[str, str]:
        """Public key as a JWK."""
        numbers = self.key.public_key().public_numbers()
        x, y = (jws.encode(part.to_bytes(32, "big")) for part in (numbers.x, numbers.y))
        return {"kty": "EC", "crv": "P-256", "x": x, "y": y}

    @property
    def kid(self) -> str:
        """Device id: the key's RFC 7638 thumbprint."""
        return jws.thumbprint(self.jwk)

    def sign(self, message: bytes) -> str:
        """ES256 signature, base64url; deterministic (RFC 6979) so that the demo is the same each time."""
        der = self.key.sign(message, ec.ECDSA(SHA256(), deterministic_signing=True))
        return jws.encode(b"".join(part.to_bytes(32, "big") for part in decode_dss_signature(der)))

    def write(self, kind: str, body: dict[str, Any], at: datetime) -> str:
        """Append one entry to the journal; returns the compact JWS."""
        payload = {
            "v": journal.VERSION, "kind": kind, "log": DEMO_ORIGIN, "device": self.kid,
            "seq": self.seq + 1, "prev": self.head,
            "at": {"wall": to_text(at), "offset": OFFSET_MIN, "mono": self.seq * 1000},
            "beacon": self.beacon, "app": APP, "body": body,
        }  # fmt: skip
        text = json.dumps(payload, ensure_ascii=False, separators=(",", ":"))
        signed = f"{jws.encode(jws.header_of(self.kid))}.{jws.encode(text.encode())}"
        compact = f"{signed}.{self.sign(signed.encode())}"
        self.seq, self.head = self.seq + 1, journal.entry_hash(compact)
        return compact
