"""Lanes side by side: each is a process that takes seeds one by one; a schedule may run on any of them."""

from __future__ import annotations

import multiprocessing
import signal
import sys
import traceback
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from multiprocessing.queues import Queue
from queue import Empty

from tests.faults.outcome import OTHER, Finding, Lane, Outcome
from tests.faults.schedules import Wish

BOTH = "both"
_PATIENCE_S = 600
_ENDING_S = 60


@dataclass(frozen=True, slots=True)
class Order:
    """What to run: how many schedules must count, from which seed on, where, and what is forced on all."""

    schedules: int
    seed: int = 1
    lane: str = "headless"
    lanes: int = 2
    only: str | None = None
    plant: str | None = None
    database: str = "sqlite"

    def kind_of(self, seed: int) -> tuple[str, str]:
        """Say on which kind of lane and on which database the schedule of a seed runs."""
        database = self.database
        if database == BOTH:
            database = "postgresql" if seed % 5 == 0 else "sqlite"
        lane = self.lane
        if lane == "all":
            lane = "browser" if seed % 50 == 0 else "headless"
        return lane, "sqlite" if lane == "browser" else database


Word = Outcome | list[Finding] | None


def outcomes(order: Order) -> Iterator[Outcome | list[Finding]]:
    """Run schedules until as many have counted as were asked for; at last what each installation came to."""
    context = multiprocessing.get_context("spawn")
    seeds: Queue[int | None] = context.Queue()
    words: Queue[Word] = context.Queue()
    lanes = [
        context.Process(target=_run_lane, args=(order, seeds, words))
        for _ in range(min(order.lanes, order.schedules))
    ]
    for lane in lanes:
        lane.start()
    is_done = False
    try:
        yield from _feed(order, seeds, words, len(lanes))
        yield from _last_words(seeds, words, len(lanes))
        is_done = True
    finally:
        join_all(lanes, at_once=not is_done)


def _feed(order: Order, seeds: Queue[int | None], words: Queue[Word], lanes: int) -> Iterator[Outcome]:
    """A single schedule is a replay and runs once; many run on until enough of them count."""
    most = order.schedules if order.schedules == 1 else order.schedules * 2
    asked = answered = counted = 0
    while counted < order.schedules and answered < most:
        while asked < most and asked - answered < min(2 * lanes, order.schedules - counted):
            seeds.put(order.seed + asked)
            asked += 1
        outcome = words.get(timeout=_PATIENCE_S)
        assert isinstance(outcome, Outcome)
        answered += 1
        counted += outcome.counts
        yield outcome
    for _ in range(asked - answered):
        outcome = words.get(timeout=_PATIENCE_S)
        if isinstance(outcome, Outcome):
            yield outcome


def _last_words(seeds: Queue[int | None], words: Queue[Word], lanes: int) -> Iterator[list[Finding]]:
    for _ in range(lanes):
        seeds.put(None)
    for _ in range(lanes):
        try:
            word = words.get(timeout=_PATIENCE_S)
        except Empty:
            return
        if isinstance(word, list):
            yield word


def _run_lane(order: Order, seeds: Queue[int | None], words: Queue[Word]) -> None:
    made: dict[tuple[str, str], Lane] = {}
    left: list[Finding] = []
    end_in_order()
    try:
        for seed in iter(seeds.get, None):
            kind = order.kind_of(seed)
            try:
                made[kind] = made.get(kind) or make_lane(order, *kind)
                words.put(made[kind].run(seed))
            except Exception:  # noqa: BLE001 - a lane that cannot go on is a finding, and the others go on
                story = tuple(traceback.format_exc().splitlines())
                words.put(Outcome(seed, ("the laboratory",), {}, (Finding(OTHER, story[-1]),), story))
                if kind in made:
                    left += _closed(made.pop(kind))
    finally:
        for lane in made.values():
            left += _closed(lane)
    words.put(left)


def _closed(lane: Lane) -> list[Finding]:
    try:
        return lane.close()
    except Exception:  # noqa: BLE001 - as above
        return [Finding(OTHER, traceback.format_exc())]


def end_in_order() -> None:
    """Let a lane that is told to end close what it has started: phones, servers, PostgreSQL."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))


def join_all(lanes: Sequence[BaseProcess], *, at_once: bool) -> None:
    """Wait for lanes to end; `at_once` tells them to, instead of letting them come to their end."""
    for lane in lanes:
        if at_once:
            lane.terminate()
    for lane in lanes:
        lane.join(_ENDING_S)
        lane.kill()


def make_lane(order: Order, lane: str, database: str) -> Lane:
    """Make a lane; browsers and phones are loaded only where they are wanted."""
    if lane == "browser":
        from tests.faults.browser_lane import BrowserLane

        return BrowserLane()
    from tests.faults.headless import HeadlessLane

    made = HeadlessLane(Wish(database, order.only))
    made.plant(order.plant)
    return made
