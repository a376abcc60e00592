"""Signed checkpoints: C2SP tlog-checkpoint as a C2SP signed note, Ed25519.

A verifier key is `name+hex8(key id)+base64(0x01 || public key)`; the key id is the first
four bytes of SHA-256(name, newline, 0x01, public key).
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

_ED25519 = b"\x01"
_KEY_ID_BYTES = 4
_DASH = "\u2014"


class BadNoteError(ValueError):
    """A note whose form or signature does not hold."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The log's own word: at `size` leaves the root was `root` (32 bytes)."""

    origin: str
    size: int
    root: bytes


@dataclass(frozen=True, slots=True)
class Signer:
    """A name and its Ed25519 key."""

    name: str
    key: Ed25519PrivateKey
    # Every answer to a phone is signed: what is the same each time is worked out once.
    _public: bytes = field(init=False, repr=False, compare=False)
    _id: bytes = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        public = self.key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        object.__setattr__(self, "_public", public)
        object.__setattr__(self, "_id", _key_id(self.name, public))

    @property
    def vkey(self) -> str:
        """The public half, as verifiers pin it."""
        encoded = base64.b64encode(_ED25519 + self._public).decode()
        return f"{self.name}+{self._id.hex()}+{encoded}"

    def sign(self, text: str) -> str:
        """Turn `text`, which ends with a newline, into a signed note."""
        signature = self._id + self.key.sign(text.encode())
        return f"{text}\n{_DASH} {self.name} {base64.b64encode(signature).decode()}\n"


def _key_id(name: str, public: bytes) -> bytes:
    return hashlib.sha256(name.encode() + b"\n" + _ED25519 + public).digest()[:_KEY_ID_BYTES]


def checkpoint_text(checkpoint: Checkpoint) -> str:
    """Write the three lines that are signed."""
    return f"{checkpoint.origin}\n{checkpoint.size}\n{base64.b64encode(checkpoint.root).decode()}\n"


def sign_checkpoint(signer: Signer, size: int, root: bytes) -> str:
    """Sign the head of the log whose origin is the signer's name."""
    return signer.sign(checkpoint_text(Checkpoint(signer.name, size, root)))


def parse_vkey(vkey: str) -> tuple[str, bytes, Ed25519PublicKey]:
    """Read a verifier key into name, key id and key; BadNoteError when it does not hold together."""
    try:
        name, key_id, encoded = vkey.split("+", 2)
        raw = base64.b64decode(encoded, validate=True)
        public = Ed25519PublicKey.from_public_bytes(raw[1:])
        expected = _key_id(name, raw[1:])
    except ValueError as error:
        raise BadNoteError("not a verifier key") from error
    if raw[:1] != _ED25519 or expected.hex() != key_id:
        raise BadNoteError("key id does not match the key")
    return name, expected, public


def open_note(note: str, vkey: str) -> str:
    """Return the signed text of a note; BadNoteError unless the named key signed it."""
    name, key_id, public = parse_vkey(vkey)
    text, blank, tail = note.rpartition("\n\n")
    if not blank or not tail.endswith("\n"):
        raise BadNoteError("not a signed note")
    text += "\n"
    for line in tail[:-1].split("\n"):
        signature = _signature(line, name, key_id)
        if signature is not None:
            try:
                public.verify(signature, text.encode())
            except (InvalidSignature, UnicodeEncodeError) as error:
                raise BadNoteError("the signature does not hold") from error
            return text
    raise BadNoteError("no signature by this key")


def _signature(line: str, name: str, key_id: bytes) -> bytes | None:
    prefix = f"{_DASH} {name} "
    if not line.startswith(prefix):
        return None
    try:
        raw = base64.b64decode(line.removeprefix(prefix), validate=True)
    except ValueError as error:
        raise BadNoteError("a signature that is not base64") from error
    return raw[_KEY_ID_BYTES:] if raw[:_KEY_ID_BYTES] == key_id else None


def open_checkpoint(note: str, vkey: str) -> Checkpoint:
    """Verify and read a signed checkpoint; BadNoteError when it does not hold."""
    lines = open_note(note, vkey).split("\n")
    try:
        origin, size, root = lines[0], int(lines[1]), base64.b64decode(lines[2], validate=True)
    except (IndexError, ValueError) as error:
        raise BadNoteError("not a checkpoint") from error
    if str(size) != lines[1] or origin != vkey.split("+", 1)[0]:
        raise BadNoteError("not this log's checkpoint")
    return Checkpoint(origin, size, root)
