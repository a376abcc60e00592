"""What a machine can say about how a screen can be used: axe's findings, the size of targets, what is cut off."""

import json
from typing import Any

from playwright.sync_api import Page

from server.config import REPOSITORY

AXE = REPOSITORY / "pwa" / "node_modules" / "axe-core" / "axe.min.js"

# Colours that fade in are measured when they have arrived; the browser's own frame is not ours.
RUN_AXE = """async () => {
    await Promise.all(document.getAnimations().map((one) => one.finished.catch(() => undefined)));
    const { violations } = await axe.run(document, { resultTypes: ["violations"] });
    return violations.flatMap(({ id, nodes }) =>
        nodes.map(({ html, any, all, none }) => [
            id, html.slice(0, 160), [...any, ...all, ...none].map(({ message }) => message).join("; "),
        ].join(" | ")));
}"""

CONTROLS = """() => {
    const wanted = "button, a[href], input, select, textarea, summary, [role=button], [role=tab], [tabindex='0']";
    const open = document.querySelector("dialog[open]");
    const shown = (one) => one.checkVisibility({ visibilityProperty: true }) && !one.closest(".sr-only")
        && !one.classList.contains("sr-only") && (!open || open.contains(one));
    return [...(open ?? document).querySelectorAll(wanted)].filter(shown);
}"""

# A control's box, or that of its label where a tap on the words does the same.
TOO_SMALL = """(least) => (__CONTROLS__)().flatMap((one) => {
    const box = (one.closest("label") ?? one).getBoundingClientRect();
    if (box.width >= least - 0.5 && box.height >= least - 0.5) return [];
    const said = (one.getAttribute("aria-label") ?? one.textContent ?? "").trim().slice(0, 30);
    return [`${one.tagName.toLowerCase()}.${one.className} "${said}" ${box.width.toFixed()}x${box.height.toFixed()}`];
})""".replace("__CONTROLS__", CONTROLS)

# What stands in a box that scrolls that way can be reached; what another box cuts off cannot.
OUT_OF_REACH = """() => (__CONTROLS__)().flatMap((one) => {
    const box = one.getBoundingClientRect();
    const scrolls = (way) => {
        for (let at = one.parentElement; at; at = at.parentElement)
            if (/auto|scroll/.test(getComputedStyle(at)[way])) return true;
        return false;
    };
    const wide = box.left < -0.5 || box.right > innerWidth + 0.5;
    const high = box.top < -0.5 || box.bottom > innerHeight + 0.5;
    if (!(wide && !scrolls("overflowX")) && !(high && !scrolls("overflowY"))) return [];
    const said = (one.getAttribute("aria-label") ?? one.textContent ?? "").trim().slice(0, 30);
    return [`${one.tagName.toLowerCase()}.${one.className} "${said}" at ${[box.left, box.top, box.right, box.bottom].map(Math.round)}`];
})""".replace("__CONTROLS__", CONTROLS)

WIDER = "document.documentElement.scrollWidth - innerWidth"


def axe_findings(page: Page) -> list[str]:
    """Run axe on what is shown; one line per finding, none where all is well."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found: list[str] = page.evaluate(RUN_AXE)
    return found


def small_targets(page: Page, least_px: int) -> list[str]:
    """Name the controls that are narrower or lower than `least_px`."""
    found: list[str] = page.evaluate(TOO_SMALL, least_px)
    return found


def cut_off(page: Page) -> list[str]:
    """Name the controls that lie off the screen where nothing scrolls to them, and content that is too wide."""
    found: list[str] = page.evaluate(OUT_OF_REACH)
    wider = page.evaluate(WIDER)
    return [*found, f"the page is {wider} px too wide"] if wider > 0 else found


def wears(page: Page, theme: str) -> None:
    """Put on a theme without the way through the settings."""
    page.evaluate(f"document.documentElement.dataset.theme = {json.dumps(theme)}")


def text_at(page: Page, percent: int) -> Any:
    """Write as large as a system whose font is set to so many per cent."""
    page.evaluate(f"document.documentElement.style.fontSize = '{percent}%'")
