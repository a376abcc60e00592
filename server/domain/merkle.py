"""The RFC 6962 Merkle tree: roots, inclusion and consistency proofs.

A proof is a list of ranges of leaves whose subtree hashes it needs. Ranges split into
complete, aligned subtrees, which are the only hashes the ledger stores; so building a
proof is naming nodes, one select, and folding. Verifying follows RFC 9162, 2.1.3 and 2.1.4.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence

Node = tuple[int, int]
Range = tuple[int, int]
EMPTY_ROOT = hashlib.sha256(b"").digest()
_HASH_BYTES = 32


def hash_leaf(leaf: bytes) -> bytes:
    """Hash the verbatim bytes of a leaf."""
    return hashlib.sha256(b"\x00" + leaf).digest()


def hash_node(left: bytes, right: bytes) -> bytes:
    """Hash two subtrees into their parent."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def fold(hashes: Sequence[bytes]) -> bytes:
    """Combine complete subtrees, largest first, into the root of their range."""
    if not hashes:
        return EMPTY_ROOT
    root = hashes[-1]
    for left in reversed(hashes[:-1]):
        root = hash_node(left, root)
    return root


def append(
    frontier: Sequence[bytes], size: int, leaf_hash: bytes
) -> tuple[list[bytes], list[tuple[int, int, bytes]]]:
    """Add one leaf to a tree of `size` leaves.

    Returns the new frontier (complete subtrees, largest first) and the subtrees
    (level, index, hash) that this leaf completes, the leaf itself among them.
    """
    stack = list(frontier)
    level, index, node = 0, size, leaf_hash
    made = [(level, index, node)]
    while index & 1:
        node = hash_node(stack.pop(), node)
        level, index = level + 1, index >> 1
        made.append((level, index, node))
    stack.append(node)
    return stack, made


def cover(start: int, end: int) -> list[Node]:
    """Split leaves start..end-1 into complete aligned subtrees (level, index), left to right."""
    nodes: list[Node] = []
    while start < end:
        level = (start & -start).bit_length() - 1 if start else (end - start).bit_length() - 1
        while start + (1 << level) > end:
            level -= 1
        nodes.append((level, start >> level))
        start += 1 << level
    return nodes


def _split(size: int) -> int:
    return 1 << ((size - 1).bit_length() - 1)


def inclusion_ranges(index: int, size: int) -> list[Range]:
    """Name the ranges whose hashes prove leaf `index` in a tree of `size`; leaf side first."""
    if not 0 <= index < size:
        raise ValueError("index outside the tree")
    start, end = 0, size
    ranges: list[Range] = []
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            ranges.append((middle, end))
            end = middle
        else:
            ranges.append((start, middle))
            start = middle
    return ranges[::-1]


def consistency_ranges(old: int, new: int) -> list[Range]:
    """Name the ranges that prove a tree of `old` leaves to be the beginning of one of `new`."""
    if not 0 <= old <= new:
        raise ValueError("sizes out of order")
    if old in (0, new):
        return []
    start, end, whole = 0, new, True
    ranges: list[Range] = []
    while old != end:
        middle = start + _split(end - start)
        if old <= middle:
            ranges.append((middle, end))
            end = middle
        else:
            ranges.append((start, middle))
            start, whole = middle, False
    if not whole:
        ranges.append((start, end))
    return ranges[::-1]


def needed(ranges: Iterable[Range]) -> list[Node]:
    """List the stored nodes that the hashes of these ranges are folded from."""
    return [node for start, end in ranges for node in cover(start, end)]


def build(ranges: Iterable[Range], node: Callable[[Node], bytes]) -> list[bytes]:
    """Fold each range into its hash; `node` looks up a stored subtree."""
    return [fold([node(each) for each in cover(start, end)]) for start, end in ranges]


def verify_inclusion(leaf_hash: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Check that a leaf stands at `index` of the tree with this size and root."""
    if not 0 <= index < size or not _are_hashes([leaf_hash, root, *proof]):
        return False
    position, last, running = index, size - 1, leaf_hash
    for sibling in proof:
        if last == 0:
            return False
        if position & 1 or position == last:
            running = hash_node(sibling, running)
            while position and not position & 1:
                position, last = position >> 1, last >> 1
        else:
            running = hash_node(running, sibling)
        position, last = position >> 1, last >> 1
    return last == 0 and running == root


def verify_consistency(old: int, new: int, proof: Sequence[bytes], old_root: bytes, new_root: bytes) -> bool:
    """Check that the tree (old, old_root) is the beginning of the tree (new, new_root)."""
    if old == new:
        return old > 0 and not proof and old_root == new_root
    # Every log begins with the empty one: a proof from size 0 would prove nothing.
    if not 0 < old < new or not _are_hashes([old_root, new_root, *proof]):
        return False
    path = list(proof) if old & (old - 1) else [old_root, *proof]
    return bool(path) and _walk_consistency(old - 1, new - 1, path) == (old_root, new_root)


def _walk_consistency(position: int, last: int, path: Sequence[bytes]) -> tuple[bytes, bytes] | None:
    while position & 1:
        position, last = position >> 1, last >> 1
    first = second = path[0]
    for sibling in path[1:]:
        if last == 0:
            return None
        if position & 1 or position == last:
            first, second = hash_node(sibling, first), hash_node(sibling, second)
            while position and not position & 1:
                position, last = position >> 1, last >> 1
        else:
            second = hash_node(second, sibling)
        position, last = position >> 1, last >> 1
    return (first, second) if last == 0 else None


def _are_hashes(values: Iterable[bytes]) -> bool:
    return all(len(value) == _HASH_BYTES for value in values)
