"""A phone that keeps one version of the app, the server that publishes others, and the line between them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.support.builds import RUNNING, Change
from tests.support.chromium import Device
from tests.support.faulty_proxy import FaultyProxy
from tests.support.field_app import Officer
from tests.support.installation import AT_SCHOOL_GATE, Installation

OLD, NEW, NEXT, LAST = "aaaaaaaaaaaa", "bbbbbbbbbbbb", "cccccccccccc", "dddddddddddd"
LOCKED = "王晓峰,请解锁"

# Looks for a new version, and waits for what becomes of it.
LOOK = """async () => {
    const found = await navigator.serviceWorker.getRegistration();
    await found.update().catch(() => undefined);
    const coming = found.installing;
    const settled = () => !coming || ["redundant", "installed", "activated"].includes(coming.state);
    while (!settled()) await new Promise((go) => coming.addEventListener("statechange", go, { once: true }));
    return { waiting: found.waiting !== null, caches: await caches.keys() };
}"""


@dataclass
class Site:
    """A phone that keeps the old version, its server, and the line between them."""

    server: Installation
    proxy: FaultyProxy
    device: Device
    builds: Callable[..., Path]
    pages: Path

    def opens(self) -> Officer:
        officer = Officer(self.device.open(AT_SCHOOL_GATE), self.proxy.url)
        officer.opens_app()
        return officer

    def now_serves(self, version: str, *changes: Change) -> Path:
        pages = self.builds(version, *changes)
        point(self.pages, pages)
        return pages

    def starts_offline(self, officer: Officer, version: str) -> None:
        """Cut the line, start the app anew, and see which version it is that asks for the code."""
        self.proxy.close()
        officer.page.reload(wait_until="commit")
        officer.sees(LOCKED)
        assert officer.page.evaluate(RUNNING) == version


def point(link: Path, pages: Path) -> None:
    """Publish a build as an operator does who swaps folders under a running server."""
    link.with_suffix(".next").symlink_to(pages)
    link.with_suffix(".next").replace(link)


def look(officer: Officer) -> Any:
    return officer.page.evaluate(LOOK)


def takes_over(officer: Officer) -> None:
    officer.goes("我的")
    with officer.page.expect_navigation():
        officer.button("现在更新").click()
