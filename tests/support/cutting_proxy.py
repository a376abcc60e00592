"""A TCP proxy that cuts the line in the middle of an upload, as a lift or a tunnel does."""

import re
import socket
import threading
from collections.abc import Callable

UPLOAD = re.compile(rb"^(POST|PATCH) /api/evidence[/ ]")
STATUS = re.compile(rb"\A(HTTP/1\.1 \d+ [^\r]*\r\n)")
CHUNK_BYTES = 4096


def _number(header: bytes, head: bytes) -> int:
    found = re.search(rb"\r\n" + header + rb": (\d+)", head, re.IGNORECASE)
    return int(found[1]) if found else 0


class CuttingProxy:
    """Forwards 127.0.0.1:`port` to `upstream`; once armed, cuts one upload after so many bytes.

    `offsets` are those that uploads named, in order; 0 where a request named none.
    """

    def __init__(self, upstream: int) -> None:
        self.upstream = upstream
        self.cuts = 0
        self.offsets: list[int] = []
        self._cut_after: int | None = None
        self._smallest = 0
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def cut_next_upload(self, after_bytes: int, *, smallest: int = 0) -> None:
        """Cut the next upload of at least `smallest` bytes once `after_bytes` of its request have passed."""
        self._cut_after, self._smallest = after_bytes, smallest

    def close(self) -> None:
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            try:
                server = socket.create_connection(("127.0.0.1", self.upstream))
            except OSError:
                client.close()
                continue
            self._start(self._upward, client, server)
            self._start(self._downward, client, server)

    @staticmethod
    def _start(
        pump: Callable[[socket.socket, socket.socket], None], client: socket.socket, server: socket.socket
    ) -> None:
        threading.Thread(target=pump, args=(client, server), daemon=True).start()

    def _upward(self, client: socket.socket, server: socket.socket) -> None:
        left: int | None = None
        try:
            while chunk := client.recv(CHUNK_BYTES):
                if UPLOAD.match(chunk):
                    self.offsets.append(_number(rb"upload-offset", chunk))
                    left = self._armed_for(chunk)
                if left is not None:
                    chunk, left = chunk[:left], left - len(chunk)
                server.sendall(chunk)
                if left is not None and left <= 0:
                    self.cuts += 1
                    break
        except OSError:
            pass
        self._hang_up(client, server)

    def _armed_for(self, head: bytes) -> int | None:
        if self._cut_after is None or _number(rb"content-length", head) < self._smallest:
            return None
        cut_after, self._cut_after = self._cut_after, None
        return cut_after

    def _downward(self, client: socket.socket, server: socket.socket) -> None:
        try:
            while chunk := server.recv(CHUNK_BYTES):
                # One request a connection: on a used one the browser itself repeats what was cut.
                client.sendall(STATUS.sub(rb"\1connection: close\r\n", chunk, count=1))
        except OSError:
            pass
        self._hang_up(client, server)

    @staticmethod
    def _hang_up(*ends: socket.socket) -> None:
        for end in ends:
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue
            finally:
                end.close()
