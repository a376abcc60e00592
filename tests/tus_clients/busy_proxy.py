"""The cutting proxy, which may also stand for a server that has no place left."""

from __future__ import annotations

import re
import socket

from tests.support.cutting_proxy import UPLOAD, CuttingProxy

BUSY = b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
LENGTH = re.compile(rb"\r\ncontent-length: (\d+)", re.IGNORECASE)


class BusyProxy(CuttingProxy):
    """The next `busy` uploads are told to come back later, once their bodies were read."""

    busy = 0

    def _upward(self, client: socket.socket, server: socket.socket) -> None:
        if self.busy > 0 and UPLOAD.match(client.recv(64, socket.MSG_PEEK)):
            self.busy -= 1
            _hear_out(client)
            client.sendall(BUSY)
            self._hang_up(client, server)
        else:
            super()._upward(client, server)


def _hear_out(client: socket.socket) -> None:
    said = b""
    while b"\r\n\r\n" not in said:
        said += client.recv(65536)
    head, _, body = said.partition(b"\r\n\r\n")
    found = LENGTH.search(head)
    left = (int(found[1]) if found else 0) - len(body)
    while left > 0 and (chunk := client.recv(65536)):
        left -= len(chunk)
