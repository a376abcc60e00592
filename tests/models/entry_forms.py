"""Entries of every sort that a server may meet, each with what must be made of it."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from server.domain import journal, jws
from server.domain.ids import uuid7
from tests.models.journal_model import Written
from tests.support.city import NOW
from tests.support.phone import Phone

Form = Callable[[Phone, int], Written]


def new_id() -> str:
    """Give a fresh record id."""
    return uuid7(int(NOW.timestamp() * 1000), secrets.token_bytes(10))


def _next(phone: Phone, write: Callable[[], str], *doubts: str, record: str | None = None) -> Written:
    """Append to the phone's own chain."""
    seq, prev = phone.seq + 1, phone.head
    text = write()
    return Written(text, journal.entry_hash(text), seq, prev, frozenset(doubts), record=record)


def plain(phone: Phone, n: int, *doubts: str, **body: Any) -> Written:
    """An ordinary record."""
    record = new_id()
    return _next(phone, lambda: phone.record(NOW, id=record, note=str(n), **body), *doubts, record=record)


def corrected(phone: Phone, record: str, replaces: str | None) -> Written:
    """A record under an id that was used before, naming a version or nothing."""
    made = _next(phone, lambda: phone.record(NOW, id=record, replaces=replaces), record=record)
    return replace(made, replaces=replaces)


def _shot(phone: Phone, n: int) -> Written:
    return _next(phone, lambda: phone.shot(b"picture %d" % n, NOW))


def _discard(phone: Phone, n: int) -> Written:
    body = {"of": "shot", "what": f"{n:064x}", "reason": "blurred"}
    return _next(phone, lambda: phone.write("discard", body, NOW))


def _long(phone: Phone, n: int) -> Written:
    return plain(phone, n, guidance="长" * 15_000)


def _unknown_kind(phone: Phone, n: int) -> Written:
    return _next(phone, lambda: phone.write("dance", {"n": n}, NOW), "unknown_kind")


def _unknown_version(phone: Phone, n: int) -> Written:
    body = {"of": "shot", "what": f"{n:064x}", "reason": "blurred"}
    return _next(phone, lambda: phone.write("discard", body, NOW, v=7), "unknown_version")


def _odd_beacon(phone: Phone, n: int) -> Written:
    phone.beacon = {"size": n + 1, "root": "ab" * 32}
    made = plain(phone, n, "unknown_beacon")
    phone.beacon = None
    return made


def _odd_body(phone: Phone, n: int) -> Written:
    body = (None, [], "x", 3, {"id": new_id(), "answers": {"n": 10**30}}, {}, {"id": 5})[n % 7]
    unread = ("no_right", "unknown_edition") if n % 7 > 4 else ()
    return _next(phone, lambda: phone.write("record", body, NOW), "malformed_body", *unread)


def _odd_clock(phone: Phone, n: int) -> Written:
    wall, doubt = (
        ("1970-01-01T00:00:00.000Z", "clock_behind"),
        ("2099-01-01T00:00:00.000Z", "clock_ahead"),
        ("yesterday", "malformed_body"),
    )[n % 3]
    at = {"wall": wall, "offset": 480, "mono": n}
    body = {"of": "draft", "what": new_id(), "reason": "x"}
    return _next(phone, lambda: phone.write("discard", body, NOW, at=at), doubt)


def _too_large(phone: Phone, _n: int) -> Written:
    made = _next(phone, lambda: phone.write("record", {"note": "x" * 60_000}, NOW))
    return replace(made, refused="entry_too_large")


WRITTEN: tuple[Form, ...] = (
    plain,
    _shot,
    _discard,
    _long,
    _unknown_kind,
    _unknown_version,
    _odd_beacon,
    _odd_body,
    _odd_clock,
    lambda phone, n: plain(phone, n, "unknown_item", item=f"NONE-{n}"),
    lambda phone, n: plain(phone, n, "unknown_edition", edition=f"1999.{n}"),
    lambda phone, n: plain(phone, n, "no_right", officer="u-sun"),
    _too_large,
)


def _bad(text: str, code: str) -> Written:
    return Written(text, journal.entry_hash(text), refused=code)


def tampered(entry: Written) -> Written:
    """Somebody else's words under a signature that was made for others."""
    header, payload, signature = entry.text.split(".")
    at = len(payload) // 2
    other = "A" if payload[at] != "A" else "B"
    return _bad(f"{header}.{payload[:at]}{other}{payload[at + 1 :]}.{signature}", "bad_signature")


def forged(phone: Phone, n: int) -> Written:
    """What a phone that is not ours might send under our key: never part of a chain."""
    seq, head = phone.seq, phone.head
    payload = phone.payload("discard", {"n": n}, NOW + timedelta(seconds=n))
    raw = json.dumps(payload).encode()
    made = (
        _bad(phone.seal(raw[:-1] + b',"v":1}'), "doubled_key"),
        _bad(phone.seal(json.dumps({**payload, "log": "other/log"}).encode()), "wrong_ledger"),
        _bad(phone.seal(json.dumps({**payload, "device": "x" * 43}).encode()), "wrong_device"),
        _bad(phone.seal(raw, header=jws.header_of(phone.kid) + b" "), "bad_header"),
        _bad(phone.seal(b"[1, 2]"), "bad_entry"),
        _bad(phone.seal(raw[:-2]), "bad_entry"),
        _bad(phone.seal(json.dumps({**payload, "seq": 0}).encode()), "bad_entry"),
        _bad("nonsense", "bad_entry"),
    )
    phone.seq, phone.head = seq, head
    return made[n % len(made)]


def crooked(phone: Phone, parent: Written, step: int) -> Written:
    """An entry that names a parent but not the seq that follows it."""
    seq = parent.seq + 1 + step if step and parent.seq + step >= 0 else parent.seq + 7
    payload = phone.payload("discard", {}, NOW, seq=seq, prev=parent.hash)
    text = phone.seal(json.dumps(payload).encode())
    return Written(text, journal.entry_hash(text), seq, parent.hash)


def foreign(entry: Written) -> Written:
    """Another device's genuine entry."""
    return _bad(entry.text, "wrong_device")
