"""What one schedule comes to, and what a lane of the laboratory is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

LOST, DOUBLED, ALTERED, OTHER = "lost", "doubled", "altered", "other"


@dataclass(frozen=True, slots=True)
class Finding:
    """One broken promise: `kind` is lost, doubled, altered or other (stuck, unproven, damaged)."""

    kind: str
    what: str

    def __str__(self) -> str:
        """Write it as one line."""
        return f"{self.kind}: {self.what}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One schedule that ran to its end.

    `faults` are the rows of the table it set out to test, `fired` how often each one did. It counts where the
    first of its faults fired.
    """

    seed: int
    faults: tuple[str, ...]
    fired: dict[str, int]
    findings: tuple[Finding, ...] = ()
    steps: tuple[str, ...] = field(default=(), repr=False)

    @property
    def counts(self) -> bool:
        """Say whether the fault that this schedule is about happened at all."""
        return bool(self.faults) and self.fired.get(self.faults[0], 0) > 0


class Lane(Protocol):
    """Something that runs schedules one after the other; each is independent of those before it."""

    name: str

    def run(self, seed: int) -> Outcome:
        """Run the schedule of this seed, with its final check."""

    def close(self) -> list[Finding]:
        """End all processes; give what the last look at the whole installation found."""
