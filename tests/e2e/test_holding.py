"""The desk sees which phone still holds pictures, from the list, the record and before it revokes it."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.support.chromium import Device
from tests.support.desk_app import Reviewer
from tests.support.field_app import Officer
from tests.support.installation import AT_SCHOOL_GATE, Installation

FOULING = "宠物便溺未清理"
OFFICE = "id,username,name,roles,unit_id\nu-office,office,周科,office,city\n"
SLOW_MS = 30_000


def looks_for_phones(page: Page, url: str) -> None:
    page.goto(f"{url}/desk#/people?show=phones")
    page.reload()
    expect(page.get_by_role("tab", name=re.compile("未送达设备"))).to_have_attribute("aria-selected", "true")


def sends_originals(officer: Officer, when: str) -> None:
    officer.page.goto(f"{officer.url}/#/storage")
    officer.button(when).click()


def test_the_desk_sees_what_an_offline_phone_holds_until_it_has_sent_it(
    server: Installation, phone: Device, desk: Device, tmp_path: Path
) -> None:
    people = tmp_path / "office.csv"
    people.write_text(OFFICE, encoding="utf-8")
    server.command("import", "users", str(people), "--yes")
    officer = Officer(phone.open(AT_SCHOOL_GATE), server.url)
    officer.enrols(server.access["officer"])
    sends_originals(officer, "手动")
    phone.context.set_offline(True)
    for _ in range(2):
        officer.begins("文明养犬", FOULING)
        officer.takes_pictures(1)
        officer.finishes_pictures()
        officer.saves()
    # It comes by a network once, and sends all but the originals.
    with officer.page.expect_response("**/api/device/holding"):
        phone.context.set_offline(False)
    phone.context.set_offline(True)

    reviewer = Reviewer(desk.open(), server.url)
    reviewer.signs_in(server.enrol("office"))
    page = reviewer.page
    looks_for_phones(page, server.url)
    row = page.get_by_role("list", name="未送达设备").get_by_role("listitem").first
    expect(row).to_contain_text("王晓峰", timeout=SLOW_MS)
    expect(row).to_contain_text("未送达照片 2 张")
    expect(row).to_contain_text(re.compile(r"手机自述\(\d\d:\d\d\):2 张照片\(.+\)未送.*原图等手动发送"))
    expect(page.get_by_role("tab", name=re.compile("未送达设备"))).to_contain_text("1")
    desk.picture("phones-holding")
    row.get_by_role("link").click()
    expect(page.get_by_role("heading", name="王晓峰")).to_be_visible()
    page.get_by_role("button", name="停用设备").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("这台设备还有没送达的内容")).to_be_visible()
    expect(dialog).to_contain_text("未送达照片 2 张")
    page.wait_for_timeout(400)
    desk.picture("phones-revoking")
    dialog.get_by_role("button", name="取消").click()
    page.goto(f"{server.url}/desk#/queue")
    reviewer.opens(FOULING)
    expect(page.get_by_text("1 张照片尚未送达,应在王晓峰的设备上")).to_be_visible(timeout=SLOW_MS)
    expect(page.get_by_text(re.compile(r"最后联系 \d\d:\d\d · 原图等手动发送"))).to_be_visible()
    desk.picture("phones-record")

    phone.context.set_offline(False)
    sends_originals(officer, "随时")
    officer.goes("我的")
    officer.sees("全部送达")
    looks_for_phones(page, server.url)
    expect(page.get_by_text("没有设备压着未送达的内容")).to_be_visible(timeout=SLOW_MS)
    desk.picture("phones-none")
    page.goto(f"{server.url}/desk#/queue")
    page.reload()
    reviewer.opens(FOULING)
    expect(page.get_by_text("尚未送达")).to_have_count(0)
