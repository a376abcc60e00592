"""A forgotten unlock code loses nothing: the lock screen exports, the city's recovery key opens."""

import re
from pathlib import Path

from tests.support.chromium import Device
from tests.support.desk_app import Reviewer
from tests.support.field_app import Officer
from tests.support.installation import AT_SCHOOL_GATE, Installation

FOULING = "宠物便溺未清理"


def test_what_was_never_sent_reaches_the_desk_without_the_unlock_code(
    server: Installation, phone: Device, desk: Device, tmp_path: Path
) -> None:
    officer = Officer(phone.open(AT_SCHOOL_GATE), server.url)
    officer.enrols(server.access["officer"])
    server.stop()
    officer.begins("文明养犬", FOULING)
    officer.takes_pictures(1)
    officer.finishes_pictures()
    officer.saves()
    taken = officer.pictures_held()
    phone.kill()

    officer = Officer(phone.open(AT_SCHOOL_GATE), server.url)
    officer.opens_app()
    officer.sees(re.compile("请解锁"))
    officer.button("忘记解锁码?").click()
    officer.sees("内容不会丢")
    phone.picture("forgotten-code")
    with officer.page.expect_download() as download:
        officer.button("导出加密文件").click()
    officer.sees(re.compile("已导出 2 项登记、2 张照片、0 份草稿"))
    file = tmp_path / "locked.xzx"
    download.value.save_as(file)

    recovery = server.data / "offline" / "recovery.json"
    said = server.command("open-export", str(file), "--recovery", str(recovery), "--admit")
    assert "admitted 2, known 0, refused 0; 2 pictures" in said
    server.start()
    reviewer = Reviewer(desk.open(), server.url)
    reviewer.signs_in(server.access["reviewer"])
    reviewer.opens(FOULING)
    (photo,) = reviewer.reads(reviewer.record_id())["photos"]
    assert {photo["sha256"]: photo["bytes"]} == taken
