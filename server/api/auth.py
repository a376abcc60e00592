"""Who is asking: a device by its token (sync), or a person by their session (screens)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import ParamSpec, TypeVar, cast
from urllib.parse import urlsplit

from flask import Response, current_app, g, request

from server.api import open_bodies
from server.api.current import current_store, current_time
from server.api.description import DEVICE, SESSION, asked_by
from server.domain.problems import DeviceTokenProblem, ForbiddenProblem, ForeignOriginProblem, SignInProblem
from server.domain.scope import Right
from server.queries.people import User
from server.services import device_access, sessions

COOKIE = "xunzheng_session"
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Reader:
    """Someone who may read: a person, through a session or through their device (`kid`)."""

    user: User
    kid: str | None


def device_required(view: Callable[P, R]) -> Callable[P, R]:
    """Let only enrolled devices in; `device_token()` tells which."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        g.device = _bearer()
        open_bodies.current().pace.step(g.device.kid)
        return view(*args, **kwargs)

    return asked_by(guarded, DEVICE)


def session_required(view: Callable[P, R]) -> Callable[P, R]:
    """Let only signed-in people in, and writes only from our own pages; `current_user()` tells who."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        check_origin()
        g.user = _session_user()
        return view(*args, **kwargs)

    return asked_by(guarded, SESSION)


def right_required(right: Right) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let only signed-in people with this right in."""

    def decorate(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            check_origin()
            g.user = _session_user()
            if not current_user().may(right):
                raise ForbiddenProblem
            return view(*args, **kwargs)

        return asked_by(guarded, SESSION)

    return decorate


def reader_required(view: Callable[P, R]) -> Callable[P, R]:
    """Let a person in by session or by the token of their device; `reader()` tells who."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        g.reader = _reader()
        return view(*args, **kwargs)

    return asked_by(guarded, SESSION, DEVICE)


def own_pages_only(view: Callable[P, R]) -> Callable[P, R]:
    """Take this request only from our own pages, signed in or not."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        check_origin()
        return view(*args, **kwargs)

    return guarded


def check_origin() -> None:
    """Refuse writes that another site could have caused: no X-Xunzheng header, or a foreign Origin."""
    if request.method in _SAFE:
        return
    origin = request.headers.get("Origin")
    # A proxy may put its own idea of our name into Host; the public address is ours too.
    own = {request.host, urlsplit(current_store().config.public_url).netloc or request.host}
    foreign = origin is not None and urlsplit(origin).netloc not in own
    if foreign or request.headers.get("X-Xunzheng") != "1":
        raise ForeignOriginProblem


def device_token() -> device_access.DeviceToken:
    """Give the device that asks."""
    return cast("device_access.DeviceToken", g.device)


def current_user() -> User:
    """Give the person who asks."""
    return cast("User", g.user)


def reader() -> Reader:
    """Give whoever reads."""
    return cast("Reader", g.reader)


def session_token() -> str | None:
    """Give the session's token as the browser sent it."""
    return request.cookies.get(COOKIE)


def set_session(response: Response, token: str, max_age_s: int) -> None:
    """Hand the session to the browser: not readable by scripts, never sent from other sites."""
    secure = current_app.config["SESSION_COOKIE_SECURE"] or request.is_secure
    response.set_cookie(
        COOKIE, token, max_age=max_age_s, httponly=True, samesite="Strict", secure=secure, path="/"
    )


def clear_session(response: Response) -> None:
    """Take the session back from the browser."""
    response.delete_cookie(COOKIE, path="/", httponly=True, samesite="Strict")


def _bearer() -> device_access.DeviceToken:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        raise DeviceTokenProblem
    return device_access.read_token(current_store(), token.strip(), current_time())


def _session_user() -> User:
    token = session_token()
    user = sessions.session_user(current_store(), token, current_time()) if token else None
    if user is None:
        raise SignInProblem
    return user


def _reader() -> Reader:
    if "Authorization" not in request.headers:
        return Reader(_session_user(), None)
    token = _bearer()
    user = device_access.reader(current_store(), token.kid)
    if user is None:
        raise ForbiddenProblem
    return Reader(user, token.kid)
