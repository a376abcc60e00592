"""The restart note: the only lawful way to a smaller log or a new log key.

Signed by the offline recovery key that every phone pinned when it was enrolled.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass

from server.domain.checkpoint import BadNoteError, Signer, open_note

HEADING = "xunzheng-restart/1"
RECOVERY_NAME = "recovery"
_LINES = 7


@dataclass(frozen=True, slots=True)
class Restart:
    """From here on the log `origin` begins again at `size` leaves with this root and this key."""

    origin: str
    size: int
    root: bytes
    vkey: str
    at: str
    reason: str


def write_restart(recovery: Signer, restart: Restart) -> str:
    """Sign a restart note; ValueError when the reason is not one line."""
    if "\n" in restart.reason or not restart.reason.strip():
        raise ValueError("the reason must be one line")
    root = base64.b64encode(restart.root).decode()
    body = [HEADING, restart.origin, str(restart.size), root, restart.vkey, restart.at, restart.reason]
    return recovery.sign("\n".join(body) + "\n")


def open_restart(note: str, recovery_vkey: str) -> Restart:
    """Verify and read a restart note; BadNoteError when it does not hold."""
    lines = open_note(note, recovery_vkey).rstrip("\n").split("\n")
    if len(lines) != _LINES or lines[0] != HEADING:
        raise BadNoteError("not a restart note")
    try:
        size, root = int(lines[2]), base64.b64decode(lines[3], validate=True)
    except ValueError as error:
        raise BadNoteError("not a restart note") from error
    return Restart(lines[1], size, root, lines[4], lines[5], lines[6])
