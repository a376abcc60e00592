"""The desk's rules said once more: who may decide what, and what then stands."""

from __future__ import annotations

from dataclasses import dataclass, field

AFTER = {"accept": "accepted", "return": "returned", "reject": "rejected"}
REASON = {"accept": None, "return": "blurry_photo", "reject": "duplicate"}
# Who of the cast decides, who takes back what others decided, and whose records lie below their unit.
DECIDES = {"liu", "zhao"}
UNDOES_OTHERS = {"zhao"}
SEES = {
    "liu": {"chen"}, "zhao": {"chen", "wang"}, "sun": {"chen", "wang"}, "chen": {"chen"}, "wang": {"wang"},
}  # fmt: skip


@dataclass(frozen=True)
class Wish:
    """What somebody at the desk wants done: one decision or `undo`, on the page of a revision."""

    who: str
    act: str
    revision: int
    reason: str | None = None


@dataclass
class RecordModel:
    """One record: its officer and partner, its present state, and everything that ever happened to it."""

    officer: str
    partner: str | None
    item: str
    pending: set[str]
    state: str = "submitted"
    revision: int = 0
    decided_by: str | None = None
    history: list[tuple[str, str | None]] = field(default_factory=lambda: [("submitted", None)])

    def correct(self, item: str, pending: set[str]) -> None:
        """A new version always waits again."""
        self.item, self.pending = item, pending
        self.state, self.decided_by = "submitted", None
        self.revision += 1
        self.history.append(("corrected", None))

    def wants(self, wish: Wish) -> str | None:
        """Carry a wish out, or give the code of the problem that must forbid it."""
        if self._repeats(wish):
            return None
        problem = self._forbids(wish)
        if problem is None:
            self.state = AFTER.get(wish.act, "submitted")
            self.decided_by = None if wish.act == "undo" else wish.who
            self.revision += 1
            self.history.append(("review_undone" if wish.act == "undo" else wish.act, wish.who))
        return problem

    def buttons(self, who: str) -> dict[str, bool]:
        """Which buttons must work on the newest page."""
        names = [*AFTER, "undo"]
        return {act: self._forbids(Wish(who, act, self.revision, REASON.get(act))) is None for act in names}

    def _repeats(self, wish: Wish) -> bool:
        if self.officer not in SEES.get(wish.who, ()) or wish.act == "undo":
            return False
        same = (self.state, self.decided_by) == (AFTER[wish.act], wish.who)
        return same and self.revision == wish.revision + 1

    def _forbids(self, wish: Wish) -> str | None:
        if self.officer not in SEES.get(wish.who, ()):
            return "not_found"
        if wish.who not in DECIDES:
            return "forbidden"
        if wish.who in (self.officer, self.partner):
            return "own_record"
        if wish.revision != self.revision:
            return "stale"
        return self._forbids_undo(wish) if wish.act == "undo" else self._forbids_decision(wish)

    def _forbids_undo(self, wish: Wish) -> str | None:
        if self.state == "submitted":
            return "illegal_step"
        return None if wish.who in {self.decided_by, *UNDOES_OTHERS} else "forbidden"

    def _forbids_decision(self, wish: Wish) -> str | None:
        if self.state != "submitted":
            return "illegal_step"
        if wish.reason != REASON[wish.act]:
            return "reason_needed"
        return "evidence_pending" if wish.act == "accept" and self.pending else None
