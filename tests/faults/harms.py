"""What goes wrong: one function for each kind of step that arms a fault, or is one.

Those that return True have happened; the others tell later, by the board, the line or the phone, whether
they did.
"""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

from tests.faults import server as processes
from tests.faults.board import Arm
from tests.faults.handset import Handset
from tests.faults.line import Cut
from tests.faults.readers import read_badly
from tests.faults.world import Day

# Their firing is a failure that the server met, not a step at which it was told to fail.
_BY_FAILURES = {"SQLite locked", "receipt forged"}
_SOON_S = 0.05


def _net(_day: Day, handset: Handset, **said: Any) -> bool:
    handset.ask("net.arm", **said)
    return False


def _tab(_day: Day, handset: Handset, **said: Any) -> bool:
    if handset.ready():
        handset.ask("tab.arm", tab=handset.tabs[-1], **said)
    return False


def _seam(day: Day, _handset: Handset, label: str, action: str, nth: int = 1) -> bool:
    day.world.server.board.arm(Arm(label, action, nth))
    return False


def _calm(day: Day) -> bool:
    settle(day)
    return False


def _line(day: Day, handset: Handset, kind: str, after: int) -> bool:
    handset.ask("phone.base", base=f"http://127.0.0.1:{day.world.line.port}")
    day.world.line.arm(Cut(kind, after))
    return False


def _work(day: Day, _handset: Handset, kills: int) -> bool:
    label = "worker before commit" if kills % 2 else "worker after commit"
    day.world.server.board.arm(Arm(label, "kill", kills))
    day.pids.append(day.world.server.run("work", day.world.ground.site(1)))
    return False


def _kill_command(day: Day, _handset: Handset, command: str) -> bool:
    board, server = day.world.server.board, day.world.server
    before = board.fired
    if command == "rebuild":
        board.arm(Arm("rebuild before commit", "kill"))
    pid = server.run(command, day.world.ground.site(1))
    if command == "rebuild":
        processes.wait_for(pid)
        return board.fired > before
    time.sleep(_SOON_S)
    alive = os.path.exists(f"/proc/{pid}")  # noqa: PTH110 - no path of ours
    processes.end(pid)
    return alive


def _lock_database(day: Day, _handset: Handset, ms: int) -> bool:
    locked = threading.Event()
    path = str(day.world.ground.folder / "xunzheng.sqlite")
    day.threads.append(threading.Thread(target=_hold, args=(path, ms / 1000, locked)))
    day.threads[-1].start()
    locked.wait(10)
    return False


def _hold(path: str, seconds: float, locked: threading.Event) -> None:
    connection = sqlite3.connect(path, timeout=10, isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    locked.set()
    time.sleep(seconds)
    connection.execute("ROLLBACK")
    connection.close()


def _restart_postgresql(day: Day, handset: Handset) -> bool:
    restarting = threading.Thread(target=day.world.restart_postgresql)
    restarting.start()
    handset.sync()
    restarting.join()
    return True


HARMS: dict[str, Callable[..., bool]] = {
    "net": _net, "tab": _tab, "seam": _seam, "calm": _calm, "line": _line, "work": _work,
    "kill command": _kill_command, "read badly": read_badly, "lock database": _lock_database,
    "restart postgresql": _restart_postgresql,
}  # fmt: skip
WATCHED = {"seam", "work", "lock database", "read badly"}


def settle(day: Day) -> None:
    """End what the board has armed, and note whether it fired."""
    board = day.world.server.board
    happened = board.failures if day.watched in _BY_FAILURES else board.fired
    if day.watched and happened:
        day.fired[day.watched] += happened
    day.watched = ""
    board.reset()


def end_all(day: Day) -> None:
    """End every fault, and note which fired as far as the driver can see it."""
    for thread in day.threads:
        thread.join(60)
    for pid in day.pids:
        processes.end(pid)
    settle(day)
    day.world.line.arm(None)
    cut, day.world.line.fired = day.world.line.fired, 0
    for step in day.schedule.steps:
        if step.do == "line" and cut:
            day.fired[step.fault] += cut
            break
    for handset in day.handsets.values():
        handset.ask("net.clear")


def fired_in(day: Day) -> dict[str, int]:
    """Count what fired, by rows of the table: what the driver saw, and what phones tell of tabs and lines."""
    fired = Counter(day.fired)
    for handset in day.handsets.values():
        nets = (handset.ask("net.fired") or {}).get("fired", ())
        tabs = handset.labels()
        for step in day.schedule.steps:
            if step.phone != handset.name:
                continue
            if step.do == "net":
                fired[step.fault] += sum(_agree(each, step.said, ("kind", "route")) for each in nets)
            elif step.do == "tab":
                fired[step.fault] += sum(_agree(each, step.said, ("label", "how")) for each in tabs)
    return dict(+fired)


def _agree(seen: dict[str, Any], armed: dict[str, Any], names: tuple[str, ...]) -> bool:
    return all(seen[name] == armed[name] for name in names)
