"""Every screen once, pictured into screenshots/ to be looked at, and checked for what a machine can see.

A machine sees text that no dictionary translated and content wider than the screen; whether it looks right is
for a person.
"""

import json
import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.support.chromium import DESK, PHONE, Device, Screen, Spot
from tests.support.desk_app import Reviewer
from tests.support.field_app import Officer
from tests.support.installation import Access, DemoCity

NEAR_A_SCHOOL: Spot = {"latitude": 34.21305, "longitude": 115.77245, "accuracy": 8}
SMALL = Screen(360, 640, touch=True, scheme="dark")
NIGHT = Screen(1440, 900, touch=False, scheme="dark")
RAW_KEY = re.compile(r"\b(undefined|NaN|null|\[object|[a-z]+\.[a-z]+_[a-z]+\b)")
IN_WECHAT = Screen(390, 844, touch=True, agent="Mozilla/5.0 (Linux; Android 14) MicroMessenger/8.0.50")
DEMO_MARK = re.compile("演示数据 · 非真实记录|Demo data")
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoCity]:
    city = DemoCity(tmp_path_factory.mktemp("demo"))
    city.start()
    yield city
    city.stop()


def account(demo: DemoCity, username: str) -> Access:
    accounts = demo.about()["accounts"]
    (found,) = [one for one in accounts if one["username"] == username]
    return Access(username, found["password"], found["code"] or "")


class Album:
    """Pictures one device's screens into a folder of their own, and checks each."""

    def __init__(self, device: Device, page: Page, folder: str) -> None:
        self.device, self.page, self.folder = device, page, folder

    def take(self, name: str) -> None:
        self.page.wait_for_timeout(400)
        self.device.picture(f"{self.folder}/{name}")
        expect(self.page.get_by_text(DEMO_MARK).first).to_be_visible()
        assert self.page.evaluate(TOO_WIDE) <= 0, f"{name} is wider than the screen"
        raw = RAW_KEY.search(self.page.locator("body").inner_text())
        assert raw is None, f"{name} shows {raw and raw[0]}"

    def at(self, hash_path: str, name: str) -> None:
        self.page.evaluate(f"location.hash = {json.dumps(hash_path)}")
        self.take(name)


def walk_the_phone(album: Album) -> None:
    page = album.page
    for path, name in (("#/", "home"), ("#/items/DOG", "items"), ("#/map", "nearby"), ("#/me", "me")):
        album.at(path, name)
    for path, name in (("#/help", "help"), ("#/about", "about"), ("#/records/all", "records")):
        album.at(path, name)
    album.at("#/", "home")
    page.locator("header .chip").first.click()
    album.take("session")
    page.keyboard.press("Escape")
    album.at("#/items/SCH", "items-school")
    page.locator("main .list button:not([disabled])").first.click()
    expect(page.locator("button.shutter")).to_be_enabled(timeout=30_000)
    page.locator("button.shutter").click()
    expect(page.locator(".strip button")).to_have_count(1, timeout=30_000)
    album.take("capture")
    page.locator(".shutters .primary").click()
    album.take("form")
    page.locator(".foot .primary").click()
    album.take("form-missing")
    page.locator(".foot .primary").click()
    expect(page).to_have_url(re.compile("#/saved/"), timeout=30_000)
    album.take("saved")
    album.at("#/records/all", "records")
    page.locator("main .list a").first.click()
    album.take("record")


def test_the_phone_in_chinese_by_day(demo: DemoCity, device: Callable[..., Device]) -> None:
    phone = device("phone", PHONE)
    officer = Officer(phone.open(NEAR_A_SCHOOL), demo.url)
    album = Album(phone, officer.page, "phone-zh-light")
    officer.opens_app()
    album.take("welcome")
    officer.button("开始").click()
    officer.sees("演示账号")
    album.take("sign-in")
    officer.enrols(account(demo, "officer"))
    walk_the_phone(album)
    officer.page.reload()
    officer.sees(re.compile("请解锁"))
    album.take("lock")


