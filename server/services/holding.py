"""What phones hold unsent: a phone's own word, and what the log names and nobody has sent.

Neither is a leaf: the word is no proof of anything, and what is missing can be worked out again.
"""

from __future__ import annotations

from datetime import datetime

from server.store import awaited, contacts
from server.store.contacts import Claim
from server.store.store import Store

__all__ = ["Claim", "look", "tell"]


def tell(store: Store, kid: str, claim: Claim, now: datetime) -> None:
    """Keep a device's latest word. Nothing is decided by it, so a lie only shows what it says."""
    with store.scratch() as conn:
        contacts.keep_claim(conn, kid, claim, now)


def look(store: Store) -> None:
    """Bring up to date which announced pictures are awaited; a slice of the log in each transaction."""
    is_done = False
    while not is_done:
        with store.scratch() as conn:
            is_done = awaited.look_on(conn)
