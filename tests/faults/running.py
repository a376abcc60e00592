"""Runs one schedule: performs its steps, ends every fault, and lets all phones send what they have."""

from __future__ import annotations

import time
from typing import Any

from tests.faults import harms
from tests.faults.acts import ACTS
from tests.faults.catalogue import Step
from tests.faults.handset import Handset, Vault
from tests.faults.harms import HARMS, WATCHED
from tests.faults.schedules import Schedule
from tests.faults.world import Day, World

_ATTEMPTS = 5


def run_day(world: World, schedule: Schedule) -> Day:
    """Perform all steps; afterwards nothing is wrong any more and every phone is quiet."""
    day, server = Day(world, schedule), world.server
    server.serve(world.ground.site(schedule.workers))
    server.wait()
    server.board.reset()
    server.begin_trace(on="power cut" in schedule.faults)
    day.officers = world.ground.hire(len(schedule.phones) + schedule.faults.count("another officer signs in"))
    for name in schedule.phones:
        base = f"http://127.0.0.1:{server.port}"
        day.handsets[name] = Handset(name, world.phones, world.ground, base, world.plant)
    for step in schedule.steps:
        _take(day, step)
    harms.end_all(day)
    for handset in day.handsets.values():
        for vault in handset.vaults:
            _drain(day, handset, vault)
    if server.board.is_traced:
        server.cut_power()
    return day


def _take(day: Day, step: Step) -> None:
    day.told.append(str(step))
    act = ACTS.get(step.do) or HARMS[step.do]
    handset = day.handsets.get(step.phone)
    if step.do in WATCHED:
        harms.settle(day)
        day.watched = step.fault
    worked = act(day, handset, **step.said) if handset else act(day, **step.said)
    if step.fault and worked:
        day.fired[step.fault] += 1


def _drain(day: Day, handset: Handset, vault: Vault) -> None:
    """Send all of one vault; from the second time on in a fresh tab."""
    for attempt in range(_ATTEMPTS):
        day.world.server.wait()
        if attempt:
            handset.close_tabs()
        tab = handset.tabs[-1] if handset.tabs else handset.open_tab()
        said = handset.finish(tab) if handset.unlock(tab, vault) else None
        day.told.append(f"  drain {handset.name} {vault.kid[:6]}: {said}")
        if said and _is_quiet(said):
            return
        time.sleep(0)


def _is_quiet(said: dict[str, Any]) -> bool:
    nothing_left = not said["unsent_entries"] and not said["unsent_pictures"]
    return said["phase"] == "alarm" or (nothing_left and said["phase"] == "idle")
