"""The check that every schedule ends with.

What a phone said was saved is there once, as it was, and proven.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.faults.outcome import ALTERED, DOUBLED, LOST, OTHER, Finding
from tests.faults.promises import Evidence, drafts, still_there, written_after
from tests.faults.proofs import ProofError, Witness
from tests.faults.reading import Server, file_of

_ZEROS = "0" * 64


@dataclass(frozen=True, slots=True)
class Check:
    """One schedule's server side: what it has, the history seen so far, the data folder, the ledger's key."""

    server: Server
    witness: Witness
    data: Path
    vkey: str

    def phone(self, phone: Evidence) -> Iterator[Finding]:
        """Name every broken promise to one phone."""
        for kid in phone.kids:
            yield from self._chain(kid)
            yield from self._nothing_invented(phone, kid)
        for fact in phone.said:
            if fact["kind"] == "entry":
                yield from self._entry(phone, fact)
            elif fact["kind"] in {"picture", "preview"}:
                yield from self._picture(phone, fact)
        yield from self._shots_once(phone)
        yield from written_after(phone, self.server)
        for vault in phone.vaults.values():
            yield from self._vault(phone, vault)
        yield from drafts(phone)

    # What the server has.

    def _chain(self, kid: str) -> Iterator[Finding]:
        mine = [each for each in self.server.written if each.kid == kid]
        rows = {(each.hash, each.seq) for each in mine}
        for each in mine:
            if not each.holds:
                yield Finding(ALTERED, f"the words of entry {each.seq} are not those that were signed")
        for hash_, count in Counter(each.hash for each in mine).items():
            if count > 1:
                yield Finding(DOUBLED, f"entry {hash_[:8]} stands {count} times in the ledger")
        seqs = [each.seq for each in mine]
        if len({seq for _, seq in rows}) < len(rows):
            yield Finding(DOUBLED, f"two entries of {kid[:6]} have the same number: {seqs}")
        if seqs != sorted(seqs) or sorted(set(seqs)) != list(range(1, len(set(seqs)) + 1)):
            yield Finding(ALTERED, f"the entries of {kid[:6]} are not in order: {seqs}")
        if len(rows & self.server.entries) < len(rows):
            yield Finding(LOST, f"not all entries of {kid[:6]} in the ledger are in its views")
        yield from self._stored(kid)

    def _stored(self, kid: str) -> Iterator[Finding]:
        stored = Counter((device, sha256) for device, sha256, _ in self.server.stored if device == kid)
        for (_, sha256), count in stored.items():
            if count > 1:
                yield Finding(DOUBLED, f"picture {sha256[:8]} is stored {count} times in the ledger")
        if set(stored) != {key for key in self.server.blobs if key[0] == kid}:
            yield Finding(LOST, f"the pictures of {kid[:6]} in the ledger are not those in its views")
        for sha256 in sorted(name for _, name in stored if name in self.server.unexamined):
            yield Finding(LOST, f"nobody will ever examine picture {sha256[:8]}")

    def _nothing_invented(self, phone: Evidence, kid: str) -> Iterator[Finding]:
        vault = phone.vaults.get(kid)
        if vault is None:
            return
        known = {entry["hash"] for entry in vault["entries"]}
        for each in self.server.written:
            if each.kid == kid and each.hash not in known:
                yield Finding(
                    ALTERED, f"the server has entry {each.seq} of {kid[:6]}, which the phone does not know"
                )
        tried = {each["sha256"] for each in phone.tried}
        for device, sha256, _ in self.server.stored:
            if device == kid and sha256 not in tried:
                yield Finding(ALTERED, f"the server has a picture {sha256[:8]} that nobody took")

    # What was promised.

    def _entry(self, phone: Evidence, fact: dict[str, Any]) -> Iterator[Finding]:
        mine = (each for each in self.server.written if each.hash == fact["hash"] and each.holds)
        written = next(mine, None)
        if written is not None:
            missing = set(fact.get("shots", ())) - set(written.payload["body"].get("shots", ()))
            for sha256 in sorted(missing):
                yield Finding(
                    LOST, f"the {fact['act']} {fact['hash'][:8]} does not name its picture {sha256[:8]}"
                )
            return
        rows = phone.vaults.get(fact["kid"], {}).get("entries", ())
        row = next((each for each in rows if each["hash"] == fact["hash"]), None)
        yield from still_there(
            phone, f"the {fact['act']} {fact['hash'][:8]}", row, readable=bool(row and row["readable"])
        )

    def _picture(self, phone: Evidence, fact: dict[str, Any]) -> Iterator[Finding]:
        kid, sha256 = fact["kid"], fact["sha256"]
        what = f"the {fact['kind']} {sha256[:8]}"
        if (kid, sha256) in self.server.blobs:
            kept = file_of(self.data, sha256)
            if kept is None:
                yield Finding(LOST, f"{what} is acknowledged and its bytes are not there")
            elif hashlib.sha256(kept).hexdigest() != sha256 or len(kept) != fact["bytes"]:
                yield Finding(ALTERED, f"{what} has other bytes on the server")
            return
        rows = phone.vaults.get(kid, {}).get("blobs", ())
        row = next((each for each in rows if each["sha256"] == sha256), None)
        yield from still_there(phone, what, row, readable=bool(row and row["bytes_sha256"] == sha256))

    def _shots_once(self, phone: Evidence) -> Iterator[Finding]:
        tried = Counter(each["sha256"] for each in phone.tried if each["kind"] == "picture")
        mine = [each.payload for each in self.server.written if each.kid in phone.kids and each.holds]
        shots = Counter(each["body"]["sha256"] for each in mine if each["kind"] == "shot")
        for sha256, count in shots.items():
            if count > tried[sha256]:
                yield Finding(
                    DOUBLED, f"picture {sha256[:8]} was taken {tried[sha256]} times and journalled {count}"
                )
        firsts = Counter(
            each["body"]["id"] for each in mine if each["kind"] == "record" and not each["body"]["replaces"]
        )
        for record, count in firsts.items():
            if count > 1:
                yield Finding(DOUBLED, f"record {record} was begun {count} times")

    # What the phone shows.

    def _vault(self, phone: Evidence, vault: dict[str, Any]) -> Iterator[Finding]:
        kid = vault["kid"]
        if not vault["opens"]:
            yield Finding(LOST, f"the vault {kid[:6]} does not open any more")
        if vault["alarm"] and not phone.was_deceived:
            yield Finding(OTHER, f"the phone raised an alarm without a cause: {vault['alarm']}")
        yield from self._entries(vault)
        for blob in vault["blobs"]:
            yield from self._blob(phone, vault, blob)

    def _entries(self, vault: dict[str, Any]) -> Iterator[Finding]:
        """An entry is sent where a receipt of it, or of a later one of its chain, verifies."""
        hashes = {entry["seq"]: entry["hash"] for entry in vault["entries"]}
        for entry in vault["entries"]:
            name, index = f"entry {entry['seq']}", entry["receipt_index"]
            if entry["prev"] != hashes.get(entry["seq"] - 1, _ZEROS):
                yield Finding(ALTERED, f"{name} does not follow its chain on the phone")
            if entry["shown"] == "refused":
                yield Finding(OTHER, f"{name} is shown as refused: {entry['problem']}")
            if entry["shown"] != "sent":
                continue
            problem = "there is none"
            if index is not None:
                facts = [
                    {"t": "entry", "d": vault["kid"], "s": seq, "h": hash_} for seq, hash_ in hashes.items()
                ]
                later = [each for each in facts if int(str(each["s"])) >= entry["seq"]]
                problem = self._unproven(vault, index, later) or ""
            if problem:
                yield Finding(OTHER, f"{name} is shown as sent and its receipt is none: {problem}")

    def _blob(self, phone: Evidence, vault: dict[str, Any], blob: dict[str, Any]) -> Iterator[Finding]:
        what = f"picture {blob['sha256'][:8]}"
        if blob["shown"] == "sent":
            facts = {"t": "stored", "d": vault["kid"], "h": blob["sha256"], "n": blob["bytes"]}
            index = blob["receipt_index"]
            problem = "there is none" if index is None else self._unproven(vault, index, [facts])
            if problem:
                yield Finding(OTHER, f"{what} is shown as sent and its receipt is none: {problem}")
        elif blob["shown"] == "refused":
            yield Finding(OTHER, f"{what} is shown as refused: {blob['problem']}")
        elif not phone.was_deceived:
            yield Finding(OTHER, f"{what} is stuck on the phone")

    def _unproven(self, vault: dict[str, Any], index: int, facts: list[dict[str, Any]]) -> str | None:
        problem = "the phone never read one"
        for receipt in vault["receipts"].get(str(index)) or ():
            try:
                leaf = json.loads(self.witness.check_receipt(receipt, self.vkey))
            except (ProofError, ValueError) as error:
                problem = str(error)
                continue
            if any(each.items() <= leaf.items() for each in facts):
                return None
            problem = "it is for something else"
        return problem
