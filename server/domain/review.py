"""The review of a record: which step is allowed from which state, to whom, and why not.

A state belongs to the version a reviewer looked at. A corrected version
therefore always waits again, whatever was decided about the one before; the
history keeps every decision. The officer may take a record back (withdraw it)
until somebody has decided; one that comes later makes the record wait again,
for a person to look at. A decision can be taken back while its version
is the newest one; it cannot be replaced by another without that, so that
"who decided what" stays one line per decision.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from server.domain.problems import (
    EvidencePendingProblem,
    ForbiddenProblem,
    IllegalStepProblem,
    OwnRecordProblem,
    Problem,
    ReasonProblem,
    StaleProblem,
)
from server.domain.scope import Right, rights_of


class State(StrEnum):
    """Where a record stands: 待审核, 已通过, 已退回, 不予通过, 已撤回."""

    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class Act(StrEnum):
    """What can happen to a record after it arrived."""

    ACCEPT = "accept"
    RETURN = "return"
    REJECT = "reject"
    UNDO = "undo"
    CORRECT = "correct"
    WITHDRAW = "withdraw"


TRANSITIONS: Mapping[tuple[State, Act], State] = {
    (State.SUBMITTED, Act.ACCEPT): State.ACCEPTED,
    (State.SUBMITTED, Act.RETURN): State.RETURNED,
    (State.SUBMITTED, Act.REJECT): State.REJECTED,
    (State.SUBMITTED, Act.CORRECT): State.SUBMITTED,
    (State.ACCEPTED, Act.UNDO): State.SUBMITTED,
    (State.ACCEPTED, Act.CORRECT): State.SUBMITTED,
    (State.RETURNED, Act.UNDO): State.SUBMITTED,
    (State.RETURNED, Act.CORRECT): State.SUBMITTED,
    (State.REJECTED, Act.UNDO): State.SUBMITTED,
    (State.REJECTED, Act.CORRECT): State.SUBMITTED,
    (State.WITHDRAWN, Act.CORRECT): State.SUBMITTED,
    (State.SUBMITTED, Act.WITHDRAW): State.WITHDRAWN,
    (State.RETURNED, Act.WITHDRAW): State.WITHDRAWN,
    (State.WITHDRAWN, Act.WITHDRAW): State.WITHDRAWN,
    (State.ACCEPTED, Act.WITHDRAW): State.SUBMITTED,
    (State.REJECTED, Act.WITHDRAW): State.SUBMITTED,
}

REASONS: Mapping[Act, tuple[str, ...]] = {
    Act.ACCEPT: (),
    Act.RETURN: (
        "blurry_photo",
        "missing_photo",
        "wrong_item",
        "wrong_place",
        "missing_answer",
        "unclear_words",
        "other",
    ),
    Act.REJECT: ("not_a_violation", "duplicate", "out_of_scope", "cannot_verify", "other"),
}


@dataclass(frozen=True)
class Standing:
    """What a decision has to know about a record.

    `recorders` are its officer and partner, `missing` the SHA-256 of the
    originals that have not arrived, `last_decision` what a reviewer who comes
    too late is told: {by, decision, at}.
    """

    state: str
    revision: int
    recorders: frozenset[str]
    decided_by: str | None = None
    missing: tuple[str, ...] = ()
    last_decision: Mapping[str, str | None] = field(default_factory=dict)


@dataclass(frozen=True)
class Reviewer:
    """Who decides."""

    user_id: str
    roles: tuple[str, ...]


@dataclass(frozen=True)
class Ruling:
    """What was decided: `mend` is the code of the answer to mend, for a return."""

    decision: str
    revision: int
    reason: str | None = None
    words: str = ""
    mend: str | None = None


def step(state: str, act: str) -> State:
    """Give the state after `act`; IllegalStepProblem when the table has no such row."""
    after = TRANSITIONS.get((State(state), Act(act)))
    if after is None:
        raise IllegalStepProblem(state=state, act=act)
    return after


def is_withdrawal(body: Mapping[str, Any]) -> bool:
    """Say whether a record's body takes the record back: `withdrawn` is the officer's reason."""
    return isinstance(body.get("withdrawn"), str)


def arrive(before: str | None, body: Mapping[str, Any]) -> State:
    """Give the state in which a version arrives at a record that stood in `before` (None: it is new)."""
    return step(before or State.SUBMITTED, Act.WITHDRAW if is_withdrawal(body) else Act.CORRECT)


def decide(standing: Standing, reviewer: Reviewer, ruling: Ruling) -> State:
    """Give the state a decision leads to, or raise the problem that forbids it.

    The revision is looked at before the state, so that the loser of two
    reviewers hears who won and not that the step is illegal.
    """
    act = Act(ruling.decision)
    for problem in (_who(standing, reviewer), _fresh(standing, ruling.revision)):
        if problem:
            raise problem
    after = step(standing.state, act)
    if complaint := _reason(act, ruling) or _evidence(standing, act):
        raise complaint
    return after


def undo(standing: Standing, reviewer: Reviewer, revision: int) -> State:
    """Give the state after a decision is taken back, or raise the problem that forbids it."""
    for problem in (_who(standing, reviewer), _fresh(standing, revision)):
        if problem:
            raise problem
    after = step(standing.state, Act.UNDO)
    if foreign := _whose(standing, reviewer):
        raise foreign
    return after


def repeats(standing: Standing, reviewer: Reviewer, ruling: Ruling) -> bool:
    """Say whether a ruling is the one just made, sent twice (a double click, a lost answer)."""
    same = standing.state == TRANSITIONS[State.SUBMITTED, Act(ruling.decision)]
    return same and standing.decided_by == reviewer.user_id and standing.revision == ruling.revision + 1


def permits(standing: Standing, reviewer: Reviewer) -> dict[str, bool | str | None]:
    """Say which buttons work: {accept, return, reject, undo, why_not}; `why_not` is a problem's code."""
    waiting = standing.state == State.SUBMITTED
    who = _who(standing, reviewer) if waiting else _whose(standing, reviewer)
    pending = _evidence(standing, Act.ACCEPT) if waiting else None
    free = who is None
    problem = who or pending
    return {
        "accept": waiting and free and pending is None,
        "return": waiting and free,
        "reject": waiting and free,
        "undo": not waiting and free and standing.state != State.WITHDRAWN,
        "why_not": problem.code if problem else None,
    }


