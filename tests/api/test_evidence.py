"""The tus resource as a phone meets it."""

import base64
import errno
import hashlib
import os
import shutil
import threading

import pytest
from sqlalchemy import select

from server.api import evidence as routes
from server.api import open_bodies
from server.store import partials
from server.store.tables import blobs
from server.store.turns import Turns
from tests.support import pictures
from tests.support.city import enrol
from tests.support.phone import digest
from tests.support.sender import Sender

DATA = pictures.jpeg(pictures.quarters(800, 600))
NAME = digest(DATA)


@pytest.fixture
def sender(client, phone):
    return Sender(client, phone)


@pytest.fixture
def announced(sender):
    sender.shoot(DATA)
    return sender


def code(answer):
    assert answer.mimetype == "application/problem+json", answer.text
    return answer.json["code"], answer.status_code, answer.json["permanent"]


def test_options_tell_what_the_server_speaks(client):
    answer = client.options("/api/evidence")
    assert answer.status_code == 204
    assert answer.headers["Tus-Version"] == "1.0.0" and answer.headers["Tus-Max-Size"] == "33554432"
    assert answer.headers["Tus-Extension"] == "creation,creation-with-upload,checksum,expiration,termination"
    assert answer.headers["Tus-Checksum-Algorithm"] == "sha256,sha1"


def test_a_picture_in_one_request(announced, city):
    answer = announced.create(NAME, len(DATA), DATA)
    assert answer.status_code == 201 and answer.headers["Location"] == f"/api/evidence/{NAME}"
    assert answer.headers["Upload-Offset"] == str(len(DATA)) and answer.headers["Tus-Resumable"] == "1.0.0"
    with city.blobs.open(NAME) as file:
        assert file.read() == DATA


@pytest.mark.parametrize("folder", ["blobs", "uploads"])
def test_while_its_disk_is_away_nothing_counts_as_stored_and_the_phone_comes_back(announced, city, folder):
    root, away = city.config.data / folder, city.config.data / "away"
    root.rename(away)
    answer = announced.create(NAME, len(DATA), DATA)
    assert code(answer) == ("not_ready", 503, False) and int(answer.headers["Retry-After"]) > 0
    with city.read() as conn:
        assert not conn.scalars(select(blobs.c.sha256)).all()
    shutil.rmtree(root, ignore_errors=True)
    away.rename(root)
    assert announced.create(NAME, len(DATA), DATA).status_code == 201
    with city.blobs.open(NAME) as file:
        assert file.read() == DATA


@pytest.mark.parametrize("broken", [OSError(errno.EIO, "Input/output error"), b""])
def test_a_partial_that_cannot_be_read_again_is_come_back_to_and_kept(announced, monkeypatch, broken):
    def pread(*_words):
        if isinstance(broken, OSError):
            raise broken
        return broken

    announced.create(NAME, len(DATA), DATA[:1000])
    with monkeypatch.context() as patch:
        patch.setattr(os, "pread", pread)
        answer = announced.patch(NAME, 1000, DATA[1000:])
        assert code(answer) == ("not_ready", 503, False) and int(answer.headers["Retry-After"]) > 0
    assert announced.head(NAME).headers["Upload-Offset"] == str(len(DATA))
    assert announced.create(NAME, len(DATA)).headers["Upload-Offset"] == str(len(DATA))


def test_a_disk_that_takes_no_bytes_is_come_back_to(announced, monkeypatch):
    def write(*_words):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(partials, "write_all", write)
        answer = announced.create(NAME, len(DATA), DATA)
    assert code(answer) == ("not_ready", 503, False) and int(answer.headers["Retry-After"]) > 0
    assert announced.create(NAME, len(DATA), DATA).status_code == 201


