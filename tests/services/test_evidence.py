"""Taking pictures in: resumed, refused, finished, dropped."""

import hashlib
import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from server.domain import problems, tus
from server.services import evidence
from server.services.evidence import Body, Upload
from server.services.receipts import blob_receipts
from server.store.tables import blobs, jobs, leaves, subject_changes
from tests.support import announcing, pictures
from tests.support.announcing import KID, NOW, OTHER_KID, announce, digest, record

DATA = pictures.jpeg()
NAME = digest(DATA)
UPLOAD = Upload(KID, NAME)


def clock():
    return NOW


def body(data, offset=None, size=None, checksum=None):
    left = [data]

    def read(n):
        chunk, left[0] = left[0][:n], left[0][n:]
        return chunk

    return Body(read, offset, len(data) if size is None else size, checksum)


def leaves_of(store, kind):
    with store.read() as conn:
        return conn.execute(select(leaves).where(leaves.c.type == kind)).all()


@pytest.fixture
def city(empty_store):
    """Keys and tables are all that these tests need of a city."""
    return empty_store


@pytest.fixture
def announced(city):
    announce(city, DATA)
    return city


def send(store, data=DATA, upload=UPLOAD):
    evidence.begin(store, upload, len(data), clock)
    return evidence.append(store, upload, body(data), clock)


def status(store, upload):
    return evidence.status(store, upload, clock)


def test_a_whole_picture_becomes_a_blob_a_leaf_and_a_job(announced):
    standing = send(announced)
    assert (standing.offset, standing.length, standing.expires_at) == (len(DATA), len(DATA), None)
    with announced.blobs.open(NAME) as file:
        assert file.read() == DATA
    (leaf,) = leaves_of(announced, "stored")
    assert NAME.encode() in bytes(leaf.leaf) and f'"n":{len(DATA)}'.encode() in bytes(leaf.leaf)
    with announced.read() as conn:
        row = conn.execute(select(blobs)).one()
        assert (row.sha256, row.bytes, row.device, row.leaf_idx) == (NAME, len(DATA), KID, leaf.idx)
        assert conn.execute(select(jobs.c.kind, jobs.c.key)).all() == [("examine", NAME)]
    assert announced.partials.offset(KID, NAME, len(DATA)) is None


def test_a_cut_upload_goes_on_at_its_offset(announced):
    evidence.begin(announced, UPLOAD, len(DATA), clock)
    with pytest.raises(problems.IncompleteProblem) as caught:
        evidence.append(announced, UPLOAD, body(DATA[:1000], size=len(DATA)), clock)
    assert caught.value.extras == {"offset": 1000} and not caught.value.permanent
    standing = status(announced, UPLOAD)
    assert (standing.offset, standing.length) == (1000, len(DATA)) and standing.expires_at is not None
    assert evidence.append(announced, UPLOAD, body(DATA[1000:], 1000), clock).offset == len(DATA)
    assert announced.blobs.size(NAME) == len(DATA)


def test_sending_from_the_start_again_loses_nothing_that_arrived(announced):
    evidence.begin(announced, UPLOAD, len(DATA), clock)
    evidence.append(announced, UPLOAD, body(DATA[:2000], 0), clock)
    with pytest.raises(problems.IncompleteProblem) as caught:
        evidence.append(announced, UPLOAD, body(DATA[:500], None, len(DATA)), clock)
    assert caught.value.extras == {"offset": 2000}
    assert evidence.append(announced, UPLOAD, body(DATA), clock).offset == len(DATA)


def test_a_wrong_offset_is_told_the_right_one(announced):
    evidence.begin(announced, UPLOAD, len(DATA), clock)
    evidence.append(announced, UPLOAD, body(DATA[:10], 0), clock)
    for offset in (0, 9, 11, len(DATA)):
        with pytest.raises(problems.OffsetProblem) as caught:
            evidence.append(announced, UPLOAD, body(b"x", offset), clock)
        assert caught.value.extras == {"offset": 10}


def test_a_body_longer_than_what_is_missing_is_refused_unread(announced):
    evidence.begin(announced, UPLOAD, len(DATA), clock)
    with pytest.raises(problems.UploadMetadataProblem):
        evidence.append(announced, UPLOAD, body(DATA + b"!", 0), clock)
    assert status(announced, UPLOAD).offset == 0


