"""What lines and servers do to a request, for the faulty proxy."""

from __future__ import annotations

import time

from tests.support.faulty_proxy import HEAD_ENDS, Fault, Forward, Request

PORTAL = b"<!doctype html><title>Free Wi-Fi</title><form>Please sign in</form>"


def document(status: str, kind: str, body: bytes, more: str = "") -> bytes:
    """Build a whole answer."""
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n{more}"
    return f"{head}Connection: close\r\n\r\n".encode() + body


def refused(_request: Request, _forward: Forward) -> bytes:
    return b""


def captive(_request: Request, _forward: Forward) -> bytes:
    return document("200 OK", "text/html", PORTAL)


def lost_answer(request: Request, forward: Forward) -> bytes:
    """The server did it; nobody hears."""
    forward(request.raw)
    return b""


def duplicate(request: Request, forward: Forward) -> bytes:
    """The line repeats the request; the second answer arrives."""
    forward(request.raw)
    return forward(request.raw)


def altered(request: Request, forward: Forward) -> bytes:
    """One bit of the last byte is another."""
    answer = forward(request.raw)
    return answer[:-1] + bytes([answer[-1] ^ 1])


def cut_answer(request: Request, forward: Forward) -> bytes:
    """Half of the body arrives."""
    answer = forward(request.raw)
    start = answer.index(HEAD_ENDS) + len(HEAD_ENDS)
    return answer[: (start + len(answer)) // 2]


def short_answer(request: Request, forward: Forward) -> bytes:
    """Half of the body arrives, and the head says that this is all."""
    answer = forward(request.raw)
    head, _, body = answer.partition(HEAD_ENDS)
    half = body[: len(body) // 2]
    kept = [line for line in head.split(b"\r\n") if not line.lower().startswith(b"content-length")]
    return b"\r\n".join([*kept, b"Content-Length: %d" % len(half)]) + HEAD_ENDS + half


def cut_request(share: float) -> Fault:
    """Build the fault that lets only this share of the body reach the server."""

    def fault(request: Request, forward: Forward) -> bytes:
        left = len(request.body) - int(len(request.body) * share)
        forward(request.raw[: len(request.raw) - left], listens=False)
        return b""

    return fault


def status(code: int, retry_after_s: int | None = None) -> Fault:
    """Build the fault that answers with a bare status, as a proxy in front of a dead server does."""
    more = f"Retry-After: {retry_after_s}\r\n" if retry_after_s is not None else ""
    return lambda _request, _forward: document(f"{code} Sorry", "text/plain", b"", more)


def slow(seconds: float) -> Fault:
    """Build the fault that holds a request back."""

    def fault(request: Request, forward: Forward) -> bytes:
        time.sleep(seconds)
        return forward(request.raw)

    return fault
