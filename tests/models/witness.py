"""A witness of one ledger: keeps all it ever saw of it, and believes only what RFC 6962 itself says."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from server.services.receipts import Seen, prove
from server.services.sync import Outcome
from server.store.store import Store
from server.store.tables import leaves
from tests.models.naive_tree import NaiveTree, opened


class Witness:
    """Looks at the leaves after every step; `seen` are the checkpoints it was given, oldest first."""

    def __init__(self, store: Store) -> None:
        self.seen: list[Seen] = []
        self._store, self._leaves, self._tree = store, self._read(store), NaiveTree()

    def look(self) -> None:
        """The log only grew, its leaves are numbered without holes, and its root is theirs."""
        found = self._read(self._store)
        assert found[: len(self._leaves)] == self._leaves, "a leaf changed"
        self._leaves = found
        self._tree.grow(found)
        size, root = self._opened(prove(self._store, [], None).checkpoint)
        assert (size, root) == (len(found), self._tree.root(size))
        if not self.seen or self.seen[-1].size != size:
            self.seen.append(Seen(size, root.hex()))

    def check_answer(self, outcome: Outcome, known: Seen) -> None:
        """An answer proves that history goes on from `known`, and that the last entry it took is in it."""
        size, _root = self._opened(outcome.contact.checkpoint)
        found = self._read(self._store)
        tree = NaiveTree(found)
        said = {"from": known.size, "to": size, "proof": tree.proof(known.size, size)}
        assert outcome.contact.consistency == said
        arrived = [each.hash for each in outcome.results if each.state != "refused"]
        assert (outcome.leaf is None) == (not arrived)
        if outcome.leaf is not None:
            self._check_receipt(outcome.contact.receipts[outcome.leaf], outcome.leaf, found, tree)
            assert f'"h":"{arrived[-1]}"'.encode() in found[outcome.leaf]

    def prove_everything(self) -> None:
        """Every leaf has a receipt, and history goes on from every checkpoint there ever was."""
        size = len(self._leaves)
        contact = prove(self._store, range(size), None)
        for index in range(size):
            self._check_receipt(contact.receipts[index], index, self._leaves, self._tree)
        for each in self.seen:
            said = {"from": each.size, "to": size, "proof": self._tree.proof(each.size, size)}
            assert prove(self._store, [], each).consistency == said

    def _check_receipt(self, receipt: Any, index: int, found: list[bytes], tree: NaiveTree) -> None:
        size, root = self._opened(receipt["checkpoint"])
        assert (receipt["index"], receipt["leaf"].encode()) == (index, found[index])
        assert receipt["proof"] == tree.path(index, size)
        assert root == tree.root(size)

    def _opened(self, note: str) -> tuple[int, bytes]:
        return opened(note, self._store.signer.vkey)

    @staticmethod
    def _read(store: Store) -> list[bytes]:
        with store.read() as conn:
            rows = conn.execute(select(leaves.c.idx, leaves.c.leaf).order_by(leaves.c.idx)).all()
        assert [row.idx for row in rows] == list(range(len(rows)))
        return [bytes(row.leaf) for row in rows]
