"""What is restored was verified; a backup that is not whole, or a place that is not empty, is refused."""

import json
import secrets
from datetime import timedelta

import pytest

from server.services import rebuilding
from server.services.restarting import restart_ledger
from server.services.restoring import WrongKeysError, restore
from server.store import ledger, restored
from server.store.backup_folder import BackupFolder, BadBackupError
from server.store.copying import DatabaseInUseError
from server.store.keys import load_recovery
from tests.support.city import NOW
from tests.support.restoring import every_blob, everything


def snapshots(vault):
    return BackupFolder(vault.backups).snapshots()


def spoil(path):
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2] ^= 1
    path.write_bytes(raw)


@pytest.mark.parametrize("name", ["database.sqlite", "settings.yaml", "blobs.txt"])
def test_a_backup_with_one_wrong_bit_is_refused(lively, vault, name):
    vault.back_up(lively)
    spoil(snapshots(vault)[0].folder / name)
    wanted = vault.wanted()
    with pytest.raises(BadBackupError, match=name):
        restore(wanted, NOW)
    assert not wanted.data.exists()


def test_a_manifest_for_another_database_is_refused(lively, vault):
    vault.back_up(lively)
    manifest = snapshots(vault)[0].folder / "manifest.json"
    said = json.loads(manifest.read_text())
    said["checkpoint"] = lively.checkpoint(ledger.Head(3, b"r" * 32))
    manifest.write_text(json.dumps(said))
    with pytest.raises(BadBackupError, match="checkpoint"):
        restore(vault.wanted(), NOW)


def test_a_damaged_picture_is_named_and_the_rest_is_restored(lively, vault):
    vault.back_up(lively)
    rotten, lost, *_ = sorted(path for path in (vault.backups / "blobs").rglob("*") if path.is_file())
    spoil(rotten)
    lost.unlink()
    again, told = vault.restore()
    assert sorted(told.missing) == [rotten.name, lost.name]
    assert sorted(finding.where for finding in told.findings) == [rotten.name, lost.name]
    assert len(every_blob(again)) == 2
    again.close()


def test_keys_of_another_city_are_refused(lively, vault, tmp_path):
    vault.back_up(lively)
    other = tmp_path / "other"
    (other / "keys").mkdir(parents=True)
    for name in ("log.key", "secret"):
        (other / "keys" / name).write_text("bm90IGEga2V5")
    with pytest.raises(WrongKeysError):
        restore(vault.wanted(keys=other), NOW)


def test_a_folder_or_a_database_that_holds_something_is_left_alone(lively, vault):
    vault.back_up(lively)
    wanted = vault.wanted()
    wanted.data.mkdir()
    (wanted.data / "letters.docx").write_text("mine")
    with pytest.raises(FileExistsError):
        restore(wanted, NOW)
    assert [path.name for path in wanted.data.iterdir()] == ["letters.docx"]
    if not lively.config.is_sqlite:
        before = everything(lively)
        with pytest.raises(DatabaseInUseError):
            restore(vault.wanted(database_url=lively.config.database_url), NOW)
        assert everything(lively) == before


def test_a_restore_that_was_cut_short_can_be_run_again(lively, vault, monkeypatch):
    vault.back_up(lively)
    wanted = vault.wanted()

    def stop(*_args):
        raise OSError("no space left")

    with monkeypatch.context() as patch:
        patch.setattr("server.services.restoring.copy_in", stop)
        with pytest.raises(OSError, match="no space"):
            restore(wanted, NOW)
    assert restored.is_unfinished(wanted.data)
    assert restore(wanted, NOW).findings == ()
    assert not restored.is_unfinished(wanted.data)


def test_without_the_old_keys_only_a_restart_note_lets_phones_follow(lively, vault):
    vault.back_up(lively)
    again, _ = vault.restore(keys=None)
    assert again.signer.vkey != lively.signer.vkey
    recovery = load_recovery(lively.config.data / "offline" / "recovery.json")
    assert again.signer.vkey in restart_ledger(again, recovery, "keys lost", NOW)
    assert rebuilding.check(again) == []
    again.close()


def test_a_database_of_odd_values_comes_back(empty_store, vault):
    odd = ["", "\n", "\u202e", "😀", '{"a": 1.5e300}', secrets.token_hex(3000)]
    with empty_store.scratch() as conn:
        from server.store.tables import jobs

        for n, text in enumerate(odd):
            row = {"kind": "k", "key": str(n), "payload": {text: [text, None, 1.5, 2**60]}, "state": "s",
                   "attempts": 0, "run_at": "r", "lease_until": None, "error": text}  # fmt: skip
            conn.execute(jobs.insert().values(row))
    vault.back_up(empty_store)
    again, _ = vault.restore()
    assert everything(again) == everything(empty_store)
    from server.store.jobs import Wish, want

    with again.scratch() as conn:
        want(conn, Wish("new", "new", {}, NOW))
    again.close()


def test_a_city_moves_to_another_database_and_back_by_backups(lively, vault):
    vault.back_up(lively)
    embedded, _ = vault.restore(database_url=None)
    assert embedded.config.is_sqlite
    assert everything(embedded) == everything(lively)
    vault.back_up(embedded, NOW + timedelta(days=1))
    again, told = vault.restore()
    assert (again.config.is_sqlite, told.findings) == (lively.config.is_sqlite, ())
    assert everything(again) == everything(lively)
    for store in (embedded, again):
        store.close()
