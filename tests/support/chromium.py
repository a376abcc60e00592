"""Real browsers for the journeys: a phone with camera and position and a desk; a profile survives a kill."""

import os
import re
import signal
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypedDict

import psutil
from playwright.sync_api import BrowserContext, Page, Playwright

from tests.support.browser import find_browser

SCREENSHOTS = Path(__file__).resolve().parents[2] / "screenshots"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
]


# What Chromium writes when a page asks for what the security policy forbids.
POLICY = re.compile(
    "Content Security Policy|Trusted(Type|HTML|Script)|Permissions policy violation", re.IGNORECASE
)


class Spot(TypedDict):
    """A position the browser reports."""

    latitude: float
    longitude: float
    accuracy: float


@dataclass(frozen=True)
class Screen:
    """What kind of device looks at the page."""

    width: int
    height: int
    touch: bool
    locale: str = "zh-CN"
    scheme: str = "light"
    agent: str | None = None


PHONE = Screen(390, 844, touch=True)
DESK = Screen(1440, 900, touch=False)


class Device:
    """One browser profile on disk; it can be opened, killed without warning and opened again."""

    def __init__(
        self, playwright: Playwright, profile: Path, film: Path | None, screen: Screen = PHONE
    ) -> None:
        self._playwright = playwright
        self._profile = profile
        # Without a film the camera shows a running clock: no two pictures are the same.
        self.flags = [f"--use-file-for-fake-video-capture={film}"] if film else []
        self._screen = screen
        self._context: BrowserContext | None = None
        self.errors: list[str] = []

    @property
    def name(self) -> str:
        return self._profile.name

    def picture(self, name: str) -> None:
        """Write what is on the screen to the git-ignored folder screenshots/, if this device is open."""
        if self._context is None:
            return
        path = SCREENSHOTS / f"{name}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        self._context.pages[0].screenshot(path=path)

    @property
    def context(self) -> BrowserContext:
        if self._context is None:
            raise RuntimeError("this device is not open")
        return self._context

    @property
    def is_open(self) -> bool:
        return self._context is not None

    def open(self, spot: Spot | None = None, init: Path | None = None) -> Page:
        """Start the browser on this profile and return its page; the script `init` runs before the app."""
        options: dict[str, Any] = {"geolocation": spot} if spot else {}
        self._context = self._playwright.chromium.launch_persistent_context(
            str(self._profile),
            executable_path=find_browser(),
            headless=True,
            args=[*FLAGS, *self.flags],
            viewport={"width": self._screen.width, "height": self._screen.height},
            has_touch=self._screen.touch,
            locale=self._screen.locale,
            user_agent=self._screen.agent,
            timezone_id="Asia/Shanghai",
            color_scheme=self._screen.scheme,  # type: ignore[arg-type]  # "light" or "dark"
            permissions=["geolocation", "camera"],
            **options,
        )
        self._context.set_default_timeout(20_000)
        if init is not None:
            self._context.add_init_script(path=init)
        page = self._context.pages[0] if self._context.pages else self._context.new_page()
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", lambda said: self.errors.append(said.text) if POLICY.search(said.text) else None)
        return page

    def kill(self) -> None:
        """End the browser as a dying battery does: SIGKILL to every process of this profile."""
        for process in self._processes():
            os.kill(process.pid, signal.SIGKILL)
        self._context = None

    def kill_pages(self) -> None:
        """End the processes of all pages, as a system that is short of memory does; the browser stays."""
        for browser in list(self._processes()):
            with suppress(psutil.Error):
                for process in browser.children(recursive=True):
                    with suppress(psutil.Error):
                        if "--type=renderer" in process.cmdline():
                            process.kill()

    def close(self) -> None:
        if self._context is not None:
            self._context.close()
            self._context = None

    def _processes(self) -> Iterator[psutil.Process]:
        mark = f"--user-data-dir={self._profile}"
        for process in psutil.Process().children(recursive=True):
            try:
                if mark in process.cmdline():
                    yield process
            except psutil.Error:
                continue