def test_a_cut_upload_resumes_at_its_offset(announced):
    created = announced.create(NAME, len(DATA))
    assert (created.status_code, created.headers["Upload-Offset"]) == (201, "0")
    assert created.headers["Upload-Expires"]
    cut = announced.patch(NAME, 0, DATA[:1000], declared=len(DATA))
    assert code(cut) == ("incomplete", 400, False) and cut.json["offset"] == 1000
    there = announced.head(NAME)
    assert (there.status_code, there.headers["Upload-Offset"]) == (200, "1000")
    assert there.headers["Upload-Length"] == str(len(DATA)) and there.headers["Cache-Control"] == "no-store"
    rest = announced.patch(NAME, 1000, DATA[1000:])
    assert (rest.status_code, rest.headers["Upload-Offset"]) == (204, str(len(DATA)))
    assert announced.head(NAME).headers["Upload-Offset"] == str(len(DATA))


def test_the_first_part_with_the_creation_and_the_rest_later(announced):
    first = announced.create(NAME, len(DATA), DATA[:500])
    assert (first.status_code, first.headers["Upload-Offset"]) == (201, "500")
    assert announced.patch(NAME, 500, DATA[500:]).status_code == 204


def test_a_wrong_offset_is_a_conflict_that_names_the_right_one(announced):
    announced.create(NAME, len(DATA), DATA[:500])
    answer = announced.patch(NAME, 400, DATA[400:])
    assert code(answer) == ("offset_conflict", 409, False) and answer.json["offset"] == 500


@pytest.mark.parametrize("algorithm", ["sha256", "sha1"])
def test_a_checksum_is_checked(announced, algorithm):
    def said(data):
        return f"{algorithm} {base64.b64encode(hashlib.new(algorithm, data).digest()).decode()}"

    announced.create(NAME, len(DATA))
    wrong = announced.patch(NAME, 0, DATA[:500], Upload_Checksum=said(b"other"))
    assert code(wrong) == ("checksum_mismatch", 460, False)
    assert announced.head(NAME).headers["Upload-Offset"] == "0"
    assert announced.patch(NAME, 0, DATA[:500], Upload_Checksum=said(DATA[:500])).status_code == 204


def test_an_unknown_or_malformed_checksum_is_refused(announced):
    announced.create(NAME, len(DATA))
    assert code(announced.patch(NAME, 0, b"x", Upload_Checksum="md5 YQ=="))[0] == "bad_checksum"
    assert code(announced.patch(NAME, 0, b"x", Upload_Checksum="sha1 !"))[0] == "bad_upload_metadata"


def test_another_content_is_temporary_and_begins_anew(announced, city):
    wrong = announced.create(NAME, len(DATA), bytes(len(DATA)))
    assert code(wrong) == ("hash_mismatch", 460, False)
    assert announced.head(NAME).headers["Upload-Offset"] == "0" and city.blobs.size(NAME) is None
    assert announced.patch(NAME, 0, DATA).status_code == 204


def test_what_no_entry_announced_is_refused_for_now(sender, city):
    assert code(sender.create(NAME, len(DATA), DATA)) == ("not_announced", 403, False)
    other = Sender(sender.client, enrol(city, "wang"))
    other.shoot(DATA)
    assert code(sender.create(NAME, len(DATA), DATA))[0] == "not_announced"
    assert sender.head(NAME).status_code == 403 and other.head(NAME).status_code == 410


def test_100_mb_is_refused_unread_with_the_limit_named(sender, monkeypatch):
    def read(_size):
        raise AssertionError("the body was read")

    monkeypatch.setattr(routes, "_read", read)
    size = 100_000_000
    sender.sync(sender.phone.shot(DATA, _now(), bytes=size))
    answer = sender.create(NAME, size, DATA)
    assert code(answer) == ("evidence_too_large", 413, True)
    assert answer.json["limit"] == 33_554_432 and "33554432" in answer.json["detail"]
    assert answer.headers["Tus-Max-Size"] == "33554432"


def test_twice_is_complete_at_once(announced):
    announced.upload(DATA)
    for again in (announced.create(NAME, len(DATA)), announced.create(NAME, len(DATA), DATA)):
        assert (again.status_code, again.headers["Upload-Offset"]) == (201, str(len(DATA)))
        assert "Upload-Expires" not in again.headers


