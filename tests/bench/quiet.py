"""A phone on which nothing is unsent: timers and requests of the open home screen, beside none.

Run it with `.venv/bin/python -m tests.bench.quiet [seconds]`. What waits is printed too: the lock after idle
minutes and the look for an update are meant.
"""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.support.chromium import Device
from tests.support.field_app import Officer
from tests.support.installation import AT_SCHOOL_GATE, Installation

SECONDS = 60
SETTLED_MS = 35_000
WATCH = Path(__file__).parents[1] / "e2e" / "timer_seams.js"


def main() -> None:
    """Print what came due and what was asked of the network in so many seconds at rest."""
    seconds = int(sys.argv[1]) if len(sys.argv) > 1 else SECONDS
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        server = Installation(folder)
        server.make()
        server.start()
        device = Device(playwright, folder / "phone", None)
        officer = Officer(device.open(AT_SCHOOL_GATE, WATCH), server.url)
        page, asked = officer.page, []
        officer.enrols(server.access["officer"])
        officer.sees("全部送达")
        page.wait_for_timeout(SETTLED_MS)
        page.on("request", lambda request: asked.append(request.url))
        page.evaluate("timers.fired.length = 0")
        page.wait_for_timeout(1000 * seconds)
        fired = page.evaluate("timers.fired")
        waiting = page.evaluate("[...timers.pending.values()].sort((a, b) => a - b)")
        device.close()
        server.kill()
    print(f"{seconds} s at rest: {len(fired)} timers came due of 0, {len(asked)} requests of 0")
    print(f"came due: {sorted(set(fired))} ms; asked for: {sorted(set(asked))}")
    print(f"waiting: {[round(wait / 1000) for wait in waiting]} s")


if __name__ == "__main__":
    main()
