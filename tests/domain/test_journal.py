"""The envelope: what our own phone writes is opened, anything else is refused by name."""

import json
from datetime import UTC, datetime

import pytest

from server.domain import journal, jws
from server.domain.journal import Known, Ledger
from server.domain.problems import Problem
from tests.support.phone import Phone

AT = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
ORIGIN = "test/log"


@pytest.fixture(scope="module")
def phone():
    return Phone(ORIGIN, "u-chen")


def opened(phone, compact):
    return journal.open_entry(compact, Ledger(ORIGIN, phone.kid, jws.public_key(phone.jwk)))


def refusal(phone, compact):
    with pytest.raises(Problem) as caught:
        opened(phone, compact)
    return caught.value.code


def text(phone, **envelope):
    return json.dumps({**phone.payload("record", {"note": "x"}, AT), **envelope}).encode()


def test_an_entry_is_opened_and_named_by_its_own_bytes(phone):
    compact = phone.seal(text(phone))
    entry = opened(phone, compact)
    assert (entry.seq, entry.kind, entry.hash) == (1, "record", journal.entry_hash(compact))


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ('{"alg":"none","kid":"KID"}', "bad_header"),
        ('{"alg":"ES256","kid":"KID","typ":"JWT"}', "bad_header"),
        ('{"kid":"KID","alg":"ES256"}', "bad_header"),
        ('{"alg": "ES256","kid":"KID"}', "bad_header"),
        ('{"alg":"HS256","kid":"KID"}', "bad_header"),
        ('{"alg":"ES256","kid":"OTHER"}', "wrong_device"),
        ("", "bad_header"),
    ],
)
def test_only_the_exact_header_will_do(phone, header, code):
    assert refusal(phone, phone.seal(text(phone), header.replace("KID", phone.kid).encode())) == code


def test_words_are_read_before_anybody_is_believed_and_verified_in_the_same_order(phone):
    stranger = Phone(ORIGIN, "u-else")
    forged = stranger.seal(text(phone), jws.header_of(phone.kid))
    assert journal.take_apart(forged).words["kind"] == "record"
    assert refusal(phone, forged) == "bad_signature"
    assert refusal(phone, stranger.seal(b"no JSON", jws.header_of(phone.kid))) == "bad_signature"
    for nothing in ("", "a.b", "x" * (journal.MAX_ENTRY_BYTES + 1), phone.seal(b"no JSON")):
        assert journal.take_apart(nothing).words == {}


def test_alg_none_without_a_signature_is_refused(phone):
    header = jws.encode(b'{"alg":"none"}')
    assert refusal(phone, f"{header}.{jws.encode(text(phone))}.") == "bad_header"


def test_a_changed_byte_breaks_the_signature(phone):
    head, payload, tail = phone.seal(text(phone)).split(".")
    assert refusal(phone, f"{head}.{payload[:-2]}AA.{tail}") in {"bad_signature", "bad_entry"}
    assert refusal(phone, f"{head}.{payload}.{jws.encode(b'0' * 64)}") == "bad_signature"
    assert refusal(phone, f"{head}.{payload}.{jws.encode(b'0' * 63)}") == "bad_signature"


def test_another_key_is_refused(phone):
    stranger = Phone(ORIGIN, "u-wang")
    signed = stranger.seal(text(phone), jws.header_of(phone.kid))
    assert refusal(phone, signed) == "bad_signature"


def test_a_second_spelling_of_the_signature_is_refused(phone):
    compact = phone.seal(text(phone))
    last = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".index(compact[-1])
    other = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"[last ^ 1]
    assert refusal(phone, compact[:-1] + other) == "bad_entry"
    assert refusal(phone, compact + "=") == "bad_entry"


@pytest.mark.parametrize(
    ("payload", "code"),
    [
        (b'{"a":1,"a":2}', "doubled_key"),
        (b'{"body":{"x":{"a":1,"a":1}}}', "doubled_key"),
        (b"[]", "bad_entry"),
        (b"not json", "bad_entry"),
        (b"\xff\xfe", "bad_entry"),
        (b'{"a":NaN}', "bad_entry"),
        (b'{"a":1e999}', "bad_entry"),
        (b'{"a":' + b"9" * 5000 + b"}", "bad_entry"),
        (b'{"a":' + b"[" * 500 + b"]" * 500 + b"}", "bad_entry"),
        (b'{"a":' + b"[" * 20000 + b"]" * 20000 + b"}", "bad_entry"),
        (b"{}", "bad_entry"),
        (b"", "bad_entry"),
    ],
)
def test_what_is_no_entry_is_refused(phone, payload, code):
    assert refusal(phone, phone.seal(payload)) == code


@pytest.mark.parametrize(
    ("envelope", "code"),
    [
        ({"log": "other/log"}, "wrong_ledger"),
        ({"log": None}, "bad_entry"),
        ({"device": "somebody"}, "wrong_device"),
        ({"seq": 0}, "bad_entry"),
        ({"seq": True}, "bad_entry"),
        ({"seq": 1.0}, "bad_entry"),
        ({"seq": 2**60}, "bad_entry"),
        ({"prev": "abc"}, "bad_entry"),
        ({"prev": "A" * 64}, "bad_entry"),
        ({"kind": 3}, "bad_entry"),
    ],
)
def test_the_envelope_must_hold(phone, envelope, code):
    assert refusal(phone, phone.seal(text(phone, **envelope))) == code


def test_the_size_limit_is_exact(phone):
    room = journal.MAX_ENTRY_BYTES
    small = phone.seal(text(phone, app="x" * 48000))
    assert len(small) <= room
    assert opened(phone, small)
    assert refusal(phone, phone.seal(text(phone, app="x" * 49500))) == "entry_too_large"


def test_text_no_database_can_keep_is_replaced(phone):
    payload = text(phone).replace(b'"x"', b'"a\\u0000b\\ud800c"')
    assert opened(phone, phone.seal(payload)).payload["body"] == {"note": "a\ufffdb\ufffdc"}


@pytest.mark.parametrize(
    ("seq", "prev", "missing", "answer"),
    [
        (1, "0" * 64, set(), False),
        (5, "a" * 64, set(), False),
        (6, "a" * 64, set(), "gap"),
        (8, "b" * 64, set(), "gap"),
        (8, "b" * 64, {(7, "b" * 64)}, True),
        (9, "b" * 64, {(7, "b" * 64)}, "gap"),
        (2, "0" * 64, set(), "gap"),
    ],
)
def test_an_entry_follows_one_known_or_one_declared_lost(phone, seq, prev, missing, answer):
    entry = opened(phone, phone.seal(text(phone, seq=seq, prev=prev)))
    known = {"a" * 64: Known("a" * 64, 4)}
    if answer == "gap":
        with pytest.raises(Problem) as caught:
            journal.place_in_chain(entry, known, missing, 4)
        assert (caught.value.code, caught.value.extras["after"]) == ("gap", 4)
    else:
        assert journal.place_in_chain(entry, known, missing, 4) is answer
