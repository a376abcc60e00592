"""The pictures of a record over HTTP."""

import pytest

from server.services.worker import Worker
from tests.support import pictures
from tests.support.bad_disk import HARMS, blob_path, harmed
from tests.support.city import NOW, enrol
from tests.support.phone import digest
from tests.support.sender import Sender, sign_in

DATA = pictures.jpeg(pictures.quarters(800, 600))
PREVIEW = pictures.jpeg(pictures.quarters(320, 240))


@pytest.fixture
def sender(client, phone):
    return Sender(client, phone)


def admit(sender, *photos):
    """Send pictures and the record that shows them; returns the record's id."""
    entry = sender.phone.record(NOW, shots=[digest(each) for each in photos])
    sender.sync(entry)
    with sender.client.application.extensions["xunzheng"].read() as conn:
        return conn.exec_driver_sql("SELECT id FROM records ORDER BY received_at DESC").scalar()


@pytest.fixture
def record(sender, city):
    sender.shoot(DATA, PREVIEW)
    record_id = admit(sender, DATA)
    sender.upload(PREVIEW)
    sender.upload(DATA)
    Worker(city, clock=lambda: NOW).run_all()
    return record_id


def address(record_id, rendition, data=DATA):
    return f"/api/records/{record_id}/photos/{digest(data)}/{rendition}"


@pytest.mark.parametrize("rendition", ["preview", "thumb", "view", "watermarked", "original"])
def test_a_reviewer_sees_it_safely(client, record, rendition):
    sign_in(client, "liu")
    answer = client.get(address(record, rendition))
    assert (answer.status_code, answer.mimetype) == (200, "image/jpeg")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["Content-Disposition"].startswith("inline; filename=")
    if rendition == "original":
        assert answer.data == DATA and answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("harm", HARMS)
def test_what_the_disk_does_not_give_is_come_back_for(client, record, city, harm):
    sign_in(client, "liu")
    with harmed(blob_path(city, digest(DATA)), harm):
        answer = client.get(address(record, "original"))
    assert (answer.status_code, answer.json["code"]) == (503, "evidence_unreadable")
    assert int(answer.headers["Retry-After"]) > 0 and not answer.json["permanent"]
    assert client.get(address(record, "original")).data == DATA


def test_a_kept_thumb_is_not_sent_twice(client, record):
    sign_in(client, "liu")
    tag = client.get(address(record, "thumb")).headers["ETag"]
    assert client.get(address(record, "thumb"), headers={"If-None-Match": tag}).status_code == 304


def test_before_the_worker_the_preview_is_shown_and_not_kept(client, sender):
    sender.shoot(DATA, PREVIEW)
    record_id = admit(sender, DATA)
    sender.upload(PREVIEW)
    sign_in(client, "liu")
    answer = client.get(address(record_id, "view"))
    assert answer.data == PREVIEW and answer.headers["Cache-Control"] == "no-store"
    assert client.get(address(record_id, "original")).status_code == 404


def test_the_officers_own_phone_sees_it_and_another_does_not(client, record, sender, city):
    assert client.get(address(record, "view"), headers=sender.bearer).status_code == 200
    for other in ("wang", "liu"):
        stranger = Sender(client, enrol(city, other))
        assert client.get(address(record, "view"), headers=stranger.bearer).status_code == 404


def test_another_unit_is_told_that_there_is_nothing(client, record):
    sign_in(client, "wang")
    for rendition in ("preview", "thumb", "view", "watermarked", "original"):
        assert client.get(address(record, rendition)).status_code == 404


def test_without_signing_in_there_is_nothing_to_see(client, record):
    assert client.get(address(record, "view")).status_code == 401


@pytest.mark.parametrize("rendition", ["huge", "..", "thumb-v1.jpg"])
def test_other_renditions_do_not_exist(client, record, rendition):
    sign_in(client, "liu")
    assert client.get(address(record, rendition)).status_code == 404


@pytest.mark.parametrize("name", ["bomb", "svg named jpg", "html", "empty", "truncated"])
def test_what_is_no_picture_is_a_file_and_nothing_else(client, sender, city, name):
    data = pictures.ugly()[name]
    sender.shoot(data, PREVIEW)
    record_id = admit(sender, data)
    sender.upload(PREVIEW)
    sender.upload(data)
    Worker(city, clock=lambda: NOW).run_all()
    sign_in(client, "liu")
    answer = client.get(address(record_id, "original", data))
    assert answer.data == data and answer.mimetype == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert client.get(address(record_id, "view", data)).status_code == 404
    flags = {each["code"] for each in client.get(f"/api/records/{record_id}").json["flags"]}
    assert "unreadable" in flags


def test_a_record_that_comes_after_its_examined_picture_is_flagged(client, sender, city):
    data = pictures.with_html()
    sender.shoot(data, PREVIEW)
    sender.upload(data)
    Worker(city, clock=lambda: NOW).run_all()
    record_id = admit(sender, data)
    sign_in(client, "liu")
    flags = {each["code"] for each in client.get(f"/api/records/{record_id}").json["flags"]}
    assert "trailing_data" in flags
