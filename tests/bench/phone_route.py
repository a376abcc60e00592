"""What a cheap phone feels: bytes of the phone route, first and offline start, input delay, time to save.

Run it alone on a quiet machine: `.venv/bin/python -m tests.bench.phone_route [rounds]`. The CPU is throttled
4 times, the line to slow 4G (1.6 Mbit/s, 150 ms); medians are printed beside their budgets.
"""

import statistics
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import CDPSession, Page, Playwright, sync_playwright

from tests.support.chromium import Device
from tests.support.fake_camera import write_film
from tests.support.field_app import Officer
from tests.support.installation import AT_SCHOOL_GATE, Installation, built_pages
from tests.support.weight import weigh

ROUNDS = 5
THROTTLE = 4
SLOW_4G = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 94_000}
ITEM = "宠物便溺未清理"
USABLE = "button, .pinpad button"
BUDGETS = {
    "first start, slow 4G": (1500, "ms"),
    "offline start, new tab": (1000, "ms"),
    "offline reload": (500, "ms"),
    "tap on a choice to its paint": (100, "ms"),
    "save to 'saved'": (150, "ms"),
    "initial JS": (45_000, "bytes gz"),
    "CSS": (8_000, "bytes gz"),
    "first installation": (150_000, "bytes gz"),
}
PAINTED = (
    "() => new Promise(done => requestAnimationFrame(() => setTimeout(() => done(performance.now()), 0)))"
)
TAP = """(target) => new Promise(done => {
  const began = performance.now();
  target.click();
  requestAnimationFrame(() => setTimeout(() => done(performance.now() - began), 0));
})"""
SAVE = """(target) => new Promise(done => {
  const began = performance.now();
  const look = () => location.hash.startsWith('#/saved/')
    ? requestAnimationFrame(() => setTimeout(() => done(performance.now() - began), 0))
    : setTimeout(look, 1);
  target.click();
  look();
})"""
Figures = dict[str, list[float]]


def weigh_pages(figures: Figures) -> None:
    """Bytes of what index.html names, and of everything the service worker keeps."""
    weight = weigh(built_pages())
    figures["initial JS"] = [weight.scripts]
    figures["CSS"] = [weight.styles]
    figures["first installation"] = [weight.precache]


@contextmanager
def throttled(page: Page, network: dict[str, int] | None = None) -> Iterator[CDPSession]:
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": THROTTLE})
    if network:
        session.send("Network.enable")
        session.send("Network.emulateNetworkConditions", network)
    yield session
    session.detach()


def start_of(page: Page, url: str, ready: str) -> float:
    """Milliseconds from navigation to the frame that shows something to tap."""
    page.goto(url, wait_until="commit")
    page.locator(ready).first.wait_for()
    return float(page.evaluate(PAINTED))


def first_start(playwright: Playwright, folder: Path, film: Path, url: str, figures: Figures) -> None:
    device = Device(playwright, folder, film)
    page = device.open()
    with throttled(page, SLOW_4G):
        figures.setdefault("first start, slow 4G", []).append(start_of(page, f"{url}/", USABLE))
    device.close()


def one_record(officer: Officer, figures: Figures) -> None:
    officer.begins("文明养犬", ITEM)
    officer.takes_pictures(1)
    officer.finishes_pictures()
    page = officer.page
    with throttled(page):
        choice = page.get_by_role("button", name="未发现问题", exact=True).element_handle()
        figures.setdefault("tap on a choice to its paint", []).append(page.evaluate(TAP, choice))
        page.wait_for_timeout(500)
        save = page.get_by_role("button", name="保存", exact=True).element_handle()
        figures.setdefault("save to 'saved'", []).append(page.evaluate(SAVE, save))


def offline_starts(page: Page, url: str, figures: Figures) -> None:
    fresh = page.context.new_page()
    with throttled(fresh):
        start = start_of(fresh, f"{url}/", ".pinpad button")
        figures.setdefault("offline start, new tab", []).append(start)
        fresh.reload(wait_until="commit")
        fresh.locator(".pinpad button").first.wait_for()
        figures.setdefault("offline reload", []).append(float(fresh.evaluate(PAINTED)))
    fresh.close()


def report(figures: Figures) -> None:
    print(f"{'figure':32} {'median':>10} {'budget':>10}  unit      all")
    for name, (budget, unit) in BUDGETS.items():
        found = [round(one) for one in figures[name]]
        print(f"{name:32} {statistics.median(found):10.0f} {budget:10}  {unit:9} {found}")


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    figures: Figures = {}
    weigh_pages(figures)
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        film = folder / "street.mjpeg"
        write_film(film)
        server = Installation(folder)
        server.make()
        server.start()
        for number in range(rounds):
            first_start(playwright, folder / f"first-{number}", film, server.url, figures)
        device = Device(playwright, folder / "phone", film)
        officer = Officer(device.open(AT_SCHOOL_GATE), server.url)
        officer.enrols(server.access["officer"])
        for _ in range(rounds):
            one_record(officer, figures)
        server.kill()
        for _ in range(rounds):
            offline_starts(officer.page, server.url, figures)
        device.close()
    report(figures)


if __name__ == "__main__":
    main()
