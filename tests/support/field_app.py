"""The phone's screens in the words of the journeys: an officer enrols, takes pictures, answers, saves."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.support.installation import Access

PIN = "271828"
SLOW_MS = 30_000
SENT = re.compile("待审核|已送达")

PICTURES_HELD = """() => new Promise((resolve, reject) => {
    const opening = indexedDB.open("xunzheng");
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
        const asking = opening.result.transaction("blobs").objectStore("blobs").getAll();
        asking.onerror = () => reject(asking.error);
        asking.onsuccess = () => {
            opening.result.close();
            const pictures = asking.result.filter((row) => row.role === "picture");
            resolve(Object.fromEntries(pictures.map((row) => [row.sha256, row.bytes])));
        };
    };
})"""


class Officer:
    """One officer holding one phone, which shows the app at `url`."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.url = url
        self._rolls = 0

    def button(self, name: str | re.Pattern[str]) -> Locator:
        return (
            self.page.get_by_role("button", name=name, exact=isinstance(name, str))
            .locator("visible=true")
            .first
        )

    def sees(self, words: str | re.Pattern[str], timeout_ms: int = SLOW_MS) -> None:
        expect(self.page.get_by_text(words).locator("visible=true").first).to_be_visible(timeout=timeout_ms)

    def opens_app(self) -> None:
        self.page.goto(f"{self.url}/")

    def enrols(self, access: Access) -> None:
        """Go through the first run of an empty phone."""
        self.opens_app()
        self.button("开始").click()
        self.registers(access)

    def registers(self, access: Access) -> None:
        """Sign in, set the PIN by typing it twice, give the code and the permissions."""
        self.page.get_by_role("textbox", name="用户名").fill(access.username)
        self.page.locator("input[type=password]").fill(access.password)
        self.button("登录").click()
        self.types_pin()
        self.sees("请再输入一次")
        self.types_pin()
        self.page.get_by_role("textbox", name="登记码").fill(access.code)
        self.button("登记").click()
        for _ in range(3):
            self.button(re.compile("^(允许|以后再说|继续)$")).wait_for(timeout=SLOW_MS)
            self._allows()
        self.is_home()

    def _allows(self) -> None:
        heading = self.page.get_by_role("heading", level=1).inner_text()
        self.button("允许").click()
        expect(self.page.get_by_text("请在弹出的提示里选择")).to_have_count(0, timeout=SLOW_MS)
        if self.page.get_by_role("heading", level=1).inner_text() == heading:
            self.button("继续").click()

    def types_pin(self, pin: str = PIN) -> None:
        self.page.get_by_role("group", name=re.compile("解锁码")).wait_for()
        for digit in pin:
            self.page.get_by_role("button", name=digit, exact=True).click()

    def unlocks(self) -> None:
        self.sees(re.compile("请解锁"))
        self.types_pin()
        expect(self.page.get_by_text(re.compile("请解锁|正在解锁"))).to_have_count(0, timeout=SLOW_MS)

    def is_home(self) -> None:
        expect(self.page.get_by_role("heading", name="巡查事项")).to_be_visible(timeout=SLOW_MS)

    def begins(self, group: str, item: str) -> None:
        """Choose an item from the home screen; the camera opens."""
        self.goes("今日")
        self.page.get_by_role("link", name=group).click()
        self.page.get_by_role("button", name=item).click()

    def takes_pictures(self, count: int) -> None:
        strip = self.page.locator(".strip").get_by_role("button")
        before = strip.count()
        # The browser's camera begins its film anew each time: the same moment of it is the same picture.
        self.page.wait_for_timeout(200 * (self._rolls % 5))
        self._rolls += 1
        for n in range(1, count + 1):
            expect(self.button("拍照")).to_be_enabled(timeout=SLOW_MS)
            self.button("拍照").click()
            expect(strip).to_have_count(before + n, timeout=SLOW_MS)

    def finishes_pictures(self) -> None:
        self.button("完成").click()
        expect(self.page.get_by_role("button", name=re.compile("^(仍然)?保存$"))).to_be_visible()

    def answers(self, *chosen: tuple[str, str]) -> None:
        """Tap choices, each given as (question, choice)."""
        for question, choice in chosen:
            group = self.page.get_by_role("group", name=question, exact=True).filter(
                has=self.page.get_by_role("button")
            )
            group.get_by_role("button", name=choice, exact=True).last.click()

    def writes(self, label: str, words: str) -> None:
        self.page.get_by_role("textbox", name=label).fill(words)

    def saves(self) -> None:
        self.button("保存").click()
        self.sees("已存本机")

    def goes(self, tab: str) -> None:
        if self.page.get_by_role("navigation").count() == 0:
            self.page.goto(f"{self.url}/#/")
        self.page.get_by_role("navigation").get_by_role("link", name=re.compile(f"^{tab}")).click()

    def asks_for_news(self) -> None:
        """Tap "send now": nothing waits to be sent, so only the desk's answers come."""
        self.goes("我的")
        self.button("立即发送").click()
        expect(self.button("立即发送")).to_be_enabled(timeout=SLOW_MS)

    def sees_record(self, segment: str, item: str, state: str | re.Pattern[str]) -> None:
        """Wait until this segment of the list of records shows this item in this state."""
        self.goes("记录")
        self.page.get_by_role("tab", name=re.compile(f"^{segment}")).click()
        row = self.page.locator("li").filter(has_text=item).filter(has_text=state)
        expect(row.first).to_be_visible(timeout=SLOW_MS)

    def looks_at_phone_again(self) -> None:
        """Bring the app to the front, which is when it looks for news and new versions."""
        self.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")

    def opens_record(self, segment: str, item: str) -> None:
        self.sees_record(segment, item, "")
        self.page.locator("li").filter(has_text=item).first.get_by_role("link").click()

    def pictures_held(self) -> dict[str, int]:
        """Return what the phone's own store says of its pictures: {SHA-256: bytes}."""
        found: dict[str, int] = self.page.evaluate(PICTURES_HELD)
        return found

    def sees_stored_pictures(self, count: int) -> None:
        expect(self.page.locator(".strip").get_by_role("button")).to_have_count(count, timeout=SLOW_MS)
