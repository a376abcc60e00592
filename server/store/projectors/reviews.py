"""Review decisions and their undoing, copied from events into the views."""

from __future__ import annotations

from sqlalchemy import Connection, insert, update

from server.domain.clock_text import to_text
from server.domain.events import Event
from server.store.projectors.queue_counts import count
from server.store.tables import records, reviews


def reviewed(conn: Connection, event: Event) -> None:
    """Copy `record.reviewed`: the decision, and the record's state after it."""
    said = event.payload
    at = to_text(event.at)
    conn.execute(insert(reviews).values(
        leaf_idx=event.index, record_id=said["record"], entry_hash=said["entry"], decision=said["decision"],
        reason=said["reason"], words=said["words"], field=said["field"], reviewer_id=said["reviewer"],
        at=at, undone=False,
    ))  # fmt: skip
    _stand(conn, event, at, said["reviewer"])


def review_undone(conn: Connection, event: Event) -> None:
    """Copy `record.review_undone`: the decision named by its leaf no longer holds."""
    named = reviews.c.leaf_idx == event.payload["review"]
    conn.execute(update(reviews).where(named).values(undone=True))
    _stand(conn, event, None, None)


def _stand(conn: Connection, event: Event, at: str | None, by: str | None) -> None:
    said = event.payload
    done = conn.execute(
        update(records)
        .where(records.c.id == said["record"], records.c.entry_hash == said["entry"])
        .values(state=said["after"], revision=said["revision"], decided_at=at, decided_by=by)
    )
    # A decision about a version that was erased since is about nothing.
    if done.rowcount:
        count(conn, said["unit"], said["item"], before=said["before"], after=said["after"])
