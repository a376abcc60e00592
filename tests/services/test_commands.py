"""The `xunzheng` command as an operator types it."""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from schemas.catalogue import first_edition
from server.cli import main
from server.cli.address import served_url
from server.cli.commands import COMMANDS
from server.cli.installing import publish_first_edition
from server.config import load_config
from server.queries.about import newest_edition
from server.store.keys import City, create_folder
from server.store.ledger import read_head
from server.store.store import open_store
from tests.support import city as cast

UNITS = "编号,上级编号,名称,类型\ncity,,市局,市局\neast,city,东城分局,分局\n"


def write(tmp_path, name, data):
    path = tmp_path / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return str(path)


def test_help_names_every_command():
    said = CliRunner().invoke(main, ["--help"]).output
    assert all(name in said for name in COMMANDS)
    assert CliRunner().invoke(main, ["nonsense"]).exit_code == 2


def test_init_makes_a_private_folder_once(run, tmp_path):
    said = run("init")
    assert re.search(r"/desk\S*#/setup\?token=\S{30,}", said)
    assert "recovery.json" in said
    data = tmp_path / "data"
    assert data.stat().st_mode & 0o777 == 0o700
    assert [path for path in data.rglob("*") if path.stat().st_mode & 0o077] == []
    assert "holds an installation already" in run("init", code=1)


def test_a_first_start_cut_before_the_catalogue_gets_it_at_the_next(tmp_path):
    create_folder(tmp_path / "data", City("xunzheng/abcd2345", "云溪", "Yunxi", {}))
    store = open_store(load_config(tmp_path / "data", {}))
    publish_first_edition(store)
    publish_first_edition(store)
    with store.read() as conn:
        assert newest_edition(conn) == first_edition()["meta"]["edition"]
        assert read_head(conn).size == 1
    store.close()


def spoil_settings(data):
    (data / "settings.yaml").write_text(":: [", encoding="utf-8")


def spoil_database(data):
    (data / "xunzheng.sqlite").write_bytes(b"not a database" * 100)


def lose_database(data):
    (data / "blobs" / "ab").mkdir()
    (data / "xunzheng.sqlite").unlink()


def lose_key(data):
    (data / "keys" / "log.key").unlink()


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (spoil_settings, "settings.yaml, line 1"),
        (spoil_database, "not a database"),
        (lose_database, "xunzheng.sqlite is missing"),
        (lose_key, "log.key"),
    ],
)
def test_a_damaged_folder_is_one_line_and_stays_as_it_is(installed, tmp_path, harm, said):
    data = tmp_path / "data"
    harm(data)
    before = sorted(path.name for path in data.iterdir())
    answer = installed("check", code=2)
    assert said in answer
    assert "init" not in answer
    assert [name for name in before if not (data / name).exists()] == []
    assert (data / "xunzheng.sqlite").exists() == ("xunzheng.sqlite" in before)


@pytest.mark.parametrize("origin", ["demo/mine", "has space", "plus+sign", "line\nbreak"])
def test_an_origin_that_cannot_sign_is_refused(run, origin):
    assert "origin" in run("init", "--origin", origin, code=1)


def test_a_folder_without_an_installation_says_what_to_do(run):
    assert "run xunzheng init" in run("check", code=2)


def test_no_data_folder_is_ever_guessed(monkeypatch):
    monkeypatch.setenv("XUNZHENG_LANG", "en")
    monkeypatch.delenv("XUNZHENG_DATA", raising=False)
    for words in (["init"], ["check"], ["serve"], ["enrol", "anna"], ["worker"], ["missing"]):
        said = CliRunner().invoke(main, words)
        expected = 2 if words == ["check"] else 1
        assert (said.exit_code, "Name the data folder" in said.output) == (expected, True), words


def test_a_folder_with_other_things_in_it_is_left_alone(run, tmp_path):
    data = tmp_path / "data"
    data.mkdir()
    data.chmod(0o755)
    (data / "letters.docx").write_bytes(b"mine")
    assert "letters.docx" in run("init", code=1)
    assert data.stat().st_mode & 0o777 == 0o755
    (data / "letters.docx").unlink()
    assert "/setup?token=" in run("init")


