"""The table: fault by fault, how many schedules counted, how often it fired, and what was broken."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from tests.faults.outcome import ALTERED, DOUBLED, LOST, OTHER, Finding, Outcome

_KINDS = (LOST, DOUBLED, ALTERED, OTHER)


@dataclass(slots=True)
class _Row:
    ran: int = 0
    counted: int = 0
    fired: int = 0
    found: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class Table:
    """Outcomes added up."""

    rows: dict[str, _Row] = field(default_factory=dict)
    total: _Row = field(default_factory=_Row)
    failures: list[Outcome] = field(default_factory=list)

    def add(self, outcome: Outcome) -> None:
        """Add one schedule: to the row of each of its faults that fired, once to the total."""
        for name in outcome.faults:
            row = self.rows.setdefault(name, _Row())
            _count(row, outcome, outcome.fired.get(name, 0))
        _count(self.total, outcome, sum(outcome.fired.values()) if outcome.counts else 0)
        if outcome.findings:
            self.failures.append(outcome)

    def lines(self, names: Iterable[str]) -> Iterator[str]:
        """Write the table; `names` gives the order of the rows, other rows follow."""
        head = ("fault", "counted", "did not fire", "fired", *_KINDS)
        yield "{:<32} {:>8} {:>13} {:>8} {:>6} {:>8} {:>8} {:>6}".format(*head)
        order = dict.fromkeys((*names, *self.rows))
        yield from (_line(name, self.rows[name]) for name in order if name in self.rows)
        yield _line("all schedules", self.total)


def _count(row: _Row, outcome: Outcome, fired: int) -> None:
    row.ran += 1
    row.counted += fired > 0
    row.fired += fired
    row.found.update({finding.kind for finding in outcome.findings})


def _line(name: str, row: _Row) -> str:
    kinds = " ".join(f"{row.found[kind]:>{width}}" for kind, width in zip(_KINDS, (6, 8, 8, 6), strict=True))
    return f"{name:<32} {row.counted:>8} {row.ran - row.counted:>13} {row.fired:>8} {kinds}"


def failure_lines(outcome: Outcome) -> Iterator[str]:
    """Tell a failing schedule: how to replay it, its steps, what was found."""
    yield f"seed {outcome.seed}: {', '.join(outcome.faults)}"
    yield from (f"    {step}" for step in outcome.steps)
    yield from (f"  {finding}" for finding in outcome.findings)


def finding_lines(findings: Iterable[Finding]) -> Iterator[str]:
    """Tell what the last look at an installation found."""
    yield from (f"  {finding}" for finding in findings)
