"""Writes a small PMTiles archive (version 3) by the letter of its specification, not by our reader of it."""

from __future__ import annotations

import gzip
import struct
from collections.abc import Mapping

Address = tuple[int, int, int]


def tile_id(z: int, x: int, y: int) -> int:
    """Number a tile along the Hilbert curve of its zoom, after all tiles of the zooms above."""
    number, side, step = 0, 1 << z, (1 << z) >> 1
    while step:
        right, low = int(bool(x & step)), int(bool(y & step))
        number += step * step * ((3 * right) ^ low)
        if low == 0:
            if right == 1:
                x, y = side - 1 - x, side - 1 - y
            x, y = y, x
        step >>= 1
    return ((1 << 2 * z) - 1) // 3 + number


def varint(value: int) -> bytes:
    """Write seven bits a byte, the lowest first."""
    out = bytearray()
    while value >= 0x80:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*out, value])


def directory(rows: list[tuple[int, int, int, int]]) -> bytes:
    """Write rows of (id, run length, length, offset) column by column."""
    out = [varint(len(rows))]
    last = 0
    for number, *_ in rows:
        out.append(varint(number - last))
        last = number
    out += [varint(run) for _, run, _, _ in rows]
    out += [varint(length) for _, _, length, _ in rows]
    out += [varint(offset + 1) for *_, offset in rows]
    return b"".join(out)


def archive(
    tiles: Mapping[Address, bytes], *, kind: int = 2, leaves: bool = False, packed: bool = True
) -> bytes:
    """Write tiles of pictures; with `leaves` the root only points to a directory that holds them."""

    def pack(raw: bytes) -> bytes:
        return gzip.compress(raw, mtime=0) if packed else raw

    rows, data = [], b""
    for address, tile in sorted(tiles.items(), key=lambda each: tile_id(*each[0])):
        rows.append((tile_id(*address), 1, len(tile), len(data)))
        data += tile
    inner = pack(directory(rows))
    leaf = inner if leaves else b""
    root = pack(directory([(rows[0][0], 0, len(leaf), 0)])) if leaves else inner
    metadata = pack(b"{}")
    starts = [127]
    for part in (root, metadata, leaf):
        starts.append(starts[-1] + len(part))
    zooms = [z for z, _, _ in tiles]
    header = b"PMTiles\x03" + struct.pack(
        "<11Q", starts[0], len(root), starts[1], len(metadata), starts[2], len(leaf), starts[3], len(data),
        len(rows), len(rows), len(rows),
    )  # fmt: skip
    header += struct.pack("<6B", 1, 2 if packed else 1, 1, kind, min(zooms), max(zooms))
    header += struct.pack("<4i", 1039000000, 299000000, 1041000000, 301000000)
    header += struct.pack("<B2i", min(zooms), 1040000000, 300000000)
    return header + root + metadata + leaf + data
