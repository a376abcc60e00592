"""Spoils good inputs: a seeded mutator of bytes for runs that must come out the same every time."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

# Lengths and limits that readers stumble over.
_TELLING = (
    b"\0", b"\xff", b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", b"\x80\0\0\0", b"\0\0\0\0", b"\xed\xa0\x80",
    b"\xc0\x80", b'"', b"\\", b"{", b"[", b"]", b"}", b",", b":", b"\n", b"=", b"9" * 30, b"-", b"1e999",
    b"\\ud800", b"\\u0000", b"NaN", b"\xff\xd8\xff", b"\xff\xda", b"\xff\xd9", b"IHDR", b"&a ", b"*a", b"!!",
)  # fmt: skip


def spoiled(seeds: Sequence[bytes], seed: int, runs: int) -> Iterator[bytes]:
    """Give `runs` inputs: every seed as it is, then seeds with changes; equal for equal `seed`."""
    chance = random.Random(seed)
    yield from seeds[:runs]
    for _ in range(runs - len(seeds)):
        data = bytearray(chance.choice(seeds))
        for _ in range(chance.choice((1, 1, 2, 3, 8))):
            _spoil(data, seeds, chance)
        yield bytes(data)


def _spoil(data: bytearray, seeds: Sequence[bytes], chance: random.Random) -> None:
    at = chance.randrange(len(data) + 1)
    way = chance.randrange(6)
    if way == 0 and data:
        data[at % len(data)] = chance.randrange(256)
    elif way == 1 and data:
        data[at % len(data)] ^= 1 << chance.randrange(8)
    elif way == 2:
        del data[at : at + chance.choice((1, 2, 16, len(data)))]
    elif way == 3:
        data[at:at] = chance.choice(_TELLING)
    elif way == 4:
        other = chance.choice(seeds)
        start = chance.randrange(len(other) + 1)
        data[at : at + chance.choice((0, 4, len(data)))] = other[
            start : start + chance.choice((4, 64, len(other)))
        ]
    else:
        data[at:at] = data[at : at + chance.choice((1, 4, 64))] * chance.choice((1, 2, 30))
