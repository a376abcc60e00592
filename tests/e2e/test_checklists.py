"""The hall's self-check of 17 points, and how few taps the usual records take."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, expect

from tests.support.chromium import PHONE, Device
from tests.support.field_app import SENT, Officer
from tests.support.installation import AT_SCHOOL_GATE, Installation
from tests.support.taps import Taps

HALL = {"窗口“三统一": 9, "大厅便民与文明设施": 5, "大厅无障碍": 3}
BURST = 5
SCHOOL, CAFE = "校园周边", "校园周边200米内上网服务营业场所"


@pytest.fixture(scope="module")
def hall(city: Installation, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    server = Installation(tmp_path_factory.mktemp("checklists"))
    server.copy_of(city)
    server.start()
    yield server
    server.stop()


def an_officer(playwright: Playwright, film: Path, server: Installation, name: str) -> Iterator[Officer]:
    device = Device(playwright, server.data.parent / f"profile-{name}", film, PHONE)
    found = Officer(device.open(AT_SCHOOL_GATE), server.url)
    found.enrols(server.access[name])
    yield found
    device.close()
    assert device.errors == []


@pytest.fixture(scope="module")
def officer(playwright: Playwright, hall: Installation, film: Path) -> Iterator[Officer]:
    """One officer of the hall for its journeys."""
    yield from an_officer(playwright, film, hall, "officer")


@pytest.fixture
def newcomer(playwright: Playwright, hall: Installation, film: Path) -> Iterator[Officer]:
    """An officer on the first day: the home screen offers the usual items."""
    yield from an_officer(playwright, film, hall, "second")


def goes_home(officer: Officer) -> None:
    officer.page.goto(f"{officer.url}/#/")
    officer.is_home()


def sets_the_session(officer: Officer, *chosen: str) -> None:
    goes_home(officer)
    officer.page.locator("header .chip").first.click()
    for name in chosen:
        officer.page.get_by_role("dialog").get_by_role("button", name=name, exact=True).first.click()
    officer.button("完成").click()


def opens(officer: Officer, group: str, item: str) -> None:
    officer.page.get_by_role("link", name=group).click()
    officer.page.get_by_role("button", name=re.compile(item)).first.click()


def shoots(officer: Officer, how: str, pictures: int) -> None:
    expect(officer.button(how)).to_be_enabled(timeout=30_000)
    officer.button(how).click()
    expect(officer.page.locator(".strip").get_by_role("button")).to_have_count(pictures, timeout=30_000)
    officer.button("完成").click()


def chooses(officer: Officer, *choices: str) -> None:
    for choice in choices:
        officer.page.locator("main").get_by_role("button", name=choice, exact=True).first.click()


def is_saved(officer: Officer) -> None:
    officer.sees("已存本机")


def test_the_halls_17_points_are_checked_without_a_photo_while_all_hold(officer: Officer) -> None:
    sets_the_session(officer, "自查", "单位自查")
    points, before = 0, officer.pictures_held()
    with Taps(officer.page, "hall self-check of 17 points", 12) as taps:
        for item, many in HALL.items():
            opens(officer, "窗口政务大厅", item)
            questions = officer.page.locator(".points .choice")
            expect(questions).to_have_count(many)
            assert officer.page.locator(".points [aria-pressed=true]").count() == 0
            points += questions.count()
            chooses(officer, "全部合格")
            officer.sees("100 / 100 分")
            officer.saves()
            officer.page.evaluate("location.hash = '#/'")
            officer.is_home()
    assert points == 17
    assert taps.made <= taps.target
    assert officer.pictures_held() == before


def test_a_failed_point_asks_for_its_own_photo_and_the_record_says_what_failed(officer: Officer) -> None:
    sets_the_session(officer, "自查", "单位自查")
    opens(officer, "窗口政务大厅", "大厅便民与文明设施")
    chooses(officer, "全部合格")
    officer.page.locator(".points .choice").nth(1).get_by_role("button", name="否", exact=True).click()
    officer.sees("1 项不合格")
    officer.button("保存").click()
    officer.sees("这一项还差照片")
    officer.page.get_by_role("button", name="拍问题").click()
    shoots(officer, "拍照", 1)
    expect(officer.page.locator(".proof .strip").get_by_role("button")).to_have_count(1)
    officer.saves()
    officer.sees_record("待审核", "大厅便民与文明设施", SENT)


def test_everyday_records_take_few_taps(newcomer: Officer) -> None:
    officer = newcomer
    goes_home(officer)
    with Taps(officer.page, "school all-clear: 4 taps and 1 photo", 5) as school:
        opens(officer, SCHOOL, CAFE)
        shoots(officer, "拍照", 1)
        chooses(officer, "未发现问题,保存")
        is_saved(officer)
    goes_home(officer)
    with Taps(officer.page, "small ad", 5) as small_ad:
        chooses(officer, "非法小广告")
        shoots(officer, "拍照", 1)
        chooses(officer, "办证", "是,保存")
        is_saved(officer)
    goes_home(officer)
    with Taps(officer.page, "leash violation", 6, 25) as leash:
        chooses(officer, "遛犬不牵绳")
        shoots(officer, "连拍", BURST)
        chooses(officer, "未系犬绳", "劝导教育", "保存")
        is_saved(officer)
    goes_home(officer)
    with Taps(officer.page, "internet cafe", 9) as cafe:
        chooses(officer, CAFE)
        shoots(officer, "连拍", BURST)
        chooses(officer, "正在营业", "否,保存")
        is_saved(officer)
    journeys = (school, small_ad, leash, cafe)
    assert all(journey.made <= journey.target for journey in journeys)
