"""What one schedule of the browser lane works on: a phone, its server, the line between them, two builds."""

from __future__ import annotations

import ssl
import time
from dataclasses import dataclass
from pathlib import Path
from random import Random

from playwright.sync_api import Error

from tests.faults.browser_phone import BrowserPhone
from tests.support.faulty_proxy import Fault, FaultyProxy
from tests.support.installation import Installation
from tests.support.line_faults import refused

FIRST, SECOND = "王晓峰", "李雪"
API = r"^(GET|POST|PATCH|HEAD) /api/"
SENDING_S = 12.0


@dataclass
class World:
    """One schedule's own copies; `pages` is the link to the build that the server publishes."""

    rng: Random
    server: Installation
    phone: BrowserPhone
    proxy: FaultyProxy
    pages: Path
    newer: Path
    foreign: ssl.SSLContext

    def sends_until(self, happened: object) -> None:
        """Let the phone send until something has happened to it, or for a while."""
        ends = time.monotonic() + SENDING_S
        while time.monotonic() < ends and not happened:
            self.phone.goes_on(self._send)

    def _send(self) -> bool:
        officer = self.phone.wake()
        officer.goes("我的")
        officer.button("立即发送").click()
        officer.page.wait_for_timeout(250)
        return True

    def spoils(self, name: str, path: str, fault: Fault, times: int = 1) -> int:
        """Make records while the line or the server spoils some of what is sent; gives how often it did."""
        trap = self.proxy.arm(path, fault, times, skip=self.rng.choice((0, 0, 1)))
        self.phone.records(self.rng.randint(1, 2))
        self.sends_until(trap.hits)
        self.phone.fired[name] += len(trap.hits)
        self.phone.told += [f"{name}: {hit}" for hit in trap.hits]
        return len(trap.hits)

    def cut_off(self) -> None:
        """From now on nothing reaches the server."""
        self.proxy.arm(API, refused, times=-1)

    def publishes(self, build: Path) -> None:
        """Swap the folder of the built pages under the running server."""
        link = self.pages.with_suffix(".next")
        link.symlink_to(build)
        link.replace(self.pages)

    def locks(self) -> None:
        """Lock the app by its button."""
        officer = self.phone.wake()
        officer.goes("我的")
        officer.button("锁定").click()
        officer.page.get_by_role("group").first.wait_for()
        officer.page.evaluate("location.hash = '#/'")

    def calms(self) -> None:
        """End every fault."""
        self.phone.calm()
        self.proxy.disarm()
        if not self.server.is_running:
            self.server.start()
        if self.phone.device.is_open:
            try:
                self.phone.device.context.set_offline(False)
            except Error:
                self.phone.device.kill()
