"""The tree against a second implementation, written from the RFC's own recursive definition."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain import merkle

# RFC 6962 inputs that many implementations publish the root of.
LEAVES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
ROOT_OF_8 = "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def largest_power_below(n):
    k = 1
    while k * 2 < n:
        k *= 2
    return k


def root(leaves):
    """MTH of RFC 6962, 2.1."""
    if not leaves:
        return hashlib.sha256().digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0]).digest()
    k = largest_power_below(len(leaves))
    return hashlib.sha256(b"\x01" + root(leaves[:k]) + root(leaves[k:])).digest()


def path(m, leaves):
    """PATH of RFC 6962, 2.1.1."""
    if len(leaves) <= 1:
        return []
    k = largest_power_below(len(leaves))
    if m < k:
        return [*path(m, leaves[:k]), root(leaves[k:])]
    return [*path(m - k, leaves[k:]), root(leaves[:k])]


def proof(m, leaves):
    """PROOF of RFC 6962, 2.1.2."""
    return [] if m == 0 else subproof(m, leaves, whole=True)


def subproof(m, leaves, *, whole):
    if m == len(leaves):
        return [] if whole else [root(leaves)]
    k = largest_power_below(len(leaves))
    if m <= k:
        return [*subproof(m, leaves[:k], whole=whole), root(leaves[k:])]
    return [*subproof(m - k, leaves[k:], whole=False), root(leaves[:k])]


class Tree:
    """Our own tree, grown leaf by leaf as the ledger grows it."""

    def __init__(self, leaves):
        self.frontier, self.nodes, self.roots = [], {}, [merkle.fold([])]
        for size, leaf in enumerate(leaves):
            self.frontier, made = merkle.append(self.frontier, size, merkle.hash_leaf(leaf))
            self.nodes |= {(level, index): node for level, index, node in made}
            self.roots.append(merkle.fold(self.frontier))

    def build(self, ranges):
        assert set(merkle.needed(ranges)) <= self.nodes.keys()
        return merkle.build(ranges, self.nodes.__getitem__)


def some(n):
    return [bytes([at, at >> 4]) for at in range(n)]


def test_published_roots():
    assert merkle.EMPTY_ROOT.hex() == EMPTY
    assert Tree([bytes.fromhex(leaf) for leaf in LEAVES]).roots[8].hex() == ROOT_OF_8


@pytest.mark.parametrize("size", [*range(1, 35), 63, 64, 65, 100])
def test_roots_and_proofs_equal_the_definition(size):
    leaves = some(size)
    tree = Tree(leaves)
    assert tree.roots[size] == root(leaves)
    for index in range(size):
        ours = tree.build(merkle.inclusion_ranges(index, size))
        assert ours == path(index, leaves)
        assert merkle.verify_inclusion(merkle.hash_leaf(leaves[index]), index, size, ours, tree.roots[size])
    for old in range(size + 1):
        ours = tree.build(merkle.consistency_ranges(old, size))
        assert ours == proof(old, leaves)
        held = merkle.verify_consistency(old, size, ours, tree.roots[old], tree.roots[size])
        assert held is (old > 0)


@given(st.integers(1, 70), st.data())
def test_a_changed_proof_is_refused(size, data):
    leaves = some(size)
    tree = Tree(leaves)
    index = data.draw(st.integers(0, size - 1))
    proof_ = tree.build(merkle.inclusion_ranges(index, size))
    where = data.draw(st.integers(0, len(proof_)))
    bad = [*proof_[:where], b"\x00" * 32, *proof_[where + data.draw(st.integers(0, 1)) :]]
    leaf_hash = merkle.hash_leaf(leaves[index])
    assert not merkle.verify_inclusion(leaf_hash, index, size, bad, tree.roots[size])
    assert not merkle.verify_inclusion(leaf_hash, index, size, proof_, b"\x01" * 32)


@given(st.integers(0, 200), st.integers(0, 200))
def test_a_cover_is_aligned_and_complete(start, length):
    end = start + length
    at = start
    for level, index in merkle.cover(start, end):
        assert index << level == at
        at += 1 << level
    assert at == end


@pytest.mark.parametrize(("index", "size"), [(0, 0), (3, 3), (-1, 2)])
def test_there_is_no_proof_outside_the_tree(index, size):
    with pytest.raises(ValueError):
        merkle.inclusion_ranges(index, size)
    assert not merkle.verify_inclusion(b"\x00" * 32, index, size, [], b"\x00" * 32)


def test_there_is_no_consistency_backwards():
    with pytest.raises(ValueError):
        merkle.consistency_ranges(3, 2)
    assert not merkle.verify_consistency(3, 2, [], b"\x00" * 32, b"\x00" * 32)
