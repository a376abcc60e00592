"""RFC 6962, section 2.1, word for word and slowly: what the ledger's clever tree is compared with."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


class NaiveTree:
    """A tree over the verbatim bytes of its leaves."""

    def __init__(self, leaves: Sequence[bytes] = ()) -> None:
        self._hashes: list[bytes] = []
        # What lies between two leaves never changes: the log only grows.
        self._known: dict[tuple[int, int], bytes] = {}
        self.grow(leaves)

    def grow(self, leaves: Sequence[bytes]) -> None:
        """Add the leaves beyond those that are there."""
        self._hashes += [hashlib.sha256(b"\x00" + leaf).digest() for leaf in leaves[len(self._hashes) :]]

    def root(self, size: int) -> bytes:
        """MTH(D[size])."""
        return self._mth(0, size)

    def path(self, index: int, size: int) -> list[str]:
        """PATH(index, D[size]), in hex."""
        return [each.hex() for each in self._path(index, 0, size)]

    def proof(self, old: int, new: int) -> list[str]:
        """PROOF(old, D[new]), in hex; nothing for the empty tree or an equal one."""
        if old in (0, new):
            return []
        return [each.hex() for each in self._subproof(old, 0, new, whole=True)]

    def _mth(self, start: int, end: int) -> bytes:
        if end == start:
            return hashlib.sha256(b"").digest()
        if end - start == 1:
            return self._hashes[start]
        if (start, end) not in self._known:
            middle = start + _largest_power_below(end - start)
            both = self._mth(start, middle) + self._mth(middle, end)
            self._known[start, end] = hashlib.sha256(b"\x01" + both).digest()
        return self._known[start, end]

    def _path(self, index: int, start: int, end: int) -> list[bytes]:
        if end - start == 1:
            return []
        middle = start + _largest_power_below(end - start)
        if index < middle - start:
            return [*self._path(index, start, middle), self._mth(middle, end)]
        return [*self._path(index - (middle - start), middle, end), self._mth(start, middle)]

    def _subproof(self, old: int, start: int, end: int, *, whole: bool) -> list[bytes]:
        if old == end - start:
            return [] if whole else [self._mth(start, end)]
        half = _largest_power_below(end - start)
        middle = start + half
        if old <= half:
            return [*self._subproof(old, start, middle, whole=whole), self._mth(middle, end)]
        return [*self._subproof(old - half, middle, end, whole=False), self._mth(start, middle)]


def _largest_power_below(size: int) -> int:
    power = 1
    while power * 2 < size:
        power *= 2
    return power


def opened(note: str, vkey: str) -> tuple[int, bytes]:
    """Check a checkpoint's signature as the C2SP notes say, and give its size and root."""
    text, _, signatures = note.partition("\n\n")
    name, _, rest = vkey.partition("+")
    key_id, _, public = rest.partition("+")
    dash, signer, encoded = signatures.strip("\n").split(" ")
    raw = base64.b64decode(encoded)
    assert (dash, signer, raw[:4].hex()) == ("—", name, key_id)
    key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public)[1:])
    key.verify(raw[4:], f"{text}\n".encode())
    origin, size, root = text.split("\n")
    assert origin == name
    return int(size), base64.b64decode(root)
