"""One draft in two windows: the second one waits, and opens what the first one left."""

from playwright.sync_api import expect

from tests.support.chromium import Device
from tests.support.field_app import Officer
from tests.support.installation import AT_SCHOOL_GATE, Installation

FOULING = "宠物便溺未清理"
NOTE = "第一个窗口写的"


def test_a_draft_is_filled_in_in_one_window_at_a_time(server: Installation, phone: Device) -> None:
    first = Officer(phone.open(AT_SCHOOL_GATE), server.url)
    first.enrols(server.access["officer"])
    first.begins("文明养犬", FOULING)
    first.takes_pictures(1)
    first.finishes_pictures()
    draft = first.page.url

    second = Officer(phone.context.new_page(), server.url)
    second.page.goto(draft)
    second.unlocks()
    second.sees("这份草稿正在另一个窗口里打开")
    expect(second.page.get_by_role("textbox", name="备注")).to_have_count(0)

    first.writes("备注", NOTE)
    first.goes("今日")
    note = second.page.get_by_role("textbox", name="备注")
    expect(note).to_have_value(NOTE)
    second.saves()
    second.page.close()
