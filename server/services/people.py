"""Handing out one-time enrolment codes and first passwords, and revoking devices."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from server.domain.clock_text import to_text
from server.domain.events import Event
from server.domain.problems import NotFoundProblem
from server.queries.people import User, device_owner, find_user, head_seq
from server.queries.units import read_tree
from server.services.sessions import set_password
from server.store import accounts, guesses
from server.store.store import Store, Tx

CODE_LENGTH = 8
CODE_LASTS = timedelta(days=7)
FIRST_PASSWORD_LENGTH = 12
_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


@dataclass(frozen=True, slots=True)
class EnrolCode:
    """A code for one enrolment, written `XXXX-XXXX`.

    `first_password` is set when the user had none yet; nobody can read it again.
    """

    code: str
    expires_at: datetime
    user: User
    first_password: str | None


@dataclass(frozen=True, slots=True)
class Manager:
    """Who acts: `reach` is the unit whose subtree they manage, None for the operator of the machine."""

    actor: str
    reach: str | None


OPERATOR = Manager("operator", None)


def manager_of(user: User) -> Manager:
    """Give the manager a signed-in user is."""
    return Manager(f"user:{user.id}", user.unit_id)


def issue_enrol_code(store: Store, user_id: str, manager: Manager, now: datetime) -> EnrolCode:
    """Mint a code for one device of a user; an earlier unused code of theirs ends."""
    raw = _random(CODE_LENGTH)
    expires_at = now + CODE_LASTS
    with store.write() as tx:
        user = _reachable(tx, user_id, manager)
        if not user.active:
            raise NotFoundProblem
        first = _first_password(tx, user, manager, now)
        accounts.put_enrol_code(tx.conn, raw, user.id, to_text(expires_at))
        said = {"user": user.id, "expires_at": to_text(expires_at)}
        tx.append(Event("enrol_code.issued", f"user:{user.id}", manager.actor, now, said))
    return EnrolCode(f"{raw[:4]}-{raw[4:]}", expires_at, user, first)


def revoke_device(store: Store, kid: str, reason: str, manager: Manager, now: datetime) -> None:
    """Revoke a device: it may still send what it has, and what comes later is flagged."""
    with store.write() as tx:
        owner = device_owner(tx.conn, kid)
        if owner is None:
            raise NotFoundProblem
        _reachable(tx, owner, manager)
        said = {"kid": kid, "after_seq": head_seq(tx.conn, kid), "reason": reason}
        subject = f"device:{kid}"
        tx.append(Event("device.revoked", subject, manager.actor, now, said, touches=(subject,)))


def reset_password(store: Store, user_id: str, manager: Manager, now: datetime) -> str:
    """Give a user a new random password, end all their sessions, and forget wrong guesses."""
    password = _random(FIRST_PASSWORD_LENGTH).lower()
    with store.write() as tx:
        user = _reachable(tx, user_id, manager)
        set_password(tx, user, password, manager.actor, now)
        accounts.drop_sessions(tx.conn, user.id, keep=None)
        guesses.forget(tx.conn, user.username)
    return password


def _reachable(tx: Tx, user_id: str, manager: Manager) -> User:
    user = find_user(tx.conn, user_id)
    if user is None or (manager.reach and user.unit_id not in read_tree(tx.conn).below(manager.reach)):
        raise NotFoundProblem
    return user


def _first_password(tx: Tx, user: User, manager: Manager, now: datetime) -> str | None:
    if accounts.password_of(tx.conn, user.id) is not None:
        return None
    password = _random(FIRST_PASSWORD_LENGTH).lower()
    set_password(tx, user, password, manager.actor, now)
    return password


def _random(length: int) -> str:
    return "".join(secrets.choice(_CROCKFORD) for _ in range(length))
