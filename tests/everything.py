"""What `./test` runs, cheapest failures first: lint, types, layers, tests, pages, browser.

Every step runs even when an earlier one failed, so that one run tells all. `fast` leaves out PostgreSQL and
the browser.
"""

import os
import re
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"
PWA = ROOT / "pwa"
sys.path.insert(0, str(ROOT))

from tests.support.browser import ensure_browser, ensure_webkit  # noqa: E402 - the root is on the path only now
from tests.tus_clients.install import ensure_client  # noqa: E402 - same

COUNT = re.compile(r"(\d+) (passed|failed|error|errors)\b")
CHECKED = ["server", "schemas", "tests"]
LINT: list[tuple[str, list[str]]] = [
    ("Lint", ["ruff", "check", *CHECKED]),
    ("Format", ["ruff", "format", "--check", *CHECKED]),
    ("Types", ["mypy"]),
    ("Layers", ["lint-imports"]),
    ("Spelling", ["codespell", "."]),
    ("Contract in step with the pages", ["python", "-m", "schemas.contract", "--check"]),
]
FAULTS = ["python", "-m", "tests.faults"]
IN_BRIEF: list[tuple[str, list[str]]] = [("Fault laboratory, in brief", FAULTS)]
LABORATORY: list[tuple[str, list[str]]] = [
    ("Fault laboratory", [*FAULTS, "--schedules", "500", "--database", "both"]),
    ("Fault laboratory: planted bugs", [*FAULTS, "--plants"]),
]
BROWSER_LANE = "tests/faults/test_browser_lane.py"
PAGES: list[tuple[str, list[str]]] = [
    ("Pages: lint and types", ["npm", "run", "--silent", "check"]),
    ("Pages: unit tests", ["npm", "run", "--silent", "test"]),
]


class Run:
    """The steps so far: their names, their outcomes and how many tests they counted."""

    def __init__(self) -> None:
        self.failed: list[str] = []
        self.steps = 0
        self.counts = {"passed": 0, "failed": 0}

    def record(self, label: str, *, ok: bool) -> None:
        self.steps += 1
        if not ok:
            self.failed.append(label)

    def step(self, label: str, command: list[str], folder: Path = ROOT) -> str:
        """Run one command, showing its output as it comes; return that output."""
        print(f"\n== {label}", flush=True)
        started = time.monotonic()
        environment = {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}", "CI": "1"}
        process = subprocess.Popen(
            [str(BIN / command[0]), *command[1:]],
            cwd=folder,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        )
        lines: list[str] = []
        for line in process.stdout or []:
            lines.append(line)
            print(line, end="", flush=True)
        ok = process.wait() == 0
        self.record(label, ok=ok)
        print(f"-- {label}: {'ok' if ok else 'FAILED'}, {time.monotonic() - started:.1f} s", flush=True)
        return "".join(lines)

    def count(self, label: str, command: list[str], folder: Path = ROOT) -> None:
        """Run a step that ends with pytest's or vitest's own summary and add its numbers up."""
        before = len(self.failed)
        output = re.sub(r"\x1b\[[0-9;]*m", "", self.step(label, command, folder))
        summary = [line for line in output.splitlines() if COUNT.search(line) and "Test Files" not in line][
            -1:
        ]
        found = {word: int(number) for number, word in COUNT.findall(summary[0])} if summary else {}
        failures = found.get("failed", 0) + found.get("error", 0) + found.get("errors", 0)
        self.counts["passed"] += found.get("passed", 0)
        self.counts["failed"] += max(failures, 1 if len(self.failed) > before else 0)

    def close(self) -> int:
        for label in self.failed:
            print(f"FAILED: {label}")
        lint = sum(
            1
            for label in self.failed
            if label in {name for name, _ in LINT + PAGES[:1] + IN_BRIEF + LABORATORY}
        )
        print(f"{self.counts['passed']} passed, {self.counts['failed'] + lint} failed")
        return 1 if self.failed else 0


def main(words: list[str]) -> int:
    if words not in ([], ["fast"]):
        print("usage: ./test [fast]")
        return 2
    fast, run = bool(words), Run()
    for label, command in LINT:
        run.step(label, command)
    # Before the tests, which run side by side: two of them must not install it at once.
    if problem := ensure_client():
        print(f"\n{problem}")
        run.record("tus-js-client", ok=False)
    databases = "sqlite" if fast else "all"
    pytest = ["python", "-m", "pytest", "-q", "-n", "2"]
    run.count(
        f"Server: unit and API tests ({databases})",
        [*pytest, "--ignore=tests/e2e", f"--ignore={BROWSER_LANE}", f"--db={databases}"],
    )
    run.step(*PAGES[0], PWA)
    run.count(*PAGES[1], PWA)
    for label, command in IN_BRIEF if fast else LABORATORY:
        run.step(label, command)
    if not fast:
        problem = ensure_browser() or ensure_webkit()
        if problem:
            print(f"\n{problem}")
            run.record("Browser journeys", ok=False)
            run.counts["failed"] += 1
        else:
            run.count(
                "Browser journeys",
                ["python", "-m", "pytest", "-q", "-p", "no:randomly", "tests/e2e", BROWSER_LANE],
            )
    return run.close()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
