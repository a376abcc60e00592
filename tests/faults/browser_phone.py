"""One phone in a real Chromium, and an officer who goes on whatever becomes of tab, browser and line."""

from __future__ import annotations

import re
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import Any

from playwright.sync_api import Error, Page

from tests.faults.browser_reading import read_rows
from tests.faults.outcome import LOST, Finding
from tests.support.chromium import Device
from tests.support.faulty_proxy import FaultyProxy, Request
from tests.support.field_app import Officer
from tests.support.installation import AT_SCHOOL_GATE
from tests.support.line_faults import document

SEAMS = Path(__file__).with_name("browser_seams.js")
FIRST = "王晓峰"
GROUP, ITEM = "文明养犬", "宠物便溺未清理"
TRIES = 5
STEP_MS = 15_000
# Something came of the tap: it is said to be saved, or why it is not.
# The picture is there, or the shutter is ready again without it.
_SHOT = """before => document.querySelectorAll('.strip button').length > before
    || (document.querySelector('.over .message') && document.querySelector('.shutter:enabled'))"""
_SAVED = "() => document.querySelector('.saved') || document.querySelector('.foot .message')"


class BrowserPhone:
    """The phone; `said` are the facts that its screen told, `fired` the strikes that happened."""

    def __init__(self, device: Device, proxy: FaultyProxy) -> None:
        self.device, self.proxy = device, proxy
        self.said: list[dict[str, Any]] = []
        self.tried: dict[str, dict[str, Any]] = {}
        self.kids: list[str] = []
        self.owners = [FIRST]
        self.fired: Counter[str] = Counter()
        self.told: list[str] = []
        self.findings: list[Finding] = []
        self._known: set[str] = set()
        self._officer: Officer | None = None
        self._arms: list[tuple[str, int, str]] = []
        for how in ("kill tab", "kill browser", "storage full", "abort"):
            proxy.answers[f"/__lab/{how.replace(' ', '%20')}"] = lambda request, how=how: self._strike(
                how, request
            )

    def forgets_story(self) -> None:
        """Begin the story of another schedule; what was said before still holds."""
        self.fired.clear()
        self.told, self.findings = [], []

    # What strikes.

    def arm(self, label: str, nth: int, how: str) -> None:
        """Strike at the nth time the app comes by this step, from now on and until it has happened."""
        self._arms.append((label, nth, how))
        if self._officer is not None:
            self._arm_page(self._officer.page)

    def _arm_page(self, page: Page) -> None:
        for label, nth, how in self._arms:
            page.evaluate("([label, nth, how]) => lab.arm(label, nth, how)", [label, nth, how])

    def _strike(self, how: str, request: Request) -> bytes:
        self._arms.clear()
        self.fired[how] += 1
        self.told.append(f"{how} at {request.body.decode()}")
        if how == "kill browser":
            self.device.kill()
        elif how == "kill tab":
            self.device.kill_pages()
        return document("204 No Content", "text/plain", b"")

    def calm(self) -> None:
        """End all that is armed."""
        self._arms.clear()
        if self._officer is not None:
            with suppress(Error):
                self._officer.page.evaluate("lab.calm()")

    # What the officer does.

    @property
    def officer(self) -> Officer:
        assert self._officer is not None
        return self._officer

    def wake(self, name: str = "") -> Officer:
        """Bring the app to its screens: open the browser, load the page, unlock, as far as that is needed."""
        if self._officer is None or not self._is_alive(self._officer.page):
            self._officer = Officer(self._open(), self.proxy.url)
            self._officer.page.set_default_timeout(STEP_MS)
            self._officer.opens_app()
            self._arm_page(self._officer.page)
        page = self._officer.page
        page.get_by_role("navigation").or_(page.get_by_role("heading", level=1)).first.wait_for()
        if page.get_by_role("heading", name=re.compile("请解锁")).count():
            if name:
                with suppress(Error):
                    page.get_by_role("button", name=name, exact=True).click(timeout=1000)
            self._officer.unlocks()
        return self._officer

    @staticmethod
    def _is_alive(page: Page) -> bool:
        try:
            return bool(page.evaluate("1"))
        except Error:
            return False

    def _open(self) -> Page:
        if self.device.is_open:
            try:
                return self._another_page()
            except Error:
                self.device.kill()
        return self.device.open(AT_SCHOOL_GATE, init=SEAMS)

    def _another_page(self) -> Page:
        page = self.device.context.new_page()
        for one in self.device.context.pages:
            if one is not page:
                one.close()
        return page

    def goes_on(self, act: Any, *said: Any) -> bool:
        """Try an act until it is done, as officers do whose phone dies; False if it never was."""
        for _ in range(TRIES):
            try:
                if act(*said):
                    return True
            except (Error, AssertionError) as error:
                self.told.append(f"  {str(error).splitlines()[0][:100]}")
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
            self._note("shot", 1)
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
        self._note("record", 1)
        return True

    def _note(self, kind: str, count: int) -> None:
        """The screen said that this is saved: what is it? Rows that are not there were never saved."""
        rows = self.look()
        new = [row for row in rows["entries"] if row["kind"] == kind and row["hash"] not in self._known]
        if len(new) < count:
            self.findings.append(Finding(LOST, f"the screen said that a {kind} is saved; it is nowhere"))
        for row in new:
            self._known.add(row["hash"])
            self.said.append(
                {
                    "kind": "entry",
                    "act": kind,
                    "kid": row["kid"],
                    "seq": row["seq"],
                    "hash": row["hash"],
                    "id": "",
                }
            )
            mine = [blob for blob in rows["blobs"] if (blob["kid"], blob["seq"]) == (row["kid"], row["seq"])]
            self.said += [
                {"kind": blob["role"], "kid": blob["kid"], "sha256": blob["sha256"], "bytes": blob["bytes"]}
                for blob in mine
            ]

    def look(self) -> dict[str, list[Any]]:
        """Read what the phone holds; every picture that was ever seen on it was tried."""
        rows = read_rows(self.officer.page)
        for blob in rows["blobs"]:
            self.tried[blob["sha256"]] = {"kind": blob["role"], "sha256": blob["sha256"]}
        self.kids += [kid for kid in rows["vaults"] if kid not in self.kids]
        return rows

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
                self.officer.button("立即发送").click()
                self.officer.page.wait_for_timeout(300)
                if self.officer.page.get_by_text("本机记录全部送达").count():
                    return True
            except (Error, AssertionError) as error:
                self.told.append(f"  {str(error).splitlines()[0][:100]}")
                if self._officer and self._is_alive(self._officer.page) and self._is_wiped():
                    return True
        return False

    def _is_wiped(self) -> bool:
        return bool(self.kids) and not self.look()["vaults"]
