"""Deciding about records, and taking a decision back.

Both look at the record inside the one serialised write, so of two reviewers
who decide at the same moment one wins and the other is told who did.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from server.domain import review
from server.domain.events import Event
from server.domain.problems import NotFoundProblem
from server.domain.review import Reviewer, Ruling
from server.queries.people import User
from server.queries.standing import Found, find_record
from server.queries.units import read_tree
from server.store.store import Store, Tx


def decide(store: Store, record_id: str, user: User, ruling: Ruling, now: datetime) -> None:
    """Accept, return or reject a record; raises the problem that forbids it.

    The same ruling sent twice by the same person counts once.
    """
    with store.write() as tx:
        found = _find(tx, record_id, user)
        reviewer = Reviewer(user.id, user.roles)
        if review.repeats(found.standing, reviewer, ruling):
            return
        after = review.decide(found.standing, reviewer, ruling)
        said = {
            "decision": ruling.decision,
            "reason": ruling.reason,
            "words": ruling.words.strip(),
            "field": ruling.mend,
            "reviewer": user.id,
        }
        _append(tx, "record.reviewed", found, {**said, "after": after.value}, now)


def undo(store: Store, record_id: str, user: User, revision: int, now: datetime) -> None:
    """Take the decision on a record's present version back; raises the problem that forbids it."""
    with store.write() as tx:
        found = _find(tx, record_id, user)
        after = review.undo(found.standing, Reviewer(user.id, user.roles), revision)
        said = {"review": found.review, "reviewer": user.id, "after": after.value}
        _append(tx, "record.review_undone", found, said, now)


def _find(tx: Tx, record_id: str, user: User) -> Found:
    found = find_record(tx.conn, record_id)
    if found is None or found.row.unit_id not in read_tree(tx.conn).below(user.unit_id):
        raise NotFoundProblem
    return found


def _append(tx: Tx, kind: str, found: Found, said: Mapping[str, object], now: datetime) -> None:
    row = found.row
    known = {
        "record": row.id,
        "entry": row.entry_hash,
        "unit": row.unit_id,
        "item": row.item,
        "before": row.state,
        "revision": row.revision + 1,
    }
    subject = f"record:{row.id}"
    actor = f"user:{said['reviewer']}"
    tx.append(Event(kind, subject, actor, now, {**known, **said}, touches=(subject,)))
