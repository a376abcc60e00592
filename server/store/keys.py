"""Keys and the data folder: the log's key and the server's secret stay here, the recovery keys must leave."""

from __future__ import annotations

import base64
import json
import os
import secrets
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from server.domain.checkpoint import Signer
from server.domain.restart import RECOVERY_NAME
from server.store.blobs import FOLDER_MODE, make_folder, sync_folder

FOLDERS = ("blobs", "uploads", "derived", "keys", "offline")
KEY_FILES = ("keys/log.key", "keys/secret")


@dataclass(frozen=True, slots=True)
class City:
    """What `create_folder` is told: the ledger's origin and the city's name in two languages."""

    origin: str
    name_zh: str
    name_en: str
    extra: dict[str, Any]


def random_origin() -> str:
    """Choose the origin of a new installation, `xunzheng/` and eight letters or digits."""
    alphabet = "0123456789abcdefghjkmnpqrstvwxyz"
    return "xunzheng/" + "".join(secrets.choice(alphabet) for _ in range(8))


def create_folder(data: Path, city: City) -> None:
    """Make the data folder, its keys and settings.yaml; FileExistsError when settings.yaml is there."""
    if (data / "settings.yaml").exists():
        raise FileExistsError(data / "settings.yaml")
    _make_lasting(data)
    data.chmod(FOLDER_MODE)
    for name in FOLDERS:
        make_folder(data / name)
    create_keys(data)
    settings = {
        "origin": city.origin,
        "name": {"zh": city.name_zh, "en": city.name_en},
        **_recovery_keys(data / "offline" / "recovery.json"),
        **city.extra,
    }
    write_private(data / "settings.yaml", yaml.safe_dump(settings, allow_unicode=True, sort_keys=False))


def _make_lasting(data: Path) -> None:
    fresh = [each for each in data.parents if not each.exists()]
    data.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
    for folder in (data, *fresh):
        with suppress(PermissionError):  # a folder above that we may not read was there before us
            sync_folder(folder.parent)


def create_keys(data: Path) -> None:
    """Make a log key and a secret; with a new log key phones need a restart note."""
    write_private(data / "keys" / "log.key", _raw(Ed25519PrivateKey.generate()))
    write_private(data / "keys" / "secret", secrets.token_urlsafe(32))


def _recovery_keys(path: Path) -> dict[str, Any]:
    recovery = Signer(RECOVERY_NAME, Ed25519PrivateKey.generate())
    seal = ec.generate_private_key(ec.SECP256R1())
    public = public_jwk(seal.public_key())
    scalar = seal.private_numbers().private_value.to_bytes(32, "big")
    write_private(path, json.dumps({
        "recovery_key": _raw(recovery.key),
        "recovery_vkey": recovery.vkey,
        "seal_private_jwk": {**public, "d": _url(scalar)},
    }, indent=1))  # fmt: skip
    return {"recovery_vkey": recovery.vkey, "seal_jwk": public}


def public_jwk(key: ec.EllipticCurvePublicKey) -> dict[str, str]:
    """Write a P-256 public key as a JWK."""
    numbers = key.public_numbers()
    x, y = (_url(number.to_bytes(32, "big")) for number in (numbers.x, numbers.y))
    return {"kty": "EC", "crv": "P-256", "x": x, "y": y}


def load_signer(data: Path, origin: str) -> Signer:
    """Read the log's key."""
    raw = base64.b64decode((data / "keys" / "log.key").read_text(encoding="ascii"))
    return Signer(origin, Ed25519PrivateKey.from_private_bytes(raw))


def load_secret(data: Path) -> str:
    """Read the secret that signs nonces and tokens."""
    return (data / "keys" / "secret").read_text(encoding="ascii").strip()


def load_recovery(path: Path) -> Signer:
    """Read the offline recovery key from the file `init` wrote."""
    raw = base64.b64decode(json.loads(path.read_text(encoding="ascii"))["recovery_key"])
    return Signer(RECOVERY_NAME, Ed25519PrivateKey.from_private_bytes(raw))


def write_private(path: Path, text: str) -> None:
    """Write a file only its owner may read, whole or not at all, and for good."""
    draft = path.with_name(path.name + ".new")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    sync_folder(path.parent)


def _raw(key: Ed25519PrivateKey) -> str:
    return base64.b64encode(key.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())).decode()


def _url(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
