"""What a server that lives for months takes from its machine: little memory, many connections."""

from __future__ import annotations

import contextlib
import ctypes
import gc
import os
import resource
from pathlib import Path

# The C library gives each of hundreds of threads a heap of its own, and hands none of it back.
_M_ARENA_MAX, ARENAS = -8, 2
# Bodies pass in pieces of 256 KiB: taken from the system and given back, they leave no holes in a heap.
_M_MMAP_THRESHOLD, PIECE_BYTES = -3, 192 * 1024

# The web server has an allocator of its own, with a cache for each thread and much that it keeps in case:
# a third of all memory once a storm of phones has woken hundreds. It reads this when it is loaded.
ALLOCATOR, FRUGAL = "_RJEM_MALLOC_CONF", "tcache:false,narenas:2,dirty_decay_ms:1000,muzzy_decay_ms:0"

_OTHER_FILES = 1024


def use_little() -> None:
    """Let threads share heaps; the web server must not be loaded yet, and the C library may know no way."""
    os.environ.setdefault(ALLOCATOR, FRUGAL)
    setting = getattr(ctypes.CDLL(None), "mallopt", None)
    if setting is not None:
        setting(_M_ARENA_MAX, ARENAS)
        setting(_M_MMAP_THRESHOLD, PIECE_BYTES)


def share_with_children() -> None:
    """Keep what is loaded by now out of garbage collection, which would copy its pages in each child."""
    gc.collect()
    gc.freeze()


def be_called(name: str) -> None:
    """Show this process by a name of at most 15 letters in lists of processes, where the system can do so."""
    with contextlib.suppress(OSError):
        Path("/proc/self/comm").write_text(name, encoding="ascii")


def allow_connections(count: int) -> None:
    """Raise the number of open files to what so many connections need, as far as the system lets us."""
    wanted = count + _OTHER_FILES
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    if soft != resource.RLIM_INFINITY and soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
