"""A long day on one phone without a network: 300 records of one photo each, then the heap of the open camera.

Run it alone on a quiet machine: `.venv/bin/python -m tests.bench.long_day [records]`. It prints how long a
photo took from the shutter to being stored, in the first and the last tenth of the day, and the script
heap of the capture screen after a collection, beside its budget. The fake camera shows 1920 × 1440.
"""

import statistics
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.support.chromium import Device
from tests.support.fake_camera import write_film
from tests.support.field_app import SLOW_MS, Officer
from tests.support.installation import AT_SCHOOL_GATE, Installation

RECORDS = 300
HEAP_BUDGET_MB = 60
# One record from the item to "saved", by the buttons of the screens; gives the wait after the shutter, ms.
ONE_RECORD = """async () => {
  const seen = (find) => new Promise((done) => {
    const look = () => { const found = find(); if (found) done(found); else setTimeout(look, 10); };
    look();
  });
  const one = (selector) => seen(() => document.querySelector(selector));
  (await one("main .list button:not([disabled])")).click();
  (await one("button.shutter:not([disabled])")).click();
  const began = performance.now();
  await one(".strip button");
  const waited = performance.now() - began;
  (await one(".shutters .primary:not([disabled])")).click();
  const save = await one(".foot .primary:not([disabled])");
  save.click();
  await new Promise((done) => setTimeout(done, 50));
  if (!location.hash.startsWith("#/saved/")) document.querySelector(".foot .primary")?.click();
  await seen(() => location.hash.startsWith("#/saved/"));
  location.hash = "#/items/DOG";
  return waited;
}"""


def one_day(officer: Officer, records: int) -> list[float]:
    """Record so many photos; give each one's wait in milliseconds."""
    page = officer.page
    page.set_default_timeout(SLOW_MS)
    page.evaluate("location.hash = '#/items/DOG'")
    waits = []
    for number in range(records):
        page.locator("main .list button").first.wait_for()
        waits.append(float(page.evaluate(ONE_RECORD)))
        if number % 50 == 49:
            print(f"{number + 1} records", flush=True)
    return waits


def heap_mb(page: Page) -> float:
    """Give the script heap in use, after a collection."""
    session = page.context.new_cdp_session(page)
    session.send("HeapProfiler.collectGarbage")
    used = session.send("Runtime.getHeapUsage")["usedSize"]
    session.detach()
    return float(used) / 1e6


def report(waits: list[float], empty_mb: float, full_mb: float) -> None:
    tenth = max(1, len(waits) // 10)
    first, last = statistics.median(waits[:tenth]), statistics.median(waits[-tenth:])
    print(f"photos stored                {len(waits):8}")
    print(f"shutter to stored, morning   {first:8.0f} ms")
    print(f"shutter to stored, evening   {last:8.0f} ms")
    print(f"heap of the camera, empty    {empty_mb:8.1f} MB")
    print(f"heap of the camera, full     {full_mb:8.1f} MB   budget {HEAP_BUDGET_MB}")


def opens_camera(officer: Officer) -> None:
    officer.goes("今日")
    officer.page.locator("a[href='#/new']").click()
    officer.page.locator("button.shutter:not([disabled])").wait_for(timeout=SLOW_MS)


def main() -> None:
    records = int(sys.argv[1]) if len(sys.argv) > 1 else RECORDS
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        film = folder / "street.mjpeg"
        write_film(film)
        server = Installation(folder)
        server.make()
        server.start()
        device = Device(playwright, folder / "phone", film)
        officer = Officer(device.open(AT_SCHOOL_GATE), server.url)
        officer.enrols(server.access["officer"])
        server.kill()
        opens_camera(officer)
        empty_mb = heap_mb(officer.page)
        began = time.monotonic()
        waits = one_day(officer, records)
        print(f"{time.monotonic() - began:.0f} s for {records} records")
        opens_camera(officer)
        report(waits, empty_mb, heap_mb(officer.page))
        device.close()


if __name__ == "__main__":
    main()
