"""What an officer hid is seen by nobody who has no reason for it."""

import io
import json

import pytest
from PIL import Image
from sqlalchemy import select

from server.domain.making import Reason
from server.domain.problems import ForbiddenProblem, NotFoundProblem, ReasonProblem, SealedProblem
from server.queries.record_detail import read_record
from server.services import erasing, rebuilding, showing, sync
from server.services.erasing import Order
from server.services.showing import Asked, Viewer
from server.services.sync import Batch
from server.services.worker import Worker
from server.store.tables import blobs, leaves
from tests.support import pictures
from tests.support.announcing import deliver
from tests.support.city import NOW, enrol, user_of
from tests.support.phone import digest

ID = "0193f000-0000-7000-8000-000000000001"
FACE, FACE_SMALL = pictures.jpeg(note="face"), pictures.jpeg(pictures.quarters(320, 240), note="face")
BLOCKS = pictures.jpeg(Image.new("RGB", (640, 480), (9, 90, 9)))
BLOCKS_SMALL = pictures.jpeg(Image.new("RGB", (320, 240), (9, 90, 9)))
SEEN = ("preview", "thumb", "view", "watermarked")
WHY = Reason("verify", "")


def send(city, phone, *compact):
    return sync.accept(city, phone.kid, Batch(compact), NOW).results


def small(data):
    return {"sha256": digest(data), "bytes": len(data)}


def derive(phone, how="redact", data=BLOCKS, preview=BLOCKS_SMALL, original=FACE):
    said = {"from": digest(original), "sha256": digest(data), "bytes": len(data), "how": how}
    return phone.write("derive", {**said, "preview": small(preview)}, NOW)


def work(city):
    Worker(city, clock=lambda: NOW).run_all()


def show(city, rendition, name="liu"):
    viewer = Viewer(user_of(city, name), own_only=False)
    return showing.show(city, Asked(ID, digest(FACE), rendition), viewer, NOW)


def open_it(city, name, reason=WHY):
    asked = Asked(ID, digest(FACE), "original")
    return showing.open_sealed(city, asked, user_of(city, name), reason, NOW).data


def is_green(data):
    red, green, blue = Image.open(io.BytesIO(data)).convert("RGB").getpixel((20, 20))
    return green > red + 50 and green > blue + 50


@pytest.fixture
def hidden(city, phone):
    """A record whose picture was redacted before it was saved; nothing of it has arrived."""
    shot = phone.shot(FACE, NOW, preview=small(FACE_SMALL))
    send(city, phone, shot, derive(phone), phone.record(NOW, id=ID, shots=[digest(FACE)]))
    return city


@pytest.fixture
def arrived(hidden, phone):
    for data in (BLOCKS_SMALL, BLOCKS, FACE_SMALL, FACE):
        deliver(hidden, data, phone.kid)
    work(hidden)
    return hidden


def test_every_rendition_is_of_the_redacted_picture(arrived):
    for rendition in SEEN:
        for name in ("liu", "zhao", "sun", "chen"):
            assert is_green(show(arrived, rendition, name).data), (rendition, name)


def test_nothing_is_shown_while_only_the_original_is_here(hidden, phone):
    for data in (FACE_SMALL, FACE):
        deliver(hidden, data, phone.kid)
    work(hidden)
    for rendition in SEEN:
        with pytest.raises(NotFoundProblem):
            show(hidden, rendition)


def test_the_worker_makes_nothing_of_the_original(arrived):
    assert not any(arrived.derived.has(digest(FACE), rendition) for rendition in ("thumb", "view"))
    assert list(rebuilding.check(arrived)) == []


def test_a_picture_redacted_later_hides_what_was_made_before(city, phone):
    send(city, phone, phone.shot(FACE, NOW, preview=small(FACE_SMALL)))
    send(city, phone, phone.record(NOW, id=ID, shots=[digest(FACE)]))
    deliver(city, FACE, phone.kid)
    work(city)
    assert city.derived.has(digest(FACE), "view")
    send(city, phone, derive(phone))
    deliver(city, BLOCKS, phone.kid)
    work(city)
    assert is_green(show(city, "view").data) and not city.derived.has(digest(FACE), "view")


