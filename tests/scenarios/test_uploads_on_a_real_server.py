"""What only a real server shows: cut bodies, unread bodies, stalled bodies, a kill in the middle."""

import base64
import http.client
import json
import socket
import time

import pytest

from server.domain import tus
from server.services import sync
from server.services.sync import Batch
from tests.support.city import NOW
from tests.support.phone import digest
from tests.support.real_server import RealServer

PICTURE = bytes(range(256)) * 8_000
NAME = digest(PICTURE)
SENT = 3 * tus.CHUNK_BYTES
STALLED = 560


class Line:
    """A phone's raw connections to one server."""

    def __init__(self, server, phone):
        self.server, self.phone = server, phone
        said = json.dumps({"kid": phone.kid})
        nonce = self.ask("POST", "/api/device/challenge", said, {"Content-Type": "application/json"})[2][
            "nonce"
        ]
        signature = phone.sign(f"xunzheng-token\n{nonce}".encode())
        said = json.dumps({"kid": phone.kid, "nonce": nonce, "signature": signature})
        token = self.ask("POST", "/api/device/token", said, {"Content-Type": "application/json"})[2]["token"]
        self.headers = {"Authorization": f"Bearer {token}", "Tus-Resumable": "1.0.0"}

    def ask(self, method, path, body=None, headers=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=20)
        connection.request(method, path, body, headers or {})
        answer = connection.getresponse()
        raw = answer.read()
        connection.close()
        return answer.status, answer.headers, json.loads(raw) if raw else None

    def begin(self, sha256, length, sent):
        """Declare a whole picture and send only `sent`; gives the open socket."""
        told = {
            **self.headers, "Host": "x", "Upload-Length": length, "Content-Length": length,
            "Upload-Metadata": f"sha256 {base64.b64encode(sha256.encode()).decode()}",
            "Content-Type": "application/offset+octet-stream",
        }  # fmt: skip
        head = "".join(f"{name}: {value}\r\n" for name, value in told.items())
        line = socket.create_connection(("127.0.0.1", self.server.port))
        line.sendall(f"POST /api/evidence HTTP/1.1\r\n{head}\r\n".encode() + sent)
        return line

    def offset(self, wanted=None):
        """Ask for the offset, until it is the one wanted or ten seconds are over."""
        deadline = time.monotonic() + 10
        while True:
            headers = self.ask("HEAD", f"/api/evidence/{NAME}", headers=self.headers)[1]
            offset = int(headers.get("Upload-Offset", "-1"))
            if wanted in {None, offset} or time.monotonic() > deadline:
                return offset
            time.sleep(0.05)

    def go_on(self, offset):
        told = {
            **self.headers,
            "Upload-Offset": str(offset),
            "Content-Type": "application/offset+octet-stream",
        }
        return self.ask("PATCH", f"/api/evidence/{NAME}", PICTURE[offset:], told)[0]


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
    assert line.offset(SENT) == SENT
    assert line.go_on(SENT) == 204
    assert city.blobs.size(NAME) == len(PICTURE)


def test_a_killed_server_goes_on_where_the_disk_is(line, city, server):
    open_line = line.begin(NAME, len(PICTURE), PICTURE[:SENT])
    assert line.offset(SENT) == SENT
    server.kill()
    open_line.close()
    server.start()
    assert line.offset() == SENT and line.go_on(SENT) == 204
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
        turned_away = [each for each in lines if _answer(each).startswith("HTTP/1.1 503")]
        assert len(turned_away) >= STALLED - 2 * 256
    finally:
        for each in lines:
            each.close()


def _answer(line):
    line.settimeout(0.01)
    try:
        return line.recv(4096).decode()
    except TimeoutError:
        return ""
