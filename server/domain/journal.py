"""The phone's journal as the server reads it: the envelope of an entry and its place in the chain.

An entry is refused only if our own phone could not have written it. Whatever is inside the
envelope (unknown kind, latitude 91, a clock in 1970) is admitted and looked at by people.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from server.domain import jws
from server.domain.problems import (
    DoubledKeyProblem,
    EntryProblem,
    EntryTooLargeProblem,
    GapProblem,
    Problem,
    WrongDeviceProblem,
    WrongLedgerProblem,
)

MAX_ENTRY_BYTES = 65536
MAX_SEQ = 2**53 - 1
MAX_DEPTH = 40
ZERO_HASH = "0" * 64
VERSION = 1
KINDS = frozenset({"shot", "record", "derive", "countersign", "share", "discard"})
_HASH = re.compile(r"[0-9a-f]{64}", re.ASCII)
_BROKEN = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Entry:
    """A verified entry. `payload` is cleaned of what no database can keep; `jws` has the signed bytes."""

    jws: str
    hash: str
    device: str
    seq: int
    prev: str
    kind: str
    payload: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Unverified:
    """An entry taken apart and not verified: its parts and its words, or why it is none."""

    compact: str
    signed: jws.Signed | Problem
    payload: dict[str, Any] | Problem

    @property
    def words(self) -> dict[str, Any]:
        """What it says, for all that anybody has verified; empty when nothing can be read."""
        return self.payload if isinstance(self.payload, dict) else {}


@dataclass(frozen=True, slots=True)
class Known:
    """An entry the server has: its place in the device's chain."""

    hash: str
    seq: int


@dataclass(frozen=True, slots=True)
class Ledger:
    """Whom the entry must be written for: this origin, by this device, signed with this key."""

    origin: str
    kid: str
    key: jws.PublicKey


def entry_hash(compact: str) -> str:
    """Return the hash that the next entry names as `prev`."""
    return hashlib.sha256(compact.encode("utf-8", "surrogatepass")).hexdigest()


def open_entry(compact: str, ledger: Ledger) -> Entry:
    """Verify one compact JWS and read its envelope; raises the journal's problems."""
    return verify(take_apart(compact), ledger)


def take_apart(compact: str) -> Unverified:
    """Read one compact JWS without asking whose it is; what is wrong with it is kept for `verify`."""
    if len(compact) > MAX_ENTRY_BYTES:
        too_large = EntryTooLargeProblem(limit=MAX_ENTRY_BYTES)
        return Unverified(compact, too_large, too_large)
    try:
        signed = jws.split(compact)
    except Problem as problem:
        return Unverified(compact, problem, problem)
    try:
        return Unverified(compact, signed, parse(signed.payload))
    except Problem as problem:
        return Unverified(compact, signed, problem)


def verify(claim: Unverified, ledger: Ledger) -> Entry:
    """Verify whose an entry is, then read its envelope; raises the journal's problems."""
    signed, payload = claim.signed, claim.payload
    if isinstance(signed, Problem):
        raise signed
    if _header_kid(signed.header) not in (None, ledger.kid):
        raise WrongDeviceProblem
    jws.check(signed, ledger.kid, ledger.key)
    if isinstance(payload, Problem):
        raise payload
    return _envelope(claim.compact, payload, ledger)


def read_entry(compact: str) -> dict[str, Any]:
    """Read the payload of an entry that was admitted before."""
    return parse(jws.split(compact).payload)


def parse(raw: bytes) -> dict[str, Any]:
    """Read payload bytes as one JSON object with unique keys and finite numbers."""
    try:
        text = raw.decode("utf-8")
        # Without an escape there is no NUL and no lone surrogate: JSON takes neither in plain sight.
        hook = _unique_and_clean if "\\u" in text else _unique
        value = json.loads(text, object_pairs_hook=hook, parse_float=_finite, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise EntryProblem(why="The payload is not JSON.") from error
    if not isinstance(value, dict):
        raise EntryProblem(why="The payload is not a JSON object.")
    if text.count("{") + text.count("[") > MAX_DEPTH and _is_deeper(value, MAX_DEPTH):
        raise EntryProblem(why="The payload is nested too deep.")
    return value


def _is_deeper(value: Any, levels: int) -> bool:
    if not isinstance(value, (dict, list)) or not value:
        return False
    inside = value.values() if isinstance(value, dict) else value
    return levels == 0 or any(_is_deeper(each, levels - 1) for each in inside)


def fits_database(value: Any) -> bool:
    """Say whether every integer in a body can be kept exactly by phones (2^53) and databases."""
    if isinstance(value, dict):
        return all(fits_database(each) for each in value.values())
    if isinstance(value, list):
        return all(fits_database(each) for each in value)
    return not isinstance(value, int) or abs(value) <= MAX_SEQ


def place_in_chain(
    entry: Entry, before: Mapping[str, Known], missing: Collection[tuple[int, str]], head: int
) -> bool:
    """Say whether the entry follows a hole the phone declared; GapProblem when it follows nothing known.

    `before` has the entries of this device by hash; `missing` the (seq, hash) the phone
    can no longer send; `head` is the seq after which the phone should send again.
    """
    if entry.seq == 1 and entry.prev == ZERO_HASH:
        return False
    parent = before.get(entry.prev)
    if parent is not None:
        if parent.seq + 1 == entry.seq:
            return False
        raise GapProblem(after=head)
    if (entry.seq - 1, entry.prev) in missing:
        return True
    raise GapProblem(after=head)


def _header_kid(header: bytes) -> str | None:
    prefix, suffix = b'{"alg":"ES256","kid":"', b'"}'
    exact = header.startswith(prefix) and header.endswith(suffix) and header.count(b'"') == 8  # noqa: PLR2004
    return header[len(prefix) : -len(suffix)].decode("latin-1") if exact else None


def _envelope(compact: str, payload: dict[str, Any], ledger: Ledger) -> Entry:
    log, device, kind, seq, prev = (payload.get(name) for name in ("log", "device", "kind", "seq", "prev"))
    if (
        not isinstance(log, str)
        or not isinstance(kind, str)
        or not isinstance(prev, str)
        or type(seq) is not int
    ):
        raise EntryProblem(why="The envelope lacks log, kind, prev or seq.")
    if not 1 <= seq <= MAX_SEQ or not _HASH.fullmatch(prev):
        raise EntryProblem(why="seq or prev is not well formed.")
    if log != ledger.origin:
        raise WrongLedgerProblem(log=_clean_text(log)[:200], origin=ledger.origin)
    if device != ledger.kid:
        raise WrongDeviceProblem
    return Entry(compact, entry_hash(compact), ledger.kid, seq, prev, _clean_text(kind)[:40], payload)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise DoubledKeyProblem
    return found


def _unique_and_clean(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(dict(pairs)) != len(pairs):
        raise DoubledKeyProblem
    # Text that no database can keep (NUL, lone surrogates) is replaced here, in the copy we read from.
    return {_clean_text(key): _clean_value(value) for key, value in pairs}


def _clean_value(value: Any) -> Any:
    if isinstance(value, str):
        return _clean_text(value)
    if isinstance(value, list):
        return [_clean_value(each) for each in value]
    return value


def _clean_text(text: str) -> str:
    return _BROKEN.sub("\ufffd", text) if _BROKEN.search(text) else text


def _finite(text: str) -> float:
    number = float(text)
    if math.isinf(number):
        raise ValueError(text)
    return number


def _no_constant(text: str) -> float:
    raise ValueError(text)
