"""An outage ends: phones come back at once while uploads stall, against the real server with small limits."""

import base64
import json
import os
import select
import signal
import socket
import threading
import time
from collections import Counter

import pytest
import yaml

from server.domain import tus
from tests.support import outage, storm
from tests.support.calling import OWN
from tests.support.city import PASSWORD
from tests.support.raw_line import JSON, OCTETS, Line, heard
from tests.support.real_server import RealServer

WORKERS = 2
LIMITS = {
    "open_pictures": 3, "open_previews": 3, "open_known": 4, "open_strangers": 4,
    "uploads_per_device": 2, "retry_after_s": 1, "stalled_after_s": 1, "phones_at_work": 1,
}  # fmt: skip
PICTURE, PREVIEW = 200_000, 9_000
PATIENT = 60


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    """Phones of these tests come back after a fraction of what real ones wait."""
    monkeypatch.setattr(storm, "BACK_OFF_S", 0.25)


@pytest.fixture
def serve(city):
    """Start a server over the city with some limits changed."""
    running = []

    def start(**changed):
        path = city.config.data / "settings.yaml"
        settings = yaml.safe_load(path.read_text(encoding="utf-8"))
        settings["limits"] = {**LIMITS, **changed}
        path.write_text(yaml.safe_dump(settings, allow_unicode=True), encoding="utf-8")
        running.append(RealServer(city.config.data, city.config.database_url).start())
        return running[-1]

    yield start
    for each in running:
        each.kill()


def bring(city, count, pictures=1):
    return outage.loads(outage.enrol_many(city, count), pictures, PICTURE, PREVIEW)


def announced(server, load):
    """A phone's line to the server, its entries sent."""
    line = Line(server, load.phone)
    said = json.dumps({"entries": load.entries})
    assert line.ask("POST", "/api/journal", said, {**line.headers, **JSON})[0] == 200
    return line


def begin(line, blob, sent):
    return line.begin(blob.sha256, blob.size, (blob.prefix + blob.noise)[:sent])


def taken(line, blob):
    """The whole of a picture in one request; gives status and headers."""
    named = base64.b64encode(blob.sha256.encode()).decode()
    told = {**line.headers, **OCTETS, "Upload-Length": str(blob.size), "Upload-Metadata": f"sha256 {named}"}
    status, headers, _ = line.ask("POST", "/api/evidence", blob.prefix + blob.noise, told)
    return status, headers


def stall(server, loads):
    return [begin(announced(server, load), load.originals[0], 1000) for load in loads]


def queue(session):
    """Ask for the review queue on a new connection."""
    return session.ask("GET", "/api/queue?state=submitted", headers=session.headers)[0]


def reviewer(server):
    """A line to the server with Liu's session instead of a token."""
    line = Line.__new__(Line)
    line.server = server
    said = json.dumps({"username": "liu", "password": PASSWORD})
    headers = line.ask("POST", "/api/session", said, {**OWN, **JSON})[1]
    line.headers = {"Cookie": headers["Set-Cookie"].split(";")[0]}
    return line


def test_phones_that_come_back_at_once_lose_nothing_while_uploads_stall(city, serve):
    server = serve(stalled_after_s=4)
    session = reviewer(server)
    hanging = stall(server, bring(city, 12))
    loads, answers, over = bring(city, 50), Counter(), threading.Event()

    def look():
        while not over.wait(0.2):
            answers[queue(session)] += 1

    watcher = threading.Thread(target=look)
    watcher.start()
    told = outage.play(server.port, loads, 2)
    over.set()
    watcher.join()
    assert +outage.wrongs(city, loads) == Counter()
    put_off = sum((Counter(each.put_off) for each in told), Counter())
    assert put_off["503"] and set(answers) == {200}
    assert all(each.entries_s <= each.previews_s <= each.done_s for each in told) and len(told) == 50
    for each in hanging:
        each.close()


def test_one_phone_takes_its_own_places_and_nobody_elses(city, serve):
    server = serve(open_pictures=40, stalled_after_s=PATIENT)
    greedy, modest = bring(city, 2, pictures=12)
    line = announced(server, greedy)
    held = [begin(line, blob, 1000) for blob in greedy.originals]
    answers = [heard(each, 0.5) for each in held]
    turned_away = [each for each in answers if each]
    assert len(answers) - len(turned_away) <= LIMITS["uploads_per_device"] * WORKERS
    assert all(each.startswith("HTTP/1.1 429") and "retry-after: 1" in each.lower() for each in turned_away)
    assert all('"permanent": false' in each and '"too_many"' in each for each in turned_away)
    assert taken(announced(server, modest), modest.originals[0])[0] == 201
    for each in held:
        each.close()


