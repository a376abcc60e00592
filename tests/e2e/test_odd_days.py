"""Days that go wrong beside the camera: no position at all, a clock that jumps, a language that changes."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.support.enrolled import Enrolled
from tests.support.field_app import SENT, SLOW_MS, Officer
from tests.support.installation import AT_SCHOOL_GATE, built_pages

FOULING = "宠物便溺未清理"
HELMETS = "摩托车驾乘人员头盔佩戴率"
NOTE = "花坛边三处"
# The phone's clock, a day on; the clock that only runs forward is left as it is.
TOMORROW = """() => {
    const Today = Date;
    const day = 86_400_000;
    globalThis.Date = class extends Today {
        constructor(...given) { given.length ? super(...given) : super(Today.now() + day); }
        static now() { return Today.now() + day; }
    };
}"""


@pytest.fixture(scope="module")
def shared(enrolled: Enrolled, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Officer]:
    server, device = enrolled.again(tmp_path_factory.mktemp("odd"), built_pages())
    officer = Officer(device.open(AT_SCHOOL_GATE), enrolled.proxy.url)
    officer.opens_app()
    officer.unlocks()
    yield officer
    device.close()
    server.kill()
    assert device.errors == []


@pytest.fixture
def officer(shared: Officer) -> Iterator[Officer]:
    """One phone for all of them; whatever a journey did to the page is gone with it."""
    yield shared
    shared.page.context.grant_permissions(["camera", "geolocation"])
    shared.opens_app()
    shared.page.reload()
    shared.unlocks()


def test_a_record_without_any_position_can_be_saved_and_says_so(officer: Officer) -> None:
    session = officer.page.context.new_cdp_session(officer.page)
    for name, setting in (("geolocation", "denied"),):
        session.send("Browser.setPermission", {"permission": {"name": name}, "setting": setting})
    officer.page.reload()
    officer.unlocks()
    officer.begins("文明养犬", FOULING)
    officer.sees("定位未允许")
    officer.takes_pictures(1)
    officer.finishes_pictures()
    officer.writes("位置描述", "红旗路 12 号")
    officer.saves()
    officer.sees_record("待审核", FOULING, SENT)


def test_a_clock_that_jumps_a_day_in_the_middle_of_a_count_changes_nothing_of_it(officer: Officer) -> None:
    officer.begins("文明交通", HELMETS)
    page = officer.page
    worn = page.locator(".half").filter(has_text="驾驶人").filter(has_text="正确佩戴")
    for _ in range(3):
        worn.click()
    page.evaluate(TOMORROW)
    for _ in range(2):
        worn.click()
    expect(worn.locator("b")).to_have_text("5")
    expect(page.get_by_text(re.compile("^剩 "))).to_be_visible()
    page.wait_for_timeout(1000)
    page.reload()
    officer.unlocks()
    expect(worn.locator("b")).to_have_text("5")
    officer.button("结束").click()
    officer.sees(re.compile("已计 (不到 1 分钟|0|1)"))


def test_a_language_that_is_changed_in_the_middle_of_a_form_keeps_every_answer(officer: Officer) -> None:
    officer.begins("文明养犬", FOULING)
    officer.takes_pictures(1)
    officer.finishes_pictures()
    officer.writes("备注", NOTE)
    form, page = officer.page.url, officer.page
    officer.goes("我的")
    officer.button("English").click()
    page.evaluate("(url) => location.assign(url)", form)
    note = page.get_by_role("textbox", name="Note")
    expect(note).to_have_value(NOTE, timeout=SLOW_MS)
    officer.sees_stored_pictures(1)
    assert not re.search("[保存备注]", page.locator(".foot").inner_text())
    page.get_by_role("button", name=re.compile("^Save")).click()
    page.evaluate("localStorage.setItem('xunzheng.lang', 'zh')")
    page.get_by_text("Saved on this phone").first.wait_for(timeout=SLOW_MS)
