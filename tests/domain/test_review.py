"""Which step a record may take, row by row, and what stops a reviewer."""

from itertools import product

import pytest

from server.domain.problems import (
    EvidencePendingProblem,
    ForbiddenProblem,
    IllegalStepProblem,
    OwnRecordProblem,
    ReasonProblem,
    StaleProblem,
)
from server.domain.review import (
    REASONS,
    Act,
    Reviewer,
    Ruling,
    Standing,
    State,
    decide,
    permits,
    repeats,
    step,
    undo,
)

ANNA = Reviewer("anna", ("reviewer",))
OFFICE = Reviewer("olga", ("office",))

ALLOWED = [
    ("a waiting record is accepted", "submitted", "accept", "accepted"),
    ("a waiting record is returned", "submitted", "return", "returned"),
    ("a waiting record is rejected", "submitted", "reject", "rejected"),
    ("a waiting record is corrected before anyone looked", "submitted", "correct", "submitted"),
    ("an acceptance is taken back", "accepted", "undo", "submitted"),
    ("an accepted record is corrected and waits again", "accepted", "correct", "submitted"),
    ("a return is taken back", "returned", "undo", "submitted"),
    ("a returned record is mended and waits again", "returned", "correct", "submitted"),
    ("a rejection is taken back", "rejected", "undo", "submitted"),
    ("a rejected record is corrected and waits again", "rejected", "correct", "submitted"),
    ("a waiting record is withdrawn by its officer", "submitted", "withdraw", "withdrawn"),
    ("a returned record is withdrawn instead of mended", "returned", "withdraw", "withdrawn"),
    ("a withdrawn record is withdrawn again", "withdrawn", "withdraw", "withdrawn"),
    ("a withdrawn record is recorded again and waits", "withdrawn", "correct", "submitted"),
    ("a withdrawal that comes after the acceptance waits for a person", "accepted", "withdraw", "submitted"),
    ("a withdrawal that comes after the rejection waits for a person", "rejected", "withdraw", "submitted"),
]


@pytest.mark.parametrize(("words", "before", "act", "after"), ALLOWED)
def test_a_step_of_the_table_leads_where_it_says(words, before, act, after):
    assert step(before, act) == after, words


@pytest.mark.parametrize(
    ("before", "act"),
    [pair for pair in product(State, Act) if pair not in {(row[1], row[2]) for row in ALLOWED}],
)
def test_no_other_step_exists(before, act):
    with pytest.raises(IllegalStepProblem) as caught:
        step(before, act)
    assert caught.value.extras["state"] == before


def waiting(**changes):
    return Standing(**{"state": "submitted", "revision": 3, "recorders": frozenset({"otto"}), **changes})


def decided(by="anna", state="accepted", **changes):
    return waiting(state=state, revision=4, decided_by=by, **changes)


@pytest.mark.parametrize(
    ("act", "after"), [("accept", "accepted"), ("return", "returned"), ("reject", "rejected")]
)
def test_a_reviewer_decides_a_waiting_record(act, after):
    reasons = REASONS[Act(act)]
    assert decide(waiting(), ANNA, Ruling(act, 3, reasons[0] if reasons else None)) == after


@pytest.mark.parametrize("recorder", ["otto", "paula"])
def test_neither_officer_nor_partner_reviews_their_own_record(recorder):
    standing = waiting(recorders=frozenset({"otto", "paula"}))
    with pytest.raises(OwnRecordProblem):
        decide(standing, Reviewer(recorder, ("reviewer", "officer")), Ruling("accept", 3))


@pytest.mark.parametrize("role", ["officer", "observer", "liaison", "auditor", "admin", "emperor"])
def test_other_roles_decide_nothing(role):
    with pytest.raises(ForbiddenProblem):
        decide(waiting(), Reviewer("x", (role,)), Ruling("accept", 3))
    assert not any(value is True for value in permits(waiting(), Reviewer("x", (role,))).values())


