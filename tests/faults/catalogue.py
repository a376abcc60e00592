"""The faults: one row of the table each.

With the step that arms it and the acts during which it can happen.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any

from tests.faults import bad_reads


@dataclass(frozen=True, slots=True)
class Step:
    """One thing the driver does: to the server and the line, or to one tab of one phone."""

    do: str
    phone: str = ""
    said: dict[str, Any] = field(default_factory=dict)
    fault: str = ""

    def __str__(self) -> str:
        """Write it as one line."""
        words = [self.do, self.phone, *(f"{name}={value}" for name, value in self.said.items())]
        return " ".join(word for word in words if word) + (f" [{self.fault}]" if self.fault else "")


Arming = Callable[[Random], Step]

SENDING = ("sync", "sync all")
SAVING = ("shoot", "record", "mask", "withdraw")
ANY = ("shoot", "record", "sync", "sync all")
_ROUTES = (
    ("journal", 30), ("evidence", 40), ("receipts", 15), ("token", 5), ("head", 5), ("changes", 5),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fault:
    """One row: `during` names the acts it is armed for, `calms` tells that it lasts until it is ended.

    `database` says on which it can happen, if not on both.
    """

    name: str
    arm: Arming
    during: tuple[str, ...] = SENDING
    calms: bool = False
    database: str | None = None
    weight: int = 2


def _route(rng: Random) -> tuple[str, int]:
    (route,) = rng.choices([name for name, _ in _ROUTES], [weight for _, weight in _ROUTES])
    return route, rng.choice((1, 1, 2, 3)) if route == "evidence" else 1


def _net(kind: str, **fixed: Any) -> Arming:
    def arm(rng: Random) -> Step:
        route, nth = _route(rng)
        drawn = {name: value(rng) if callable(value) else value for name, value in fixed.items()}
        return Step("net", said={"route": route, "nth": nth, "kind": kind, **drawn})

    return arm


def _tab(how: str, *labels: str) -> Arming:
    def arm(rng: Random) -> Step:
        label = rng.choice(labels)
        nth = rng.choice((1, 1, 1, 2, 3)) if label.startswith("idb") or how == "kill" else 1
        return Step("tab", said={"label": label, "nth": nth, "how": how})

    return arm


def _seam(action: str, labels: tuple[str, ...], most: int = 3) -> Arming:
    def arm(rng: Random) -> Step:
        return Step("seam", said={"label": rng.choice(labels), "action": action, "nth": rng.randint(1, most)})

    return arm


def _do(name: str, **said: Any) -> Arming:
    def arm(rng: Random) -> Step:
        return Step(name, said={key: value(rng) if callable(value) else value for key, value in said.items()})

    return arm


def _forgery(rng: Random) -> Step:
    way = rng.choice(("leaf", "proof", "note", "index"))
    return Step("seam", said={"label": "receipts leave", "action": way, "nth": rng.randint(1, 2)})


def _jump(rng: Random) -> int:
    return rng.choice((-1, 1)) * rng.choice((3_600_000, 10**9, 10**11))


def _few(rng: Random) -> int:
    return rng.choice((0, 1, 20, 150, 300))


def _some(rng: Random) -> int:
    return rng.choice((0, 1, 20, 400, 800, rng.randint(1, 3_000)))


def _bytes(rng: Random) -> int:
    return rng.choice((0, 1, 20, 500, 2_000, rng.randint(1, 30_000)))


_DISK_STEPS = ("before fsync", "before rename", "after rename", "before commit", "half a write")
_WEB_STEPS = tuple(f"before response {route}" for route in ("journal", "evidence", "receipts"))
_WRITES = ("bytes", "blobs", "entries", "chains", "drafts", "records")
_FETCHES = ("journal", "evidence", "receipts")

LINE = (
    Fault("connection refused", _net("refused")),
    Fault("DNS gone", _net("dns")),
    Fault("TLS error", _net("tls")),
    Fault("reset while sending", _net("reset_sending", k=_bytes), weight=4),
    Fault("reset while answering", _net("reset_answer", k=_few), weight=4),
    Fault("answer lost after commit", _net("lost_answer"), weight=6),
    Fault("request duplicated", _net("duplicate", together=lambda rng: rng.random() < 0.5), weight=4),
    Fault("request reordered", _net("hold"), weight=4),
    Fault("captive portal", _net("captive")),
    *(Fault(f"answer {code}", _net("status", status=code)) for code in (500, 502, 413)),
    *(
        Fault(f"answer {code}", _net("status", status=code, retry_after=lambda rng: rng.randint(1, 20)))
        for code in (503, 429)
    ),
    Fault("answer 502 after commit", _net("status", status=502, reached=True), weight=3),
    Fault("slow as 2G", _net("slow", bytes_per_s=6_000), weight=1),
    Fault("slow as 3G", _net("slow", bytes_per_s=90_000), weight=1),
)

REAL_LINE = (
    Fault("line cut while sending", _do("line", kind="cut up", after=_some), weight=3),
    Fault("line cut while answering", _do("line", kind="cut down", after=_few), weight=3),
    Fault("line refused", _do("line", kind="refuse", after=0), weight=2),
    Fault("line stalls", _do("line", kind="stall", after=_bytes), weight=1),
    Fault("picture damaged on the way", _do("line", kind="damage", after=_few), weight=5),
    Fault("no TLS at the other end", _do("line", kind="garbage", after=0), weight=1),
)

_KILLS = {
    "half a write": 4, "before fsync": 4, "after fsync": 4, "before rename": 3, "after rename": 3,
    "before folder fsync": 3, "after folder fsync": 3, "before commit": 6, "after commit": 6,
}  # fmt: skip

KILLS = tuple(Fault(f"SIGKILL {label}", _seam("kill", (label,), most)) for label, most in _KILLS.items())

_READERS = ("desk", "desk", "desk small", "worker", "worker", "upload", "upload", "check", "backup")


def _badly(action: str, *, vanishes: bool = False) -> Arming:
    # What is open cannot vanish.
    readers = [each for each in _READERS if not (vanishes and each == "upload")]
    return _do(
        "read badly", who=lambda rng: rng.choice(readers), action=action, nth=lambda rng: rng.randint(1, 2)
    )


READS = (
    Fault("blob read fails", _badly(bad_reads.FAILS)),
    Fault("blob read is cut short", _badly(bad_reads.IS_CUT)),
    Fault("blob read lies", _badly(bad_reads.LIES)),
    Fault("blob file vanishes", _badly(bad_reads.VANISHES, vanishes=True)),
)

SERVER = (
    *KILLS,
    *READS,
    Fault("SIGKILL before response", _seam("kill", _WEB_STEPS, 1), weight=4),
    Fault(
        "SIGKILL on request", _seam("kill", ("request journal", "request evidence", "request receipts"), 1)
    ),
    Fault("SIGKILL of one worker", _seam("kill one", (*_WEB_STEPS, "before commit"), 1)),
    Fault("SIGKILL in the worker", _do("work", kills=lambda rng: rng.randint(1, 5)), weight=2),
    Fault("SIGKILL during rebuild", _do("kill command", command="rebuild")),
    Fault("SIGKILL during check", _do("kill command", command="check")),
    Fault("power cut", _seam("kill", (*_DISK_STEPS, *_WEB_STEPS, "after folder fsync"), 2), weight=5),
    Fault("disk full", _seam("disk full", _DISK_STEPS[:4], 3), calms=True, weight=4),
    Fault("blob store unreachable", _seam("blobs unreachable", _DISK_STEPS[:2], 2), calms=True),
    Fault("blob store read-only", _seam("blobs read-only", _DISK_STEPS[:2], 2), calms=True),
    Fault("SQLite locked", _do("lock database", ms=400), database="sqlite", weight=1),
    Fault("PostgreSQL restarted", _do("restart postgresql"), database="postgresql", weight=8),
    Fault("receipt forged", _forgery),
)

_KEEPING = (*(f"idb put {each}" for each in _WRITES), "idb before commit")
_ON_THE_WAY = tuple(
    f"fetch {when} {route}" for route in _FETCHES for when in ("before", "sent", "answered", "read")
)

PHONE = (
    Fault(
        "tab killed while saving",
        _tab("kill", *_KEEPING, "idb after commit", "said shot", "said record"),
        SAVING,
        weight=6,
    ),
    Fault(
        "tab killed while sending",
        _tab(
            "kill", *_ON_THE_WAY, "idb before commit", "idb after commit", "idb put blobs", "idb put entries"
        ),
        weight=6,
    ),
    Fault("storage quota hit", _tab("quota", *_KEEPING), ANY, weight=4),
    Fault("transaction aborted", _tab("abort", *_KEEPING), ANY, weight=4),
    Fault("database lost", _tab("lost", "idb before commit", "idb after commit"), ANY),
    Fault("tab hangs", _tab("hang", *(f"fetch sent {each}" for each in _FETCHES)), weight=1),
    Fault("clock jumps", _do("clock", ms=_jump), ANY),
    Fault("two tabs", _do("second tab"), ANY, weight=3),
    Fault("app updated in the middle", _do("update"), ANY),
    Fault("another officer signs in", _do("other officer"), ANY),
    Fault("device revoked", _do("revoke"), ANY, weight=4),
    Fault("unlock code locked", _do("lock", wrong=lambda rng: rng.randint(0, 2)), ANY),
)

FAULTS: dict[str, Fault] = {fault.name: fault for fault in (*LINE, *REAL_LINE, *SERVER, *PHONE)}
