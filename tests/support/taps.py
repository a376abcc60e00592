"""Taps of an officer, counted where they land: clicks of a person on something that answers to them."""

import time
from typing import Self

from playwright.sync_api import Page

COUNT = """() => {
    if (window.taps !== undefined) return;
    window.taps = 0;
    const counted = (event) => {
        if (event.isTrusted && event.target.closest("button, a, input, textarea")) window.taps += 1;
    };
    addEventListener("click", counted, true);
}"""
COUNTED: list["Taps"] = []


class Taps:
    """Counts while it is entered. A target in seconds is for a script that taps at once, and only printed."""

    def __init__(self, page: Page, journey: str, target: int, within_s: int | None = None) -> None:
        self._page, self._journey, self.target, self._within_s = page, journey, target, within_s
        self.made, self.seconds = 0, 0.0

    def __enter__(self) -> Self:
        self._page.evaluate(COUNT)
        self._page.evaluate("window.taps = 0")
        self._began = time.monotonic()
        return self

    def __exit__(self, *failure: object) -> None:
        self.seconds = time.monotonic() - self._began
        self.made = int(self._page.evaluate("window.taps"))
        COUNTED.append(self)

    def __str__(self) -> str:
        time_target = f" of {self._within_s}" if self._within_s else ""
        return (
            f"{self._journey:44} {self.made:4} of {self.target:4} taps   {self.seconds:5.1f}{time_target} s"
        )