def test_the_original_opens_to_a_role_with_a_reason_and_leaves_a_leaf_each_time(arrived):
    for name in ("liu", "chen", "zhao"):
        with pytest.raises(SealedProblem):
            show(arrived, "original", name)
    assert open_it(arrived, "liu") == open_it(arrived, "sun", Reason("other", "复核号牌")) == FACE
    with arrived.read() as conn:
        told = [json.loads(row) for row in conn.scalars(select(leaves.c.payload)) if row and "why" not in row]
        opened = [said for said in told if said["_subject"] == f"viewing:{ID}"]
        history = read_record(conn, ID, user_of(arrived, "liu"), "zh")["history"]
    assert [said["reason"] for said in opened] == ["verify", "other"]
    steps = [(step["actor_name"], step["detail"]) for step in history if step["type"] == "evidence.opened"]
    assert steps == [("刘", {"reason": "verify"}), ("孙", {"reason": "other", "words": "复核号牌"})]


@pytest.mark.parametrize(
    ("name", "reason", "problem"),
    [
        ("chen", WHY, NotFoundProblem),
        ("wang", WHY, NotFoundProblem),
        ("liu", Reason("curious", "…"), ReasonProblem),
        ("liu", Reason("other", " "), ReasonProblem),
    ],
)
def test_without_right_or_reason_it_stays_closed(arrived, name, reason, problem):
    with pytest.raises((problem, ForbiddenProblem)):
        open_it(arrived, name, reason)


def test_the_desk_is_told_what_it_sees(arrived):
    with arrived.read() as conn:
        record = read_record(conn, ID, user_of(arrived, "liu"), "zh")
    said = {"sha256": digest(BLOCKS), "how": "redact", "stored": True, "sealed": True}
    assert record["photos"][0]["derived"] == said and record["opens_originals"]


def test_a_marked_picture_is_shown_and_its_original_stays_open(city, phone):
    send(city, phone, phone.shot(FACE, NOW), derive(phone, "mark"))
    send(city, phone, phone.record(NOW, id=ID, shots=[digest(FACE)]))
    for data in (BLOCKS, FACE):
        deliver(city, data, phone.kid)
    work(city)
    assert is_green(show(city, "view").data) and show(city, "original").data == FACE


def test_nobody_elses_picture_stands_in(city, phone):
    send(city, phone, phone.shot(FACE, NOW), phone.record(NOW, id=ID, shots=[digest(FACE)]))
    stranger = enrol(city, "wang")
    send(city, stranger, derive(stranger))
    for sender, data in ((stranger, BLOCKS), (phone, FACE)):
        deliver(city, data, sender.kid)
    work(city)
    assert not is_green(show(city, "view").data)


def test_the_last_redaction_counts(arrived, phone):
    again = pictures.jpeg(Image.new("RGB", (640, 480), (200, 9, 9)))
    send(arrived, phone, derive(phone, "redact+mark", again))
    deliver(arrived, again, phone.kid)
    work(arrived)
    assert not is_green(show(arrived, "view").data)


def test_what_was_hidden_once_stays_hidden(arrived, phone):
    arrow = pictures.jpeg(Image.new("RGB", (640, 480), (200, 9, 9)))
    send(arrived, phone, derive(phone, "mark", arrow))
    deliver(arrived, arrow, phone.kid)
    work(arrived)
    assert is_green(show(arrived, "view").data)
    with pytest.raises(SealedProblem):
        show(arrived, "original")


def test_an_erased_record_takes_the_redacted_picture_along(arrived, phone):
    erasing.erase(arrived, phone.head, Order("court order 7", "operator", NOW))
    with arrived.read() as conn:
        assert list(conn.execute(select(blobs))) == []
    assert list(rebuilding.check(arrived)) == []


def test_an_odd_derive_is_kept_and_shows_nothing(city, phone):
    send(city, phone, phone.shot(FACE, NOW))
    body = {"from": digest(FACE), "sha256": digest(BLOCKS), "bytes": len(BLOCKS), "how": None}
    (result,) = send(city, phone, phone.write("derive", body, NOW))
    assert [(flag.code, flag.detail) for flag in result.flags] == [("malformed_body", "how")]
    send(city, phone, phone.record(NOW, id=ID, shots=[digest(FACE)]))
    deliver(city, FACE, phone.kid)
    work(city)
    assert not is_green(show(city, "view").data)
