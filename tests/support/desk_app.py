"""The desk's screens in the words of the journeys: a reviewer opens a record and decides."""

import re
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.support.installation import Access

SLOW_MS = 30_000


@dataclass(frozen=True)
class Asked:
    """What a unit is asked to look at; `typed` is what finds the place."""

    unit: str
    title: str
    item: str
    place: str
    typed: str


class Reviewer:
    """One reviewer at the desk at `url`."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.url = url

    def signs_in(self, access: Access) -> None:
        self.page.goto(f"{self.url}/desk")
        self.page.get_by_role("textbox", name="用户名").fill(access.username)
        self.page.locator("input[type=password]").fill(access.password)
        self.page.get_by_role("button", name="登录", exact=True).click()
        expect(self.page.get_by_role("tablist", name="状态")).to_be_visible(timeout=SLOW_MS)

    def signs_in_again(self) -> None:
        """Come back to the desk while the session lasts."""
        self.page.goto(f"{self.url}/desk")
        self.page.reload()

    def record_id(self) -> str:
        return re.sub(r"\?.*", "", self.page.url.rsplit("/queue/", 1)[1])

    def reads(self, record: str) -> Any:
        """Return a record as the desk's interface gives it."""
        return self.page.request.get(f"{self.url}/api/records/{record}").json()

    def first_of(self, state: str) -> str:
        """Wait for a record in this state: the desk counts a decision before the server has it."""
        for _ in range(SLOW_MS // 200):
            rows = self.page.request.get(f"{self.url}/api/queue?state={state}").json()["rows"]
            if rows:
                return str(rows[0]["id"])
            self.page.wait_for_timeout(200)
        raise AssertionError(f"no record is {state}")

    def row(self, item: str) -> Locator:
        return (
            self.page.get_by_role("navigation", name=re.compile("记录列表"))
            .get_by_role("button")
            .filter(has_text=item)
        )

    def opens(self, item: str) -> None:
        """Open the first record of an item in the queue, asking again until it has arrived."""
        for _ in range(20):
            if self.row(item).count():
                break
            self.page.reload()
            self.page.wait_for_timeout(1000)
        self.row(item).first.click()
        expect(self.page.get_by_role("button", name=re.compile("^通过"))).to_be_visible(timeout=SLOW_MS)

    def accepts(self) -> None:
        """Accept with the key, once all originals are there."""
        expect(self.page.get_by_role("button", name=re.compile("^通过"))).to_be_enabled(timeout=SLOW_MS)
        self.page.keyboard.press("a")

    def returns(self, reason: str, words: str, field: str) -> None:
        """Return with a coded reason, words and the field in question."""
        self.page.keyboard.press("r")
        self.page.get_by_role("button", name=re.compile(reason)).click()
        self.page.locator(".reason-field select").select_option(field)
        self.page.locator(".reason-words textarea").fill(words)
        self.page.locator(".reason-panel .decide-row button").last.click()

    def sees_count(self, state: str, count: int) -> None:
        tab = self.page.get_by_role("tab", name=re.compile(state))
        expect(tab).to_contain_text(re.compile(rf"{count}$"), timeout=SLOW_MS)

    def assigns(self, asked: Asked, officer: str | None = None) -> None:
        """Ask an officer of a unit, or all of it, for one item at one place."""
        page = self.page
        page.get_by_role("link", name="任务", exact=True).click()
        page.get_by_role("button", name="派发任务").click()
        page.get_by_role("combobox", name="单位").select_option(asked.unit)
        if officer:
            page.get_by_role("button", name=officer).click()
        page.get_by_role("searchbox", name="筛选事项").fill(asked.item)
        page.get_by_role("checkbox").first.check()
        page.get_by_role("searchbox", name="名称、拼音或首字母").fill(asked.typed)
        page.get_by_role("checkbox", name=re.compile(asked.place)).check()
        page.get_by_role("textbox", name="名称(选填)").fill(asked.title)
        page.get_by_role("button", name="派发", exact=True).click()
        expect(page.get_by_role("heading", name=asked.title)).to_be_visible()
