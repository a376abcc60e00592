"""Every screen of the phone: in reach of a gloved thumb, readable at twice the size, open to every sense."""

import json
import re
import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Route, expect

from tests.support import comfort
from tests.support.chromium import SCREENSHOTS, Device, Screen
from tests.support.field_app import SLOW_MS, Officer
from tests.support.installation import AT_SCHOOL_GATE, Installation

SEAMS = Path(__file__).with_name("comfort_seams.js")
FIRST_PAINT = "() => [window.themedAt, performance.getEntriesByName('first-paint')[0].startTime]"
SMALL = Screen(360, 640, touch=True)
FINGER_PX, GLOVE_PX = 48, 56
OTHERS = ("dark", "outdoor", "night")
PICTURED = {"home", "capture-one", "form", "tally", "map", "me"}
ROUTES = {
    "home": "#/",
    "items": "#/items/TRF",
    "map": "#/map",
    "tasks": "#/tasks",
    "search": "#/search",
    "records": "#/records/all",
    "me": "#/me",
    "storage": "#/storage",
    "pin": "#/pin",
    "problem": "#/problem",
    "install": "#/install",
    "help": "#/help",
    "about": "#/about",
}


class Inspector:
    """Looks at one screen after the other and writes down what is wrong with each."""

    def __init__(self, officer: Officer, folder: str) -> None:
        self.page = officer.page
        self.folder = SCREENSHOTS / folder
        self.found: list[str] = []

    def looks(self, name: str, least_px: int = FINGER_PX, themes: tuple[str, ...] = OTHERS) -> None:
        self.page.wait_for_timeout(150)
        self._notes(name, comfort.axe_findings(self.page))
        for theme in themes:
            comfort.wears(self.page, theme)
            self._notes(f"{name}, {theme}", comfort.axe_findings(self.page, "color-contrast"))
            if name in PICTURED:
                self._pictures(f"{name}-{theme}")
        comfort.wears(self.page, "light")
        self._measures(name, least_px)
        comfort.writes_at(self.page, 200)
        self.page.wait_for_timeout(50)
        self._measures(f"{name} at 200 %", least_px)
        comfort.writes_at(self.page, 100)

    def goes(self, name: str, path: str, themes: tuple[str, ...] = OTHERS) -> None:
        self.page.evaluate(f"location.hash = {json.dumps(path)}")
        self.looks(name, themes=themes)

    def _measures(self, name: str, least_px: int) -> None:
        self._pictures(name.replace(" at 200 %", "-200"))
        self._notes(name, comfort.small_targets(self.page, least_px))
        self._notes(name, comfort.cut_off(self.page))

    def _notes(self, name: str, findings: list[str]) -> None:
        self.found += [f"{name}: {one}" for one in findings]

    def _pictures(self, name: str) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=self.folder / f"{name}.png")


def records_a_dog(inspector: Inspector) -> None:
    page = inspector.page
    page.evaluate("location.hash = '#/items/DOG'")
    page.locator("main .list button:not([disabled])").first.click()
    expect(page.locator("button.shutter")).to_be_enabled(timeout=SLOW_MS)
    inspector.looks("capture", GLOVE_PX)
    page.locator("button.shutter").click()
    expect(page.locator(".strip button")).to_have_count(1, timeout=SLOW_MS)
    inspector.looks("capture-one", GLOVE_PX)
    page.locator(".capture .topbar .chip").click()
    inspector.looks("capture-item", themes=())
    page.keyboard.press("Escape")
    page.locator(".shutters .primary").click()
    inspector.looks("form")
    page.locator(".foot .primary").click()
    inspector.looks("form-missing")
    page.locator(".foot .primary").click()
    expect(page).to_have_url(re.compile("#/saved/"), timeout=SLOW_MS)
    inspector.looks("saved")
    page.evaluate("location.hash = location.hash.replace('saved', 'record')")
    inspector.looks("record")


def opens_from_the_list(inspector: Inspector, group: str, item: str) -> None:
    page = inspector.page
    page.evaluate(f"location.hash = '#/items/{group}'")
    page.locator("main .list button").filter(has_text=item).click()


def counts_and_checks(inspector: Inspector) -> None:
    opens_from_the_list(inspector, "TRF", "TRF-01")
    inspector.page.locator("button.half").first.click()
    inspector.looks("tally", GLOVE_PX)
    opens_from_the_list(inspector, "HAL", "HAL-01")
    expect(inspector.page.locator(".form")).to_be_visible(timeout=SLOW_MS)
    inspector.looks("checklist")


def comes_late(route: Route) -> None:
    """Leave the browser time to paint what it has."""
    time.sleep(0.8)
    route.continue_()


def test_the_first_thing_painted_at_night_is_dark(server: Installation, phone: Device) -> None:
    page = phone.open(AT_SCHOOL_GATE, SEAMS)
    page.add_init_script("localStorage.setItem('xunzheng.theme', 'night')")
    page.route("**/assets/field-*.js", comes_late)
    page.goto(server.url)
    page.get_by_role("button", name="开始").wait_for()
    themed, painted = page.evaluate(FIRST_PAINT)
    assert 0 < themed <= painted
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(0, 0, 0)"


def test_every_screen_can_be_used_by_thumb_eye_ear_and_keyboard(
    server: Installation, device: Callable[..., Device]
) -> None:
    officer = Officer(device("small", SMALL).open(AT_SCHOOL_GATE), server.url)
    inspector = Inspector(officer, "comfort-zh")
    officer.opens_app()
    officer.button("开始").wait_for()
    inspector.looks("welcome")
    officer.button("开始").click()
    officer.page.get_by_role("textbox", name="用户名").wait_for()
    inspector.looks("sign-in")
    officer.registers(server.access["officer"])
    records_a_dog(inspector)
    counts_and_checks(inspector)
    for name, path in ROUTES.items():
        inspector.goes(name, path)
    officer.goes("今日")
    officer.page.locator("header .chip").first.click()
    inspector.looks("session", themes=())
    officer.page.keyboard.press("Escape")
    officer.goes("我的")
    officer.button("English").click()
    english = Inspector(officer, "comfort-en")
    for name, path in ROUTES.items():
        english.goes(name, path, themes=())
    officer.page.reload()
    officer.page.get_by_role("button", name="7").wait_for()
    english.looks("lock")
    assert inspector.found + english.found == []
