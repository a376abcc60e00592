"""The officer's day: what the desk asks for, finding it, going there, and a map that needs no network."""

import re
from pathlib import Path

from playwright.sync_api import expect

from tests.support.chromium import Device
from tests.support.desk_app import Asked, Reviewer
from tests.support.field_app import SLOW_MS, Officer
from tests.support.installation import AT_SCHOOL_GATE, Installation
from tests.support.tiles import ground_of

# Nowhere on the plain ground, and in every tile.
POND = (170, 200, 225)
ON_CANVAS = """([r, g, b]) => {
    const canvas = document.querySelector("canvas");
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    let found = 0;
    for (let i = 0; i < data.length; i += 4)
        found += Math.abs(data[i] - r) + Math.abs(data[i + 1] - g) + Math.abs(data[i + 2] - b) < 6;
    return found;
}"""


def test_a_task_is_assigned_done_from_home_and_seen_as_done(
    server: Installation, phone: Device, desk: Device
) -> None:
    officer = Officer(phone.open(AT_SCHOOL_GATE), server.url)
    officer.enrols(server.access["officer"])
    reviewer = Reviewer(desk.open(), server.url)
    reviewer.signs_in(server.access["reviewer"])
    reviewer.assigns(Asked("east-1", "晨间巡查", "DOG-01", "实验小学", "shiyan"), "王晓峰")
    expect(reviewer.page.get_by_text("今天 0/1")).to_be_visible()
    officer.asks_for_news()
    officer.goes("今日")
    officer.sees("晨间巡查", SLOW_MS)
    officer.sees(re.compile("今天 0/1"))
    officer.button(re.compile("^开始:实验小学")).click()
    officer.takes_pictures(2)
    officer.finishes_pictures()
    page = officer.page
    expect(
        page.get_by_role("group", name="点位").get_by_role("button", name=re.compile("实验小学"))
    ).to_have_attribute("aria-pressed", "true")
    for choice in ("未系犬绳", "劝导教育"):
        officer.button(choice).click()
    page.get_by_role("button", name=re.compile("^(仍然)?保存$")).click()
    officer.sees("已存本机")
    officer.goes("今日")
    officer.sees(re.compile("今天 1/1"))
    officer.sees_record("待审核", "犬", "")
    reviewer.page.reload()
    expect(reviewer.page.get_by_text("今天 1/1")).to_be_visible()


def test_pinyin_finds_a_place_and_the_map_works_without_a_network(
    server: Installation, phone: Device, tmp_path: Path
) -> None:
    server.command("basemap", str(ground_of(tmp_path)), "--credit", "测试底图")
    officer = Officer(phone.open(AT_SCHOOL_GATE), server.url)
    officer.enrols(server.access["officer"])
    page = officer.page
    officer.asks_for_news()
    officer.goes("今日")
    page.get_by_role("link", name="搜索").click()
    page.get_by_role("searchbox").fill("syxx")
    page.get_by_role("button", name="收藏:实验小学").click()
    page.get_by_role("searchbox").fill("")
    expect(page.get_by_role("heading", name="收藏")).to_be_visible()
    page.get_by_role("button", name=re.compile("^实验小学")).click()
    officer.sees("实验小学")
    officer.goes("地图")
    page.get_by_role("button", name="底图").click()
    assert page.evaluate(ON_CANVAS, POND) == 0
    page.get_by_role("button", name=re.compile("^下载")).click()
    officer.sees(re.compile("底图已在手机上"))
    server.stop()
    page.keyboard.press("Escape")
    page.reload()
    officer.unlocks()
    officer.goes("地图")
    page.get_by_role("application").wait_for()
    for _ in range(3):
        page.get_by_role("button", name="缩小").click()
    page.wait_for_function(f"() => ({ON_CANVAS})([{','.join(map(str, POND))}]) > 100")
    page.get_by_role("button", name="列表").click()
    page.get_by_role("button", name=re.compile("^实验小学.*未查过")).click()
    officer.sees(re.compile("实验小学"))
