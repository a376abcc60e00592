"""A line that lies: answers with receipts in which one digit is another.

As a hostile server or proxy would send them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

_HEX = b"0123456789abcdef"


def _other_digit(found: re.Match[bytes]) -> bytes:
    digit = _HEX.find(found[2])
    return found[1] + _HEX[digit ^ 1 : (digit ^ 1) + 1]


def _other_letter(found: re.Match[bytes]) -> bytes:
    return found[1] + (b"A" if found[2] != b"A" else b"B")


def _neighbour(found: re.Match[bytes]) -> bytes:
    return found[1] + str(int(found[2]) ^ 1).encode()


_WAYS: dict[str, tuple[re.Pattern[bytes], Callable[[re.Match[bytes]], bytes]]] = {
    "leaf": (re.compile(rb'(\\"h\\":\\")([0-9a-f])'), _other_digit),
    "proof": (re.compile(rb'("proof": ?\[\s*")([0-9a-f])'), _other_digit),
    "note": (
        re.compile(rb"((?:\xe2\x80\x94|\\u2014) [^ ]+ [A-Za-z0-9+/]{20})([A-Za-z0-9+/])"),
        _other_letter,
    ),
    "index": (re.compile(rb'("index": ?)(\d+)'), _neighbour),
}


def forge(way: str, answer: Iterable[bytes]) -> tuple[list[bytes], bool]:
    """Change every receipt in an answer, keeping its length; tells whether there was any."""
    pattern, change = _WAYS[way]
    text, count = pattern.subn(change, b"".join(answer))
    return [text], count > 0
