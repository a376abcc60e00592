"""Signing in at the desk: passwords, sessions of twelve hours, and what guessing costs.

A session opens screens and nothing else: no device ever sends with one, so
ending a session never stops anybody's records.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from server.domain import passwords
from server.domain.clock_text import to_text
from server.domain.events import Event
from server.domain.problems import WeakPasswordProblem, WrongPasswordProblem
from server.queries.people import User, find_user, find_username
from server.services import guessing
from server.store import accounts, guesses
from server.store.store import Store, Tx

SESSION_LENGTH = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Session:
    """A fresh session; `token` goes into the cookie and is kept nowhere else."""

    token: str
    user: User
    expires_at: datetime


def sign_in(store: Store, username: str, password: str, now: datetime) -> Session:
    """Open a session, or raise WrongPasswordProblem, TooManyAttemptsProblem or BusyProblem.

    An unknown name costs the same time and earns the same answer.
    """
    name = username.strip().lower()
    with accounts.CHECKING.taken():
        guessing.count(store, name, now)
        with store.read() as conn:
            user = find_username(conn, name)
            stored = accounts.password_of(conn, user.id) if user and user.active else None
        matches = accounts.password_matches(password, stored)
    if not matches or user is None:
        raise WrongPasswordProblem
    session = Session(secrets.token_urlsafe(32), user, now + SESSION_LENGTH)
    with store.scratch() as conn:
        guesses.forget(conn, name)
        accounts.drop_expired_sessions(conn, to_text(now))
        accounts.put_session(conn, session.token, user.id, to_text(session.expires_at))
    return session


def session_user(store: Store, token: str, now: datetime) -> User | None:
    """Give the active user of a session that still holds."""
    with store.read() as conn:
        user_id = accounts.session_user(conn, token, to_text(now))
        user = find_user(conn, user_id) if user_id else None
    return user if user and user.active else None


def sign_out(store: Store, token: str) -> None:
    """End one session; an unknown one is ended already."""
    with store.scratch() as conn:
        accounts.drop_session(conn, token)


@dataclass(frozen=True, slots=True)
class PasswordChange:
    """The old password, the new one, and the token of the session that stays open."""

    old: str
    new: str
    token: str | None = None


def change_password(store: Store, user: User, change: PasswordChange, now: datetime) -> None:
    """Change the user's own password and end all their other sessions."""
    with accounts.CHECKING.taken():
        guessing.count(store, user.username, now)
        with store.read() as conn:
            stored = accounts.password_of(conn, user.id)
        matches = accounts.password_matches(change.old, stored)
    if not matches:
        raise WrongPasswordProblem
    with store.write() as tx:
        guesses.forget(tx.conn, user.username)
        set_password(tx, user, change.new, f"user:{user.id}", now)
        accounts.drop_sessions(tx.conn, user.id, keep=change.token)


def set_password(tx: Tx, user: User, password: str, actor: str, now: datetime) -> None:
    """Give a user a password inside a write; WeakPasswordProblem when it will not do."""
    weakness = passwords.weakness(password, user.username)
    if weakness:
        raise WeakPasswordProblem(why=weakness, min_length=passwords.MIN_LENGTH)
    accounts.put_password(tx.conn, user.id, accounts.hash_password(password))
    tx.append(Event("user.password_set", f"user:{user.id}", actor, now, {"user": user.id}))
