"""The data folder: private, whole, and made only once."""

import json
import stat

import pytest
import yaml

from server.domain.checkpoint import open_note
from server.store.keys import City, create_folder, load_recovery, load_signer, random_origin


@pytest.fixture
def folder(tmp_path):
    create_folder(tmp_path / "data", City("test/x", "测", "T", {"unit": 1}))
    return tmp_path / "data"


def test_only_the_owner_may_look(folder):
    for path in [folder, *folder.rglob("*")]:
        mode = stat.S_IMODE(path.stat().st_mode)
        assert mode == (0o700 if path.is_dir() else 0o600), path


def test_the_recovery_file_has_what_the_settings_pin(folder):
    said = yaml.safe_load((folder / "settings.yaml").read_text(encoding="utf-8"))
    kept = json.loads((folder / "offline" / "recovery.json").read_text())
    recovery = load_recovery(folder / "offline" / "recovery.json")
    assert set(kept) == {"recovery_key", "recovery_vkey", "seal_private_jwk"}
    assert recovery.vkey == said["recovery_vkey"] == kept["recovery_vkey"]
    assert {**said["seal_jwk"], "d": kept["seal_private_jwk"]["d"]} == kept["seal_private_jwk"]
    assert said["unit"] == 1


def test_the_log_key_signs(folder):
    signer = load_signer(folder, "test/x")
    assert open_note(signer.sign("hello\n"), signer.vkey) == "hello\n"


def test_an_installation_is_never_made_twice(folder):
    with pytest.raises(FileExistsError):
        create_folder(folder, City("test/y", "测", "T", {}))


def test_origins_differ():
    assert random_origin().startswith("xunzheng/")
    assert random_origin() != random_origin()
