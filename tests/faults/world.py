"""What a run works with, and what it has seen so far."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.faults.ground import Ground, Officer
from tests.faults.handset import Handset
from tests.faults.line import Line
from tests.faults.outcome import Finding
from tests.faults.phones import Phones
from tests.faults.schedules import Schedule
from tests.faults.server import Server


@dataclass(slots=True)
class World:
    """What a lane has: phones, the server, a real line to it, the installation.

    How PostgreSQL is restarted.
    """

    phones: Phones
    server: Server
    line: Line
    ground: Ground
    plant: str | None = None
    restart_postgresql: Callable[[], None] | None = None


@dataclass(slots=True)
class Day:
    """One schedule under way: its phones, what fired as far as the driver saw it, what is still going on.

    `watched` is the fault whose firing stands on the server's board, `found` what somebody met on the way.
    """

    world: World
    schedule: Schedule
    handsets: dict[str, Handset] = field(default_factory=dict)
    officers: list[Officer] = field(default_factory=list)
    fired: Counter[str] = field(default_factory=Counter)
    told: list[str] = field(default_factory=list)
    watched: str = ""
    found: list[Finding] = field(default_factory=list)
    pids: list[int] = field(default_factory=list)
    threads: list[threading.Thread] = field(default_factory=list)
