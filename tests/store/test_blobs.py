"""The contract of a blob store; another implementation joins by one more line in `MAKERS`."""

import hashlib
import os
import shutil
from pathlib import Path

import pytest

from server.domain.problems import NotReadyProblem
from server.store.blobs import BlobNotFoundError, DiskBlobs, HashMismatchError

MAKERS = {"disk": DiskBlobs}
DATA = b"evidence" * 1000
NAME = hashlib.sha256(DATA).hexdigest()


@pytest.fixture(params=MAKERS)
def blobs(request, tmp_path):
    return MAKERS[request.param](tmp_path / "blobs")


@pytest.fixture
def written(tmp_path):
    path = tmp_path / "part"
    path.write_bytes(DATA)
    return path


def test_what_was_put_comes_back(blobs):
    assert blobs.put(NAME, [DATA[:10], DATA[10:]]) == len(DATA)
    assert blobs.size(NAME) == len(DATA)
    with blobs.open(NAME) as file:
        assert file.read() == DATA


def test_putting_twice_is_harmless(blobs):
    blobs.put(NAME, [DATA])
    blobs.put(NAME, [DATA])
    assert blobs.size(NAME) == len(DATA)


def test_bytes_of_another_hash_are_not_kept(blobs):
    with pytest.raises(HashMismatchError):
        blobs.put(NAME, [DATA, b"!"])
    assert blobs.size(NAME) is None


def test_a_failing_source_leaves_nothing(blobs, tmp_path):
    def broken():
        yield DATA
        raise OSError("gone")

    with pytest.raises(OSError, match="gone"):
        blobs.put(NAME, broken())
    assert blobs.size(NAME) is None
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_a_finished_file_is_adopted(blobs, written):
    blobs.adopt(NAME, written, NAME)
    assert blobs.size(NAME) == len(DATA) and not written.exists()


def test_a_file_of_another_hash_stays_where_it_is(blobs, written):
    with pytest.raises(HashMismatchError):
        blobs.adopt(NAME, written, "0" * 64)
    assert blobs.size(NAME) is None and written.exists()


def test_what_is_not_there_is_said_so(blobs):
    assert blobs.size(NAME) is None
    with pytest.raises(BlobNotFoundError):
        blobs.open(NAME)


def test_removing_is_final_and_repeatable(blobs):
    blobs.put(NAME, [DATA])
    blobs.remove(NAME)
    blobs.remove(NAME)
    assert blobs.size(NAME) is None


@pytest.mark.parametrize(
    "name", ["", "../" + "a" * 61, "A" * 64, "a" * 63, "a" * 65, "/etc/passwd", "a" * 63 + "\n"]
)
def test_only_hashes_are_names(blobs, name):
    for use in (blobs.size, blobs.open, blobs.remove, lambda each: blobs.put(each, [b""])):
        with pytest.raises(ValueError):
            use(name)


def test_files_and_folders_are_ours_alone(tmp_path):
    DiskBlobs(tmp_path / "blobs").put(NAME, [DATA])
    for path in (tmp_path / "blobs").rglob("*"):
        assert path.stat().st_mode & 0o777 == (0o700 if path.is_dir() else 0o600)
    assert (tmp_path / "blobs").stat().st_mode & 0o777 == 0o700


def test_a_link_that_leads_out_is_not_followed(tmp_path):
    blobs = DiskBlobs(tmp_path / "blobs")
    outside = tmp_path / "outside"
    outside.mkdir()
    (tmp_path / "blobs" / NAME[:2]).symlink_to(outside)
    with pytest.raises(ValueError, match="outside"):
        blobs.put(NAME, [DATA])


@pytest.mark.parametrize("left", ["nothing", "an empty folder", "a folder like ours"])
def test_a_disk_that_is_away_is_not_taken_for_an_empty_store(tmp_path, written, left):
    root = tmp_path / "blobs"
    blobs = DiskBlobs(root)
    root.rename(tmp_path / "away")
    if left != "nothing":
        root.mkdir()
    if left == "a folder like ours":
        (root / NAME[:2]).mkdir()
    for keep in (lambda: blobs.put(NAME, [DATA]), lambda: blobs.adopt(NAME, written, NAME)):
        with pytest.raises(NotReadyProblem):
            keep()
    assert written.exists() and not [path for path in root.rglob("*") if path.is_file()]
    if root.exists():
        shutil.rmtree(root)
    (tmp_path / "away").rename(root)
    blobs.adopt(NAME, written, NAME)
    assert blobs.size(NAME) == len(DATA)


def test_bytes_and_names_are_synced_before_it_counts(tmp_path, monkeypatch):
    steps = []
    real_fsync, real_replace = os.fsync, os.replace

    def fsync(descriptor):
        steps.append("folder" if Path(f"/proc/self/fd/{descriptor}").is_dir() else "file")
        real_fsync(descriptor)

    blobs = DiskBlobs(tmp_path / "blobs")
    # The folder may be there and not be synced yet, by a process that died or has not come to it.
    (tmp_path / "blobs" / NAME[:2]).mkdir()
    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(os, "replace", lambda *args: (steps.append("rename"), real_replace(*args)))
    blobs.put(NAME, [DATA])
    assert steps == ["folder", "file", "rename", "folder"]
    steps.clear()
    blobs.put(NAME, [DATA])
    assert steps == ["file", "rename", "folder"]
