"""Who reads pictures while a read goes wrong: desk, worker, `check`, a backup, an upload that goes on."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from typing import Any

from tests.faults import server as processes
from tests.faults.board import Arm
from tests.faults.handset import Handset
from tests.faults.looking import Desk, shown, work_on
from tests.faults.outcome import OTHER, Finding
from tests.faults.world import Day

_PATIENCE_S = 5
_PAUSE_S = 0.01


def read_badly(day: Day, handset: Handset, who: str, action: str, nth: int) -> bool:
    """Let somebody read badly; what they make of it is kept with the day's findings."""
    if who != "upload":
        handset.sync()
    day.world.server.wait()
    day.found += _READERS[who](day, handset, action, nth)
    return False


def look_at_last(day: Day) -> Iterator[Finding]:
    """Look at all pictures once more, when nothing is wrong any more."""
    desk = Desk(day.world.server.port, day.world.ground.store)
    for handset in day.handsets.values():
        yield from work_on(day.world.ground.store, handset)
        yield from desk.look(handset, is_calm=True)


def _desk(day: Day, handset: Handset, action: str, nth: int) -> Iterator[Finding]:
    return _at_the_desk(day, handset, Arm("read blobs", action, nth))


def _small(day: Day, handset: Handset, action: str, nth: int) -> Iterator[Finding]:
    yield from work_on(day.world.ground.store, handset)
    yield from _at_the_desk(day, handset, Arm("read derived", action, nth))


def _at_the_desk(day: Day, handset: Handset, arm: Arm) -> Iterator[Finding]:
    desk = Desk(day.world.server.port, day.world.ground.store)
    day.world.server.board.arm(arm)
    yield from desk.look(handset, is_calm=False)


def _worker(day: Day, handset: Handset, action: str, nth: int) -> Iterator[Finding]:
    """It finds the pictures of other days too: those of this one are looked at in the end."""
    board = day.world.server.board
    board.arm(Arm("worker read blobs", action, nth))
    if shown(day.world.ground.store, handset):
        day.pids.append(day.world.server.run("work", day.world.ground.site(1)))
        deadline = time.monotonic() + _PATIENCE_S
        while not board.fired and time.monotonic() < deadline:
            time.sleep(_PAUSE_S)
    yield from ()


def _check(day: Day, _handset: Handset, action: str, nth: int) -> Iterator[Finding]:
    said = _ran(day, "check", Arm("check read blobs", action, nth))
    if said is None:
        yield Finding(OTHER, "check broke off at a picture that it could not read")
    elif day.world.server.board.fired and not any(each.startswith("blob ") for each in said):
        yield Finding(OTHER, "check did not name the picture that it could not read")


def _backup(day: Day, _handset: Handset, action: str, nth: int) -> Iterator[Finding]:
    said = _ran(day, "backup", Arm("backup read blobs", action, nth))
    if said is None:
        yield Finding(OTHER, "the backup broke off at a picture that it could not read")
    elif day.world.server.board.fired and not said:
        yield Finding(OTHER, "the backup did not name the picture that it could not read")


def _ran(day: Day, command: str, arm: Arm) -> Any:
    """Run a command to its end and give what it said, None where it broke off."""
    world = day.world
    told = world.ground.folder.parent / f"{command}.json"
    told.unlink(missing_ok=True)
    world.server.board.arm(arm)
    processes.wait_for(world.server.run(command, world.ground.site(1)))
    return json.loads(told.read_text(encoding="utf-8")) if told.exists() else None


def _upload(day: Day, handset: Handset, action: str, _nth: int) -> Iterator[Finding]:
    """The line breaks in the middle of a picture, so that its first part is read again with the rest."""
    handset.ask("net.arm", route="evidence", nth=2, kind="reset_sending", k=600)
    day.world.server.board.arm(Arm("read uploads", action))
    yield from ()


_READERS: dict[str, Callable[[Day, Handset, str, int], Iterator[Finding]]] = {
    "desk": _desk, "desk small": _small, "worker": _worker, "check": _check, "backup": _backup,
    "upload": _upload,
}  # fmt: skip
