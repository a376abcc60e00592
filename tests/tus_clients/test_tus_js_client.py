"""tus-js-client, a tus client that we did not write, in a Node process of its own against a real server."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.tus_clients.install import HERE, ensure_client

NODE = Path(sys.executable).with_name("node")
CHUNK = 200_000


@pytest.fixture(scope="module", autouse=True)
def installed():
    problem = ensure_client()
    assert problem is None, problem


@pytest.fixture
def start(picture, tmp_path):
    """Starts a client process; it is gone when the test is over."""
    started = []
    (tmp_path / "picture").write_bytes(picture.raw)

    def client(**more):
        options = {
            "endpoint": picture.endpoint, "headers": picture.headers, "sha256": picture.sha256,
            "file": str(tmp_path / "picture"), **more,
        }  # fmt: skip
        command = [str(NODE), str(HERE / "client.mjs"), json.dumps(options)]
        started.append(subprocess.Popen(command, stdout=subprocess.PIPE, text=True))
        return started[-1]

    yield client
    for process in started:
        process.kill()
        process.wait()
        process.stdout.close()


@pytest.fixture
def bring(start):
    """Runs a client to its end; gives its last word and everything before it."""

    def client(**more):
        said = heard(start(**more))
        return said[-1], said[:-1]

    return client


def heard(process, until=None):
    """What a client says, to its end or until something was accepted."""
    said = []
    for line in process.stdout:
        said.append(json.loads(line))
        if until and until in said[-1]:
            break
    return said


def statuses(said, method):
    return [each["status"] for each in said if each.get("method") == method]


@pytest.mark.parametrize("options", [{}, {"chunk": CHUNK}, {"with_creation": True}])
def test_a_picture_whole_and_in_chunks_and_with_its_creation(bring, picture, options):
    last, said = bring(**options)
    assert last == {"done": True, "url": f"{picture.endpoint}/{picture.sha256}"}, said
    picture.must_be_stored_once()


@pytest.mark.parametrize("with_creation", [False, True])
def test_a_cut_line_is_gone_on_with(bring, picture, with_creation):
    cuts = picture.place.proxy.cuts
    picture.place.proxy.cut_next_upload(300_000, smallest=600_000)
    last, said = bring(endpoint=picture.cut_endpoint, with_creation=with_creation)
    assert last.get("done"), said
    assert picture.place.proxy.cuts == cuts + 1
    picture.must_be_stored_once()


def test_a_killed_client_goes_on_in_its_next_life(bring, picture, tmp_path):
    memory = str(tmp_path / "memory.json")
    bring(chunk=CHUNK, memory=memory, die_after=2)
    assert picture.offset == 2 * CHUNK
    last, said = bring(chunk=CHUNK, memory=memory)
    assert last.get("done"), said
    assert statuses(said, "HEAD")[0] == 200 and statuses(said, "POST") == [], said
    picture.must_be_stored_once()


def test_a_killed_server_is_gone_on_with(start, picture):
    process = start(chunk=50_000, retries=[500] * 40)
    said = heard(process, until="accepted")
    picture.restarts()
    said += heard(process)
    assert said[-1].get("done"), said
    picture.must_be_stored_once()


@pytest.mark.parametrize("algorithm", ["sha256", "sha1"])
def test_a_damaged_chunk_is_refused_and_sent_again(bring, picture, algorithm):
    last, said = bring(chunk=CHUNK, spoil={"Upload-Checksum": f"{algorithm} b3RoZXIgYnl0ZXM="})
    assert last.get("done"), said
    assert statuses(said, "PATCH")[0] == 460
    picture.must_be_stored_once()


def test_a_wrong_offset_makes_it_ask_for_the_right_one(bring, picture):
    """The body is read to its end, so it hears of the conflict and asks for the offset."""
    last, said = bring(chunk=CHUNK, spoil={"Upload-Offset": "7"})
    assert last.get("done"), said
    assert statuses(said, "PATCH")[0] == 409 and statuses(said, "HEAD") == [200], said
    picture.must_be_stored_once()


def test_a_refusal_is_heard_though_the_whole_picture_was_on_its_way(bring):
    last, said = bring(sha256="0" * 64, with_creation=True, retries=[])
    assert (last.get("failed"), statuses(said, "POST")) == (403, [403])


def test_a_busy_server_is_come_back_to(bring, picture):
    picture.place.proxy.busy = 2
    last, said = bring(endpoint=picture.cut_endpoint, default_retries=True)
    assert last.get("done") and picture.place.proxy.busy == 0, said
    assert statuses(said, "POST") == [503, 503, 201]
    picture.must_be_stored_once()


def test_as_it_comes_it_gives_up_at_a_damaged_chunk(bring, picture):
    """The protocol's own 460 is a client's fault to it, unless it is told to try again."""
    last, _ = bring(chunk=CHUNK, default_retries=True, spoil={"Upload-Checksum": "sha1 b3RoZXIgYnl0ZXM="})
    assert last["failed"] == 460 and picture.offset == 0


def test_an_expired_upload_begins_anew(bring, picture, tmp_path):
    memory = str(tmp_path / "memory.json")
    bring(chunk=CHUNK, memory=memory, die_after=2)
    picture.expires()
    last, said = bring(chunk=CHUNK, memory=memory)
    assert last.get("done"), said
    assert statuses(said, "HEAD")[0] == 410 and statuses(said, "POST") == [201]
    picture.must_be_stored_once()


def test_two_clients_at_once_both_end_well(start, picture):
    processes = [start(chunk=CHUNK, default_retries=True, retries=[100] * 60) for _ in range(2)]
    words = [heard(process) for process in processes]
    assert all(said[-1].get("done") for said in words), words
    picture.must_be_stored_once()


def test_whoever_forgot_that_it_was_done_finds_the_end(bring, picture):
    assert bring()[0].get("done")
    last, said = bring(default_retries=True)
    assert last.get("done"), said
    picture.must_be_stored_once()
