"""Answers as gzip for whoever takes it: on a slow line text travels in a quarter of the time.

Packing secrets beside what a stranger can choose tells the stranger their
length (BREACH). Here no stranger can make a browser ask with a session: its
cookie is never sent from another site.
"""

from __future__ import annotations

import gzip

from flask import Flask, Response, request
from werkzeug.wrappers import Request

_TEXTS = frozenset({
    "application/json", "application/manifest+json", "application/problem+json", "image/svg+xml",
    "text/css", "text/html", "text/javascript", "text/plain",
})  # fmt: skip
WORTH_IT_BYTES = 1000
_QUICK, _BEST = 5, 9


def register(app: Flask) -> None:
    """Pack long answers."""
    app.after_request(_pack)


def is_text(mimetype: str | None) -> bool:
    """Say whether content of this type shrinks."""
    return mimetype in _TEXTS


def best(data: bytes) -> bytes:
    """Pack what is sent many times."""
    return gzip.compress(data, _BEST, mtime=0)


def quickly(data: bytes) -> bytes:
    """Pack what is sent once."""
    return gzip.compress(data, _QUICK, mtime=0)


def is_wanted(asked: Request) -> bool:
    """Say whether a client takes gzip."""
    return asked.accept_encodings["gzip"] > 0


def offer(response: Response, packed: bytes) -> None:
    """Send `packed` instead to a client that takes gzip; caches are told that it depends."""
    response.vary.add("Accept-Encoding")
    if not is_wanted(request):
        return
    response.data = packed
    response.headers["Content-Encoding"] = "gzip"
    tag, _ = response.get_etag()
    if tag:
        response.set_etag(tag, weak=True)  # the same content in other bytes


def _pack(response: Response) -> Response:
    if response.direct_passthrough or response.is_streamed or "Content-Encoding" in response.headers:
        return response
    if is_text(response.mimetype) and len(response.data) >= WORTH_IT_BYTES:
        offer(response, quickly(response.data) if is_wanted(request) else b"")
    return response
