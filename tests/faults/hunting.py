"""The laboratory proves itself: with each planted bug it runs schedules until it has caught it."""

from __future__ import annotations

import multiprocessing
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing.queues import Queue

from tests.faults.headless import HeadlessLane
from tests.faults.lanes import end_in_order, join_all
from tests.faults.plants_server import PLANTS
from tests.faults.schedules import Wish

_PATIENCE_S = 3600


@dataclass(frozen=True, slots=True)
class Hunt:
    """Which plants (all where none is named), from which seed on, over how many schedules at most."""

    names: tuple[str, ...] = ()
    seed: int = 1
    most: int = 500
    lanes: int = 2


@dataclass(frozen=True, slots=True)
class Catch:
    """What became of one hunt: after how many schedules it was caught, and by what; None where it was not."""

    plant: str
    schedules: int
    finding: str | None

    def __str__(self) -> str:
        """Write it as a row of the table."""
        return f"{self.plant:<44} {self.schedules:>9}  {self.finding or 'NOT CAUGHT'}"


def catches(hunt: Hunt) -> Iterator[Catch]:
    """Hunt every plant, several side by side."""
    context = multiprocessing.get_context("spawn")
    names: Queue[str | None] = context.Queue()
    found: Queue[Catch] = context.Queue()
    wanted = hunt.names or all_plants()
    for name in (*wanted, *[None] * hunt.lanes):
        names.put(name)
    lanes = [context.Process(target=_run_lane, args=(hunt, names, found)) for _ in range(hunt.lanes)]
    for lane in lanes:
        lane.start()
    is_done = False
    try:
        for _ in wanted:
            yield found.get(timeout=_PATIENCE_S)
        is_done = True
    finally:
        join_all(lanes, at_once=not is_done)


def all_plants() -> tuple[str, ...]:
    """Name all plants: those of the server, and those the phones know."""
    from tests.faults.phones import Phones

    phones = Phones()
    known = phones.ask("plants")["plants"]
    phones.close()
    return (*PLANTS, *known)


def _run_lane(hunt: Hunt, names: Queue[str | None], found: Queue[Catch]) -> None:
    lane: HeadlessLane | None = None
    end_in_order()
    try:
        for name in iter(names.get, None):
            try:
                lane = lane or HeadlessLane(Wish())
                found.put(_hunt(lane, name, hunt))
            except Exception:  # noqa: BLE001 - a laboratory that breaks has caught nothing
                traceback.print_exc()
                found.put(Catch(name, 0, None))
                broken, lane = lane, None
                if broken:
                    broken.close()
    finally:
        if lane:
            lane.close()


def _hunt(lane: HeadlessLane, name: str, hunt: Hunt) -> Catch:
    lane.plant(name)
    for number in range(hunt.most):
        outcome = lane.run(hunt.seed + number)
        if outcome.findings:
            return Catch(name, number + 1, f"seed {outcome.seed}, {outcome.findings[0]}")
    left = lane.plant(None)
    return Catch(name, hunt.most, str(left[0]) if left else None)
