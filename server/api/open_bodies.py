"""Caps on requests whose bodies are still arriving, as the installation's limits say.

A stalled body holds a thread, and a worker process without a free thread
answers nothing at all. So each kind of body has its own share, and the next
one beyond it is told to come back later, with its body unread. What strangers
send has a share of its own: they cannot stop the phones that are enrolled.
Previews have one too: the desk decides by them while originals are on their way.
Together they leave threads for requests without a body (`cli/serving.py`).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

from flask import Flask, current_app, request

from server.api.gate import TURN
from server.api.stalls import stalls
from server.limits import Limits
from server.store.turns import NamedTurns, Pace, Turns

EXTENSION = "xunzheng.open_bodies"
SMALL_BYTES = 128 * 1024


class OpenBodies:
    """The shares of one web process."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        wait = limits.retry_after_s
        self.pictures = Turns(limits.open_pictures, retry_after_s=wait)
        self.previews = Turns(limits.open_previews, retry_after_s=wait)
        self.known = Turns(limits.open_known, retry_after_s=wait)
        self.strangers = Turns(limits.open_strangers, retry_after_s=wait)
        self.devices = NamedTurns(limits.uploads_per_device, retry_after_s=wait)
        self.pace = Pace(limits.requests_per_second_per_device, retry_after_s=wait)

    @contextmanager
    def picture(self, kid: str) -> Iterator[None]:
        """Hold a device's place for a picture or preview; raises TooManyProblem, BusyProblem."""
        size = request.content_length
        share = self.previews if size is not None and size <= SMALL_BYTES else self.pictures
        with self.devices.taken(kid), share.taken():
            yield


def register(app: Flask, limits: Limits) -> None:
    """Give an app its shares."""
    app.extensions[EXTENSION] = OpenBodies(limits)


def current() -> OpenBodies:
    """Give the shares of the app that serves this request."""
    return cast("OpenBodies", current_app.extensions[EXTENSION])


@contextmanager
def waiting_for_bytes() -> Iterator[None]:
    """Wait for bytes of this request's body, no longer than the limits say, and let others work meanwhile."""
    turn = request.environ[TURN]
    turn.pause()
    try:
        with stalls.waiting(int(request.environ["SERVER_PORT"]), current().limits.stalled_after_s):
            yield
    finally:
        turn.resume()
