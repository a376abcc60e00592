"""Turns phones away at the door while many are inside, so that screens are still answered.

Two thousand phones that come back at once would stand in one line with everybody else. What is turned
away here costs a twentieth of what Flask needs to hear it out. Uploads pass: they have shares of their own.
Inside, phones and uploads wait at the gate for their turn.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable
from typing import TYPE_CHECKING

from server.api.gate import TURN, Gate, Screen, Turn
from server.domain.problems import BusyProblem
from server.limits import Limits

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_UPLOADS = "/api/evidence"
_DEVICES = "/api/device/"


class Door:
    """A WSGI application that lets so many requests of devices in at a time."""

    def __init__(self, inside: WSGIApplication, limits: Limits) -> None:
        self._inside = inside
        self._gate = Gate(limits.phones_at_work)
        # Bodies that stall inside have shares: what they can hold comes on top, or they would shut the door.
        stalling = limits.open_known + limits.open_strangers
        self._room = threading.BoundedSemaphore(limits.requests_in_hand + stalling)
        self._retry_after = str(limits.retry_after_s)
        problem = BusyProblem(retry_after=limits.retry_after_s)
        self._said = {
            language: json.dumps(problem.document(language), ensure_ascii=False).encode()
            for language in ("zh", "en")
        }

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Let a request in, or turn it away."""
        if environ["PATH_INFO"].startswith(_UPLOADS):
            return self._let_through(Turn(self._gate), environ, start_response)
        if not _is_of_a_device(environ):
            return self._let_through(Screen(self._gate), environ, start_response)
        if not self._room.acquire(blocking=False):
            return self._turn_away(environ, start_response)
        try:
            return self._let_through(Turn(self._gate), environ, start_response)
        finally:
            self._room.release()

    def _let_through(
        self, turn: Turn | Screen, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        environ[TURN] = turn
        turn.begin()
        try:
            return self._inside(environ, start_response)
        finally:
            turn.end()

    def _turn_away(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        language = "en" if environ.get("HTTP_ACCEPT_LANGUAGE", "").startswith("en") else "zh"
        body = self._said[language]
        start_response("503 SERVICE UNAVAILABLE", [
            ("Content-Type", "application/problem+json; charset=utf-8"),
            ("Content-Length", str(len(body))), ("Retry-After", self._retry_after),
            ("Cache-Control", "no-store"), ("Vary", "Accept-Language"),
            ("X-Content-Type-Options", "nosniff"),
        ])  # fmt: skip
        return [body]


def _is_of_a_device(environ: WSGIEnvironment) -> bool:
    return environ["PATH_INFO"].startswith(_DEVICES) or "HTTP_AUTHORIZATION" in environ