def test_a_damaged_part_is_forgotten(announced):
    evidence.begin(announced, UPLOAD, len(DATA), clock)
    evidence.append(announced, UPLOAD, body(DATA[:10], 0), clock)
    wrong = tus.Checksum("sha1", hashlib.sha1(b"other", usedforsecurity=False).digest())
    with pytest.raises(problems.ChecksumMismatchProblem) as caught:
        evidence.append(announced, UPLOAD, body(DATA[10:], 10, checksum=wrong), clock)
    assert caught.value.extras == {"offset": 10} and status(announced, UPLOAD).offset == 10
    right = tus.Checksum("sha256", hashlib.sha256(DATA[10:]).digest())
    assert evidence.append(announced, UPLOAD, body(DATA[10:], 10, checksum=right), clock).offset == len(DATA)


def test_bytes_of_another_hash_are_never_evidence(announced):
    other = bytes(len(DATA))
    evidence.begin(announced, UPLOAD, len(DATA), clock)
    with pytest.raises(problems.HashMismatchProblem) as caught:
        evidence.append(announced, UPLOAD, body(other), clock)
    assert not caught.value.permanent and status(announced, UPLOAD).offset == 0
    assert announced.blobs.size(NAME) is None and not leaves_of(announced, "stored")
    assert send(announced).expires_at is None


def test_only_announced_hashes_are_taken(city):
    with pytest.raises(problems.NotAnnouncedProblem) as caught:
        evidence.begin(city, UPLOAD, len(DATA), clock)
    assert not caught.value.permanent
    announce(city, DATA, OTHER_KID)
    for use in (status, evidence.terminate):
        with pytest.raises(problems.NotAnnouncedProblem):
            use(city, UPLOAD)


def test_previews_and_derived_pictures_are_announced_too(city):
    preview = pictures.jpeg(pictures.quarters(320, 240))
    announce(city, DATA, preview=preview)
    assert send(city, preview, Upload(KID, digest(preview))).offset == len(preview)


def test_another_length_than_announced_is_refused(announced):
    with pytest.raises(problems.LengthProblem) as caught:
        evidence.begin(announced, UPLOAD, len(DATA) + 1, clock)
    assert caught.value.extras == {"announced": len(DATA), "declared": len(DATA) + 1}


def test_too_large_is_refused_with_the_limit_before_anything_else(city):
    with pytest.raises(problems.EvidenceTooLargeProblem) as caught:
        evidence.begin(city, UPLOAD, 100_000_000, clock)
    assert caught.value.extras == {"limit": 33_554_432} and caught.value.permanent


def test_sending_twice_is_complete_at_once_and_one_leaf(announced):
    send(announced)
    assert evidence.begin(announced, UPLOAD, len(DATA), clock).expires_at is None
    assert status(announced, UPLOAD).offset == len(DATA)
    assert len(leaves_of(announced, "stored")) == 1


def test_what_another_device_stored_must_be_sent_all_the_same(announced):
    announce(announced, DATA, OTHER_KID)
    send(announced)
    second = Upload(OTHER_KID, NAME)
    assert evidence.begin(announced, second, len(DATA), clock).offset == 0
    with pytest.raises(problems.HashMismatchProblem):
        evidence.append(announced, second, body(bytes(len(DATA))), clock)
    assert len(leaves_of(announced, "stored")) == 1
    assert evidence.append(announced, second, body(DATA), clock).expires_at is None
    assert [json.loads(leaf.leaf)["d"] for leaf in leaves_of(announced, "stored")] == [KID, OTHER_KID]
    assert [path.name for path in (announced.config.data / "blobs").rglob("*") if path.is_file()] == [NAME]
    with announced.read() as conn:
        assert conn.execute(select(jobs.c.kind, jobs.c.key)).all() == [("examine", NAME)]


def test_a_receipt_is_for_the_device_that_sent_the_bytes(announced):
    announce(announced, DATA, OTHER_KID)
    send(announced)
    assert list(blob_receipts(announced, KID, [NAME], None)["receipts"]) == [NAME]
    assert blob_receipts(announced, OTHER_KID, [NAME], None)["receipts"] == {}


def test_two_devices_that_finish_at_once_make_a_leaf_each(announced):
    announce(announced, DATA, OTHER_KID)
    second = Upload(OTHER_KID, NAME)
    for upload in (UPLOAD, second):
        evidence.begin(announced, upload, len(DATA), clock)
    for upload in (UPLOAD, second):
        assert evidence.append(announced, upload, body(DATA), clock).expires_at is None
    assert len(leaves_of(announced, "stored")) == 2


