"""Counting riders: one tap each, and neither a crash nor a hidden screen loses one."""

from playwright.sync_api import Locator, expect

from tests.support.chromium import Device
from tests.support.desk_app import Reviewer
from tests.support.field_app import SENT, Officer
from tests.support.installation import AT_SCHOOL_GATE, Installation
from tests.support.taps import Taps

HELMETS = "摩托车驾乘人员头盔佩戴率"
A_SECOND_MS = 1000


def half(officer: Officer, seat: str, said: str) -> Locator:
    return officer.page.locator(".half").filter(has_text=seat).filter(has_text=said)


def counts(officer: Officer, seat: str, said: str, riders: int) -> None:
    for _ in range(riders):
        half(officer, seat, said).click(no_wait_after=True)


def test_200_riders_are_counted_and_a_crash_in_the_middle_loses_none(
    server: Installation, phone: Device, desk: Device
) -> None:
    officer = Officer(phone.open(AT_SCHOOL_GATE), server.url)
    officer.enrols(server.access["officer"])
    officer.begins("文明交通", HELMETS)
    with Taps(officer.page, "120 riders and one undone, until the crash", 122) as before:
        counts(officer, "驾驶人", "正确佩戴", 90)
        counts(officer, "乘坐人", "正确佩戴", 27)
        counts(officer, "乘坐人", "未佩戴", 4)
        officer.button("撤销").click()
    officer.page.wait_for_timeout(A_SECOND_MS)
    counting = officer.page.url
    phone.kill()

    officer = Officer(phone.open(AT_SCHOOL_GATE), server.url)
    officer.page.goto(counting)
    officer.unlocks()
    expect(half(officer, "驾驶人", "正确佩戴").locator("b")).to_have_text("90")
    expect(half(officer, "乘坐人", "正确佩戴").locator("b")).to_have_text("27")
    expect(half(officer, "乘坐人", "未佩戴").locator("b")).to_have_text("3")
    officer.sees("本次 97.5%")
    officer.sees("低于 98%")

    other = Officer(phone.context.new_page(), server.url)
    other.page.goto(counting)
    other.unlocks()
    other.sees("这份草稿正在另一个窗口里打开")
    other.page.close()

    officer.page.set_viewport_size({"width": 844, "height": 390})
    with Taps(officer.page, "80 riders after the crash", 80) as after:
        counts(officer, "驾驶人", "正确佩戴", 79)
        counts(officer, "驾驶人", "未系好系带", 1)
    assert (before.made, after.made) == (before.target, after.target)
    officer.sees("样本已够(200/50),由本轮汇总判定")

    officer.button("结束").click()
    officer.sees("本次 98.0%")
    officer.page.get_by_role("button", name="拍照").click()
    officer.takes_pictures(1)
    officer.finishes_pictures()
    officer.saves()
    officer.sees_record("待审核", HELMETS, SENT)

    reviewer = Reviewer(desk.open(), server.url)
    reviewer.signs_in(server.access["reviewer"])
    reviewer.opens(HELMETS)
    record = reviewer.reads(reviewer.record_id())
    told = {answer["code"]: answer["value"] for answer in record["answers"]}
    assert {code: told.get(code) for code in ("worn", "unfastened", "bare")} == {
        "worn": 196,
        "unfastened": 1,
        "bare": 3,
    }
    # No officer taps as fast as this test does, and the desk is told so.
    assert [flag["detail"] for flag in record["flags"]] == ["tally: too_fast"]
