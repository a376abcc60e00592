"""A real line between a phone and the server: TCP that is cut, refused, stalled or not what it should be.

Bytes pass through as they are, one request a connection. A fault waits for a connection that is long enough.
"""

from __future__ import annotations

import contextlib
import re
import socket
import struct
import threading
import time
from dataclasses import dataclass

_CHUNK = 16_384
_STALL_S = 0.3
_STATUS = re.compile(rb"\A(HTTP/1\.1 (?!1)\d+ [^\r]*\r\n)")
_PICTURE = re.compile(rb"(POST|PATCH) /api/evidence")
_RESET = struct.pack("ii", 1, 0)


@dataclass(frozen=True, slots=True)
class Cut:
    """What happens to the next connection.

    `cut up`, `cut down`, `refuse`, `stall`, `garbage`, after so many bytes.
    """

    kind: str
    after: int = 0


class Line:
    """Listens on 127.0.0.1:`port` and passes on to `upstream`; `fired` counts the faults that happened."""

    def __init__(self, upstream: int) -> None:
        self.upstream = upstream
        self.fired = 0
        self._armed: Cut | None = None
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def arm(self, cut: Cut | None) -> None:
        """Let the next connection suffer, or none."""
        self._armed = cut

    def close(self) -> None:
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            cut, self._armed = self._armed, None
            if cut and cut.kind in {"refuse", "garbage"}:
                self._turn_away(client, cut)
                continue
            threading.Thread(target=self._carry, args=(client, cut), daemon=True).start()

    def _turn_away(self, client: socket.socket, cut: Cut) -> None:
        self.fired += 1
        with contextlib.suppress(OSError):
            if cut.kind == "garbage":
                # What a TLS server says to somebody who speaks plain HTTP.
                client.sendall(b"\x15\x03\x01\x00\x02\x02\x46")
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
        client.close()

    def _carry(self, client: socket.socket, cut: Cut | None) -> None:
        try:
            server = socket.create_connection(("127.0.0.1", self.upstream))
        except OSError:
            client.close()
            return
        up = cut if cut and cut.kind in {"cut up", "stall", "damage"} else None
        down = cut if cut and cut.kind == "cut down" else None
        threading.Thread(target=self._pump, args=(server, client, down), daemon=True).start()
        self._pump(client, server, up)

    def _pump(self, source: socket.socket, target: socket.socket, cut: Cut | None) -> None:
        passed = 0
        with contextlib.suppress(OSError):
            while chunk := source.recv(_CHUNK):
                chunk = _STATUS.sub(rb"\1connection: close\r\n", chunk, count=1)
                if cut and cut.kind.startswith("damage"):
                    chunk, cut = self._damage(chunk, cut)
                elif cut and passed + len(chunk) > cut.after:
                    self.fired += 1
                    if cut.kind != "stall":
                        target.sendall(chunk[: cut.after - passed])
                        cut = None
                        break
                    time.sleep(_STALL_S)
                    cut = None
                target.sendall(chunk)
                passed += len(chunk)
        # Too short for it: the next one may be longer.
        self._armed = self._armed or cut
        for end in (source, target):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def _damage(self, chunk: bytes, cut: Cut) -> tuple[bytes, Cut | None]:
        """Flip a bit of a picture's first bytes; other requests pass, and the fault waits for the next."""
        body = 0
        if cut.kind == "damage":
            body = chunk.find(b"\r\n\r\n") + 4
            if not _PICTURE.match(chunk):
                self._armed = cut
                return chunk, None
        if len(chunk) == body:
            return chunk, Cut("damage body", cut.after)
        self.fired += 1
        at = min(body + cut.after, len(chunk) - 1)
        return chunk[:at] + bytes([chunk[at] ^ 1]) + chunk[at + 1 :], None
