"""The officer's day on a cheap phone with 10,000 places: how long a search takes, and a move of the map.

Run it alone on a quiet machine: `.venv/bin/python -m tests.bench.day [rounds]`. The CPU is throttled 4 times.
A search is from the last letter to its paint; a move of the map is one frame after a zoom by its button.
"""

import random
import statistics
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import CDPSession, Page, sync_playwright

from tests.support import installation
from tests.support.chromium import Device
from tests.support.field_app import Officer
from tests.support.installation import AT_SCHOOL_GATE, Installation

ROUNDS = 5
THROTTLE = 4
PLACES = 10_000
BUDGETS = {"search, last letter to paint": 50, "map, zoom to paint": 50, "map, first paint": 500}
KINDS = ("实验小学", "市一中", "政务大厅", "农贸市场", "公园", "路口", "网吧", "幼儿园", "客运站", "花园")
ROADS = "红旗青石东关云溪钟楼老城茶山南湖北湖渔港"
TYPE = """([target, words]) => new Promise((done) => {
  const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set;
  const began = performance.now();
  set.call(target, words);
  target.dispatchEvent(new Event("input", { bubbles: true }));
  requestAnimationFrame(() => setTimeout(() => done(performance.now() - began), 0));
})"""
CLICK = """(target) => new Promise((done) => {
  const began = performance.now();
  target.click();
  requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - began)));
})"""
OPEN = """() => new Promise((done) => {
  const began = performance.now();
  location.hash = "#/map";
  const look = () => document.querySelector("canvas")?.width > 300
    ? requestAnimationFrame(() => done(performance.now() - began)) : setTimeout(look, 4);
  look();
})"""
Figures = dict[str, list[float]]


def many_places() -> str:
    """Write a table of places around the gate, the same each time."""
    chance = random.Random(7)
    rows = [
        f"p{n},{chance.choice(ROADS)}{chance.choice(ROADS)}{KINDS[n % len(KINDS)]}{n},hall,east-1,"
        f"{31.2304 + chance.gauss(0, 0.05):.6f},{121.4737 + chance.gauss(0, 0.05):.6f}"
        for n in range(PLACES)
    ]
    return "id,name,category,unit_id,lat,lon\n" + "\n".join(rows) + "\n"


def measure(page: Page, slow: CDPSession, figures: Figures) -> None:
    """Search as people type, then open the map and zoom in and out."""
    page.evaluate("location.hash = '#/search'")
    box = page.get_by_role("searchbox").element_handle()
    slow.send("Emulation.setCPUThrottlingRate", {"rate": THROTTLE})
    for words in ("z", "zx", "实验", "shiyanxx", "小学 99", "yxlk"):
        figures["search, last letter to paint"].append(page.evaluate(TYPE, [box, words]))
    page.evaluate("location.hash = '#/'")
    page.wait_for_timeout(500)
    figures["map, first paint"].append(page.evaluate(OPEN))
    for name in ("缩小", "缩小", "放大", "放大", "放大"):
        button = page.get_by_role("button", name=name, exact=True).element_handle()
        figures["map, zoom to paint"].append(page.evaluate(CLICK, button))
    slow.send("Emulation.setCPUThrottlingRate", {"rate": 1})


def main() -> None:
    """Print medians and the slowest beside what is asked for."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    installation.PLACES = many_places()
    figures: Figures = {name: [] for name in BUDGETS}
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        city = Installation(Path(folder))
        city.make()
        city.start()
        phone = Device(playwright, Path(folder) / "phone", None)
        try:
            page = phone.open(AT_SCHOOL_GATE)
            officer = Officer(page, city.url)
            officer.enrols(city.access["officer"])
            officer.asks_for_news()
            slow = phone.context.new_cdp_session(page)
            for _ in range(rounds):
                measure(page, slow, figures)
        finally:
            phone.close()
            city.stop()
    print(f"{PLACES} places, CPU {THROTTLE}x slower, {rounds} rounds")
    for name, budget in BUDGETS.items():
        found = figures[name]
        print(
            f"{name:32} median {statistics.median(found):6.0f} ms  worst {max(found):6.0f} ms  of {budget} ms"
        )


if __name__ == "__main__":
    main()
