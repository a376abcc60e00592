"""Who is shown which bytes."""

import contextlib
import io
from datetime import UTC, datetime, timedelta

import pytest
from PIL import Image
from sqlalchemy import select

from server.domain.events import Event
from server.domain.problems import EvidenceUnreadableProblem, NotFoundProblem
from server.queries.people import User
from server.queries.photos import read_photos
from server.queries.standing import find_record
from server.services import derivatives, showing
from server.services.showing import Asked, Viewer
from server.services.worker import Worker
from server.store.tables import jobs, leaves
from tests.support import bad_disk, pictures
from tests.support.announcing import KID, NOW, OTHER_KID, announce, deliver, digest, record
from tests.support.bad_disk import HARMS, blob_path, harmed

UNITS = [("city", None, "/city/"), ("u1", "city", "/city/u1/"), ("u2", "city", "/city/u2/")]
DATA = pictures.jpeg()
NAME = digest(DATA)
PREVIEW = pictures.jpeg(pictures.quarters(320, 240))
START = datetime(2027, 1, 1, tzinfo=UTC)


def person(name, *roles, unit="u1"):
    return Viewer(User(name, name, name, roles, unit, active=True), own_only=False)


CHEN, REVIEWER = person("chen", "officer"), person("ruan", "reviewer")
FAR_REVIEWER = person("far", "reviewer", unit="u2")
OFFICE = person("office", "office", unit="city")
COLLEAGUE = person("colleague", "officer")


@pytest.fixture
def city(empty_store):
    """Keys and tables are all that these tests need of a city."""
    return empty_store


@pytest.fixture
def shown(city):
    """Give a city whose record r1 shows one picture; its preview has arrived."""
    rows = [
        {
            "id": each,
            "parent_id": parent,
            "path": path,
            "name_zh": each,
            "name_en": each,
            "kind": "x",
            "dept": None,
        }
        for each, parent, path in UNITS
    ]
    with city.write() as tx:
        tx.append(Event("unit.imported", "units", "test", NOW, {"rows": rows}))
    announce(city, DATA, preview=PREVIEW)
    deliver(city, PREVIEW)
    record(city, "r1", [NAME])
    return city


def show(city, rendition, viewer=REVIEWER, record_id="r1", sha256=NAME, now=START):
    return showing.show(city, Asked(record_id, sha256, rendition), viewer, now)


def work(city):
    Worker(city, clock=lambda: START).run_all()


def views(city):
    with city.read() as conn:
        return conn.execute(select(leaves.c.actor).where(leaves.c.type == "evidence.viewed")).scalars().all()


@pytest.mark.parametrize("rendition", ["preview", "thumb", "view", "watermarked"])
def test_the_preview_stands_in_until_the_rendition_is_made(shown, rendition):
    found = show(shown, rendition)
    assert found.data == PREVIEW and found.mime == "image/jpeg" and found.final is (rendition == "preview")
    deliver(shown, DATA)
    work(shown)
    made = show(shown, rendition)
    assert made.final and (made.data != PREVIEW or rendition == "preview")


def test_the_original_is_the_very_bytes(shown):
    with pytest.raises(NotFoundProblem):
        show(shown, "original")
    deliver(shown, DATA)
    unseen = show(shown, "original")
    assert not unseen.displayable
    work(shown)
    found = show(shown, "original")
    assert (found.data, found.mime, found.displayable) == (DATA, "image/jpeg", True)


@pytest.mark.parametrize("viewer", [FAR_REVIEWER, COLLEAGUE, person("liaison", "liaison")])
def test_others_are_told_that_there_is_nothing(shown, viewer):
    for rendition in showing.RENDITIONS:
        with pytest.raises(NotFoundProblem):
            show(shown, rendition, viewer)


@pytest.mark.parametrize("viewer", [CHEN, REVIEWER, OFFICE, person("auditor", "auditor", unit="city")])
def test_the_recorder_and_those_above_see_it(shown, viewer):
    assert show(shown, "preview", viewer).data == PREVIEW


def test_a_phone_sees_its_officers_records_and_no_others(shown):
    assert show(shown, "preview", Viewer(CHEN.user, own_only=True)).data == PREVIEW
    with pytest.raises(NotFoundProblem):
        show(shown, "preview", Viewer(REVIEWER.user, own_only=True))


def test_a_picture_is_shown_only_by_its_own_record(shown):
    other = pictures.jpeg(note="other")
    announce(shown, other, preview=PREVIEW)
    record(shown, "r2", [digest(other)])
    for record_id, sha256 in (("r2", NAME), ("r1", digest(other)), ("none", NAME)):
        with pytest.raises(NotFoundProblem):
            show(shown, "preview", REVIEWER, record_id, sha256)


def everything(city, viewer, record_id):
    """Give each rendition that leaves the server."""
    found = {}
    for rendition in showing.RENDITIONS:
        with contextlib.suppress(NotFoundProblem):
            found[rendition] = show(city, rendition, viewer, record_id).data
    return found


def test_naming_a_picture_of_somebody_else_shows_nothing(shown):
    deliver(shown, DATA)
    work(shown)
    record(shown, "mine", [NAME], kid=OTHER_KID)
    assert everything(shown, CHEN, "mine") == {}
    announce(shown, DATA, OTHER_KID, preview=PREVIEW)
    assert everything(shown, CHEN, "mine") == {}
    with shown.read() as conn:
        (photo,) = read_photos(conn, "mine", OTHER_KID)
        assert not photo["stored"] and photo["examined"] is None
        found = find_record(conn, "mine")
    assert found and found.standing.missing == (NAME,)


