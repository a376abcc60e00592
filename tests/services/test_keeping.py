"""Check, repair, backup and restore as an operator types them."""

from click.testing import CliRunner

from server.cli import main
from server.config import load_config
from server.store.store import open_store
from tests.support import city as cast
from tests.support.scenes import Scene
from tests.support.tampering import behind_our_back


def city_with_a_picture(data):
    """Let an officer of a new city send a record with a picture; gives the picture's hash."""
    store = open_store(load_config(data, {}))
    cast.settle(store)
    officer = Scene(store).officer()
    officer.inspects(photos=1)
    (sha256,) = officer.pictures
    officer.syncs()
    store.close()
    return sha256


def test_check_says_by_its_exit_code_what_it_found(installed, tmp_path):
    data = tmp_path / "data"
    sha256 = city_with_a_picture(data)
    assert "Note: keys offline/recovery.json: is still on this machine" in installed("check")
    assert "agree" in installed("check", "--quick")
    (data / "blobs" / sha256[:2] / sha256).write_bytes(b"x" * 300)
    assert f"blob {sha256}: hash differs" in installed("check", code=1)
    assert "agree" in installed("check", "--quick")
    (data / "xunzheng.sqlite").unlink()
    assert "is missing" in installed("check", code=2)


def test_check_repairs_and_says_what_it_did(installed, tmp_path):
    store = open_store(load_config(tmp_path / "data", {}))
    behind_our_back(store, "UPDATE editions SET published_at = 'x'")
    store.close()
    said = installed("check", "--repair")
    assert "Repaired: the views were rebuilt from the ledger (1)." in said
    assert "put back (" in said
    assert "agree" in said
    assert "nothing to repair" in installed("check", "--repair")
    note = tmp_path / "note"
    note.write_text("not a checkpoint")
    assert "cannot be read" in installed("check", "--against", str(note), code=1)


def test_a_backup_is_made_and_restored_by_commands(installed, tmp_path):
    data, backups, keys, again = (tmp_path / name for name in ("data", "backups", "keys", "again"))
    sha256 = city_with_a_picture(data)
    assert "not in it: copy them elsewhere" in installed("backup", "--to", str(backups))
    said = installed("backup", "--to", str(backups), "--keys-to", str(keys), "--keep", "1")
    assert "1 pictures, 0 new" in said and "Forgot 1 older" in said
    assert "overlaps" in installed("backup", "--to", str(data / "b"), code=1)

    def restore(*words, folder=again, code=0):
        typed = ["restore", "--from", str(backups), "--data", str(folder), *words]
        done = CliRunner().invoke(main, typed)
        assert done.exit_code == code, done.output + repr(done.exception)
        return done.output

    restore(code=2)
    assert "incomplete or damaged" in restore("--new-keys", "--backup", "2001", code=1)
    assert "is not empty" in restore("--keys-from", str(keys), folder=data, code=1)
    said = restore("--keys-from", str(keys))
    assert "No list of erasures" in said and "restart-note before you serve" in said
    done = CliRunner().invoke(main, ["check", "--data", str(again)])
    assert (done.exit_code, "agree" in done.output) == (0, True)
    rotten = backups / "blobs" / sha256[:2] / sha256
    rotten.write_bytes(b"x" * 300)
    assert f"blob {sha256}: missing" in restore("--new-keys", folder=tmp_path / "third", code=1)
    mark = again / "restoring"
    mark.write_text("")
    done = CliRunner().invoke(main, ["missing", "--data", str(again)])
    assert (done.exit_code, "run xunzheng restore again" in done.output) == (1, True)


def test_what_nobody_has_sent_is_listed_by_its_hash(installed, tmp_path):
    city_with_a_picture(tmp_path / "data")
    store = open_store(load_config(tmp_path / "data", {}))
    officer = Scene(store).officer()
    officer.inspects(photos=1)
    (sha256,) = officer.pictures
    officer.sends_entries()
    store.close()
    said = installed("missing")
    assert f"picture {sha256} u-chen {officer.phone.kid[:10]} " in said
    # Of each picture its preview too, which this cast never sends.
    assert "3 missing." in said
