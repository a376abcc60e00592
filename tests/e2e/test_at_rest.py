"""A phone that is only looked at: nothing ticks, so that a battery lasts the day."""

from pathlib import Path

from playwright.sync_api import Page

from tests.support.chromium import Device
from tests.support.field_app import Officer
from tests.support.installation import AT_SCHOOL_GATE, Installation

TIMERS = Path(__file__).with_name("timer_seams.js")
FOULING = "宠物便溺未清理"
LOOKED_AT_MS = 4000
# News from the desk are asked for once a minute, while somebody looks.
LEAST_WAIT_MS = 60_000


def due_soon(page: Page) -> list[int]:
    """Return the waits of all timers that are set for less than a minute, or came due meanwhile."""
    page.evaluate("timers.fired.length = 0")
    page.wait_for_timeout(LOOKED_AT_MS)
    waits: list[int] = page.evaluate("[...timers.fired, ...timers.pending.values()]")
    return [wait for wait in waits if wait < LEAST_WAIT_MS]


def test_nothing_ticks_on_today_while_nothing_is_unsent(server: Installation, phone: Device) -> None:
    officer = Officer(phone.open(AT_SCHOOL_GATE, TIMERS), server.url)
    officer.enrols(server.access["officer"])
    officer.begins("文明养犬", FOULING)
    officer.takes_pictures(1)
    officer.finishes_pictures()
    officer.saves()
    officer.goes("今日")
    officer.sees("全部送达")
    officer.sees("实验小学")
    officer.page.wait_for_timeout(LOOKED_AT_MS)
    assert due_soon(officer.page) == []
