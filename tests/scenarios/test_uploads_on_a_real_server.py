"""What only a real server shows: cut bodies, unread bodies, stalled bodies, a kill in the middle."""

import time

import pytest

from server.domain import tus
from server.services import sync
from server.services.sync import Batch
from tests.support.city import NOW
from tests.support.phone import digest
from tests.support.raw_line import Line, heard
from tests.support.real_server import RealServer

PICTURE = bytes(range(256)) * 8_000
NAME = digest(PICTURE)
SENT = 3 * tus.CHUNK_BYTES
STALLED = 560


@pytest.fixture
def server(city):
    real = RealServer(city.config.data, city.config.database_url).start()
    yield real
    real.kill()


@pytest.fixture
def line(city, server, phone):
    pictures = [PICTURE, *(bytes([at % 256, at // 256]) * 500 for at in range(STALLED))]
    for start in range(0, len(pictures), 50):
        entries = tuple(phone.shot(each, NOW, preview=None) for each in pictures[start : start + 50])
        sync.accept(city, phone.kid, Batch(entries), NOW)
    return Line(server, phone)


def test_a_cut_body_keeps_what_arrived_and_goes_on(line, city):
    line.begin(NAME, len(PICTURE), PICTURE[:SENT]).close()
    assert line.offset(NAME, SENT) == SENT
    assert line.go_on(PICTURE, SENT) == 204
    assert city.blobs.size(NAME) == len(PICTURE)


def test_a_killed_server_goes_on_where_the_disk_is(line, city, server):
    open_line = line.begin(NAME, len(PICTURE), PICTURE[:SENT])
    assert line.offset(NAME, SENT) == SENT
    server.kill()
    open_line.close()
    server.start()
    assert line.offset(NAME) == SENT and line.go_on(PICTURE, SENT) == 204
    with city.blobs.open(NAME) as file:
        assert digest(file.read()) == NAME


def test_100_mb_are_refused_before_they_are_sent(line):
    refused = line.begin(NAME, 100_000_000, b"")
    refused.settimeout(10)
    answer = refused.recv(65536).decode()
    assert answer.startswith("HTTP/1.1 413") and "tus-max-size: 33554432" in answer.lower()
    refused.close()


def test_hundreds_of_stalled_uploads_do_not_silence_the_server(line):
    lines = [
        line.begin(digest(bytes([at % 256, at // 256]) * 500), 1000, b"")
        for at in range(STALLED)
    ]  # fmt: skip
    try:
        began = time.monotonic()
        assert line.ask("GET", "/healthz")[0] == 200
        assert time.monotonic() - began < 5
        turned_away = [each for each in lines if heard(each).startswith("HTTP/1.1 503")]
        assert len(turned_away) >= STALLED - 2 * 256
    finally:
        for each in lines:
            each.close()
