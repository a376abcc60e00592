"""A record from the lock to the saved screen, by keys alone, and never without seeing where one is."""

import re

from playwright.sync_api import Page, expect

from tests.support.field_app import PIN, SLOW_MS, Officer
from tests.support.installation import AT_SCHOOL_GATE
from tests.support.site import Site

MOST_KEYS = 80
# What a reader would say of where the keyboard is, and whether an eye sees it.
AT = """() => {
    const at = document.activeElement;
    const said = at.getAttribute("aria-label") ?? at.textContent ?? "";
    return { said: said.trim(), isSeen: getComputedStyle(at).outlineStyle !== "none" };
}"""


def tabs_to(page: Page, name: str) -> None:
    """Press Tab until the keyboard is on a control whose words begin so; it must be marked on the screen."""
    for _ in range(MOST_KEYS):
        page.keyboard.press("Tab")
        at = page.evaluate(AT)
        if re.match(name, at["said"]):
            assert at["isSeen"], f"{at['said']} has the keyboard, and nothing shows it"
            return
    raise AssertionError(f"no Tab leads to {name}")


def enters(page: Page, name: str) -> None:
    tabs_to(page, name)
    page.keyboard.press("Enter")


def test_a_record_is_made_by_keyboard_alone(site: Site) -> None:
    officer = Officer(site.device.open(AT_SCHOOL_GATE), site.proxy.url)
    page = officer.page
    officer.opens_app()
    officer.sees(re.compile("请解锁"))
    page.keyboard.type(PIN, delay=30)
    officer.is_home()
    enters(page, "文明养犬")
    enters(page, "遛犬不牵绳")
    expect(officer.button("拍照")).to_be_enabled(timeout=SLOW_MS)
    enters(page, "拍照")
    officer.sees_stored_pictures(1)
    enters(page, "完成")
    officer.sees("照片 1 张")
    enters(page, "未系犬绳")
    enters(page, "保存")
    enters(page, "仍然保存")
    officer.sees("已存本机")
