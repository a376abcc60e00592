"""A browser driven by the W3C WebDriver protocol: just what the journeys of a second engine need."""

from __future__ import annotations

import json
from http.client import HTTPConnection
from typing import Any

WAIT_S = 60
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"


class RefusedError(Exception):
    """The browser did not do it; the text is its own."""


class WebDriver:
    """One session with a driver that listens on this port of this machine."""

    def __init__(self, port: int, capabilities: dict[str, Any]) -> None:
        self._port, self._root = port, "/session"
        made = self._ask("POST", "", {"capabilities": {"alwaysMatch": capabilities}})
        self._root += f"/{made['sessionId']}"

    def opens(self, url: str) -> None:
        self._ask("POST", "/url", {"url": url})

    def reloads(self) -> None:
        self._ask("POST", "/refresh", {})

    def resizes(self, width: int, height: int) -> None:
        self._ask("POST", "/window/rect", {"width": width, "height": height})

    def runs(self, script: str, *args: object) -> Any:
        """Run the body of a function in the page; returns what it returns, elements as references."""
        return self._ask("POST", "/execute/sync", {"script": script, "args": list(args)})

    def asks(self, script: str, *args: object) -> Any:
        """Like `runs`, for a function that hands its result to its last argument later."""
        return self._ask("POST", "/execute/async", {"script": script, "args": list(args)})

    def clicks(self, element: dict[str, str]) -> None:
        self._ask("POST", f"/element/{element[ELEMENT]}/click", {})

    def close(self) -> None:
        self._ask("DELETE", "")

    def _ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        line = HTTPConnection("127.0.0.1", self._port, timeout=WAIT_S)
        try:
            line.request(
                method,
                self._root + path,
                None if body is None else json.dumps(body),
                {"Content-Type": "application/json"},
            )
            answer = line.getresponse()
            said = json.load(answer)["value"]
        finally:
            line.close()
        if answer.status >= 400:
            raise RefusedError(f"{said['error']}: {said['message']}")
        return said
