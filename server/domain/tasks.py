"""What a task list asks for on a day, and which records answer it; pwa/src/core/tasks.ts is its twin.

A list is places × items for the officers of a unit, between two days, within a time window.
Its task number n is its n-th place; a record names it as `<list>.<n>`. Shared cases:
schemas/cases/tasks.json.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

# Monday is 0.
_SATURDAY = 5
WHOLE_DAY = (0, 24 * 60)
_CLOCK_PARTS = 2


@dataclass(frozen=True, slots=True)
class Mark:
    """A record as far as tasks are concerned; `day` and `minute` are of the clock where it was made."""

    item: str
    place: str | None
    task: str | None
    day: str
    minute: int


@dataclass(frozen=True, slots=True)
class TaskList:
    """`times` are (first, last) minutes of the day; `each_day` asks anew every day, else once in all days."""

    id: str
    places: tuple[str, ...]
    items: tuple[str, ...]
    first_day: str
    last_day: str
    each_day: bool
    days: str
    times: tuple[tuple[int, int], ...]


def minutes_of(span: str) -> tuple[int, int]:
    """Read `07:20-08:20` as minutes of the day; ValueError when it is none or ends before it begins."""
    first, _, last = span.partition("-")
    found = (_minute(first), _minute(last))
    if found[0] >= found[1]:
        raise ValueError(span)
    return found


def _minute(clock: str) -> int:
    hours, minutes = clock.split(":")
    if len(hours) != _CLOCK_PARTS or len(minutes) != _CLOCK_PARTS or not (hours + minutes).isdecimal():
        raise ValueError(clock)
    if int(hours) * 60 + int(minutes) > WHOLE_DAY[1] or int(minutes) > 59:  # noqa: PLR2004 - of a clock
        raise ValueError(clock)
    return int(hours) * 60 + int(minutes)


def list_from(state: Mapping[str, Any]) -> TaskList:
    """Build a list from its row or from the state that phones get."""
    window = state["window"]
    return TaskList(
        id=state["id"],
        places=tuple(state["places"]),
        items=tuple(state["items"]),
        first_day=state["first_day"],
        last_day=state["last_day"],
        each_day=state["each_day"],
        days=window["days"],
        times=tuple(minutes_of(span) for span in window["times"]) or (WHOLE_DAY,),
    )


def is_due_on(tasks: TaskList, day: str) -> bool:
    """Say whether the list asks for anything on `day` (YYYY-MM-DD)."""
    if not tasks.first_day <= day <= tasks.last_day:
        return False
    return tasks.days == "all" or date.fromisoformat(day).weekday() < _SATURDAY


def done_items(tasks: TaskList, n: int, marks: Iterable[Mark], day: str) -> tuple[str, ...]:
    """Give the items of task `n` that records answer, on `day` or, where once is enough, in all days."""
    found = {mark.item for mark in marks if _answers(tasks, n, mark, day)}
    return tuple(item for item in tasks.items if item in found)


def _answers(tasks: TaskList, n: int, mark: Mark, day: str) -> bool:
    first, last = (day, day) if tasks.each_day else (tasks.first_day, tasks.last_day)
    if not first <= mark.day <= last:
        return False
    if mark.task is not None and mark.task.startswith(f"{tasks.id}."):
        # Who set out from the task has done it, be it late or a few steps from the place on file.
        return mark.task == f"{tasks.id}.{n}"
    in_time = any(begin <= mark.minute <= end for begin, end in tasks.times)
    return mark.place == tasks.places[n] and in_time


def progress(tasks: TaskList, marks: Iterable[Mark], day: str) -> tuple[int, int, int]:
    """Count the tasks that are done, partly done, and not begun."""
    kept = list(marks)
    counts = [len(done_items(tasks, n, kept, day)) for n in range(len(tasks.places))]
    done = sum(count == len(tasks.items) for count in counts)
    begun = sum(0 < count < len(tasks.items) for count in counts)
    return done, begun, len(counts) - done - begun
