"""What a unit means for an officer: its tasks, those of another one after a transfer, and what it pins."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.support.chromium import Device
from tests.support.desk_app import Asked, Reviewer
from tests.support.field_app import SENT, Officer
from tests.support.installation import AT_SCHOOL_GATE, PLACES, Installation

EAST = Asked("east-1", "东城晨巡", "DOG-02", "实验小学", "shiyan")
WEST = Asked("west", "西河夜查", "DOG-02", "西河公园", "xihe")
WEST_PARK = "park-1,西河公园,park,west,31.2400,121.4500\n"
TRANSFER = "username,name,roles,unit_id\nofficer,王晓峰,officer,west\n"
MOST = 8


def brings(server: Installation, kind: str, file: Path, table: str) -> None:
    file.write_text(table, encoding="utf-8")
    server.command("import", kind, str(file), "--yes")


def test_a_transfer_swaps_the_tasks_and_the_old_draft_is_still_sent(
    server: Installation, phone: Device, desk: Device, tmp_path: Path
) -> None:
    brings(server, "places", tmp_path / "park.csv", PLACES + WEST_PARK)
    reviewer = Reviewer(desk.open(), server.url)
    reviewer.signs_in(server.access["reviewer"])
    reviewer.assigns(EAST)
    reviewer.assigns(WEST)
    officer = Officer(phone.open(AT_SCHOOL_GATE), server.url)
    officer.enrols(server.access["officer"])
    officer.asks_for_news()
    officer.goes("今日")
    officer.sees(re.compile(EAST.title))
    expect(officer.page.get_by_text(WEST.title)).to_have_count(0)
    officer.button(re.compile("^开始:实验小学")).click()
    officer.takes_pictures(1)

    brings(server, "users", tmp_path / "transfer.csv", TRANSFER)
    officer.asks_for_news()
    officer.goes("今日")
    officer.sees(re.compile(WEST.title))
    expect(officer.page.get_by_text(EAST.title)).to_have_count(0)
    officer.page.get_by_role("link", name=re.compile("^继续:宠物便溺未清理")).click()
    officer.finishes_pictures()
    officer.saves()
    officer.sees_record("待审核", "宠物便溺未清理", SENT)
    reviewer.page.goto(f"{server.url}/desk#/queue")
    reviewer.opens("宠物便溺未清理")
    expect(reviewer.page.get_by_text("实验小学").first).to_be_visible()
    assert len(reviewer.reads(reviewer.record_id())["photos"]) == 1


def pins(page: Page, unit: str, count: int) -> list[str]:
    """Pin the first so many items of the catalogue for a unit; return their names."""
    page.get_by_role("link", name="任务", exact=True).click()
    page.get_by_role("button", name="常用事项").click()
    page.get_by_role("combobox", name="单位").select_option(unit)
    rows = page.locator(".picks label")
    for n in range(count + 1):
        rows.nth(n).get_by_role("checkbox").check()
    expect(page.get_by_text("最多 8 项。", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="保存", exact=True)).to_be_disabled()
    rows.nth(count).get_by_role("checkbox").uncheck()
    names = [rows.nth(n).locator("span").first.inner_text() for n in range(count)]
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_role("heading", name="单位的常用事项")).to_have_count(0)
    return names


def test_eight_items_pinned_for_a_unit_stand_first_and_the_rest_behind_more(
    server: Installation, phone: Device, desk: Device
) -> None:
    officer = Officer(phone.open(AT_SCHOOL_GATE), server.url)
    officer.enrols(server.access["officer"])
    groups = officer.page.locator(".tiles a")
    expect(groups.first).to_be_visible()
    reviewer = Reviewer(desk.open(), server.url)
    reviewer.signs_in(server.access["reviewer"])
    names = pins(reviewer.page, "east", MOST)
    officer.asks_for_news()
    officer.goes("今日")
    expect(officer.page.locator(".usual button")).to_have_text(names)
    expect(groups).to_have_count(0)
    phone.picture("pinned")
    officer.button("更多事项").click()
    expect(groups.first).to_be_visible()
    expect(officer.button("更多事项")).to_have_count(0)
