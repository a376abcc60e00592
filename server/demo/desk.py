"""How the demo desk decides: most older records are accepted, some returned and mended, a few rejected."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from server.demo.recording import Sending, correct
from server.demo.sending import Wire
from server.demo.story import Visit
from server.domain import journal
from server.domain.review import Ruling
from server.queries.people import User, find_user
from server.queries.standing import find_record
from server.services.reviewing import decide
from server.store.store import Store

REVIEWER = "u-reviewer"
UNDECIDED = timedelta(days=4)
WAIT = timedelta(minutes=50)
RETURNS = (
    ("missing_photo", "请补拍全景,能看到门牌或路名", None),
    ("blurry_photo", "照片模糊,看不清问题部位", None),
    ("unclear_words", "请说明现场处置情况", "action"),
)
REJECTS = (("duplicate", "与上午的上报为同一处"), ("not_a_violation", "现场已整改,不构成问题"))


@dataclass
class Desk:
    """The reviewer's part in the story; the newest days stay in the queue."""

    store: Store
    phones: dict[str, Wire]
    until: datetime
    chance: random.Random = field(default_factory=lambda: random.Random("the demo desk"))

    def review(self, visit: Visit, sending: Sending) -> None:
        """Decide about a record, unless it is one of the newest."""
        at = visit.received_at + WAIT
        fate = self.chance.random()
        if visit.received_at > self.until - UNDECIDED or fate > 0.93:
            return
        if fate < 0.74:
            self._rule(sending, ("accept", None, "", None), at)
        elif fate < 0.86:
            self._return(visit, sending, at)
        else:
            reason, words = self.chance.choice(REJECTS)
            self._rule(sending, ("reject", reason, words, None), at)

    def _return(self, visit: Visit, sending: Sending, at: datetime) -> None:
        reason, words, mend = self.chance.choice(RETURNS)
        self._rule(sending, ("return", reason, words, mend if mend in visit.answers else None), at)
        if self.chance.random() < 0.5:
            wire = self.phones[visit.person.username]
            body: dict[str, Any] = journal.read_entry(sending.entries[-1])["body"]
            mended = correct(wire.phone, body, journal.entry_hash(sending.entries[-1]), at)
            wire.send_entries([mended], at + timedelta(minutes=2))
            self._rule(sending, ("accept", None, "", None), at + WAIT)

    def _rule(self, sending: Sending, said: tuple[str, str | None, str, str | None], at: datetime) -> None:
        decision, reason, words, mend = said
        with self.store.read() as conn:
            found = find_record(conn, sending.record_id)
        if found is None:
            raise LookupError(sending.record_id)
        ruling = Ruling(decision, found.row.revision, reason, words, mend)
        decide(self.store, sending.record_id, self._reviewer(), ruling, at)

    def _reviewer(self) -> User:
        with self.store.read() as conn:
            user = find_user(conn, REVIEWER)
        if user is None:
            raise LookupError(REVIEWER)
        return user
