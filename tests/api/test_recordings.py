"""Voice notes and films over HTTP: kept as they came, played at the desk, never decoded, no photos."""

import pytest

from server.services.worker import Worker
from tests.support import pictures
from tests.support.city import NOW
from tests.support.phone import digest
from tests.support.recordings import FILM_WEBM, VOICE_MP4
from tests.support.sender import Sender, sign_in

POSTER = pictures.jpeg(pictures.quarters(480, 360))


def sent(client, phone, city, data, mime):
    """Send a recording with its poster, and a record that names it; returns the record's id."""
    sender = Sender(client, phone)
    small = {"sha256": digest(POSTER), "bytes": len(POSTER)}
    answer = sender.sync(phone.shot(data, NOW, preview=small, mime=mime, width=0, height=0))
    assert answer["results"][0]["flags"] == []
    sender.sync(phone.record(NOW, shots=[digest(data)]))
    sender.upload(POSTER)
    sender.upload(data)
    Worker(city, clock=lambda: NOW).run_all()
    sign_in(client, "liu")
    return client.get("/api/queue").json["rows"][0]["id"]


@pytest.mark.parametrize(("data", "mime"), [(VOICE_MP4, "audio/mp4"), (FILM_WEBM, "video/webm")])
def test_the_desk_plays_a_recording_as_it_came(client, phone, city, data, mime):
    record_id = sent(client, phone, city, data, mime)
    answer = client.get(f"/api/records/{record_id}/photos/{digest(data)}/original")
    assert (answer.status_code, answer.mimetype, answer.data) == (200, mime, data)
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["Content-Disposition"].startswith("inline")


@pytest.mark.parametrize("rendition", ["preview", "thumb", "view", "watermarked"])
def test_its_poster_stands_for_it_in_every_list(client, phone, city, rendition):
    record_id = sent(client, phone, city, VOICE_MP4, "audio/mp4")
    answer = client.get(f"/api/records/{record_id}/photos/{digest(VOICE_MP4)}/{rendition}")
    assert (answer.status_code, answer.mimetype, answer.data) == (200, "image/jpeg", POSTER)


def test_a_recording_is_no_doubt(client, phone, city):
    record_id = sent(client, phone, city, VOICE_MP4, "audio/mp4")
    record = client.get(f"/api/records/{record_id}").json
    assert record["photos"][0]["examined"]["format"] == "mp4"
    assert "unreadable" not in [flag["code"] for flag in record["flags"]]
    assert city_jobs_left(city) == 0


def city_jobs_left(city):
    with city.read() as conn:
        return conn.exec_driver_sql("SELECT count(*) FROM jobs").scalar()


@pytest.fixture(params=["at once", "one after another"])
def flags_of(request, client, phone):
    """What the desk doubts of a record whose pictures come in the same contact, or were there before."""

    def doubted(announced, **body):
        sender = Sender(client, phone)
        record = phone.record(NOW, **body)
        for entries in [[*announced, record]] if request.param == "at once" else [announced, [record]]:
            results = sender.sync(*entries)["results"]
        return {flag["code"]: flag["detail"] for flag in results[-1]["flags"]}

    return doubted


def test_a_voice_note_is_no_photo(flags_of, phone):
    note = phone.shot(VOICE_MP4, NOW, mime="audio/mp4", width=0, height=0)
    assert flags_of([note], shots=[digest(VOICE_MP4)])["too_few_photos"] == "0 < 2"


@pytest.mark.parametrize(("slot", "doubt"), [("check:bins", None), ("overview", "bins")])
def test_a_failed_point_wants_a_photo_of_its_own(flags_of, phone, slot, doubt):
    answers = dict.fromkeys(("volunteer", "line", "access", "smoke"), "yes") | {"bins": "no"}
    shot = phone.shot(POSTER, NOW, slot=slot)
    found = flags_of([shot], item="HAL-02", answers=answers, nature="self_check", shots=[digest(POSTER)])
    assert found.get("unproven_point") == doubt
