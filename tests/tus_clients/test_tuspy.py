"""tuspy, a tus client that we did not write, against a real server: nothing is lost, nothing is doubled."""

import hashlib
import io
import threading
import time
from http import HTTPStatus

import pytest
from tusclient.client import TusClient
from tusclient.exceptions import TusCommunicationError, TusUploadFailed

CHUNK = 200_000


def uploader(picture, endpoint=None, data=None, **options):
    client = TusClient(endpoint or picture.endpoint, headers=picture.headers)
    more = {"chunk_size": CHUNK, "retries": 8, "retry_delay": 0.2, **options}
    stream = io.BytesIO(picture.raw if data is None else data)
    return client.uploader(file_stream=stream, metadata={"sha256": picture.sha256}, **more)


def begun(picture):
    """Begin beside another client that may be writing: this client itself tries only to send again."""
    deadline = time.monotonic() + 10
    while True:
        half = uploader(picture, retries=30)
        try:
            half.set_url(half.create_url())
        except TusCommunicationError as failure:
            if failure.status_code != HTTPStatus.LOCKED or time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            return half


@pytest.mark.parametrize("options", [{"chunk_size": 10**9}, {}, {"upload_checksum": True}])
def test_a_picture_whole_and_in_chunks_and_with_checksums(picture, options):
    uploader(picture, **options).upload()
    picture.must_be_stored_once()


def test_a_cut_line_is_gone_on_with_at_the_right_offset(picture):
    cuts = picture.place.proxy.cuts
    picture.place.proxy.cut_next_upload(300_000, smallest=600_000)
    uploader(picture, picture.cut_endpoint, chunk_size=10**9).upload()
    assert picture.place.proxy.cuts == cuts + 1
    assert max(picture.place.proxy.offsets) > 0
    picture.must_be_stored_once()


def test_a_killed_server_is_gone_on_with(picture):
    half = uploader(picture)
    half.upload(stop_at=2 * CHUNK)
    picture.restarts()
    assert picture.offset == 2 * CHUNK
    half.upload()
    picture.must_be_stored_once()


def test_another_process_goes_on_by_the_address_alone(picture):
    half = uploader(picture)
    half.upload_chunk()
    again = uploader(picture, url=half.url)
    assert again.offset == CHUNK
    again.upload()
    picture.must_be_stored_once()


def test_a_wrong_offset_is_a_conflict_that_asking_again_mends(picture):
    half = uploader(picture)
    half.upload_chunk()
    half.offset = 2 * CHUNK
    half.upload()
    picture.must_be_stored_once()


def test_a_damaged_chunk_is_refused_and_sent_again(picture, monkeypatch):
    spoiled = uploader(picture, upload_checksum=True)
    said = iter([b"other bytes"])
    name = "_BaseUploader__checksum_algorithm"
    monkeypatch.setattr(spoiled, name, lambda chunk: hashlib.sha1(next(said, chunk), usedforsecurity=False))
    spoiled.upload()
    assert next(said, None) is None
    picture.must_be_stored_once()


def test_without_another_try_a_damaged_chunk_stays_out(picture, monkeypatch):
    spoiled = uploader(picture, upload_checksum=True, retries=0)
    name = "_BaseUploader__checksum_algorithm"
    monkeypatch.setattr(spoiled, name, lambda _chunk: hashlib.sha1(b"other", usedforsecurity=False))
    with pytest.raises(TusUploadFailed) as caught:
        spoiled.upload()
    assert (caught.value.status_code, picture.offset) == (460, 0)


def test_other_bytes_never_become_the_picture(picture):
    with pytest.raises(TusUploadFailed) as caught:
        uploader(picture, data=bytes(len(picture.raw)), retries=0).upload()
    assert (caught.value.status_code, picture.offset) == (460, 0)
    uploader(picture).upload()
    picture.must_be_stored_once()


def test_an_expired_upload_is_said_to_be_gone_and_begins_anew(picture):
    half = uploader(picture, retries=0)
    half.upload_chunk()
    picture.expires()
    with pytest.raises(TusUploadFailed) as caught:
        half.upload()
    assert caught.value.status_code == 410
    with pytest.raises(TusCommunicationError):
        half.get_offset()
    uploader(picture).upload()
    picture.must_be_stored_once()


def test_a_busy_server_is_come_back_to(picture):
    half = uploader(picture, picture.cut_endpoint)
    half.upload_chunk()
    picture.place.proxy.busy = 2
    half.upload()
    assert picture.place.proxy.busy == 0
    picture.must_be_stored_once()


def test_two_clients_at_once_both_end_well(picture):
    failures = []

    def bring():
        try:
            begun(picture).upload()
        except (TusUploadFailed, TusCommunicationError) as failure:
            failures.append(failure)

    threads = [threading.Thread(target=bring) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    picture.must_be_stored_once()


def test_whoever_lost_the_last_answer_finds_the_end(picture):
    uploader(picture).upload()
    again = uploader(picture)
    again.upload()
    assert again.offset == len(picture.raw)
    picture.must_be_stored_once()
