"""Checks every journal entry again as admission did: signature, envelope, place in its device's chain.

The keys come from the log itself. An entry may be without words only where an erasure names it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from server.domain import journal, jws
from server.domain.bodies import is_count, is_sha256
from server.domain.events import Event
from server.domain.journal import Entry, Known, Ledger
from server.domain.problems import GapProblem, Problem


@dataclass(slots=True)
class Journals:
    """What the leaves said so far: device keys, chains, entries without words, erasures, beacons believed."""

    origin: str
    keys: dict[str, jws.PublicKey] = field(default_factory=dict)
    chains: dict[str, dict[str, Known]] = field(default_factory=dict)
    wordless: dict[str, int] = field(default_factory=dict)
    erased: dict[str, int] = field(default_factory=dict)
    beacons: dict[tuple[int, str], int] = field(default_factory=dict)

    def hear(self, event: Event) -> Iterator[str]:
        """Remember what a server event says about devices and erasures."""
        said = event.payload
        if event.type == "entry.erased":
            self.erased[said["hash"]] = event.index
        elif event.type == "device.enrolled":
            try:
                self.keys[said["kid"]] = jws.public_key(said["jwk"])
            except Problem:
                yield "the device's key cannot be read"
            if jws.thumbprint(said["jwk"]) != said["kid"]:
                yield "the device's key is not the one it is named by"

    def check(self, row: Any, public: dict[str, Any], event: Event | None) -> Iterator[str]:
        """Name what does not hold of one entry; `event` is what was decided about it, where that holds."""
        if row.entry_hash != public["h"]:
            yield "entry differs from the leaf"
        chain = self.chains.setdefault(public["d"], {})
        gone = (row.payload is None, row.jws is None, not row.salt)
        if any(gone):
            self.wordless[public["h"]] = row.idx
            if not all(gone):
                yield "only a part of the entry is there"
        elif event is not None:
            yield from self._signed(row.jws, public, event, chain)
        chain[public["h"]] = Known(public["h"], public["s"])

    def _signed(
        self, text: str, public: dict[str, Any], event: Event, chain: dict[str, Known]
    ) -> Iterator[str]:
        key = self.keys.get(public["d"])
        if key is None:
            yield "the log has no key of this device"
            return
        try:
            entry = journal.open_entry(text, Ledger(self.origin, public["d"], key))
        except Problem as problem:
            yield f"the entry does not verify ({problem.code})"
            return
        said = event.payload
        if (entry.hash, entry.seq) != (public["h"], public["s"]):
            yield "entry differs from the leaf"
        if any(said[name] != getattr(entry, name) for name in ("hash", "device", "seq", "prev", "kind")):
            yield "entry differs from what was decided about it"
        codes = {flag["code"] for flag in said["flags"]}
        if not _follows(entry, chain) and "gap" not in codes:
            yield "the entry does not follow its chain"
        if "unknown_beacon" not in codes and entry.payload.get("beacon") is not None:
            yield from self._believed(entry.payload["beacon"], event.index)

    def _believed(self, beacon: Any, index: int) -> Iterator[str]:
        size, root = (beacon.get("size"), beacon.get("root")) if isinstance(beacon, dict) else (None, None)
        if is_count(size) and is_sha256(root):
            self.beacons.setdefault((size, str(root)), index)
        else:
            yield "the checkpoint that this entry embeds cannot be read"

    def unexplained(self) -> Iterator[tuple[int, str]]:
        """Name (leaf, what) where words and erasures do not agree, once all leaves were read."""
        for entry, index in self.wordless.items():
            if entry not in self.erased:
                yield index, "the entry is gone and no erasure names it"
        for entry, index in self.erased.items():
            if entry not in self.wordless:
                yield index, f"the erased entry {entry} is still there"


def _follows(entry: Entry, chain: dict[str, Known]) -> bool:
    try:
        journal.place_in_chain(entry, chain, (), 0)
    except GapProblem:
        return False
    return True
