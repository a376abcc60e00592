"""Compact JWS as our own phone writes it, and nothing wider: ES256, one exact header, canonical base64url.

What was signed is what is kept, so there is no second form of an entry: the header must be
byte for byte ours, and base64url that decodes but does not encode back is refused.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from server.domain.problems import DeviceKeyProblem, EntryProblem, HeaderProblem, SignatureProblem

PublicKey = ec.EllipticCurvePublicKey
_COORDINATE_BYTES = 32
_SIGNATURE_BYTES = 64


@dataclass(frozen=True, slots=True)
class Signed:
    """A compact JWS taken apart; nothing is verified yet."""

    header: bytes
    payload: bytes
    signature: bytes
    signed_text: bytes


def encode(raw: bytes) -> str:
    """Write base64url without padding."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def decode(text: str) -> bytes:
    """Read base64url as `encode` writes it; ValueError for any other spelling of the same bytes."""
    # What the decoder forgives (foreign letters, padding, spare bits) does not encode back to the same text.
    try:
        raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except binascii.Error as error:
        raise ValueError("not base64url") from error
    if encode(raw) != text:
        raise ValueError("not canonical")
    return raw


def split(compact: str) -> Signed:
    """Take a compact JWS apart; EntryProblem when it is none."""
    parts = compact.split(".")
    try:
        header, payload, signature = (decode(part) for part in parts)
    except ValueError as error:
        raise EntryProblem(why="Not a complete compact JWS.") from error
    return Signed(header, payload, signature, compact.rpartition(".")[0].encode())


def header_of(kid: str) -> bytes:
    """Return the one header this device may sign."""
    return f'{{"alg":"ES256","kid":"{kid}"}}'.encode()


def check(signed: Signed, kid: str, key: PublicKey) -> None:
    """Raise HeaderProblem or SignatureProblem unless `kid` signed these bytes with `key`."""
    if signed.header != header_of(kid):
        raise HeaderProblem
    if not verify(key, signed.signature, signed.signed_text):
        raise SignatureProblem


def verify(key: PublicKey, signature: bytes, message: bytes) -> bool:
    """Check a P1363 (r || s, exactly 64 bytes) ECDSA signature over SHA-256."""
    if len(signature) != _SIGNATURE_BYTES:
        return False
    r, s = (int.from_bytes(signature[at : at + _COORDINATE_BYTES], "big") for at in (0, _COORDINATE_BYTES))
    try:
        key.verify(encode_dss_signature(r, s), message, ec.ECDSA(SHA256()))
    except InvalidSignature:
        return False
    return True


def thumbprint(jwk: dict[str, Any]) -> str:
    """Return the RFC 7638 thumbprint of a P-256 JWK: 43 characters of base64url."""
    canonical = {name: jwk[name] for name in ("crv", "kty", "x", "y")}
    return encode(hashlib.sha256(json.dumps(canonical, separators=(",", ":")).encode()).digest())


def public_key(jwk: dict[str, Any]) -> PublicKey:
    """Read a P-256 public key; DeviceKeyProblem when it is none."""
    if jwk.get("kty") != "EC" or jwk.get("crv") != "P-256":
        raise DeviceKeyProblem
    try:
        x, y = decode(jwk["x"]), decode(jwk["y"])
        if len(x) != _COORDINATE_BYTES or len(y) != _COORDINATE_BYTES:
            raise DeviceKeyProblem
        numbers = ec.EllipticCurvePublicNumbers(
            int.from_bytes(x, "big"), int.from_bytes(y, "big"), ec.SECP256R1()
        )
        return numbers.public_key()
    except (KeyError, TypeError, ValueError) as error:
        raise DeviceKeyProblem from error
