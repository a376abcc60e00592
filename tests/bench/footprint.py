"""What a server's processes cost: CPU seconds so far, and memory."""

from __future__ import annotations

from pathlib import Path

import psutil

MIB = 1 << 20


def family(pid: int) -> list[psutil.Process]:
    """Give a process and all it started."""
    root = psutil.Process(pid)
    return [root, *root.children(recursive=True)]


def cpu_s(pid: int) -> float:
    """Return the CPU seconds a process and all it started have used."""
    times = [each.cpu_times() for each in family(pid)]
    return sum(each.user + each.system for each in times)


def uss_mib(pid: int) -> float:
    """Return the memory that would be free again if these processes ended."""
    return sum(each.memory_full_info().uss for each in family(pid)) / MIB


def pss_mib(pid: int) -> float:
    """Return the memory of these processes, what they share counted once."""
    return sum(each.memory_full_info().pss for each in family(pid)) / MIB


def rss_mib(pid: int) -> float:
    """Return the memory of these processes, what they share counted in each."""
    return sum(each.memory_info().rss for each in family(pid)) / MIB


def by_process(pid: int) -> list[tuple[str, float]]:
    """Return what each process takes, shared memory by its share, in MiB."""
    return [(_role(each), each.memory_full_info().pss / MIB) for each in family(pid)]


def _role(process: psutil.Process) -> str:
    words = process.cmdline()
    own = Path(f"/proc/{process.pid}/comm").read_text(encoding="utf-8").strip()
    return own if own.startswith("xunzheng ") or len(words) <= 3 else words[3]
