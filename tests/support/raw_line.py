"""Raw connections of a phone to a real server, to be cut or left hanging."""

from __future__ import annotations

import base64
import http.client
import json
import re
import socket
import time
from email.message import Message
from typing import Any

from tests.support.phone import Phone, digest
from tests.support.real_server import RealServer

JSON = {"Content-Type": "application/json"}
OCTETS = {"Content-Type": "application/offset+octet-stream"}


class Line:
    """An enrolled phone's way to one server; `headers` carry its token."""

    def __init__(self, server: RealServer, phone: Phone) -> None:
        self.server, self.phone = server, phone
        nonce = self._post("/api/device/challenge", {"kid": phone.kid})["nonce"]
        signature = phone.sign(f"xunzheng-token\n{nonce}".encode())
        said = {"kid": phone.kid, "nonce": nonce, "signature": signature}
        token = self._post("/api/device/token", said)["token"]
        self.headers = {"Authorization": f"Bearer {token}", "Tus-Resumable": "1.0.0"}

    def ask(
        self, method: str, path: str, body: str | bytes | None = None, headers: dict[str, str] | None = None
    ) -> tuple[int, Message, Any]:
        """Make a whole request; gives status, headers and JSON."""
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=20)
        connection.request(method, path, body, headers or {})
        answer = connection.getresponse()
        raw = answer.read()
        connection.close()
        return answer.status, answer.headers, json.loads(raw) if raw else None

    def open(self, path: str, declared: int, sent: bytes, headers: dict[str, str]) -> socket.socket:
        """POST a body of `declared` bytes of which only `sent` go out; gives the open socket."""
        told = {"Host": "x", "Content-Length": str(declared), **headers}
        head = "".join(f"{name}: {value}\r\n" for name, value in told.items())
        line = socket.create_connection(("127.0.0.1", self.server.port), timeout=10)
        line.sendall(f"POST {path} HTTP/1.1\r\n{head}\r\n".encode() + sent)
        return line

    def begin(self, sha256: str, length: int, sent: bytes) -> socket.socket:
        """Declare a whole picture and send only `sent`; gives the open socket."""
        told = {"Upload-Length": str(length), **named(sha256)}
        return self.open("/api/evidence", length, sent, {**self.headers, **OCTETS, **told})

    def create(self, sha256: str, length: int) -> int:
        """Begin an upload without any bytes; gives the status."""
        told = {"Upload-Length": str(length), "Content-Length": "0", **named(sha256)}
        return self.ask("POST", "/api/evidence", headers={**self.headers, **told})[0]

    def offset(self, sha256: str, wanted: int | None = None) -> int:
        """Ask for the offset, until it is the one wanted or ten seconds are over."""
        deadline = time.monotonic() + 10
        while True:
            headers = self.ask("HEAD", f"/api/evidence/{sha256}", headers=self.headers)[1]
            offset = int(headers.get("Upload-Offset", "-1"))
            if wanted in {None, offset} or time.monotonic() > deadline:
                return offset
            time.sleep(0.05)

    def go_on(self, picture: bytes, offset: int) -> int:
        """Send the rest of a picture; gives the status."""
        told = {**self.headers, **OCTETS, "Upload-Offset": str(offset)}
        return self.ask("PATCH", f"/api/evidence/{digest(picture)}", picture[offset:], told)[0]

    def _post(self, path: str, said: dict[str, str]) -> Any:
        return self.ask("POST", path, json.dumps(said), JSON)[2]


def named(sha256: str) -> dict[str, str]:
    """Give the header that says which picture is begun."""
    return {"Upload-Metadata": f"sha256 {base64.b64encode(sha256.encode()).decode()}"}


def heard(line: socket.socket, within_s: float = 0.01) -> str:
    """Give the whole answer to an open socket, empty when none came; head and body may come in parts."""
    line.settimeout(within_s)
    said = b""
    try:
        while not _is_whole(said) and (part := line.recv(65536)):
            said += part
    except (TimeoutError, ConnectionResetError):
        pass
    return said.decode()


def _is_whole(said: bytes) -> bool:
    head, ended, body = said.partition(b"\r\n\r\n")
    length = re.search(rb"(?i)\r\ncontent-length: *(\d+)", head)
    return bool(ended) and len(body) >= (int(length[1]) if length else 0)
