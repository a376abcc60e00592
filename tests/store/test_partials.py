"""Unfinished uploads: offsets, locks and expiry."""

import hashlib
import os
import threading
from datetime import UTC, datetime, timedelta

import pytest

from server.store.partials import Partial, PartialLockedError, PartialNotFoundError, Partials

KID, SHA256 = "k" * 43, "ab" * 32


@pytest.fixture
def partials(tmp_path):
    return Partials(tmp_path / "uploads")


def test_the_file_tells_the_offset(partials):
    with partials.begin(KID, SHA256, 10) as partial:
        partial.write(b"hello")
    assert partials.offset(KID, SHA256, 10) == 5
    with partials.begin(KID, SHA256, 10) as again:
        assert again.offset == 5


def test_the_hash_covers_what_earlier_requests_wrote(partials):
    with partials.begin(KID, SHA256, 10) as partial:
        partial.write(b"hello")
        assert partial.digest() == hashlib.sha256(b"hello").hexdigest()
    with partials.resume(KID, SHA256, 10) as partial:
        partial.write(b"world")
        assert partial.digest() == hashlib.sha256(b"helloworld").hexdigest()


def test_cutting_back_forgets_the_hash_too(partials):
    with partials.begin(KID, SHA256, 10) as partial:
        partial.write(b"wrong")
        partial.cut_back(0)
        partial.write(b"right")
        assert partial.digest() == hashlib.sha256(b"right").hexdigest()
    assert partials.offset(KID, SHA256, 10) == 5


def test_one_writer_at_a_time(partials):
    with partials.begin(KID, SHA256, 10), pytest.raises(PartialLockedError):
        partials.resume(KID, SHA256, 10)
    with partials.resume(KID, SHA256, 10) as free:
        assert free.offset == 0


def test_another_thread_is_kept_out_too(partials):
    refused = []

    def try_it():
        try:
            partials.resume(KID, SHA256, 10)
        except PartialLockedError:
            refused.append(True)

    with partials.begin(KID, SHA256, 10):
        thread = threading.Thread(target=try_it)
        thread.start()
        thread.join()
    assert refused


def test_a_lock_on_a_file_that_became_evidence_counts_for_nothing(partials, tmp_path, monkeypatch):
    with partials.begin(KID, SHA256, 5) as partial:
        partial.write(b"bytes")
        path = partial.path
    real_open, moved = os.open, []

    def slow_open(name, *args, **options):
        descriptor = real_open(name, *args, **options)
        if not moved and name == path:
            moved.append(path.rename(tmp_path / "blob"))
        return descriptor

    monkeypatch.setattr(os, "open", slow_open)
    with pytest.raises(PartialNotFoundError):
        Partial(path, create=False)
    assert moved and (tmp_path / "blob").read_bytes() == b"bytes"


def test_old_uploads_are_forgotten_and_fresh_or_busy_ones_kept(partials):
    now = datetime.now(UTC)
    for sha256 in ("aa" * 32, "bb" * 32, "cc" * 32):
        partials.begin(KID, sha256, 1).__exit__(None, None, None)
    for sha256 in ("aa" * 32, "bb" * 32):
        path = partials.begin(KID, sha256, 1)
        os.utime(path.path, (0, 0))
        path.__exit__(None, None, None)
    with partials.resume(KID, "bb" * 32, 1):
        assert partials.remove_older(now - timedelta(days=7)) == 1
    assert partials.offset(KID, "aa" * 32, 1) is None
    assert partials.offset(KID, "bb" * 32, 1) == partials.offset(KID, "cc" * 32, 1) == 0


def test_what_was_never_begun_is_not_found(partials):
    assert partials.offset(KID, SHA256, 10) is None
    with pytest.raises(PartialNotFoundError):
        partials.resume(KID, SHA256, 10)
    with pytest.raises(PartialNotFoundError):
        partials.written_at(KID, SHA256, 10)


@pytest.mark.parametrize(("kid", "sha256"), [("../x", SHA256), (KID, "../../etc"), ("", SHA256), (KID, "")])
def test_only_devices_and_hashes_are_names(partials, kid, sha256):
    with pytest.raises(ValueError):
        partials.offset(kid, sha256, 1)