def _who(standing: Standing, reviewer: Reviewer) -> Problem | None:
    if Right.DECIDE not in rights_of(reviewer.roles):
        return ForbiddenProblem()
    return OwnRecordProblem() if reviewer.user_id in standing.recorders else None


def _whose(standing: Standing, reviewer: Reviewer) -> Problem | None:
    if problem := _who(standing, reviewer):
        return problem
    mine = standing.decided_by == reviewer.user_id
    return None if mine or Right.UNDO_OTHERS in rights_of(reviewer.roles) else ForbiddenProblem()


def _fresh(standing: Standing, revision: int) -> Problem | None:
    if standing.revision == revision:
        return None
    return StaleProblem(**{"by": None, "decision": None, "at": None, **standing.last_decision})


def _reason(act: Act, ruling: Ruling) -> Problem | None:
    allowed = REASONS[act]
    if not allowed:
        return None
    silent = ruling.reason == "other" and not ruling.words.strip()
    if ruling.reason in allowed and not silent:
        return None
    return ReasonProblem(field="words" if silent else "reason", allowed=list(allowed))


def _evidence(standing: Standing, act: Act) -> Problem | None:
    if act is not Act.ACCEPT or not standing.missing:
        return None
    return EvidencePendingProblem(missing=len(standing.missing), pictures=list(standing.missing))
