"""What the server must make of a batch, said once more in the plainest way: dictionaries and one loop."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

ZEROS = "0" * 64
# Doubts whose ground the model knows; those about photos and places have tests of their own.
PREDICTED = frozenset({
    "fork", "gap", "revoked_device", "unknown_kind", "unknown_version", "unknown_item", "unknown_edition",
    "unknown_beacon", "malformed_body", "clock_ahead", "clock_behind", "duplicate_id", "no_right",
})  # fmt: skip


@dataclass(frozen=True)
class Written:
    """One text that may be sent: its place in a chain, what must be doubted, why it must be refused."""

    text: str
    hash: str
    seq: int = 0
    prev: str = ""
    doubts: frozenset[str] = frozenset()
    refused: str | None = None
    record: str | None = None
    replaces: str | None = None


@dataclass(frozen=True)
class Told:
    """One line of an answer: `known`, `admitted` with its doubts, or `refused` with the code."""

    state: str
    doubts: frozenset[str] = frozenset()
    code: str | None = None


@dataclass
class Chain:
    """What the server has of one device."""

    officer: str
    seqs: dict[str, int] = field(default_factory=dict)
    prevs: dict[str, str] = field(default_factory=dict)
    revoked_after: int | None = None

    @property
    def head(self) -> tuple[int, str]:
        """Seq and hash of the newest entry: the highest seq, of several the one that came last."""
        best = (0, ZEROS)
        for each, seq in self.seqs.items():
            if seq >= best[0]:
                best = (seq, each)
        return best


@dataclass
class CityModel:
    """All chains, the doubts about every admitted entry, and the present version of every record."""

    chains: dict[str, Chain]
    doubts: dict[str, frozenset[str]] = field(default_factory=dict)
    versions: dict[str, tuple[int, str, str]] = field(default_factory=dict)
    order: list[str] = field(default_factory=list)

    def send(self, kid: str, batch: Sequence[Written], missing: Iterable[tuple[int, str]]) -> list[Told]:
        """Take a batch in and say what the answer must be."""
        holes = set(missing)
        return [self._one(kid, each, holes) for each in batch]

    def _one(self, kid: str, entry: Written, holes: set[tuple[int, str]]) -> Told:
        chain = self.chains[kid]
        if entry.refused:
            return Told("refused", code=entry.refused)
        if entry.hash in chain.seqs:
            return Told("known")
        place = self._place(chain, entry, holes)
        if place is None:
            return Told("refused", code="gap")
        siblings = [each for each, prev in chain.prevs.items() if prev == entry.prev]
        for each in siblings:
            self.doubts[each] |= {"fork"}
        late = chain.revoked_after is not None and entry.seq > chain.revoked_after
        doubts = entry.doubts | place | ({"fork"} if siblings else set())
        doubts |= ({"revoked_device"} if late else set()) | self._version(kid, entry)
        chain.seqs[entry.hash], chain.prevs[entry.hash] = entry.seq, entry.prev
        self.doubts[entry.hash] = frozenset(doubts)
        self.order.append(entry.hash)
        return Told("admitted", frozenset(doubts))

    @staticmethod
    def _place(chain: Chain, entry: Written, holes: set[tuple[int, str]]) -> set[str] | None:
        if (entry.seq, entry.prev) == (1, ZEROS):
            return set()
        if entry.prev in chain.seqs:
            return set() if chain.seqs[entry.prev] + 1 == entry.seq else None
        return {"gap"} if (entry.seq - 1, entry.prev) in holes else None

    def _version(self, kid: str, entry: Written) -> set[str]:
        if entry.record is None:
            return set()
        before = self.versions.get(entry.record)
        if before is None:
            self.versions[entry.record] = (1, entry.hash, kid)
            return set()
        n, present, writer = before
        names_it = entry.replaces == present
        same_officer = self.chains[writer].officer == self.chains[kid].officer
        if writer == kid or (names_it and same_officer):
            self.versions[entry.record] = (n + 1, entry.hash, kid)
            return set() if names_it else {"duplicate_id"}
        return {"duplicate_id"}
