"""Schedules: from a seed, what a few phones do, and what goes wrong meanwhile.

Pure: nothing here does anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from tests.faults.catalogue import FAULTS, SERVER, Fault, Step

_LARGE = 0.06


@dataclass(frozen=True, slots=True)
class Schedule:
    """The steps in order; `faults` are those that are armed on the way.

    The first is what the schedule is about.
    """

    seed: int
    phones: tuple[str, ...]
    workers: int
    steps: tuple[Step, ...]
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wish:
    """What the faults are drawn from.

    The database under the server, and one fault alone where only that is wanted.
    """

    database: str = "sqlite"
    only: str | None = None


def draw(seed: int, wish: Wish) -> Schedule:
    """Give the schedule of a seed."""
    rng = Random(f"{seed}/{wish.database}")
    phones = tuple(f"p{n + 1}" for n in range(rng.choices((1, 2, 3), (70, 24, 6))[0]))
    steps = _work(rng, phones)
    if len(phones) > 1 and rng.random() < 0.5:
        steps += [_save(rng, phone) for phone in phones] + [Step("sync all", phones[0])]
    faults = _faults(rng, wish)
    for fault in faults:
        steps = _insert(rng, steps, fault)
    workers = 2 if faults[0].name == "SIGKILL of one worker" or rng.random() < 0.05 else 1
    return Schedule(seed, phones, workers, tuple(steps), tuple(fault.name for fault in faults))


def _faults(rng: Random, wish: Wish) -> list[Fault]:
    possible = [each for each in FAULTS.values() if each.database in {None, wish.database}]
    weights = [each.weight for each in possible]
    chosen = rng.choices(possible, weights, k=rng.choices((1, 2, 3), (70, 22, 8))[0])
    if wish.only is not None:
        return [FAULTS[wish.only]]
    # One fault at a time stands on the server's board.
    each_once = list(dict.fromkeys(chosen))
    on_server = [each for each in each_once if each in SERVER]
    return [each for each in each_once if each not in on_server[1:]]


def _size(rng: Random) -> int:
    return rng.randint(300_000, 700_000) if rng.random() < _LARGE else rng.randint(1_000, 60_000)


def _number(rng: Random) -> int:
    return rng.randrange(1 << 24)


def _work(rng: Random, phones: Sequence[str]) -> list[Step]:
    """Draw the work of each phone and lay it side by side."""
    lines = [_work_of(rng, phone) for phone in phones]
    mixed: list[Step] = []
    while any(lines):
        line = rng.choice([each for each in lines if each])
        mixed.append(line.pop(0))
    return mixed


def _work_of(rng: Random, phone: str) -> list[Step]:
    steps = [Step("enrol", phone)]
    for _ in range(rng.choices((1, 2), (75, 25))[0]):
        steps += [_save(rng, phone) for _ in range(rng.randint(1, 2))]
        if rng.random() < 0.4:
            steps.append(_change(rng, phone))
        steps.append(Step("sync", phone))
    return steps


def _save(rng: Random, phone: str) -> Step:
    if rng.random() < 0.3:
        return Step("shoot", phone, {"bytes": _size(rng), "seed": _number(rng)})
    said = {"pictures": rng.choice((0, 1, 1, 2)), "bytes": _size(rng), "seed": _number(rng)}
    return Step("record", phone, said)


_SEEDED = ("draft", "discard", "share", "mask")


def _change(rng: Random, phone: str) -> Step:
    kind = rng.choice((*_SEEDED, "correct", "withdraw", "pause", "kill tab", "lock"))
    if kind == "correct":
        return Step("correct", phone, {"seed": _number(rng), "pictures": 0, "bytes": 1000})
    return Step(kind, phone, {"seed": _number(rng)} if kind in _SEEDED else {})


def _insert(rng: Random, steps: list[Step], fault: Fault) -> list[Step]:
    """Arm a fault right before an act during which it can happen, and end a lasting one after that act."""
    places = [at for at, step in enumerate(steps) if step.do in fault.during and not step.fault]
    at = rng.choice(places or [len(steps) - 1])
    drawn = fault.arm(rng)
    armed = Step(drawn.do, steps[at].phone, drawn.said, fault.name)
    after = [Step("calm", fault=fault.name)] if fault.calms else []
    return [*steps[:at], armed, steps[at], *after, *steps[at + 1 :]]