def test_going_on_with_what_is_whole_meets_its_end(announced):
    announced.upload(DATA)
    again = announced.patch(NAME, 0, DATA)
    assert code(again) == ("offset_conflict", 409, False) and again.json["offset"] == len(DATA)
    assert announced.patch(NAME, len(DATA), b"").status_code == 204
    assert code(announced.patch(NAME, len(DATA), b"more"))[:2] == ("offset_conflict", 409)


def test_terminating(announced):
    announced.create(NAME, len(DATA), DATA[:500])
    assert announced.delete(NAME).status_code == 204
    assert announced.head(NAME).status_code == 410
    assert code(announced.patch(NAME, 500, DATA[500:])) == ("upload_gone", 410, False)
    announced.upload(DATA)
    assert code(announced.delete(NAME)) == ("evidence_kept", 403, True)


def test_two_requests_at_once_one_is_locked_out(announced, app, monkeypatch):
    announced.create(NAME, len(DATA))
    began, may_go_on, first = threading.Event(), threading.Event(), []
    real = routes._read

    def slow(size):
        began.set()
        may_go_on.wait(10)
        return real(size)

    monkeypatch.setattr(routes, "_read", slow)

    def patch():
        mine = Sender.__new__(Sender)
        mine.client, mine.phone, mine.token = app.test_client(), announced.phone, announced.token
        first.append(mine.patch(NAME, 0, DATA).status_code)

    thread = threading.Thread(target=patch)
    thread.start()
    assert began.wait(10)
    assert code(announced.patch(NAME, 0, DATA)) == ("upload_locked", 423, False)
    may_go_on.set()
    thread.join()
    assert first == [204]


def test_beyond_the_open_bodies_the_next_comes_back_later(announced, monkeypatch):
    full = Turns(1, retry_after_s=5)
    shares = announced.client.application.extensions[open_bodies.EXTENSION]
    monkeypatch.setattr(shares, "previews", full)
    with full.taken():
        answer = announced.create(NAME, len(DATA), DATA)
        assert code(answer) == ("busy", 503, False) and answer.headers["Retry-After"] == "5"
        assert announced.create(NAME, len(DATA)).status_code == 201
        assert code(announced.patch(NAME, 0, DATA))[0] == "busy"
    assert announced.patch(NAME, 0, DATA).status_code == 204


@pytest.mark.parametrize(
    ("headers", "wanted"),
    [
        ({"Tus-Resumable": "0.2.2"}, "tus_version"),
        ({"Upload-Length": "-5"}, "bad_upload_metadata"),
        ({"Upload-Length": ""}, "bad_upload_metadata"),
        ({"Upload-Metadata": ""}, "bad_upload_metadata"),
        ({"Upload-Metadata": "sha256 Li4vLi4vZXRjL3Bhc3N3ZA=="}, "bad_upload_metadata"),
        ({"Authorization": "Bearer wrong"}, "device_token"),
        ({"Authorization": ""}, "device_token"),
    ],
)
def test_what_cannot_be_meant_is_said(announced, headers, wanted):
    said = {"Tus-Resumable": "1.0.0", "Upload-Length": "5", **announced.bearer, **headers}
    answer = announced.client.post("/api/evidence", headers=said)
    assert code(answer)[0] == wanted and answer.headers["Tus-Version"] == "1.0.0"


def test_a_patch_needs_its_own_content_type(announced):
    announced.create(NAME, len(DATA))
    said = {"Tus-Resumable": "1.0.0", "Upload-Offset": "0", **announced.bearer}
    answer = announced.client.patch(
        f"/api/evidence/{NAME}", data=DATA, headers=said, content_type="image/jpeg"
    )
    assert code(answer)[:2] == ("unsupported_type", 415)


@pytest.mark.parametrize("name", ["x", "..%2f..%2fetc", "A" * 64])
def test_other_names_than_hashes_lead_nowhere(announced, name):
    assert announced.head(name).status_code in {403, 404}


def test_a_revoked_phone_may_still_send_what_it_has(announced, city):
    from server.services.people import OPERATOR, revoke_device

    revoke_device(city, announced.phone.kid, "lost", OPERATOR, _now())
    announced.upload(DATA)


def _now():
    from tests.support.city import NOW

    return NOW
