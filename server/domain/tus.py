"""Resumable uploads as tus 1.0.0 describes them (tus.io/protocols/resumable-upload).

Pure: reads headers and decides, and leaves bytes and clocks to others. A
header that cannot be meant is a ValueError with a short reason; what may
not be done is a decision that the service turns into a problem.
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import format_datetime
from typing import Any

VERSION = "1.0.0"
EXTENSIONS = "creation,creation-with-upload,checksum,expiration,termination"
CHECKSUMS = ("sha256", "sha1")
LIFE = timedelta(days=7)
CHUNK_BYTES = 256 * 1024
BODY_TYPE = "application/offset+octet-stream"

_SHA256 = re.compile(r"[0-9a-f]{64}")
_DIGITS = re.compile(r"[0-9]{1,15}")


@dataclass(frozen=True)
class Checksum:
    """What the client says one body hashes to."""

    algorithm: str
    digest: bytes

    def begin(self) -> Any:
        """Return a fresh hash object of the algorithm."""
        # SHA-1 is in the protocol as a check of the transport; what counts as evidence is the final SHA-256.
        return hashlib.new(self.algorithm, usedforsecurity=False)


class UnknownChecksumError(ValueError):
    """The client names an algorithm that is not offered."""


def parse_length(text: str | None) -> int:
    """Read a byte count or offset; raises ValueError for anything but plain digits."""
    if text is None or not _DIGITS.fullmatch(text):
        raise ValueError("not a number of bytes")
    return int(text)


def parse_metadata(text: str) -> dict[str, str]:
    """Read Upload-Metadata, `key base64,key base64`; ValueError for a malformed or doubled pair."""
    pairs: dict[str, str] = {}
    for part in filter(None, (piece.strip() for piece in text.split(","))):
        key, _, encoded = part.partition(" ")
        if key in pairs:
            raise ValueError("a key comes twice")
        try:
            pairs[key] = base64.b64decode(encoded, validate=True).decode("utf-8")
        except (binascii.Error, UnicodeDecodeError):
            raise ValueError("a value is not base64 of text") from None
    return pairs


def announced_hash(text: str | None) -> str:
    """Read the SHA-256 in hex that Upload-Metadata must name; raises ValueError."""
    sha256 = parse_metadata(text or "").get("sha256", "")
    if not _SHA256.fullmatch(sha256):
        raise ValueError("sha256 is missing or not 64 lower-case hexadecimal digits")
    return sha256


def parse_checksum(text: str | None) -> Checksum | None:
    """Read Upload-Checksum, `algorithm base64`; raises ValueError, UnknownChecksumError for the algorithm."""
    if text is None:
        return None
    algorithm, _, encoded = text.strip().partition(" ")
    if algorithm not in CHECKSUMS:
        raise UnknownChecksumError(algorithm[:20])
    try:
        digest = base64.b64decode(encoded, validate=True)
    except binascii.Error:
        raise ValueError("the checksum is not base64") from None
    return Checksum(algorithm, digest)


def body_limit(length: int, offset: int, content_length: int | None) -> int:
    """Return how many bytes this body may bring; raises ValueError when it declares more than are missing."""
    missing = length - offset
    if content_length is not None and content_length > missing:
        raise ValueError("the body is longer than what is missing")
    return missing if content_length is None else content_length


def expires_at(written_at: datetime) -> datetime:
    """Return when an upload that nobody goes on with is forgotten."""
    return written_at + LIFE


def standing_headers(max_bytes: int) -> dict[str, str]:
    """Return the headers that describe a server that takes pictures up to a size."""
    return {
        "Tus-Resumable": VERSION,
        "Tus-Version": VERSION,
        "Tus-Extension": EXTENSIONS,
        "Tus-Max-Size": str(max_bytes),
        "Tus-Checksum-Algorithm": ",".join(CHECKSUMS),
    }


def upload_headers(offset: int, length: int, expiry: datetime | None) -> Mapping[str, str]:
    """Return the headers that tell where an upload stands; a complete one has no expiry."""
    headers = {"Upload-Offset": str(offset), "Upload-Length": str(length)}
    if expiry is not None:
        headers["Upload-Expires"] = format_datetime(expiry, usegmt=True)
    return headers
