"""How a device proves itself: it signs a challenge and gets a short token. Nothing is stored for either.

The device's key authenticates sync, never a login session: an expired session, a changed
password or three weeks offline stop no sending. A revoked device still gets tokens, so that
what it holds can drain.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from itsdangerous import BadSignature, URLSafeSerializer

from server.domain import jws
from server.domain.clock_text import from_text, to_text
from server.domain.problems import DeviceTokenProblem, NonceProblem, SignatureProblem, UnknownDeviceProblem
from server.queries import heads
from server.queries.people import User, find_user
from server.store.store import Store

NONCE_LASTS = timedelta(minutes=2)
TOKEN_LASTS = timedelta(hours=1)
TOKEN_PREFIX = "xunzheng-token\n"  # noqa: S105 - what is signed, not a secret


@dataclass(frozen=True, slots=True)
class DeviceToken:
    """The device a valid token names."""

    kid: str


@dataclass(frozen=True, slots=True)
class Grant:
    """A fresh token."""

    token: str
    expires_at: datetime
    revoked: bool


def challenge(store: Store, kid: str, now: datetime) -> str:
    """Give a nonce for a known device; UnknownDeviceProblem otherwise."""
    check_known(store, kid)
    said = {"k": kid, "e": to_text(now + NONCE_LASTS), "r": secrets.token_urlsafe(12)}
    return str(_sealer(store, "nonce").dumps(said))


def check_known(store: Store, kid: str) -> None:
    """Raise UnknownDeviceProblem for one that was never enrolled: a token outlives a restore by an hour."""
    with store.read() as conn:
        if heads.find_device(conn, kid) is None:
            raise UnknownDeviceProblem


def grant(store: Store, kid: str, answer: tuple[str, str], now: datetime) -> Grant:
    """Exchange (nonce, signature) for a token; NonceProblem, SignatureProblem or UnknownDeviceProblem."""
    nonce, signature = answer
    said = _open(store, "nonce", nonce, now)
    if said is None or said["k"] != kid:
        raise NonceProblem
    with store.read() as conn:
        device = heads.find_device(conn, kid)
    if device is None:
        raise UnknownDeviceProblem
    if not jws.verify(device.key, _raw(signature), (TOKEN_PREFIX + nonce).encode()):
        raise SignatureProblem
    expires_at = now + TOKEN_LASTS
    token = str(_sealer(store, "token").dumps({"k": kid, "e": to_text(expires_at)}))
    return Grant(token, expires_at, device.revoked_at is not None)


def read_token(store: Store, token: str, now: datetime) -> DeviceToken:
    """Give the device of a token that still holds; DeviceTokenProblem otherwise."""
    said = _open(store, "token", token, now)
    if said is None:
        raise DeviceTokenProblem
    return DeviceToken(said["k"])


def officer(store: Store, kid: str) -> User | None:
    """Give the active person a device belongs to; UnknownDeviceProblem when it was never enrolled."""
    with store.read() as conn:
        device = heads.find_device(conn, kid)
        if device is None:
            raise UnknownDeviceProblem
        user = find_user(conn, device.user_id)
    return user if user and user.active else None


def reader(store: Store, kid: str) -> User | None:
    """Give the person who may read through a device; a revoked one only sends what it has."""
    with store.read() as conn:
        device = heads.find_device(conn, kid)
    return None if device is None or device.revoked_at is not None else officer(store, kid)


def _sealer(store: Store, purpose: str) -> URLSafeSerializer:
    return _sealer_of(store.secret, purpose)


@lru_cache(maxsize=8)
def _sealer_of(secret: str, purpose: str) -> URLSafeSerializer:
    return URLSafeSerializer(secret, salt=f"xunzheng device {purpose}")


def _open(store: Store, purpose: str, sealed: str, now: datetime) -> dict[str, Any] | None:
    said = _unsealed(store.secret, purpose, sealed)
    return said if said and from_text(said["e"]) > now else None


@lru_cache(maxsize=4096)
def _unsealed(secret: str, purpose: str, sealed: str) -> dict[str, Any] | None:
    # A phone shows the same token for an hour; what it says does not change, only the hour does.
    try:
        said: dict[str, Any] = _sealer_of(secret, purpose).loads(sealed)
    except BadSignature:
        return None
    return said


def _raw(signature: str) -> bytes:
    try:
        return jws.decode(signature)
    except ValueError as error:
        raise SignatureProblem from error
