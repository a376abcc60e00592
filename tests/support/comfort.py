"""What a machine can say of how a screen is used: axe's findings, the size of targets, what is cut off."""

import json

from playwright.sync_api import Page

from server.config import REPOSITORY

AXE = REPOSITORY / "pwa" / "node_modules" / "axe-core" / "axe.min.js"

# Colours that fade in are measured when they have arrived.
RUN_AXE = """async (rules) => {
    await Promise.all(document.getAnimations().map((one) => one.finished.catch(() => undefined)));
    const only = rules ? { runOnly: rules } : {};
    const { violations } = await axe.run(document, { resultTypes: ["violations"], ...only });
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html, any, all, none }) => {
        const why = [...any, ...all, ...none].map(({ message }) => message).join("; ");
        return [id, html.slice(0, 160), why].join(" | ");
    }));
}"""

# The controls that are shown: within the dialog where one is open, since nothing behind it can be tapped.
CONTROLS = """() => {
    const wanted = "button, a[href], input, select, textarea, summary, [role=button], [role=tab]";
    const inside = [...document.querySelectorAll("dialog[open]")].at(-1) ?? document;
    return [...inside.querySelectorAll(wanted)].filter((one) =>
        one.checkVisibility({ visibilityProperty: true }) && !one.closest(".sr-only"));
}"""
NAME = """(one) => {
    const said = one.getAttribute("aria-label") ?? one.textContent ?? "";
    return `${one.tagName.toLowerCase()}.${one.className} "${said.trim().slice(0, 30)}"`;
}"""

# A control's box, or that of its label where a tap on the words does the same.
TOO_SMALL = f"""(least) => ({CONTROLS})().flatMap((one) => {{
    const {{ width, height }} = (one.closest("label") ?? one).getBoundingClientRect();
    if (Math.min(width, height) >= least - 0.5) return [];
    return [`${{({NAME})(one)}} is ${{width.toFixed()}} x ${{height.toFixed()}}`];
}})"""

# What stands in a box that scrolls that way can be reached; what another box cuts off cannot.
OUT_OF_REACH = f"""() => ({CONTROLS})().flatMap((one) => {{
    const box = one.getBoundingClientRect();
    const scrolls = (way) => {{
        for (let at = one.parentElement; at; at = at.parentElement)
            if (/auto|scroll/.test(getComputedStyle(at)[way])) return true;
        return false;
    }};
    const isWide = (box.left < -0.5 || box.right > innerWidth + 0.5) && !scrolls("overflowX");
    const isHigh = (box.top < -0.5 || box.bottom > innerHeight + 0.5) && !scrolls("overflowY");
    if (!isWide && !isHigh) return [];
    return [`${{({NAME})(one)}} lies at ${{[box.left, box.top, box.right, box.bottom].map(Math.round)}}`];
}})"""

# A finger that comes down in the middle of a control must meet it, not what lies over it.
COVERED = f"""() => ({CONTROLS})().flatMap((one) => {{
    const box = (one.closest("label") ?? one).getBoundingClientRect();
    const [x, y] = [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
    const met = document.elementFromPoint(x, y);
    const hidden = box.top < 0 || box.bottom > innerHeight || one.closest(".scroll, .foot, .sheet-body");
    if (!met || hidden || one.contains(met) || met.contains(one)) return [];
    return [`${{({NAME})(one)}} lies under ${{({NAME})(met)}}`];
}})"""

# Rows of chips may be drawn aside; a page, a sheet or a foot may not.
WIDER = """() => [document.documentElement, ...document.querySelectorAll(".scroll, .sheet-body, .foot")]
    .filter((one) => one.scrollWidth > one.clientWidth + 1)
    .map((one) => `${one.tagName}.${one.className} is ${one.scrollWidth - one.clientWidth} px too wide`)"""


def axe_findings(page: Page, *rules: str) -> list[str]:
    """Run axe on what is shown, all rules or only these; one line per finding, none where all is well."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found: list[str] = page.evaluate(RUN_AXE, list(rules) or None)
    return found


def small_targets(page: Page, least_px: int) -> list[str]:
    """Name the controls that are narrower or lower than `least_px`."""
    found: list[str] = page.evaluate(TOO_SMALL, least_px)
    return found


def cut_off(page: Page) -> list[str]:
    """Name the controls that no scrolling brings to the finger, and the parts that are too wide."""
    return [*page.evaluate(OUT_OF_REACH), *page.evaluate(COVERED), *page.evaluate(WIDER)]


def wears(page: Page, theme: str) -> None:
    """Put on a theme without the way through the settings."""
    page.evaluate(f"document.documentElement.dataset.theme = {json.dumps(theme)}")


def writes_at(page: Page, percent: int) -> None:
    """Write as large as on a system whose letters are set to so many per cent."""
    page.evaluate(f"document.documentElement.style.fontSize = '{percent}%'")
