"""Secrets of people: password hashes, sessions and one-time codes.

Passwords are hashed with Argon2id at the parameters OWASP recommends
(19 MiB, two passes); tokens and codes carry enough randomness of their own
for plain SHA-256. Only hashes are ever stored.
"""

from __future__ import annotations

import secrets
from hashlib import sha256

from cryptography.exceptions import InvalidKey
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from sqlalchemy import Connection, delete, insert, select, update

from server.store.tables import credentials, enrol_codes, sessions, setup_tokens
from server.store.turns import Turns

_MEMORY_KIB = 19 * 1024
_PASSES = 2

# Strangers decide how many passwords are checked: four at once keep the memory below 80 MiB in a process.
CHECKING = Turns(4, queue=32, patience_s=3, retry_after_s=5)


def hash_password(password: str) -> str:
    """Hash a password with a fresh salt; the answer is a PHC string."""
    salt = secrets.token_bytes(16)
    kdf = Argon2id(salt=salt, length=32, iterations=_PASSES, lanes=1, memory_cost=_MEMORY_KIB)
    return kdf.derive_phc_encoded(password.encode())


def password_matches(password: str, stored: str | None) -> bool:
    """Compare a password with a stored hash; takes as long when there is none."""
    if stored is None:
        hash_password(password)
        return False
    try:
        Argon2id.verify_phc_encoded(password.encode(), stored)
    except InvalidKey:
        return False
    return True


def digest(token: str) -> str:
    """Give the hash under which a random token or code is kept."""
    return sha256(token.encode()).hexdigest()


def password_of(conn: Connection, user_id: str) -> str | None:
    """Give the stored password hash of a user."""
    return conn.scalar(select(credentials.c.password_hash).where(credentials.c.user_id == user_id))


def put_password(conn: Connection, user_id: str, password_hash: str) -> None:
    """Set the password hash of a user."""
    conn.execute(delete(credentials).where(credentials.c.user_id == user_id))
    conn.execute(insert(credentials).values(user_id=user_id, password_hash=password_hash))


def put_session(conn: Connection, token: str, user_id: str, expires_at: str) -> None:
    """Keep a session under its token's hash."""
    row = {"token_hash": digest(token), "user_id": user_id, "expires_at": expires_at}
    conn.execute(insert(sessions).values(**row))


def session_user(conn: Connection, token: str, now: str) -> str | None:
    """Give the user of a session that has not expired."""
    table = sessions.c
    mine = (table.token_hash == digest(token)) & (table.expires_at > now)
    return conn.scalar(select(table.user_id).where(mine))


def drop_session(conn: Connection, token: str) -> None:
    """Forget one session."""
    conn.execute(delete(sessions).where(sessions.c.token_hash == digest(token)))


def drop_sessions(conn: Connection, user_id: str, *, keep: str | None) -> None:
    """Forget all sessions of a user except the one with the token `keep`."""
    kept = digest(keep) if keep else ""
    conn.execute(delete(sessions).where(sessions.c.user_id == user_id, sessions.c.token_hash != kept))


def drop_expired_sessions(conn: Connection, now: str) -> None:
    """Forget sessions that ended."""
    conn.execute(delete(sessions).where(sessions.c.expires_at <= now))


def put_enrol_code(conn: Connection, code: str, user_id: str, expires_at: str) -> None:
    """Keep a one-time enrolment code (normalised) under its hash; earlier unused ones end."""
    table = enrol_codes.c
    conn.execute(delete(enrol_codes).where(table.user_id == user_id, table.used_at.is_(None)))
    row = {"code_hash": digest(code), "user_id": user_id, "expires_at": expires_at}
    conn.execute(insert(enrol_codes).values(**row))


def put_setup_token(conn: Connection, token: str, expires_at: str) -> None:
    """Keep the one-time token of the first administrator; earlier ones end."""
    conn.execute(delete(setup_tokens))
    conn.execute(insert(setup_tokens).values(token_hash=digest(token), expires_at=expires_at))


def use_setup_token(conn: Connection, token: str, now: str) -> bool:
    """Spend the setup token; False when it is wrong, spent or too old."""
    table = setup_tokens.c
    open_one = (table.token_hash == digest(token)) & table.used_at.is_(None) & (table.expires_at > now)
    return conn.execute(update(setup_tokens).where(open_one).values(used_at=now)).rowcount == 1


def end_tickets(conn: Connection) -> None:
    """End everything that was handed out and lets somebody in: sessions, codes, setup links."""
    for table in (sessions, enrol_codes, setup_tokens):
        conn.execute(delete(table))
