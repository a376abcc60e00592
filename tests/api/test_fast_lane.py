"""The short way of a journal's batch answers as the ordinary one does, and leaves it what is unusual."""

import gzip
import json

import pytest

from server.api import fast_lane, journal
from tests.support.calling import token
from tests.support.city import NOW

FAST, ORDINARY = "application/json", "application/json; charset=utf-8"


@pytest.fixture
def headers(client, phone):
    return token(client, phone)


def send(client, headers, body, content_type, **more):
    return client.post("/api/journal", data=body, content_type=content_type, headers={**headers, **more})


def taken_fast(monkeypatch):
    ways = []
    real = fast_lane._send
    monkeypatch.setattr(fast_lane, "_send", lambda *said: ways.append("fast") or real(*said))
    return ways


@pytest.mark.parametrize("more", [{}, {"Accept-Encoding": "gzip"}, {"Accept-Encoding": "br, gzip;q=0"}])
def test_both_ways_give_the_same_answer(client, phone, headers, monkeypatch, more):
    ways = taken_fast(monkeypatch)
    entries = [phone.shot(b"x", NOW), *(phone.record(NOW) for _ in range(3))]
    body = json.dumps({"entries": entries, "unsent": 3})
    assert send(client, headers, body, FAST).json["results"][0]["state"] == "admitted"
    # The phone did not hear and sends again, once each way.
    fast, ordinary = (send(client, headers, body, each, **more) for each in (FAST, ORDINARY))
    assert ways == ["fast", "fast"]
    assert fast.data == ordinary.data
    assert sorted(fast.headers) == sorted(ordinary.headers)
    plain = gzip.decompress(fast.data) if fast.headers.get("Content-Encoding") == "gzip" else fast.data
    assert {each["state"] for each in json.loads(plain)["results"]} == {"known"}


def test_a_refusal_is_told_in_the_callers_language(client, phone, headers, monkeypatch):
    ways = taken_fast(monkeypatch)
    phone.record(NOW)
    body = json.dumps({"entries": [phone.record(NOW)]})
    answers = [send(client, headers, body, each, **{"Accept-Language": "en"}) for each in (FAST, ORDINARY)]
    assert [each.json["results"][0]["problem"]["detail"] for each in answers] == [
        "Please send again from after entry 0."
    ] * 2
    assert ways == ["fast"]


@pytest.mark.parametrize(
    ("body", "status"), [(b"{", 400), (b'{"entries":[3]}', 422), (b'{"entries":[],"entries":[]}', 422)]
)
def test_what_is_wrong_is_told_by_the_ordinary_way(client, headers, monkeypatch, body, status):
    ways = taken_fast(monkeypatch)
    answers = [send(client, headers, body, each) for each in (FAST, ORDINARY)]
    assert [each.status_code for each in answers] == [status, status]
    assert answers[0].data == answers[1].data
    assert ways == []


def test_a_stranger_is_refused_before_anything_is_read(client, monkeypatch):
    ways = taken_fast(monkeypatch)
    for bearer in ({}, {"Authorization": "Bearer x"}, {"Authorization": "Basic eDp5"}):
        assert send(client, bearer, b'{"entries":[]}', FAST).status_code == 401
    assert ways == []


def test_a_token_that_is_not_said_to_be_one_opens_neither_way(client, phone, headers, monkeypatch):
    ways = taken_fast(monkeypatch)
    bare = {"Authorization": headers["Authorization"].removeprefix("Bearer ")}
    body = json.dumps({"entries": [phone.record(NOW)]})
    assert [send(client, bare, body, each).status_code for each in (FAST, ORDINARY)] == [401, 401]
    assert ways == []


def test_a_failure_of_the_short_way_costs_nothing(client, phone, headers, monkeypatch):
    real, tries = journal.take_in, []

    def fails_once(*said):
        tries.append(said)
        if len(tries) == 1:
            raise OSError
        return real(*said)

    monkeypatch.setattr(journal, "take_in", fails_once)
    said = send(client, headers, json.dumps({"entries": [phone.record(NOW)]}), FAST).json
    assert said["results"][0]["state"] == "admitted"