def test_an_address_that_no_phone_can_open_is_told(installed, tmp_path):
    installed("import", "units", write(tmp_path, "u.csv", UNITS), "--yes")
    users = "username,name,roles,unit_id\nanna,安娜,officer,east\n"
    installed("import", "users", write(tmp_path, "p.csv", users), "--yes")
    assert "no phone can open http://127.0.0.1:8000" in installed("enrol", "anna")
    (tmp_path / "data" / "address").write_text("http://127.0.0.1:8141", encoding="utf-8")
    assert "http://127.0.0.1:8141/#/enrol?code=" in installed("enrol", "anna")
    with (tmp_path / "data" / "settings.yaml").open("a", encoding="utf-8") as settings:
        settings.write("public_url: https://xunzheng.example/\n")
    assert "https://other.example/#/enrol?code=" in installed(
        "enrol", "anna", "--url", "https://other.example/"
    )
    said = installed("enrol", "anna")
    assert "https://xunzheng.example/#/enrol?code=" in said
    assert "no phone" not in said


@pytest.mark.parametrize(
    ("host", "said"),
    [("127.0.0.1", "http://127.0.0.1:81"), ("::1", "http://[::1]:81"), ("0.0.0.0", "http://192.168.7.9:81")],  # noqa: S104
)
def test_the_address_served_is_one_that_can_be_opened(monkeypatch, host, said):
    monkeypatch.setattr("server.phone.network.lan_addresses", lambda: ["192.168.7.9", "10.0.0.1"])
    assert served_url(host, 81, None) == said


def test_importing_is_dry_until_it_is_meant(installed, tmp_path):
    file = write(tmp_path, "units.csv", UNITS.encode("gb18030"))
    assert "dry run" in installed("import", "units", file)
    assert "Imported." in installed("import", "units", file, "--yes")
    assert "new 0, changed 0, same 2" in installed("import", "units", file)


def test_a_fault_names_sheet_row_column_and_what_is_allowed(installed, tmp_path):
    file = write(tmp_path, "units.csv", UNITS + "west,mars,,planet\n")
    said = installed("import", "units", file, "--yes", code=1)
    assert "csv, row 4, column 名称: left empty; allowed: a value, this column is required" in said
    assert "csv, row 4, column 类型: “planet” not one of the choices; allowed: one of bureau" in said
    assert "2 things to mend; nothing was imported." in said


def test_a_network_is_loaded_without_its_bad_lines(installed, tmp_path):
    file = tmp_path / "roads.geojson"
    installed("import", "network", str(file), "--template")
    roads = json.loads(file.read_text())
    roads["features"].insert(1, {"type": "Feature", "geometry": {"type": "Point", "coordinates": [1, 2]}})
    file.write_text(json.dumps(roads))
    said = installed("import", "network", str(file))
    assert "geojson, entry 2: “Point” this shape cannot be read" in said
    assert "1 left out" in said
    assert "2 lines, 0.4 km, 0 ends joined" in said
    assert "dry run" in said
    assert "Imported." in installed("import", "network", str(file), "--yes")
    assert "has this network already" in installed("import", "network", str(file), "--yes")
    said = installed("import", "network", write(tmp_path, "none.geojson", "{}"), "--yes", code=1)
    assert "nothing was imported" in said


@pytest.mark.parametrize(
    ("kind", "ending"), [("units", "xlsx"), ("users", "csv"), ("places", "xlsx"), ("places", "geojson")]
)
def test_a_template_can_be_filled_in_and_imported(installed, tmp_path, kind, ending):
    installed("import", "units", write(tmp_path, "u.csv", UNITS), "--yes")
    file = tmp_path / f"template.{ending}"
    installed("import", kind, str(file), "--template")
    assert "new 1" in installed("import", kind, str(file)) or "changed 1" in installed(
        "import", kind, str(file)
    )
    assert "exists already" in installed("import", kind, str(file), "--template", code=1)


