"""An outage ends: two thousand phones come back at once while six hundred uploads stall.

Run as `.venv/bin/python -m tests.bench.overload [--phones 2000] [--stalled 600] [--pictures 2]`. Prints when
the phones were through (nobody may starve), how often they were put off, how long the review queue took
meanwhile, the server's memory, and what was lost, doubled or altered (nothing may be).
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import socket
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from server.store.store import Store, open_store
from tests.bench import benching, footprint
from tests.support import city, outage
from tests.support.city import PASSWORD
from tests.support.phone import Phone
from tests.support.raw_line import JSON, Line, heard
from tests.support.real_server import RealServer
from tests.support.storm import Told

PICTURE_BYTES, PREVIEW_BYTES = 400_000, 20_000
QUEUE_BUDGET_MS, MEMORY_BUDGET_MIB = 200, 300
LOOK_EVERY_S = 0.1


@dataclass
class Seen:
    """What somebody at the desk and somebody at the machine saw meanwhile."""

    kept_ms: list[float] = field(default_factory=list)
    fresh_ms: list[float] = field(default_factory=list)
    failed: Counter[str] = field(default_factory=Counter)
    memory: list[float] = field(default_factory=list)


class Desk:
    """A reviewer who looks at the queue, on a connection kept open and on a new one each time."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.kept = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        said = json.dumps({"username": "liu", "password": PASSWORD})
        self.kept.request(
            "POST", "/api/session", said, {"Content-Type": "application/json", "X-Xunzheng": "1"}
        )
        answer = self.kept.getresponse()
        answer.read()
        self.cookie = answer.headers["Set-Cookie"].split(";")[0]

    def look(self, line: http.client.HTTPConnection) -> float:
        """Ask for the queue and return the milliseconds it took."""
        start = time.perf_counter()
        line.request("GET", "/api/queue?state=submitted", headers={"Cookie": self.cookie})
        answer = line.getresponse()
        answer.read()
        if answer.status != http.HTTPStatus.OK:
            raise RuntimeError(str(answer.status))
        return (time.perf_counter() - start) * 1000

    def watch(self, seen: Seen, pid: int, until: threading.Event) -> None:
        """Look again and again."""
        while not until.wait(LOOK_EVERY_S):
            fresh = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
            for line, took in ((self.kept, seen.kept_ms), (fresh, seen.fresh_ms)):
                try:
                    took.append(self.look(line))
                except (OSError, http.client.HTTPException, RuntimeError) as error:
                    seen.failed[str(error) or type(error).__name__] += 1
                    line.close()
            fresh.close()
            seen.memory.append(footprint.pss_mib(pid))


def stalled(server: RealServer, phones: Sequence[Phone]) -> list[socket.socket]:
    """Begin an upload from each phone and send nothing of it any more."""
    brought = outage.loads(phones, 1, PICTURE_BYTES, PREVIEW_BYTES)
    lines = []
    for load in brought:
        line = Line(server, load.phone)
        line.ask("POST", "/api/journal", json.dumps({"entries": load.entries}), {**line.headers, **JSON})
        lines.append(line.begin(load.originals[0].sha256, PICTURE_BYTES, bytes(1000)))
    return lines


def shares(took: list[float], unit: str) -> str:
    """Write the distribution of some figures."""
    if not took:
        return "nothing"
    ordered = sorted(took)
    picked = {
        f"p{share}": ordered[min(len(ordered) - 1, len(ordered) * share // 100)] for share in (50, 95, 99)
    }
    return (
        ", ".join(f"{name} {value:.0f}" for name, value in {**picked, "most": ordered[-1]}.items())
        + f" {unit}"
    )


def tell(told: list[Told], seen: Seen, quiet: Seen) -> None:
    """Print what everybody saw."""
    put_off = sum((Counter(each.put_off) for each in told), Counter())
    print(f"entries of a phone taken after   {shares([each.entries_s for each in told], 's')}")
    print(f"previews of a phone taken after  {shares([each.previews_s for each in told], 's')}")
    print(f"all of a phone taken after       {shares([each.done_s for each in told], 's')}")
    print(
        f"put off: {dict(put_off)}; the unluckiest {max(sum(each.put_off.values()) for each in told)} times"
    )
    for name, took, before in (
        ("kept", seen.kept_ms, quiet.kept_ms),
        ("new", seen.fresh_ms, quiet.fresh_ms),
    ):
        within = sum(1 for each in took if each <= QUEUE_BUDGET_MS) / max(1, len(took))
        print(f"queue on a {name} connection: {shares(took, 'ms')}; {within:.1%} within {QUEUE_BUDGET_MS} ms "
              f"(quiet: {shares(before, 'ms')})")  # fmt: skip
    print(f"queue failed: {dict(seen.failed)}")
    first, last, most = seen.memory[0], seen.memory[-1], max(seen.memory)
    print(f"web processes: PSS {first:.0f} → {last:.0f}, most {most:.0f} of {MEMORY_BUDGET_MIB} MiB")


@contextmanager
def town(url: str | None) -> Iterator[tuple[Store, RealServer]]:
    """Settle the test city in a folder of its own and serve it."""
    with tempfile.TemporaryDirectory(prefix="xunzheng-bench-", dir=os.environ.get("BENCH_DIR")) as name:
        folder = Path(name) / "data"
        store = open_store(city.make_config(folder, url))
        city.settle(store)
        server = RealServer(folder, url).start()
        try:
            yield store, server
        finally:
            server.kill()
            store.close()


def run(store: Store, server: RealServer, asked: argparse.Namespace) -> None:
    """Play one outage and tell of it."""
    phones = outage.enrol_many(store, asked.phones + asked.stalled)
    brought = outage.loads(phones[: asked.phones], asked.pictures, PICTURE_BYTES, PREVIEW_BYTES)
    desk, quiet, seen, over = Desk(server.port), Seen(), Seen(), threading.Event()
    for _ in range(30):
        quiet.kept_ms.append(desk.look(desk.kept))
        quiet.fresh_ms.append(desk.look(http.client.HTTPConnection("127.0.0.1", server.port)))
    lines = stalled(server, phones[asked.phones :])
    watcher = threading.Thread(target=desk.watch, args=(seen, server.pid, over))
    watcher.start()
    start = time.monotonic()
    told = outage.play(server.port, brought, asked.processes)
    seconds = time.monotonic() - start
    over.set()
    watcher.join()
    answered = Counter(heard(line)[9:12] or "still open" for line in lines)
    print(f"{asked.phones} phones: all taken after {seconds:.0f} s")
    print(f"{asked.stalled} stalled uploads, answered: {dict(answered)}")
    tell(told, seen, quiet)
    print(f"wrong: {dict(outage.wrongs(store, brought))}", flush=True)
    for line in lines:
        line.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--phones", type=int, default=2000)
    parser.add_argument("--stalled", type=int, default=600)
    parser.add_argument("--pictures", type=int, default=2)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--database", action="append", choices=["SQLite", "PostgreSQL"])
    asked = parser.parse_args()
    with benching.databases() as known:
        for name, fresh in known:
            if name in (asked.database or ["SQLite"]):
                print(f"== {name}")
                with town(fresh()) as (store, server):
                    run(store, server, asked)


if __name__ == "__main__":
    main()
