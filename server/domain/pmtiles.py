"""The header of a PMTiles archive (version 3), to know a map that phones can show without a network."""

from __future__ import annotations

import struct
from dataclasses import dataclass

HEADER_BYTES = 127
_MAGIC = b"PMTiles\x03"
# Of internal directories: stored plainly, or with gzip, which browsers unpack themselves.
_READABLE = {1, 2}
_PICTURES = {2: "png", 3: "jpeg", 4: "webp"}
_DEEPEST = 22


class PmtilesError(ValueError):
    """The bytes are no archive that phones can show; says why."""


@dataclass(frozen=True, slots=True)
class Archive:
    """`bounds` are west, south, east, north in 1e-7 degree."""

    picture: str
    zooms: tuple[int, int]
    bounds: tuple[int, int, int, int]


def read_header(raw: bytes) -> Archive:
    """Read the first 127 bytes; PmtilesError for what is no raster archive of version 3."""
    if len(raw) < HEADER_BYTES or raw[:8] != _MAGIC:
        raise PmtilesError("not a PMTiles archive of version 3")
    internal, _, kind, least, most = struct.unpack_from("<5B", raw, 97)
    if kind not in _PICTURES:
        raise PmtilesError("its tiles are not PNG, JPEG or WebP pictures")
    if internal not in _READABLE:
        raise PmtilesError("its directories are packed in a way that browsers cannot read; use gzip")
    if not least <= most <= _DEEPEST:
        raise PmtilesError("its zooms make no sense")
    bounds: tuple[int, int, int, int] = struct.unpack_from("<4i", raw, 102)
    return Archive(_PICTURES[kind], (least, most), bounds)
