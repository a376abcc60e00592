"""Opening a phone's encrypted export with the city's offline recovery key.

A forgotten unlock code must lose nothing: what a phone exports is sealed to
the city as well as under the code. Two formats, described where they are
written: `xunzheng-export/1` (pwa/src/device/export.ts) comes from an open phone
under a key of its own, and a file that was changed or cut does not open at all;
`xunzheng-locked/1` (pwa/src/device/locked_export.ts) holds a locked phone's
rows as they lie, and one damaged row does not take the others with it.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

FORMAT = "xunzheng-export/1"
LOCKED_FORMAT = "xunzheng-locked/1"
_SEAL_INFO = "xunzheng-seal/1"
_KEY_LABEL = "export-key"
_VAULT_KEY_LABEL = "vault-key"

_Line = Mapping[str, Any]
_Part = tuple[str, str, bytes]
_Opened = tuple[list[_Part], list[str]]


class UnreadableExportError(ValueError):
    """The file is no export, was damaged, or is sealed to another city; the text says which."""


@dataclass(frozen=True, slots=True)
class Export:
    """What a phone had not sent: entries (compact JWS) in order, pictures by SHA-256, drafts (JSON).

    `damaged` names the rows of a locked phone that do not open, each as `<type>/<id>`.
    """

    kid: str
    format: str
    user: str
    origin: str
    made_at: str
    entries: tuple[str, ...] = ()
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    drafts: tuple[str, ...] = ()
    damaged: tuple[str, ...] = ()


def open_export(data: bytes, seal_private_jwk: Mapping[str, str]) -> Export:
    """Decrypt a whole export; UnreadableExportError when any part of it does not hold."""
    try:
        lines = [json.loads(line) for line in data.decode().splitlines() if line.strip()]
        head, parts = lines[0], lines[1:]
        opener = _OPENERS.get(head["format"])
        if opener is None:
            raise UnreadableExportError("not an export of this program")
        opened, damaged = opener(head, parts, seal_private_jwk)
        return Export(
            kid=head["kid"],
            format=head["format"],
            user=str((head.get("user") or {}).get("username", "")),
            origin=head["origin"],
            made_at=head["made_at"],
            entries=tuple(content.decode() for kind, _name, content in opened if kind == "entry"),
            pictures={name: content for kind, name, content in opened if kind == "blob"},
            drafts=tuple(content.decode() for kind, _name, content in opened if kind == "drafts"),
            damaged=tuple(damaged),
        )
    except InvalidTag:
        raise UnreadableExportError("damaged, or sealed to another city") from None
    except (KeyError, IndexError, TypeError, AttributeError, ValueError, binascii.Error) as error:
        if isinstance(error, UnreadableExportError):
            raise
        raise UnreadableExportError("damaged or cut short") from error


def _open_unsent(head: _Line, parts: list[_Line], private: Mapping[str, str]) -> _Opened:
    key = AESGCM(_from_city(head["key"]["city"], private, f"{head['kid']}/{_KEY_LABEL}"))
    *opened, (last, count, _empty) = [_open_part(key, part) for part in parts]
    if (last, count) != ("end", str(len(opened))):
        raise UnreadableExportError("cut short")
    return opened, []


def _open_locked(head: _Line, parts: list[_Line], private: Mapping[str, str]) -> _Opened:
    kid = head["kid"]
    key = AESGCM(_from_city(head["key"], private, f"{kid}/{_VAULT_KEY_LABEL}"))
    *rows, end = parts
    if (end["type"], end["id"]) != ("end", str(len(rows))):
        raise UnreadableExportError("cut short")
    opened: list[_Part] = []
    damaged: list[str] = []
    for row in rows:
        try:
            opened.append(_open_part(key, row, f"{kid}/"))
        except InvalidTag:
            damaged.append(f"{row['type']}/{row['id']}")
    return opened, damaged


_OPENERS = {FORMAT: _open_unsent, LOCKED_FORMAT: _open_locked}


def _open_part(key: AESGCM, part: _Line, prefix: str = "") -> _Part:
    label = f"{prefix}{part['type']}/{part['id']}".encode()
    return part["type"], part["id"], key.decrypt(_raw(part["iv"]), _raw(part["ct"]), label)


def _from_city(sealed: Mapping[str, Any], private: Mapping[str, str], label: str) -> bytes:
    epk = sealed["epk"]
    shared = _private_key(private).exchange(ec.ECDH(), _public_key(epk))
    info = "\n".join([_SEAL_INFO, epk["x"], epk["y"]]).encode()
    agreed = HKDF(algorithm=SHA256(), length=32, salt=bytes(32), info=info).derive(shared)
    return AESGCM(agreed).decrypt(_raw(sealed["iv"]), _raw(sealed["ct"]), label.encode())


def _public_key(jwk: Mapping[str, str]) -> ec.EllipticCurvePublicKey:
    numbers = ec.EllipticCurvePublicNumbers(_number(jwk["x"]), _number(jwk["y"]), ec.SECP256R1())
    return numbers.public_key()


def _private_key(jwk: Mapping[str, str]) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(_number(jwk["d"]), ec.SECP256R1())


def _number(text: str) -> int:
    return int.from_bytes(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)), "big")


def _raw(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
