"""What an officer looks after: a way out for a broken phone, a record taken back, the code, a killed form."""

import re
from pathlib import Path

from playwright.sync_api import expect

from tests.support.chromium import Device
from tests.support.desk_app import Reviewer
from tests.support.field_app import PIN, Officer
from tests.support.installation import AT_SCHOOL_GATE, Installation

FOULING = "宠物便溺未清理"
WORDS = "云溪路口的三棵树"
OFFICE = "id,username,name,roles,unit_id\nu-office,office,周科,office,city\n"


def records(officer: Officer, pictures: int = 1) -> None:
    officer.begins("文明养犬", FOULING)
    officer.takes_pictures(pictures)
    officer.finishes_pictures()
    officer.saves()


def at(officer: Officer, path: str) -> None:
    officer.page.goto(f"{officer.url}/#/{path}")


def test_a_file_with_a_passphrase_brings_a_broken_phones_work_to_the_desk(
    server: Installation, phone: Device, desk: Device, tmp_path: Path
) -> None:
    people = tmp_path / "office.csv"
    people.write_text(OFFICE, encoding="utf-8")
    server.command("import", "users", str(people), "--yes")
    office = server.enrol("office")
    officer = Officer(phone.open(AT_SCHOOL_GATE), server.url)
    officer.enrols(server.access["officer"])
    server.stop()
    records(officer)
    taken = officer.pictures_held()
    at(officer, "storage")
    officer.sees("只在这部手机上")
    officer.sees(re.compile("实验小学.*仅在本机"))
    officer.writes("口令", WORDS)
    with officer.page.expect_download() as download:
        officer.button("导出未上传内容").click()
    officer.sees(re.compile("已导出 2 项登记、2 张照片"))
    file = tmp_path / "phone.xzx"
    download.value.save_as(file)
    phone.kill()

    server.start()
    reviewer = Reviewer(desk.open(), server.url)
    reviewer.signs_in(office)
    page = reviewer.page
    page.goto(f"{server.url}/desk#/settings")
    page.locator("input[accept='.xzx']").set_input_files(file)
    page.get_by_role("textbox", name="口令").fill("不是这个口令的")
    page.get_by_role("button", name="打开并导入").click()
    expect(page.get_by_text("口令不对")).to_be_visible(timeout=20_000)
    page.get_by_role("textbox", name="口令").fill(WORDS)
    page.get_by_role("button", name="打开并导入").click()
    expect(page.get_by_text("收入 2 条、已有 0 条、拒绝 0 条;照片 2 张")).to_be_visible(timeout=20_000)
    desk.picture("import-file")
    page.goto(f"{server.url}/desk#/queue")
    reviewer.opens(FOULING)
    (photo,) = reviewer.reads(reviewer.record_id())["photos"]
    assert {photo["sha256"]: photo["bytes"]} == taken


def test_an_officer_takes_a_record_back_changes_the_code_and_finds_a_killed_form_again(
    server: Installation, phone: Device
) -> None:
    officer = Officer(phone.open(AT_SCHOOL_GATE), server.url)
    officer.enrols(server.access["officer"])
    records(officer)
    officer.asks_for_news()
    officer.opens_record("待审核", FOULING)
    officer.button("撤回").click()
    officer.button("重复记录").click()
    officer.page.locator("dialog").get_by_role("button", name="撤回", exact=True).click()
    officer.sees(re.compile("^已撤回"))
    officer.asks_for_news()
    officer.sees_record("办结", FOULING, "已撤回")

    at(officer, "pin")
    for digits in (PIN, "314159", "314159"):
        officer.types_pin(digits)
    officer.sees("解锁码已更改")

    at(officer, "storage")
    officer.button("暂停发送").click()
    officer.begins("文明养犬", FOULING)
    officer.takes_pictures(1)
    officer.finishes_pictures()
    officer.writes("备注", "王某未清理")
    officer.page.wait_for_timeout(300)
    phone.kill()

    officer = Officer(phone.open(AT_SCHOOL_GATE), server.url)
    officer.opens_app()
    officer.sees(re.compile("请解锁"))
    officer.sees(re.compile("1 张照片.*未送达"))
    officer.types_pin("314159")
    note = officer.page.get_by_role("textbox", name="备注")
    expect(note).to_be_focused(timeout=20_000)
    expect(note).to_have_value("王某未清理")
    officer.page.evaluate("localStorage.setItem('xunzheng.lang', 'en')")
    officer.page.reload()
    officer.page.get_by_role("group", name=re.compile("unlock code")).wait_for()
    for digit in "314159":
        officer.page.get_by_role("button", name=digit, exact=True).click()
    expect(officer.page.get_by_role("textbox", name="Note")).to_have_value("王某未清理", timeout=20_000)
