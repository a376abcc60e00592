"""A proxy between a phone and its server that spoils single requests, as bad lines and bad servers do."""

from __future__ import annotations

import re
import socket
import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

CHUNK_BYTES = 65536
HEAD_ENDS = b"\r\n\r\n"
LINE_TIMEOUT_S = 60
HOP = re.compile(rb"\r\n(connection|keep-alive|accept-encoding):[^\r]*", re.IGNORECASE)
LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


class Forward(Protocol):
    """Sends these bytes to the server; gives its whole answer, or nothing where nobody listens for one."""

    def __call__(self, raw: bytes, *, listens: bool = True) -> bytes: ...


@dataclass(frozen=True)
class Request:
    """One request as the phone sent it."""

    method: str
    path: str
    raw: bytes

    @property
    def body(self) -> bytes:
        return self.raw.partition(HEAD_ENDS)[2]


Fault = Callable[[Request, Forward], bytes]
"""What becomes of a request: the answer as the phone gets it, empty where the line just ends."""


@dataclass
class Trap:
    """A fault that waits for its request; `left` is how often it still strikes."""

    path: re.Pattern[str]
    fault: Fault
    left: int
    skip: int = 0
    hits: list[str] = field(default_factory=list)

    def takes(self, request: Request) -> bool:
        if self.left == 0 or not self.path.search(f"{request.method} {request.path}"):
            return False
        if self.skip > 0:
            self.skip -= 1
            return False
        self.left -= 1
        self.hits.append(f"{request.method} {request.path}")
        return True


class FaultyProxy:
    """Forwards 127.0.0.1:`port` to `upstream`, one request a connection; armed traps spoil what they match.

    With `tls` it speaks HTTPS; `answers` are requests it answers itself, by path; `heard` is
    told every request with the answer that the phone gets.
    """

    def __init__(self, upstream: int, tls: ssl.SSLContext | None = None) -> None:
        self.upstream, self.tls = upstream, tls
        self._traps: list[Trap] = []
        self._lock = threading.Lock()
        self._listener: socket.socket | None = None
        self.port = 0
        self.answers: dict[str, Callable[[Request], bytes]] = {}
        self.heard: Callable[[Request, bytes], None] = lambda _request, _answer: None
        self.open()

    @property
    def url(self) -> str:
        return f"{'https' if self.tls else 'http'}://127.0.0.1:{self.port}"

    def open(self) -> None:
        """Listen, on the same port as before."""
        if self._listener is not None:
            return
        self._listener = socket.create_server(("127.0.0.1", self.port), reuse_port=True)
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, args=(self._listener,), daemon=True).start()

    def close(self) -> None:
        """Refuse connections, as a server that is gone does."""
        listener, self._listener = self._listener, None
        if listener is not None:
            # A blocked accept would hold the port open.
            listener.shutdown(socket.SHUT_RDWR)
            listener.close()

    def arm(self, path: str, fault: Fault, times: int = 1, skip: int = 0) -> Trap:
        """Spoil the next `times` requests whose "METHOD /path" matches; -1 is for ever."""
        trap = Trap(re.compile(path), fault, times, skip)
        with self._lock:
            self._traps.append(trap)
        return trap

    def disarm(self) -> None:
        """Let everything through again."""
        with self._lock:
            self._traps.clear()

    def reset(self) -> None:
        """Be an honest line again."""
        self.disarm()
        self.answers.clear()
        self.heard = lambda _request, _answer: None
        self.open()

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        try:
            client.settimeout(LINE_TIMEOUT_S)
            if self.tls:
                client = self.tls.wrap_socket(client, server_side=True)
            request = read_request(client)
            if request is not None:
                client.sendall(self._answer(request))
        except OSError:
            pass
        finally:
            hang_up(client)

    def _answer(self, request: Request) -> bytes:
        own = self.answers.get(request.path)
        if own is not None:
            return own(request)
        with self._lock:
            fault = next((trap.fault for trap in self._traps if trap.takes(request)), None)
        answer = fault(request, self._forward) if fault else self._forward(request.raw)
        self.heard(request, answer)
        return answer

    def _forward(self, raw: bytes, *, listens: bool = True) -> bytes:
        with socket.create_connection(("127.0.0.1", self.upstream), LINE_TIMEOUT_S) as server:
            server.sendall(raw)
            answer = b""
            while listens and (chunk := server.recv(CHUNK_BYTES)):
                answer += chunk
        return answer


def read_request(client: socket.socket) -> Request | None:
    """Read one whole request, to be forwarded on a connection of its own; None where the line ended."""
    raw = b""
    while HEAD_ENDS not in raw:
        chunk = client.recv(CHUNK_BYTES)
        if not chunk:
            return None
        raw += chunk
    head, _, body = raw.partition(HEAD_ENDS)
    found = LENGTH.search(head)
    while found and len(body) < int(found[1]):
        chunk = client.recv(CHUNK_BYTES)
        if not chunk:
            return None
        body += chunk
    method, path, _ = head.split(b"\r\n", 1)[0].decode("latin-1").split(" ", 2)
    # Unpacked answers, so that a fault changes the bytes of the file and not of its packing.
    plain = HOP.sub(b"", head) + b"\r\nConnection: close"
    return Request(method, path, plain + HEAD_ENDS + body)


def hang_up(end: socket.socket) -> None:
    try:
        end.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass
    finally:
        end.close()