def test_a_catalogue_is_published_once_and_never_changed(installed, tmp_path):
    file = tmp_path / "catalogue.yaml"
    installed("import", "catalogue", str(file), "--template")
    assert "published already" in installed("import", "catalogue", str(file), "--yes")
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("severity: 3", "severity: 2", 1), encoding="utf-8")
    assert "never changes" in installed("import", "catalogue", str(file), "--yes", code=1)
    file.write_text(re.sub(r'edition: "?[\w.-]+"?', 'edition: "2027.1"', text, count=1), encoding="utf-8")
    assert "Published." in installed("import", "catalogue", str(file), "--yes")
    file.write_text("items: 3", encoding="utf-8")
    assert "nothing was published" in installed("import", "catalogue", str(file), "--yes", code=1)


def test_people_are_enrolled_on_paper_and_get_passwords(installed, tmp_path):
    installed("import", "units", write(tmp_path, "u.csv", UNITS), "--yes")
    users = "username,name,roles,unit_id\nanna,<b>安娜</b>,officer,east\n"
    installed("import", "users", write(tmp_path, "p.csv", users), "--yes")
    said = installed("enrol", "anna", "--out", str(tmp_path / "sheet.html"))
    code = re.search(r"code ([0-9A-Z]{4}-[0-9A-Z]{4}) ", said)[1]
    page = Path(tmp_path / "sheet.html").read_text(encoding="utf-8")
    assert re.search(r'<svg viewBox="0 0 (\d+) \1"', page)
    assert code in page and "<svg" in page and "&lt;b&gt;安娜" in page and "<b>安娜" not in page
    assert re.search(r"first password \w{12}", said)
    assert re.search(r"new password \w{12}", installed("password", "anna"))
    assert "there is no user" in installed("enrol", "nobody", code=1)
    assert "Cannot write" in installed("enrol", "anna", "--out", str(tmp_path / "no" / "x.html"), code=1)


def test_a_device_is_named_by_its_beginning_or_its_owner(installed, tmp_path):
    installed("import", "units", write(tmp_path, "u.csv", UNITS), "--yes")
    users = "username,name,roles,unit_id\nanna,安娜,officer,east\n"
    installed("import", "users", write(tmp_path, "p.csv", users), "--yes")
    store = open_store(load_config(tmp_path / "data", {}))
    first, second = (cast.enrol(store, "anna").kid for _ in range(2))
    store.close()
    assert f"{second}  anna" in installed("revoke", "anna", "--reason", "lost", code=1)
    assert "no device" in installed("revoke", first.swapcase(), "--reason", "lost", code=1)
    assert f"Revoked anna's device {first[:10]}." in installed("revoke", first[:12], "--reason", "lost")
    assert f"Revoked anna's device {second[:10]}." in installed("revoke", "Anna", "--reason", "lost")
    assert "no device -anna in use" in installed("revoke", "-anna", "--reason", "lost", code=1)


def test_the_ledger_is_checked_rebuilt_and_restarted(installed, tmp_path):
    assert "agree" in installed("check")
    assert "rebuilt" in installed("rebuild")
    recovery = str(tmp_path / "data" / "offline" / "recovery.json")
    note = installed("restart-note", "--recovery", recovery, "--reason", "restored on Sunday")
    assert note.startswith("xunzheng-restart/1\n") and "restored on Sunday" in note
    assert "Cannot sign" in installed("restart-note", "--recovery", recovery, "--reason", " ", code=1)
    other = write(tmp_path, "other.json", "{}")
    assert "Error" in installed("restart-note", "--recovery", other, "--reason", "x", code=1)
    assert "agree" in installed("check")


def test_an_export_that_cannot_be_opened_is_one_line(installed, tmp_path):
    recovery = str(tmp_path / "data" / "offline" / "recovery.json")
    file = write(tmp_path, "x.xzx", b"not an export")
    assert "Cannot open" in installed("open-export", file, "--recovery", recovery, code=1)
    assert "no file of recovery keys" in installed("open-export", file, "--recovery", file, code=1)


def test_openapi_describes_the_desk(monkeypatch):
    monkeypatch.setenv("XUNZHENG_LANG", "en")
    said = json.loads(CliRunner().invoke(main, ["openapi"]).output)
    assert said["openapi"] == "3.1.0"
    assert {"/api/queue", "/api/records/{record_id}/decision", "/api/people"} <= set(said["paths"])
