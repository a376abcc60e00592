"""Bodies cut on the way, and hundreds that never arrive, against the real server."""

import json
import socket
import time

import pytest

from server.services import sync
from server.services.sync import Batch
from tests.support.calling import OWN
from tests.support.city import NOW
from tests.support.phone import digest
from tests.support.raw_line import JSON, Line, heard
from tests.support.real_server import RealServer

STALLED = 700
PICTURES = [bytes([at]) * 1000 for at in range(100)]


@pytest.fixture
def line(city, phone):
    real = RealServer(city.config.data, city.config.database_url).start()
    yield Line(real, phone)
    real.kill()


def test_half_a_batch_is_incomplete_and_the_whole_one_is_taken_later(line, phone):
    body = json.dumps({"entries": [phone.shot(b"x", NOW)]}).encode()
    headers = {**line.headers, **JSON}
    cut = line.open("/api/journal", len(body), body[: len(body) // 2], headers)
    cut.shutdown(socket.SHUT_WR)
    said = heard(cut, 10)
    cut.close()
    assert said.startswith("HTTP/1.1 400")
    problem = json.loads(said.partition("\r\n\r\n")[2])
    assert (problem["code"], problem["permanent"], problem["offset"]) == ("incomplete", False, len(body) // 2)
    status, _, answer = line.ask("POST", "/api/journal", body, headers)
    assert (status, answer["results"][0]["state"]) == (200, "admitted")


def test_hundreds_of_stalled_bodies_of_all_kinds_do_not_silence_the_server(line, city, phone):
    for start in (0, 50):
        entries = tuple(phone.shot(each, NOW, preview=None) for each in PICTURES[start : start + 50])
        sync.accept(city, phone.kid, Batch(entries), NOW)
    bearer = {**line.headers, **JSON}
    kinds = [
        ("/api/session", {**OWN, **JSON}),
        ("/api/device/challenge", JSON),
        ("/api/journal", JSON),
        ("/api/journal", bearer),
        ("/api/receipts", bearer),
    ]
    pictures = [line.begin(digest(each), len(each), b"") for each in PICTURES]
    lines = [line.open(*_stalled(kinds[at % len(kinds)])) for at in range(STALLED - len(pictures))]
    try:
        for _ in range(5):
            began = time.monotonic()
            assert line.ask("GET", "/healthz")[0] == 200
            assert time.monotonic() - began < 5
        # While they are being turned away a phone may be asked to come back; then it is served as ever.
        assert _in_the_end(lambda: line.ask("GET", "/api/journal/head", headers=line.headers)[0] == 200)
        turned_away = [said for each in lines if (said := heard(each)).startswith("HTTP/1.1 503")]
        assert len(turned_away) > STALLED // 3
        assert all("retry-after: 5" in said.lower() for said in turned_away)
    finally:
        for each in [*pictures, *lines]:
            each.close()
    assert _taken_again(line)


def _stalled(kind):
    path, headers = kind
    return path, 1000, b'{"', headers


def _taken_again(line):
    body = json.dumps({"kid": line.phone.kid})
    return _in_the_end(lambda: line.ask("POST", "/api/device/challenge", body, JSON)[0] == 200)


def _in_the_end(is_so):
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        if is_so():
            return True
        time.sleep(0.1)
    return False
