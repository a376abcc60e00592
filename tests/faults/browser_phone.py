"""An officer with a phone in a real Chromium, who goes on whatever becomes of tab, browser and line."""

from __future__ import annotations

import re
import time
from typing import Any

from playwright.sync_api import Error

from tests.faults.browser_handset import BrowserHandset
from tests.support.field_app import Officer

GROUP, ITEM = "文明养犬", "宠物便溺未清理"
TRIES = 5
# Something came of the tap: it is said to be saved, or why it is not.
_SHOT = """before => document.querySelectorAll('.strip button').length > before
    || (document.querySelector('.over .message') && document.querySelector('.shutter:enabled'))"""
_SAVED = "() => document.querySelector('.saved') || document.querySelector('.foot .message')"


class BrowserPhone(BrowserHandset):
    """What officers do; each act that its screen said was done is remembered."""

    def goes_on(self, act: Any, *said: Any) -> bool:
        """Try an act until it is done, as officers do whose phone dies; False if it never was."""
        for _ in range(TRIES):
            try:
                if act(*said):
                    return True
            except (Error, AssertionError) as error:
                self.told.append(f"  {' '.join(str(error).split())[:160]}")
        return False

    def records(self, pictures: int) -> bool:
        """Make one record with so many pictures, or bring one that was begun to its end."""
        return self.goes_on(self._record, pictures)

    def _record(self, pictures: int) -> bool:
        self.wake()
        self.resumes_or_begins()
        while self.strip() < pictures:
            self.shoots()
        self.officer.finishes_pictures()
        return self.saves()

    def begins_another(self) -> None:
        """Make a record of one picture from the beginning, beside a draft that is open elsewhere."""
        self.officer.begins(GROUP, ITEM)
        self.officer.button("拍照").wait_for()
        self.shoots()
        self.officer.finishes_pictures()
        self.saves()

    def strip(self) -> int:
        return self.officer.page.locator(".strip").get_by_role("button").count()

    def resumes_or_begins(self) -> None:
        """Be in front of the camera, with the draft that is there or with a new one."""
        page = self.officer.page
        if re.search(r"#/capture/", page.url):
            self.officer.button("拍照").wait_for()
            return
        if not re.search(r"#/(form|draft)", page.url):
            self.officer.goes("今日")
            page.get_by_role("heading", name="巡查事项").wait_for()
            page.wait_for_timeout(200)
            begun = page.get_by_role("link", name=re.compile("^继续"))
            if not begun.count():
                self.officer.begins(GROUP, ITEM)
                self.officer.button("拍照").wait_for()
                return
            begun.first.click()
        page.get_by_role("button", name=re.compile("^(拍照|(仍然)?保存)$")).first.wait_for()
        if "#/form/" in page.url:
            page.evaluate("location.hash = location.hash.replace('#/form/', '#/capture/')")
            self.officer.button("拍照").wait_for()

    def shoots(self) -> bool:
        """Tap the shutter once; what the screen says then is remembered."""
        page = self.officer.page
        before = self.strip()
        page.wait_for_function("() => document.querySelector('.shutter:enabled')")
        self.officer.button("拍照").click()
        page.wait_for_timeout(50)
        page.wait_for_function(_SHOT, arg=before)
        if self.strip() > before:
            self.note("shot", 1)
            return True
        self.told.append(f"  the shutter says: {page.locator('.over').inner_text()[:40]!r}")
        return False

    def saves(self) -> bool:
        """Tap save; what the screen says then is remembered."""
        page = self.officer.page
        save = page.get_by_role("button", name=re.compile("^(仍然)?保存$"))
        save.click()
        if not page.locator(".saved").count() and page.locator(".need").count():
            save.click()
        page.wait_for_function(_SAVED)
        if not page.locator(".saved").count():
            self.told.append(f"  saving says: {page.locator('.foot .message').inner_text()[:40]!r}")
            return False
        self.note("record", 1)
        return True

    # The end.

    def takes(self, officer: Officer) -> None:
        """Go on in this window."""
        self._officer = officer

    def changes_to(self, owner: str) -> None:
        """Lock, and hand the phone to this officer."""
        officer = self.wake()
        officer.goes("我的")
        officer.button("锁定").click()
        self.wake(owner)

    def drains(self, owner: str, seconds: float = 60) -> bool:
        """Send until the screen says that everything has arrived, or this phone was revoked and is empty."""
        ends = time.monotonic() + seconds
        while time.monotonic() < ends:
            try:
                self.wake(owner)
                if self._is_wiped():
                    return True
                self.officer.goes("我的")
                self.officer.button("立即发送").click(timeout=5000)
                self.officer.page.wait_for_timeout(300)
                if self.officer.page.get_by_text("本机记录全部送达").count():
                    return True
            except (Error, AssertionError) as error:
                self.told.append(f"  {' '.join(str(error).split())[:160]}")
                if self._officer and self._is_alive(self._officer.page) and self._is_wiped():
                    return True
        return False

    def _is_wiped(self) -> bool:
        return bool(self.kids) and not self.look()["vaults"]
