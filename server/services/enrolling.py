"""Enrolment: a signed-in officer, a one-time code from a supervisor, and a key that proves itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from server.domain import jws
from server.domain.clock_text import to_text
from server.domain.codes import normalise_code
from server.domain.events import Event
from server.domain.problems import CodeProblem, DemoOnlyProblem, DeviceTakenProblem, ProofProblem
from server.queries import heads
from server.queries.people import User
from server.services import guessing
from server.store import codes, guesses
from server.store.store import Store


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What the new device sends; `demo` devices sign with keys everybody can compute."""

    code: str
    jwk: dict[str, Any]
    label: str
    proof: str
    demo: bool = False


def enrol(store: Store, user: User, enrolment: Enrolment, now: datetime) -> str:
    """Enrol a device of `user` and spend the code; returns the device's kid.

    Asked again with the same key and code, it answers the same: the first answer may not have arrived.
    Raises CodeProblem (wrong, used, expired or another user's code), TooManyAttemptsProblem,
    DeviceKeyProblem, ProofProblem, DeviceTakenProblem, DemoOnlyProblem.
    """
    if enrolment.demo and not store.config.demo:
        raise DemoOnlyProblem
    jwk = {name: enrolment.jwk.get(name) for name in ("kty", "crv", "x", "y")}
    key = jws.public_key(jwk)
    kid = jws.thumbprint(jwk)
    _check_proof(key, enrolment, proof_text(store.origin, enrolment.code, kid))
    # No sign-in name has a NUL in it, so these guesses are never confused with those at passwords.
    guessed_at = f"codes\0{user.id}"
    guessing.count(store, guessed_at, now)
    with store.write() as tx:
        code = normalise_code(enrolment.code)
        known = heads.find_device(tx.conn, kid)
        if known is not None and known.user_id == user.id and codes.was_spent(tx.conn, code, user.id):
            return kid
        if known is not None:
            raise DeviceTakenProblem
        if not codes.spend(tx.conn, code, user.id, to_text(now)):
            raise CodeProblem
        guesses.forget(tx.conn, guessed_at)
        said = {
            "kid": kid, "jwk": jwk, "user": user.id, "unit": user.unit_id, "label": enrolment.label,
            "demo": enrolment.demo,
        }  # fmt: skip
        tx.append(Event("device.enrolled", f"device:{kid}", f"user:{user.id}", now, said))
    return kid


def proof_text(origin: str, code: str, kid: str) -> bytes:
    """Return what the new key signs; the code as it was typed."""
    return f"xunzheng-enrol\n{origin}\n{code}\n{kid}".encode()


def _check_proof(key: jws.PublicKey, enrolment: Enrolment, text: bytes) -> None:
    try:
        signature = jws.decode(enrolment.proof)
    except ValueError as error:
        raise ProofProblem from error
    if not jws.verify(key, signature, text):
        raise ProofProblem
