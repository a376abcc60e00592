"""A phone in a real Chromium: what strikes it, how it is woken again, and what it holds and said."""

from __future__ import annotations

import re
from collections import Counter
from contextlib import suppress
from functools import partial
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
STEP_MS = 15_000


class BrowserHandset:
    """The phone; `said` are the facts that its screen told, `fired` the strikes that happened."""

    def __init__(self, device: Device, proxy: FaultyProxy) -> None:
        self.device, self.proxy = device, proxy
        self.said: list[dict[str, Any]] = []
        self.tried: dict[str, dict[str, Any]] = {}
        self.kids: list[str] = []
        self.fired: Counter[str] = Counter()
        self.told: list[str] = []
        self.findings: list[Finding] = []
        self._known: set[str] = set()
        self._officer: Officer | None = None
        self._arms: list[tuple[str, int, str]] = []
        for how in ("kill tab", "kill browser", "storage full", "abort"):
            proxy.answers[f"/__lab/{how.replace(' ', '%20')}"] = partial(self._strike, how)

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

    # How it is woken.

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

    # What it holds.

    def note(self, kind: str, count: int) -> None:
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