def test_the_second_of_two_reviewers_is_told_who_was_first():
    last = {"by": "Anna", "decision": "accept", "at": "2026-11-22T00:00:00.000Z"}
    with pytest.raises(StaleProblem) as caught:
        decide(
            decided(last_decision=last), Reviewer("bert", ("reviewer",)), Ruling("return", 3, "blurry_photo")
        )
    assert caught.value.extras == last


def test_a_correction_makes_an_open_page_stale_without_naming_anyone():
    with pytest.raises(StaleProblem) as caught:
        decide(waiting(revision=5), ANNA, Ruling("accept", 3))
    assert caught.value.extras == {"by": None, "decision": None, "at": None}


def test_accepting_waits_for_the_originals_and_names_them():
    with pytest.raises(EvidencePendingProblem) as caught:
        decide(waiting(missing=("a" * 64,)), ANNA, Ruling("accept", 3))
    assert caught.value.extras == {"missing": 1, "pictures": ["a" * 64]}


@pytest.mark.parametrize(("act", "reason"), [("return", "blurry_photo"), ("reject", "duplicate")])
def test_returning_and_rejecting_wait_for_nothing(act, reason):
    assert decide(waiting(missing=("a" * 64,)), ANNA, Ruling(act, 3, reason))


@pytest.mark.parametrize(
    ("act", "reason", "words"),
    [
        ("return", None, ""),
        ("return", "duplicate", ""),
        ("return", "BLURRY_PHOTO", ""),
        ("return", "other", "  \n "),
        ("reject", "blurry_photo", "no"),
        ("reject", "", "because"),
    ],
)
def test_a_wrong_reason_is_refused_with_the_list(act, reason, words):
    with pytest.raises(ReasonProblem) as caught:
        decide(waiting(), ANNA, Ruling(act, 3, reason, words))
    assert caught.value.extras["allowed"] == list(REASONS[Act(act)])


def test_other_with_words_is_a_reason():
    assert decide(waiting(), ANNA, Ruling("return", 3, "other", "请补拍门牌")) == "returned"


def test_a_decision_is_not_replaced_without_being_taken_back():
    with pytest.raises(IllegalStepProblem):
        decide(decided(), ANNA, Ruling("reject", 4, "duplicate"))


@pytest.mark.parametrize("reviewer", [ANNA, OFFICE])
def test_a_decision_is_taken_back_by_who_made_it_or_by_the_office(reviewer):
    assert undo(decided(), reviewer, 4) == "submitted"
    assert permits(decided(), reviewer)["undo"] is True


def test_another_reviewer_takes_no_decision_back():
    with pytest.raises(ForbiddenProblem):
        undo(decided(), Reviewer("bert", ("reviewer",)), 4)
    assert permits(decided(), Reviewer("bert", ("reviewer",)))["undo"] is False


def test_undoing_twice_is_stale_the_second_time():
    with pytest.raises(StaleProblem):
        undo(waiting(revision=5), ANNA, 4)


def test_undoing_what_was_never_decided_is_illegal():
    with pytest.raises(IllegalStepProblem):
        undo(waiting(), OFFICE, 3)


def test_the_same_ruling_sent_twice_is_recognised():
    ruling = Ruling("accept", 3)
    assert repeats(decided(), ANNA, ruling)
    assert not repeats(decided(by="bert"), ANNA, ruling)
    assert not repeats(decided(state="rejected"), ANNA, ruling)
    assert not repeats(decided(), ANNA, Ruling("accept", 2))


@pytest.mark.parametrize(
    ("standing", "expected"),
    [
        (waiting(), {"accept": True, "return": True, "reject": True, "undo": False, "why_not": None}),
        (
            waiting(missing=("f" * 64,)),
            {"accept": False, "return": True, "reject": True, "undo": False, "why_not": "evidence_pending"},
        ),
        (
            waiting(recorders=frozenset({"anna"})),
            {"accept": False, "return": False, "reject": False, "undo": False, "why_not": "own_record"},
        ),
        (decided(), {"accept": False, "return": False, "reject": False, "undo": True, "why_not": None}),
    ],
)
def test_the_buttons_say_what_a_decision_would_meet(standing, expected):
    assert permits(standing, ANNA) == expected
