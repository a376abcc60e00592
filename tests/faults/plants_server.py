"""Planted server bugs: each is put into a forked server process, and the laboratory must catch it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Plant:
    """One bug: `apply` puts it into this process.

    `only` names the faults that bring it to light, if it needs one.
    """

    says: str
    apply: Callable[[], None]
    only: str | None = None


PLANTS: dict[str, Plant] = {}