def test_previews_pass_where_originals_fill_every_place(city, serve):
    server = serve(stalled_after_s=PATIENT)
    held = stall(server, bring(city, 30))
    assert _in_the_end(lambda: _turned_away(held) == len(held) - LIMITS["open_pictures"] * WORKERS)
    (load,) = bring(city, 1)
    line = announced(server, load)
    assert taken(line, load.previews[0])[0] == 201
    status, headers = taken(line, load.originals[0])
    assert (status, headers["Retry-After"]) == (503, "1")
    assert line.ask("GET", "/api/journal/head", headers=line.headers)[2]["seq"] == len(load.entries)
    for each in held:
        each.close()
    assert _in_the_end(lambda: taken(line, load.originals[0])[0] == 201)


def test_a_phone_out_of_reach_gives_its_place_back_and_loses_no_byte(city, serve):
    server = serve()
    (load,) = bring(city, 1)
    line, blob = announced(server, load), load.originals[0]
    sent = 150_000
    silent = begin(line, blob, sent)
    said = heard(silent, 15)
    problem = json.loads(said.partition("\r\n\r\n")[2])
    assert (problem["code"], problem["permanent"], problem["offset"]) == ("incomplete", False, sent)
    assert line.offset(blob.sha256) == sent
    assert line.go_on(blob.prefix + blob.noise, sent) == 204
    with city.blobs.open(blob.sha256) as file:
        assert file.read() == blob.prefix + blob.noise
    silent.close()


def test_an_entry_that_stalls_gives_its_place_back_too(city, serve):
    server = serve()
    (load,) = bring(city, 1)
    line = announced(server, load)
    silent = line.open("/api/journal", 1000, b'{"entries":', {**line.headers, **JSON})
    said = heard(silent, 15)
    silent.close()
    assert said.startswith("HTTP/1.1 400") and '"incomplete"' in said


def test_a_slow_phone_is_not_a_stalled_one(city, serve):
    server = serve(stalled_after_s=4)
    (load,) = bring(city, 1)
    blob = load.originals[0]
    whole, step = blob.prefix + blob.noise, PICTURE // 10
    slow = begin(announced(server, load), blob, step)
    for start in range(step, PICTURE, step):
        time.sleep(0.8)
        slow.sendall(whole[start : start + step])
    assert heard(slow, 15).startswith("HTTP/1.1 201")
    assert PICTURE < tus.CHUNK_BYTES, "one read takes the whole: only its connection tells that it moves"
    slow.close()


def test_phones_wait_for_a_server_that_does_not_answer_and_lose_nothing(city, serve, monkeypatch):
    monkeypatch.setattr(storm, "TIMEOUT_S", 1.5)
    server = serve()
    loads = bring(city, 15)
    os.killpg(server.pid, signal.SIGSTOP)
    awake = threading.Timer(4, lambda: os.killpg(server.pid, signal.SIGCONT))
    awake.start()
    told = outage.play(server.port, loads, 1)
    awake.join()
    assert sum(each.put_off.get("timeout", 0) for each in told) >= len(loads)
    assert +outage.wrongs(city, loads) == Counter()


def test_phones_wait_for_a_server_that_is_not_there_and_lose_nothing(city, serve):
    server = serve()
    loads = bring(city, 10)
    server.kill()
    back = threading.Timer(2, server.start)
    back.start()
    told = outage.play(server.port, loads, 1)
    back.join()
    assert all(each.put_off.get("ConnectionRefusedError") for each in told)
    assert +outage.wrongs(city, loads) == Counter()


def test_a_thousand_connections_that_are_only_kept_open_shut_nobody_out(serve):
    server = serve()
    session = reviewer(server)
    idle = []
    for _ in range(1100):
        line = socket.create_connection(("127.0.0.1", server.port), timeout=10)
        line.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
        assert line.recv(65536).startswith(b"HTTP/1.1 200")
        idle.append(line)
    assert queue(session) == 200
    for line in idle:
        line.close()


def _turned_away(lines):
    """How many of the lines were answered; an answer is looked at and stays where it is."""
    ready, _, _ = select.select(lines, [], [], 0)
    return len(ready)


def _in_the_end(is_so):
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        if is_so():
            return True
        time.sleep(0.2)
    return False
