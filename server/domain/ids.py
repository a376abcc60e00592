"""Identifiers that sort by time (UUID version 7, RFC 9562)."""

from __future__ import annotations

import uuid


def uuid7(at_ms: int, noise: bytes) -> str:
    """Build a version 7 UUID from milliseconds since 1970 and ten random bytes."""
    value = int.from_bytes(at_ms.to_bytes(6, "big") + noise[:10], "big")
    value = (value & ~(0xF << 76)) | (0x7 << 76)
    value = (value & ~(0x3 << 62)) | (0x2 << 62)
    return str(uuid.UUID(int=value))
