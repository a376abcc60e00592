"""What only a real server shows: cut bodies, unread bodies, stalled bodies, a kill in the middle."""

import time

import pytest

from server.domain import tus
from server.limits import Limits
from server.services import sync
from server.services.sync import Batch
from tests.support import outage
from tests.support.city import NOW
from tests.support.phone import digest
from tests.support.raw_line import OCTETS, Line, heard, named
from tests.support.real_server import RealServer

PICTURE = bytes(range(256)) * 8_000
NAME = digest(PICTURE)
# More than the buffers of a connection hold: who is not listened to is stopped while sending.
LARGE = PICTURE * 12
LARGE_NAME = digest(LARGE)
SENT = 3 * tus.CHUNK_BYTES
PHONES, EACH = 140, 4


@pytest.fixture
def server(city):
    real = RealServer(city.config.data, city.config.database_url).start()
    yield real
    real.kill()


@pytest.fixture
def line(city, server, phone):
    sync.accept(city, phone.kid, Batch((phone.shot(PICTURE, NOW, preview=None),)), NOW)
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


@pytest.mark.parametrize(
    ("method", "name", "told", "status"),
    [
        ("PATCH", LARGE_NAME, {"Upload-Offset": "7"}, 409),
        ("PATCH", LARGE_NAME, {"Upload-Offset": "x"}, 400),
        ("PATCH", LARGE_NAME, {"Upload-Offset": "0", "Upload-Checksum": "md5 YQ=="}, 400),
        ("PATCH", LARGE_NAME, {"Upload-Offset": "0", "Content-Type": "image/jpeg"}, 415),
        ("PATCH", "0" * 64, {"Upload-Offset": "0"}, 403),
        ("PATCH", NAME, {"Upload-Offset": "0"}, 410),
        ("POST", "0" * 64, {"Upload-Length": str(len(LARGE))}, 403),
        ("POST", LARGE_NAME, {"Upload-Length": "x"}, 400),
    ],
)
def test_who_sends_a_whole_picture_before_reading_still_reads_why_it_was_refused(
    line, city, phone, method, name, told, status
):
    announced = (phone.shot(LARGE, NOW, preview=None),)
    sync.accept(city, phone.kid, Batch(announced), NOW)
    assert line.create(LARGE_NAME, len(LARGE)) == 201
    path = f"/api/evidence/{name}" if method == "PATCH" else "/api/evidence"
    said = line.ask(method, path, LARGE, {**line.headers, **OCTETS, **named(name), **told})
    assert said[0] == said[2]["status"] == status
    assert line.go_on(LARGE, 0) == 204


def test_who_sends_a_whole_picture_while_the_disk_is_away_is_told_to_come_back(line, city):
    uploads, away = city.config.data / "uploads", city.config.data / "away"
    uploads.rename(away)
    told = {**line.headers, **OCTETS, **named(NAME), "Upload-Length": str(len(PICTURE))}
    status, headers, said = line.ask("POST", "/api/evidence", PICTURE, told)
    assert (status, said["code"]) == (503, "not_ready") and int(headers["Retry-After"]) > 0


def test_hundreds_of_stalled_uploads_do_not_silence_the_server(line, city, server):
    lines = [
        each.begin(blob.sha256, blob.size, b"")
        for load in outage.loads(outage.enrol_many(city, PHONES), EACH, 200_000, 1000)
        for each in [_announced(city, server, load)]
        for blob in load.originals
    ]
    try:
        began = time.monotonic()
        assert line.ask("GET", "/healthz")[0] == 200
        assert time.monotonic() - began < 5
        turned_away = [each for each in lines if heard(each).startswith("HTTP/1.1 503")]
        assert len(turned_away) >= PHONES * EACH - 2 * Limits().open_pictures
    finally:
        for each in lines:
            each.close()


def _announced(city, server, load):
    sync.accept(city, load.phone.kid, Batch(tuple(load.entries)), NOW)
    return Line(server, load.phone)