def test_a_small_phone_in_english_by_night(demo: DemoCity, device: Callable[..., Device]) -> None:
    phone = device("small", SMALL)
    officer = Officer(phone.open(NEAR_A_SCHOOL), demo.url)
    officer.enrols(account(demo, "officer2"))
    officer.goes("我的")
    officer.button("English").click()
    walk_the_phone(Album(phone, officer.page, "small-en-dark"))


def walk_the_desk(album: Album) -> None:
    page = album.page
    page.locator(".qrow").nth(2).click()
    expect(page.locator(".decide-row")).to_be_visible(timeout=30_000)
    page.wait_for_timeout(1500)
    album.take("queue")
    page.keyboard.press("g")
    album.take("map")
    page.keyboard.press("g")
    page.keyboard.press("r")
    album.take("return")
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    album.take("keys")
    page.keyboard.press("Escape")
    for room in ("places", "ledger"):
        visit(album, room)


def visit(album: Album, room: str) -> None:
    album.page.locator(f"nav a[href='#/{room}']").first.click()
    album.page.wait_for_timeout(1000)
    album.take(room)


def test_the_desk_in_chinese_by_day(demo: DemoCity, device: Callable[..., Device]) -> None:
    desk = device("desk", DESK)
    reviewer = Reviewer(desk.open(), demo.url)
    album = Album(desk, reviewer.page, "desk-zh-light")
    reviewer.page.goto(f"{demo.url}/desk")
    expect(reviewer.page.locator(".demo-accounts")).to_be_visible(timeout=30_000)
    album.take("sign-in")
    reviewer.signs_in(account(demo, "reviewer"))
    walk_the_desk(album)


def test_the_desk_in_english_by_night(demo: DemoCity, device: Callable[..., Device]) -> None:
    desk = device("desk", NIGHT)
    reviewer = Reviewer(desk.open(), demo.url)
    reviewer.signs_in(account(demo, "reviewer"))
    reviewer.page.get_by_role("button", name="English").click()
    walk_the_desk(Album(desk, reviewer.page, "desk-en-dark"))


def test_people_and_devices_at_the_desk(demo: DemoCity, device: Callable[..., Device]) -> None:
    desk = device("admin", DESK)
    admin = Reviewer(desk.open(), demo.url)
    admin.signs_in(account(demo, "admin"))
    album = Album(desk, admin.page, "desk-zh-light")
    visit(album, "people")
    # Nobody enrols as this officer: a fresh code ends the one before.
    admin.page.get_by_role("link").filter(has_text="周敏").first.click()
    expect(admin.page.get_by_role("heading", name="周敏")).to_be_visible()
    album.take("person")
    admin.page.get_by_role("button", name="发登记码").click()
    expect(admin.page.locator(".paper-code").first).to_be_visible(timeout=30_000)
    album.take("enrol-sheet")


def test_a_demo_is_marked_where_the_app_only_hands_over(
    demo: DemoCity, device: Callable[..., Device]
) -> None:
    wechat = device("wechat", IN_WECHAT)
    page = wechat.open()
    page.goto(demo.url)
    expect(page.get_by_text("请用手机浏览器打开")).to_be_visible(timeout=30_000)
    Album(wechat, page, "phone-wechat").take("handover")


def test_a_demo_stays_marked_without_a_server(demo: DemoCity, device: Callable[..., Device]) -> None:
    for name, screen, path in (("phone", PHONE, "/"), ("desk", DESK, "/desk")):
        looker = device(name, screen)
        page = looker.open()
        page.goto(demo.url + path)
        expect(page.get_by_text(DEMO_MARK).first).to_be_visible(timeout=30_000)
        page.route("**/api/**", lambda route: route.abort())
        page.reload()
        page.wait_for_timeout(1000)
        Album(looker, page, f"{name}-without-server").take("start")
