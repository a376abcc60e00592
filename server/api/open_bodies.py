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
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING, cast

from flask import Flask, current_app, request

from server.api.gate import TURN
from server.api.stalls import stalls
from server.limits import Limits
from server.store.turns import NamedTurns, Pace, Turns

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

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
        # Each is a write that nothing depends on: a phone has no reason to say so often what it holds.
        self.claims = Pace(1, retry_after_s=wait)

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
    return shares_of(current_app)


def shares_of(app: Flask) -> OpenBodies:
    """Give the shares of an app."""
    return cast("OpenBodies", app.extensions[EXTENSION])


def waiting_for_bytes() -> AbstractContextManager[None]:
    """Wait for bytes of this request's body, no longer than the limits say, and let others work meanwhile."""
    return waiting_on(request.environ, current().limits)


@contextmanager
def waiting_on(environ: WSGIEnvironment, limits: Limits) -> Iterator[None]:
    """Wait for bytes of a request's body; the same for whoever has no request of Flask's."""
    turn = environ[TURN]
    turn.pause()
    try:
        with stalls.waiting(int(environ["SERVER_PORT"]), limits.stalled_after_s):
            yield
    finally:
        turn.resume()
