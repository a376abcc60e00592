"""Taps of an officer, counted where they land: clicks of a person on something that answers to them."""

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


class Taps:
    """Counts while it is entered; `shutter` taps are told apart, because a photo is one by itself."""

    def __init__(self, page: Page, journey: str, target: int) -> None:
        self._page, self._journey, self.target = page, journey, target
        self.made = 0

    def __enter__(self) -> Self:
        self._page.evaluate(COUNT)
        self._page.evaluate("window.taps = 0")
        return self

    def __exit__(self, *failure: object) -> None:
        self.made = int(self._page.evaluate("window.taps"))
        said = f"{self._journey}: {self.made} taps, target {self.target}"
        print(f"\n{said}")  # noqa: T201 - the journeys say how they compare with their targets