def test_a_crash_between_rename_and_commit_is_finished_by_the_next_try(announced, monkeypatch):
    def killed(*_args):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(evidence, "record_stored", killed)
        with pytest.raises(KeyboardInterrupt):
            send(announced)
    assert announced.blobs.size(NAME) == len(DATA) and not leaves_of(announced, "stored")
    with pytest.raises(problems.UploadGoneProblem):
        status(announced, UPLOAD)
    assert send(announced).expires_at is None
    assert len(leaves_of(announced, "stored")) == 1


def test_a_crash_before_the_rename_is_finished_when_the_phone_asks_how_far_it_is(announced, monkeypatch):
    def killed(*_args):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(type(announced.blobs), "adopt", killed)
        with pytest.raises(KeyboardInterrupt):
            send(announced)
    assert announced.partials.offset(KID, NAME, len(DATA)) == len(DATA) and not leaves_of(announced, "stored")
    assert status(announced, UPLOAD).expires_at is None
    assert announced.blobs.size(NAME) == len(DATA) and len(leaves_of(announced, "stored")) == 1


def test_a_phone_is_not_told_of_all_its_bytes_while_they_become_evidence(announced):
    evidence.begin(announced, UPLOAD, len(DATA), clock)
    with announced.partials.resume(KID, NAME, len(DATA)) as partial:
        partial.write(DATA)
        with pytest.raises(problems.UploadLockedProblem):
            status(announced, UPLOAD)


def test_a_damaged_file_without_a_row_is_replaced_not_trusted(announced):
    announced.blobs.put(NAME, [DATA])
    path = announced.config.data / "blobs" / NAME[:2] / NAME
    path.write_bytes(bytes(len(DATA)))
    assert evidence.begin(announced, UPLOAD, len(DATA), clock).offset == 0
    assert evidence.append(announced, UPLOAD, body(DATA), clock).expires_at is None
    assert path.read_bytes() == DATA


def test_a_second_writer_is_locked_out(announced):
    evidence.begin(announced, UPLOAD, len(DATA), clock)

    def read(_size):
        with pytest.raises(problems.UploadLockedProblem):
            evidence.append(announced, UPLOAD, body(DATA), clock)
        with pytest.raises(problems.UploadLockedProblem):
            evidence.terminate(announced, UPLOAD)
        with pytest.raises(problems.UploadLockedProblem):
            evidence.begin(announced, UPLOAD, len(DATA), clock)
        return b""

    with pytest.raises(problems.IncompleteProblem):
        evidence.append(announced, UPLOAD, Body(read, 0, len(DATA)), clock)


def test_a_terminated_upload_is_gone_and_can_begin_again(announced):
    evidence.begin(announced, UPLOAD, len(DATA), clock)
    evidence.terminate(announced, UPLOAD)
    for use in (status, evidence.terminate):
        with pytest.raises(problems.UploadGoneProblem):
            use(announced, UPLOAD)
    assert send(announced).expires_at is None


def test_evidence_cannot_be_terminated(announced):
    send(announced)
    with pytest.raises(problems.EvidenceKeptProblem):
        evidence.terminate(announced, UPLOAD)
    assert announced.blobs.size(NAME) == len(DATA)


def test_an_upload_nobody_goes_on_with_expires(announced):
    expires_at = evidence.begin(announced, UPLOAD, len(DATA), clock).expires_at
    assert evidence.expire(announced, expires_at - timedelta(hours=1)) == 0
    assert evidence.expire(announced, expires_at + timedelta(hours=1)) == 1
    with pytest.raises(problems.UploadGoneProblem):
        evidence.append(announced, UPLOAD, body(DATA, 0), clock)


def test_an_empty_picture_is_stored_as_the_nothing_it_is(city):
    empty = Upload(KID, announce(city, b""))
    assert evidence.begin(city, empty, 0, clock).expires_at is None
    assert city.blobs.size(empty.sha256) == 0


def test_records_that_show_the_picture_hear_of_it(announced):
    record(announced, "r1", [NAME])
    send(announced)
    (leaf,) = leaves_of(announced, "stored")
    with announced.read() as conn:
        query = select(subject_changes.c.idx).where(subject_changes.c.subject == "record:r1")
        assert conn.execute(query).scalar() == leaf.idx


def test_the_wire_never_names_more_than_digests(announced):
    send(announced)
    (leaf,) = leaves_of(announced, "stored")
    assert announcing.WALL.encode() not in bytes(leaf.leaf)