def test_who_sends_the_same_bytes_is_shown_them(shown):
    deliver(shown, DATA)
    work(shown)
    announce(shown, DATA, OTHER_KID, preview=PREVIEW)
    record(shown, "mine", [NAME], kid=OTHER_KID)
    deliver(shown, DATA, OTHER_KID)
    assert show(shown, "original", CHEN, "mine").data == DATA
    with pytest.raises(NotFoundProblem):
        show(shown, "preview", CHEN, "mine")
    deliver(shown, PREVIEW, OTHER_KID)
    assert show(shown, "preview", CHEN, "mine").data == PREVIEW


@pytest.mark.parametrize("kid", [KID, OTHER_KID])
def test_a_correction_from_a_second_device_shows_what_either_device_sent(shown, kid):
    other = pictures.jpeg(note="other")
    announce(shown, other, kid, preview=PREVIEW)
    record(shown, "r1", [digest(other)], kid=OTHER_KID)
    deliver(shown, other, kid)
    deliver(shown, PREVIEW, kid)
    for rendition, data in (("original", other), ("preview", PREVIEW)):
        assert show(shown, rendition, sha256=digest(other)).data == data


def test_a_picture_of_an_earlier_version_stays_visible(shown):
    other = pictures.jpeg(note="other")
    announce(shown, other, preview=PREVIEW)
    record(shown, "r1", [digest(other)])
    assert show(shown, "preview").data == show(shown, "preview", sha256=digest(other)).data == PREVIEW


@pytest.mark.parametrize("name", pictures.ugly())
def test_what_is_no_picture_goes_out_only_as_a_file(shown, name):
    data = pictures.ugly()[name]
    announce(shown, data, preview=PREVIEW)
    record(shown, "bad", [digest(data)])
    deliver(shown, data)
    work(shown)
    found = show(shown, "original", record_id="bad", sha256=digest(data))
    assert found.data == data and not found.displayable
    for rendition in ("preview", "thumb", "view", "watermarked"):
        with pytest.raises(NotFoundProblem):
            show(shown, rendition, record_id="bad", sha256=digest(data))


def test_a_preview_that_is_no_picture_is_not_shown(shown):
    other, html = pictures.jpeg(note="other"), b"<html><script>alert(1)</script>"
    announce(shown, other, preview=html)
    deliver(shown, html)
    record(shown, "r3", [digest(other)])
    with pytest.raises(NotFoundProblem):
        show(shown, "preview", record_id="r3", sha256=digest(other))


def test_each_view_of_a_personal_original_leaves_a_leaf(shown):
    deliver(shown, DATA)
    work(shown)
    show(shown, "view")
    assert views(shown) == []
    show(shown, "original")
    show(shown, "original", OFFICE)
    assert views(shown) == ["user:ruan", "user:office"]


def publish(city, privacy):
    document = {"items": [{"code": "DOG-01", "privacy": privacy, "name": {"zh": "犬只"}}]}
    said = {"edition": "2026.1", "sha256": digest(privacy.encode()), "document": document}
    with city.write() as tx:
        tx.append(Event("edition.published", "edition:2026.1", "test", NOW, said))


@pytest.mark.parametrize("rendition", ["view", "watermarked"])
def test_a_large_view_of_a_restricted_record_leaves_a_leaf_an_hour(shown, rendition):
    publish(shown, "restricted")
    show(shown, rendition)
    assert views(shown) == []
    deliver(shown, DATA)
    work(shown)
    show(shown, "thumb")
    assert views(shown) == []
    for minutes in (0, 30, 59):
        show(shown, rendition, now=START + timedelta(minutes=minutes))
    assert views(shown) == ["user:ruan"]
    show(shown, rendition, OFFICE)
    show(shown, rendition, now=START + timedelta(minutes=61))
    assert views(shown) == ["user:ruan", "user:office", "user:ruan"]


def test_the_original_of_an_ordinary_item_leaves_none(shown):
    publish(shown, "normal")
    deliver(shown, DATA)
    show(shown, "original")
    assert views(shown) == []


def test_a_lost_cache_is_made_again(shown):
    deliver(shown, DATA)
    work(shown)
    shown.derived.remove(NAME)
    for _ in range(2):
        assert not show(shown, "thumb").final
        assert not show(shown, "watermarked").final
    with shown.read() as conn:
        assert sorted(conn.execute(select(jobs.c.kind)).scalars()) == ["thumb", "watermark"]
    work(shown)
    assert Image.open(io.BytesIO(show(shown, "thumb").data)).size == (320, 240)
    assert show(shown, "watermarked").final


@pytest.mark.parametrize("harm", HARMS)
@pytest.mark.parametrize(("rendition", "data"), [("original", DATA), ("preview", PREVIEW)])
def test_a_picture_that_the_disk_does_not_give_as_it_was_is_not_shown(shown, harm, rendition, data):
    deliver(shown, DATA)
    work(shown)
    with harmed(blob_path(shown, digest(data)), harm), pytest.raises(EvidenceUnreadableProblem) as caught:
        show(shown, rendition)
    assert caught.value.extras["retry_after"] > 0 and views(shown) == []
    assert show(shown, rendition).data == data


@pytest.mark.parametrize("harm", ["cut", "flip", "vanish"])
@pytest.mark.parametrize("rendition", ["thumb", "view"])
def test_a_damaged_rendition_is_not_shown_and_made_again(shown, harm, rendition):
    deliver(shown, DATA)
    work(shown)
    whole = show(shown, rendition).data
    bad_disk.HARMS[harm](next((shown.config.data / "derived" / NAME).glob(f"{rendition}-*")))
    instead = show(shown, rendition)
    assert instead.data == PREVIEW and not instead.final
    work(shown)
    again = show(shown, rendition)
    assert again.data == whole and again.final


def test_the_bar_of_the_watermark_names_the_item(shown):
    assert derivatives.caption_lines(shown, "r1", NAME)[0].endswith("DOG-01")
