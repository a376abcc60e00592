"""A backup holds everything but the keys, is made beside a serving city, and is whole or none."""

from datetime import timedelta

import pytest

from server.domain.checkpoint import open_checkpoint
from server.services import backing_up, erasing
from server.services.backing_up import Places, SamePlaceError
from server.services.erasing import Order
from server.store import ledger
from server.store.backup_folder import BackupFolder, BadBackupError
from tests.support.bad_disk import HARMS, blob_path, harmed
from tests.support.city import NOW
from tests.support.restoring import every_blob, everything


def snapshots(vault):
    return BackupFolder(vault.backups).snapshots()


def test_a_restored_city_is_the_same_row_by_row_and_byte_by_byte(lively, vault):
    done = vault.back_up(lively)
    again, told = vault.restore()
    assert (done.pictures, done.copied, done.damaged) == (4, 4, ())
    assert (told.missing, told.findings, told.leaves) == ((), (), done.leaves)
    assert everything(again) == everything(lively)
    assert every_blob(again) == every_blob(lively)
    assert (again.signer.vkey, again.secret, again.settings["origin"]) == (
        lively.signer.vkey, lively.secret, lively.origin,
    )  # fmt: skip
    again.close()


def test_the_manifest_names_the_head_that_the_copy_has(lively, vault):
    vault.back_up(lively)
    (snapshot,) = snapshots(vault)
    with lively.read() as conn:
        head = ledger.read_head(conn)
    signed = open_checkpoint(snapshot.manifest["checkpoint"], lively.signer.vkey)
    assert (signed.size, signed.root, signed.origin) == (head.size, head.root, lively.origin)


def test_a_second_backup_copies_only_what_is_new(city, scene, vault):
    vault.back_up(city)
    before = {path: path.stat().st_ino for path in (vault.backups / "blobs").rglob("*") if path.is_file()}
    scene.officer().inspects(photos=1).syncs()
    assert vault.back_up(city, NOW + timedelta(days=1)).copied == 1
    assert {path: path.stat().st_ino for path in before} == before
    assert len(snapshots(vault)) == 2


def test_no_secret_lies_in_the_backup(lively, vault):
    vault.back_up(lively)
    key = (lively.config.data / "keys" / "log.key").read_text()
    for path in vault.backups.rglob("*"):
        if path.is_file():
            raw = path.read_bytes()
            assert key.encode() not in raw
            assert lively.secret.encode() not in raw
            assert b"database_url" not in raw
    assert (vault.keys / "keys" / "log.key").read_text() == key
    assert [path for path in vault.keys.rglob("*") if path.stat().st_mode & 0o077] == []
    assert [path for path in vault.backups.rglob("*") if path.stat().st_mode & 0o077] == []


def cut(monkeypatch, name):
    def stop(*_args, **_kwargs):
        raise OSError("no space left")

    monkeypatch.setattr(backing_up.Draft, name, stop)


@pytest.mark.parametrize("step", ["write_blobs", "write_settings", "complete"])
def test_a_backup_that_was_cut_short_is_none_and_can_be_run_again(lively, vault, monkeypatch, step):
    with monkeypatch.context() as patch:
        cut(patch, step)
        with pytest.raises(OSError, match="no space"):
            vault.back_up(lively)
    with pytest.raises(BadBackupError):
        vault.restore()
    assert BackupFolder(vault.backups).cut_short()
    assert vault.back_up(lively).copied == 0
    assert BackupFolder(vault.backups).cut_short() == []
    again, _ = vault.restore()
    assert everything(again) == everything(lively)
    again.close()


def test_an_older_backup_serves_where_the_newest_was_cut_short(lively, vault, monkeypatch):
    vault.back_up(lively)
    with monkeypatch.context() as patch:
        cut(patch, "complete")
        with pytest.raises(OSError, match="no space"):
            vault.back_up(lively, NOW + timedelta(days=1))
    again, told = vault.restore()
    assert told.name == snapshots(vault)[0].name
    again.close()


@pytest.mark.parametrize("harm", HARMS)
def test_a_picture_that_is_damaged_here_does_not_enter_the_backup_and_keeps_no_other_out(lively, vault, harm):
    name, *others = lively.blobs.names()
    with harmed(blob_path(lively, name), harm):
        done = vault.back_up(lively)
    assert (done.damaged, done.copied) == ((name,), len(others))
    assert BackupFolder(vault.backups).blobs().size(name) is None


def test_places_that_overlap_are_refused(city, vault):
    data = city.config.data
    for target, keys in (
        (data / "backup", None), (data.parent, None), (vault.backups, vault.backups / "keys"),
        (vault.backups, data / "keys"),
    ):  # fmt: skip
        with pytest.raises(SamePlaceError):
            backing_up.back_up(city, Places(target, keys), NOW)


def test_a_backup_kept_no_longer_takes_its_pictures_with_it(city, scene, vault):
    vault.back_up(city)
    erasing.erase(
        city, scene.officer().inspects(photos=1).syncs().entry, Order("court order", "operator", NOW)
    )
    officer = scene.officer()
    record = officer.inspects(photos=1).syncs()
    vault.back_up(city, NOW + timedelta(days=1))
    erasing.erase(city, record.entry, Order("court order", "operator", NOW))
    done = vault.back_up(city, NOW + timedelta(days=2), keep=1)
    assert (done.forgotten, len(snapshots(vault))) == (2, 1)
    assert set(BackupFolder(vault.backups).blobs().names()) == set(city.blobs.names())


def test_an_erasure_waits_for_a_backup(city, scene, vault, monkeypatch):
    record = scene.officer().inspects(photos=1).syncs()
    held = []
    real = backing_up._copy_blobs

    def look(*args):
        lock = erasing.deletions(city)
        with lock._path.open() as file:
            held.append(_is_locked(file))
        return real(*args)

    monkeypatch.setattr(backing_up, "_copy_blobs", look)
    vault.back_up(city)
    assert held == [True]
    assert erasing.erase(city, record.entry, Order("court order", "operator", NOW))


def _is_locked(file):
    import fcntl

    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    return False
