"""A server restored from a backup that is older than a phone's enrolment, and the phone's way back to it."""

import re
import shutil
from pathlib import Path

from playwright.sync_api import expect

from tests.support.chromium import Device
from tests.support.field_app import SENT, SLOW_MS, Officer
from tests.support.installation import AT_SCHOOL_GATE, Access, Installation

FOULING = "宠物便溺未清理"
UNKNOWN = "服务器已从备份恢复,不认识这部手机"


def records_one(officer: Officer) -> None:
    officer.begins("文明养犬", FOULING)
    officer.takes_pictures(1)
    officer.finishes_pictures()
    officer.saves()


def loses_its_disk(server: Installation, backup: tuple[str, ...]) -> None:
    """Restore the backup in place of what is lost, and sign the note that says so."""
    server.kill()
    lost = server.data.with_name("lost")
    shutil.move(server.data, lost)
    server.command("restore", *backup)
    recovery = str(lost / "offline" / "recovery.json")
    server.command("restart-note", "--recovery", recovery, "--reason", "disk lost")


def enrols_again(officer: Officer, access: Access, code: str) -> None:
    officer.page.locator("input[type=password]").fill(access.password)
    officer.page.get_by_role("textbox", name="登记码").fill(code)
    officer.button("重新登记").click()


def test_a_phone_enrolled_after_the_backup_enrols_again_and_sends_everything(
    server: Installation, phone: Device, tmp_path: Path
) -> None:
    backup, keys = str(tmp_path / "backup"), str(tmp_path / "keys")
    server.command("backup", "--to", backup, "--keys-to", keys)
    officer = Officer(phone.open(AT_SCHOOL_GATE), server.url)
    officer.enrols(server.access["officer"])
    records_one(officer)
    officer.sees_record("待审核", FOULING, SENT)
    loses_its_disk(server, ("--from", backup, "--keys-from", keys))
    records_one(officer)
    taken = officer.pictures_held()
    assert len(taken) == 2

    server.start()
    officer.goes("我的")
    officer.sees(UNKNOWN)
    officer.sees(re.compile("2 条记录、2 张照片"))
    phone.picture("stranger-me")
    server.stop()
    phone.kill()
    officer = Officer(phone.open(AT_SCHOOL_GATE), server.url)
    officer.opens_app()
    officer.unlocks()
    officer.sees(re.compile("需重新登记"))

    server.start()
    access, other = server.enrol("officer"), server.enrol("second")
    officer.goes("我的")
    officer.page.get_by_role("link", name="重新登记这部手机").click()
    enrols_again(officer, access, other.code)
    officer.sees("登记码无效")
    phone.picture("stranger-refused")
    enrols_again(officer, access, access.code)
    officer.sees("已重新登记")
    phone.picture("stranger-done")
    officer.page.get_by_role("link", name="看上传情况").click()
    officer.sees("本机记录全部送达")
    officer.goes("记录")
    officer.page.get_by_role("tab", name=re.compile("^待审核")).click()
    expect(officer.page.locator("li").filter(has_text=FOULING)).to_have_count(2, timeout=SLOW_MS)
    assert {sha256: len(server.blob(sha256)) for sha256 in taken} == taken
    server.stop()
    server.command("check")
