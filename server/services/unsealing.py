"""Opening a phone's encrypted export with the city's offline recovery key.

A forgotten unlock code must lose nothing: the export is sealed to the city as
well as under the code. The format, `xunzheng-export/1`, is described in
pwa/src/device/export.ts; every part is authenticated, so a file that was
changed or cut does not open at all.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

FORMAT = "xunzheng-export/1"
_SEAL_INFO = "xunzheng-seal/1"
_KEY_LABEL = "export-key"


class UnreadableExportError(ValueError):
    """The file is no export, was damaged, or is sealed to another city; the text says which."""


@dataclass(frozen=True, slots=True)
class Export:
    """What a phone had not sent: entries (compact JWS) in order, and pictures by SHA-256."""

    kid: str
    user: str
    origin: str
    made_at: str
    entries: tuple[str, ...] = ()
    pictures: Mapping[str, bytes] = field(default_factory=dict)


def open_export(data: bytes, seal_private_jwk: Mapping[str, str]) -> Export:
    """Decrypt a whole export; UnreadableExportError when any part of it does not hold."""
    try:
        lines = [json.loads(line) for line in data.decode().splitlines() if line.strip()]
        head, parts = lines[0], lines[1:]
        if head["format"] != FORMAT:
            raise UnreadableExportError("not an export of this program")
        key = AESGCM(_export_key(head, seal_private_jwk))
        *opened, (last, count, _empty) = list(_open_parts(key, parts))
        if (last, count) != ("end", str(len(opened))):
            raise UnreadableExportError("cut short")
        return Export(
            kid=head["kid"],
            user=str((head.get("user") or {}).get("username", "")),
            origin=head["origin"],
            made_at=head["made_at"],
            entries=tuple(content.decode() for kind, _name, content in opened if kind == "entry"),
            pictures={name: content for kind, name, content in opened if kind == "blob"},
        )
    except InvalidTag:
        raise UnreadableExportError("damaged, or sealed to another city") from None
    except (KeyError, IndexError, TypeError, AttributeError, ValueError, binascii.Error) as error:
        if isinstance(error, UnreadableExportError):
            raise
        raise UnreadableExportError("damaged or cut short") from error


def _open_parts(key: AESGCM, parts: list[Mapping[str, Any]]) -> Iterator[tuple[str, str, bytes]]:
    for part in parts:
        label = f"{part['type']}/{part['id']}".encode()
        yield part["type"], part["id"], key.decrypt(_raw(part["iv"]), _raw(part["ct"]), label)


def _export_key(head: Mapping[str, Any], private: Mapping[str, str]) -> bytes:
    sealed = head["key"]["city"]
    epk = sealed["epk"]
    shared = _private_key(private).exchange(ec.ECDH(), _public_key(epk))
    info = "\n".join([_SEAL_INFO, epk["x"], epk["y"]]).encode()
    agreed = HKDF(algorithm=SHA256(), length=32, salt=bytes(32), info=info).derive(shared)
    label = f"{head['kid']}/{_KEY_LABEL}".encode()
    return AESGCM(agreed).decrypt(_raw(sealed["iv"]), _raw(sealed["ct"]), label)


def _public_key(jwk: Mapping[str, str]) -> ec.EllipticCurvePublicKey:
    numbers = ec.EllipticCurvePublicNumbers(_number(jwk["x"]), _number(jwk["y"]), ec.SECP256R1())
    return numbers.public_key()


def _private_key(jwk: Mapping[str, str]) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(_number(jwk["d"]), ec.SECP256R1())


def _number(text: str) -> int:
    return int.from_bytes(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)), "big")


def _raw(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
