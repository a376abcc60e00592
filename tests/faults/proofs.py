"""The laboratory's own reading of the ledger: a naive Merkle tree, signed notes and inclusion proofs.

Written from RFC 6962 and the C2SP notes alone, and sharing no line with the product: what the product gets
wrong on both sides of the wire must not be wrong here too.
"""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

_NOTE = re.compile(
    r"(?P<body>(?P<origin>[^\n]+)\n(?P<size>\d+)\n(?P<root>[^\n]+)\n)\n(?P<signatures>(?:— [^\n]+\n)+)\Z"
)
_EMPTY = hashlib.sha256(b"").digest()


class ProofError(Exception):
    """A proof that proves nothing."""


def leaf_hash(leaf: bytes) -> bytes:
    """Hash a leaf as RFC 6962 says."""
    return hashlib.sha256(b"\x00" + leaf).digest()


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def climb(index: int, size: int, leaf: bytes, proof: list[bytes]) -> bytes:
    """Compute the root that an inclusion proof leads to; raises ProofError where its length is wrong."""
    if size == 1:
        if proof or index:
            raise ProofError("the proof is too long")
        return leaf
    if not proof:
        raise ProofError("the proof is too short")
    half = 1 << (size - 1).bit_length() - 1
    if index < half:
        return _node(climb(index, half, leaf, proof[:-1]), proof[-1])
    return _node(proof[-1], climb(index - half, size - half, leaf, proof[:-1]))


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A checkpoint whose signature holds."""

    size: int
    root: bytes


def open_note(note: str, vkey: str) -> Checkpoint:
    """Verify a checkpoint under `origin+hash+key`; raises ProofError."""
    found = _NOTE.match(note)
    origin, _, rest = vkey.partition("+")
    key = base64.b64decode(rest.partition("+")[2])
    if not found or found["origin"] != origin or key[:1] != b"\x01":
        raise ProofError("no checkpoint of this ledger")
    wanted = hashlib.sha256(origin.encode() + b"\n" + key).digest()[:4]
    for line in found["signatures"].splitlines():
        name, _, text = line.removeprefix("— ").partition(" ")
        signature = base64.b64decode(text)
        if name == origin and signature[:4] == wanted:
            _verify(key[1:], signature[4:], found["body"].encode())
            return Checkpoint(int(found["size"]), base64.b64decode(found["root"]))
    raise ProofError("no signature of this ledger")


def _verify(key: bytes, signature: bytes, message: bytes) -> None:
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except InvalidSignature:
        raise ProofError("the signature does not hold") from None


@dataclass(slots=True)
class Witness:
    """Every leaf this laboratory has seen.

    The root at every size, which no later checkpoint may contradict.
    """

    leaves: list[bytes] = field(default_factory=list)
    roots: list[bytes] = field(default_factory=lambda: [_EMPTY])
    _peaks: list[tuple[int, bytes]] = field(default_factory=list)

    def add(self, leaf: bytes) -> None:
        """See one leaf more."""
        self.leaves.append(leaf)
        peak = (1, leaf_hash(leaf))
        while self._peaks and self._peaks[-1][0] == peak[0]:
            width, left = self._peaks.pop()
            peak = (2 * width, _node(left, peak[1]))
        self._peaks.append(peak)
        root = self._peaks[-1][1]
        for _, left in reversed(self._peaks[:-1]):
            root = _node(left, root)
        self.roots.append(root)

    def check(self, checkpoint: Checkpoint) -> None:
        """Compare a checkpoint with what was seen; raises ProofError."""
        if checkpoint.size >= len(self.roots) or self.roots[checkpoint.size] != checkpoint.root:
            raise ProofError(f"the checkpoint of {checkpoint.size} leaves is not of this history")

    def check_receipt(self, receipt: dict[str, object], vkey: str) -> bytes:
        """Verify a receipt to the end and give the leaf it proves; raises ProofError."""
        leaf, index, proof = receipt["leaf"], receipt["index"], receipt["proof"]
        assert isinstance(leaf, str)
        assert isinstance(index, int)
        assert isinstance(proof, list)
        checkpoint = open_note(str(receipt["checkpoint"]), vkey)
        self.check(checkpoint)
        path = [bytes.fromhex(each) for each in proof]
        if climb(index, checkpoint.size, leaf_hash(leaf.encode()), path) != checkpoint.root:
            raise ProofError("the leaf is not under the checkpoint")
        if self.leaves[index] != leaf.encode():
            raise ProofError("the leaf is another one by now")
        return leaf.encode()
