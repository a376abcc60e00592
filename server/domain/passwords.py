"""Rules about passwords and about guessing them.

Only the rules live here; hashing is done by the service, because a hash
needs a random salt. The policy is length and obviousness, not character
classes: classes make passwords harder to remember and hardly harder to guess
(NIST SP 800-63B §3.1.1).
"""

from datetime import datetime, timedelta

MIN_LENGTH = 10
MAX_LENGTH = 200
FREE_FAILURES = 5
FIRST_WAIT_S = 30
LONGEST_WAIT_S = 900
FORGET_AFTER = timedelta(hours=12)

_TELLING = 3
_FEW = 5
_OBVIOUS = (
    "password",
    "passw0rd",
    "qwertyuiop",
    "1234567890",
    "0123456789",
    "0987654321",
    "administrator",
    "iloveyou",
    "woaini",
    "xunzheng",
    "letmein",
)


def weakness(password: str, username: str) -> str | None:
    """Name what is wrong with a new password, or None when it will do.

    The answer is one of `too_short`, `too_long`, `contains_username`,
    `too_simple`; it is a code, the words belong to the caller.
    """
    lowered = password.casefold()
    if len(password) < MIN_LENGTH:
        return "too_short"
    if len(password) > MAX_LENGTH:
        return "too_long"
    if len(username) >= _TELLING and username.casefold() in lowered:
        return "contains_username"
    if _is_simple(lowered):
        return "too_simple"
    return None


def wait_s(failures: int, last_failed_at: datetime | None, now: datetime) -> int:
    """Give the seconds an account must still wait before the next attempt.

    The first five failures are free; then the wait doubles from 30 s up to
    15 minutes. Failures older than twelve hours are forgotten.
    """
    if last_failed_at is None or now - last_failed_at >= FORGET_AFTER:
        return 0
    excess = failures - FREE_FAILURES
    if excess < 0:
        return 0
    wait = min(LONGEST_WAIT_S, FIRST_WAIT_S * 2 ** min(excess, 10))
    left = last_failed_at + timedelta(seconds=wait) - now
    return max(0, -(-left // timedelta(seconds=1)))


def failures_after(failures: int, last_failed_at: datetime | None, now: datetime) -> int:
    """Count one more failure, forgetting those that are too old to matter."""
    if last_failed_at is None or now - last_failed_at >= FORGET_AFTER:
        return 1
    return failures + 1


def _is_simple(lowered: str) -> bool:
    few_characters = len(set(lowered)) < _FEW
    return few_characters or any(word in lowered and len(lowered) - len(word) < _FEW for word in _OBVIOUS)
