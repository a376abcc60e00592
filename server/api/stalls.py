"""Ends the wait for bytes that do not come: a phone out of reach leaves its connection open for ever.

The server offers no time limit for bodies, and a blocked read cannot be interrupted. So one thread of
each web process looks whether somebody has waited too long, and then shuts the reading side of those
connections on which nothing has moved for as long. The read ends as if the line were cut: what arrived
is kept, and the answer is `incomplete`. Where the system does not tell when a connection last moved
(all but Linux), nothing is ended.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import socket
import struct
import termios
import threading
import time
from collections.abc import Iterator
from pathlib import Path

_DESCRIPTORS = Path("/proc/self/fd")
# struct tcp_info: milliseconds since data was last sent and last received.
_INFO_BYTES, _LAST_SENT, _LAST_RECEIVED = 104, 44, 52
_LOOK_EVERY_S = 5.0


class Stalls:
    """Reads that wait for bytes, by thread; one for each process."""

    def __init__(self) -> None:
        self._waiting: dict[int, tuple[float, float, int]] = {}
        self._guard = threading.Lock()
        self._watcher: threading.Thread | None = None

    @contextlib.contextmanager
    def waiting(self, port: int, limit_s: float) -> Iterator[None]:
        """Wait for bytes of a connection to this port, at most `limit_s` seconds without any."""
        if self._watcher is None:
            self._start()
        me = threading.get_ident()
        self._waiting[me] = (time.monotonic(), limit_s, port)
        try:
            yield
        finally:
            del self._waiting[me]

    def _start(self) -> None:
        with self._guard:
            if self._watcher is None:
                self._watcher = threading.Thread(target=self._watch, name="stalled bodies", daemon=True)
                self._watcher.start()

    def _watch(self) -> None:
        while True:
            shortest = min((limit for _, limit, _ in list(self._waiting.values())), default=_LOOK_EVERY_S)
            time.sleep(min(_LOOK_EVERY_S, shortest / 2))
            self.look()

    def look(self) -> int:
        """End every wait that is over its limit, and return how many connections were shut for it."""
        now = time.monotonic()
        overdue = [
            (limit, port) for since, limit, port in list(self._waiting.values()) if now - since > limit
        ]
        if not overdue:
            return 0
        ports = {port for _, port in overdue}
        return _shut_idle(ports, min(limit for limit, _ in overdue))


def _shut_idle(ports: set[int], idle_s: float) -> int:
    shut = 0
    for path in list(_DESCRIPTORS.iterdir()) if _DESCRIPTORS.is_dir() else ():
        with contextlib.suppress(OSError):
            if not path.is_socket():
                continue
            # A duplicate stays the same connection, whatever becomes of the number meanwhile.
            with socket.socket(fileno=os.dup(int(path.name))) as line:
                if _is_idle(line, ports, idle_s):
                    line.shutdown(socket.SHUT_RD)
                    shut += 1
    return shut


def _is_idle(line: socket.socket, ports: set[int], idle_s: float) -> bool:
    """Tell a connection of ours that has not moved, with nothing of it waiting to be read by us."""
    if line.family not in {socket.AF_INET, socket.AF_INET6} or line.type != socket.SOCK_STREAM:
        return False
    if line.getsockname()[1] not in ports or line.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
        return False
    info = line.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, _INFO_BYTES)
    sent_ms, received_ms = (struct.unpack_from("I", info, at)[0] for at in (_LAST_SENT, _LAST_RECEIVED))
    unread = struct.unpack("i", fcntl.ioctl(line, termios.FIONREAD, bytes(4)))[0]
    return not unread and min(sent_ms, received_ms) >= idle_s * 1000


stalls = Stalls()
