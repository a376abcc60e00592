"""The one blocking lock in front of SQLite's writers.

SQLite's own busy wait sleeps and starves (a tail of 1.2 s was measured); a file lock
queues writers fairly across threads and processes. PostgreSQL locks the head row instead.
"""

from __future__ import annotations

import fcntl
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class WriterLock:
    """A lock over one file, held by one thread of one process at a time."""

    def __init__(self, path: Path) -> None:
        """Use (and make, mode 0600) the file at `path`."""
        self._path = path
        self._threads = threading.Lock()

    @contextmanager
    def held(self) -> Iterator[None]:
        """Wait for the lock, hold it for the block."""
        with self._threads:
            handle = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX)
                yield
            finally:
                os.close(handle)
