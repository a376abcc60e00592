"""A new version waits for the officer: an open draft is never lost to it."""

import re
from pathlib import Path

from tests.support.builds import another_build
from tests.support.chromium import Device
from tests.support.field_app import SENT, Officer
from tests.support.installation import AT_SCHOOL_GATE, Installation

FOULING = "宠物便溺未清理"
NOTE = "花坛边,靠近南门"
NEWER = "ffffffffffff"


def test_an_update_waits_until_the_draft_is_saved(
    server: Installation, phone: Device, tmp_path: Path
) -> None:
    officer = Officer(phone.open(AT_SCHOOL_GATE), server.url)
    officer.enrols(server.access["officer"])
    officer.begins("文明养犬", FOULING)
    officer.takes_pictures(1)
    officer.finishes_pictures()
    officer.writes("备注", NOTE)
    draft = officer.page.url

    server.stop()
    server.serve_pages(another_build(tmp_path, NEWER))
    server.start()
    officer.looks_at_phone_again()
    officer.goes("我的")
    officer.sees("新版本已准备好")
    officer.button("现在更新").click()
    officer.sees(re.compile("有未保存的草稿"))

    officer.page.goto(draft)
    officer.sees_stored_pictures(1)
    assert officer.page.get_by_role("textbox", name="备注").input_value() == NOTE
    officer.saves()
    officer.goes("我的")
    with officer.page.expect_navigation():
        officer.button("现在更新").click()
    officer.unlocks()
    assert officer.page.evaluate("caches.keys()") == [f"xunzheng-{NEWER}"]
    officer.sees_record("待审核", FOULING, SENT)
