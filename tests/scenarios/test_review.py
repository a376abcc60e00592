"""From the phone to the desk and back: decisions, corrections, races, and counters that stay right."""

import random
import threading
from collections import Counter

import pytest
from sqlalchemy import func, select

from server.domain import problems
from server.store.tables import queue_counts, records, reviews
from tests.support.scenes import Scene


@pytest.fixture
def scene(city):
    return Scene(city)


def counted(scene):
    """The counter rows, and what a scan of the records says."""
    with scene.store.read() as conn:
        kept = {
            (row.unit_id, row.item, row.state): row.n for row in conn.execute(select(queue_counts)) if row.n
        }
        key = (records.c.unit_id, records.c.item, records.c.state)
        scan = {tuple(row[:3]): row[3] for row in conn.execute(select(*key, func.count()).group_by(*key))}
    return kept, scan


def test_a_record_arrives_is_accepted_and_keeps_its_history(scene):
    record = scene.officer().inspects(photos=2).syncs()
    assert record.state == "submitted"
    scene.reviewer().accepts(record)
    seen = record.now
    assert seen["state"] == "accepted"
    assert [step["type"] for step in seen["history"]] == ["submitted", "stored", "stored", "accept"]
    assert seen["history"][-1]["actor_name"] == "刘"


def test_accepting_waits_for_every_original_and_returning_does_not(scene):
    officer = scene.officer()
    record = officer.inspects(photos=2).sends_entries()
    with pytest.raises(problems.EvidencePendingProblem) as caught:
        scene.reviewer().accepts(record)
    assert caught.value.extras["missing"] == 2
    assert record.now["may"]["why_not"] == "evidence_pending"
    officer.sends_pictures()
    scene.reviewer().accepts(record)
    assert record.now["originals"] == {"stored": 2, "expected": 2}


def test_a_returned_record_is_mended_and_waits_again_as_a_new_version(scene):
    officer = scene.officer()
    record = officer.inspects().syncs()
    scene.reviewer().returns(record, "missing_photo", words="请补拍犬只全身", mend="action")
    assert record.state == "returned"
    officer.corrects(record, photos=2).syncs()
    seen = record.now
    assert seen["state"] == "submitted"
    assert [version["n"] for version in seen["versions"]] == [1, 2]
    assert len(seen["photos"]) == 2
    returned = [step for step in seen["history"] if step["type"] == "return"]
    assert returned[0]["detail"] == {"reason": "missing_photo", "words": "请补拍犬只全身", "field": "action"}
    scene.reviewer().accepts(record)
    assert record.state == "accepted"


def test_a_correction_of_an_accepted_record_waits_again(scene):
    officer = scene.officer()
    record = officer.inspects().syncs()
    scene.reviewer().accepts(record)
    officer.corrects(record, note="更正").syncs()
    assert record.state == "submitted"


def test_an_undone_decision_leaves_the_record_waiting_and_both_steps_in_the_history(scene):
    record = scene.officer().inspects().syncs()
    scene.reviewer().rejects(record)
    scene.reviewer().undoes(record)
    assert record.state == "submitted"
    assert [step["type"] for step in record.now["history"]][-2:] == ["reject", "review_undone"]
    with scene.store.read() as conn:
        assert conn.scalar(select(reviews.c.undone)) is True


def test_the_office_takes_back_what_a_reviewer_decided_and_another_reviewer_may_not(scene):
    record = scene.officer().inspects().syncs()
    scene.reviewer("zhao").accepts(record)
    with pytest.raises(problems.ForbiddenProblem):
        scene.reviewer("liu").undoes(record)
    scene.reviewer("zhao").undoes(record)
    scene.reviewer("liu").accepts(record)
    scene.reviewer("zhao").undoes(record)
    assert record.state == "submitted"


def test_a_page_opened_before_a_correction_is_stale(scene):
    officer = scene.officer()
    record = officer.inspects().syncs()
    page = record.now["revision"]
    officer.corrects(record).syncs()
    with pytest.raises(problems.StaleProblem):
        scene.reviewer().accepts(record, revision=page)


def test_the_same_decision_sent_twice_counts_once(scene):
    record = scene.officer().inspects().syncs()
    page = record.now["revision"]
    scene.reviewer().accepts(record, revision=page)
    scene.reviewer().accepts(record, revision=page)
    assert [step["type"] for step in record.now["history"]].count("accept") == 1


def test_of_two_reviewers_at_once_one_wins_and_the_other_hears_who(scene):
    record = scene.officer().inspects().syncs()
    page, told = record.now["revision"], []

    def decide(name, act):
        try:
            act(scene.reviewer(name))
        except problems.StaleProblem as stale:
            told.append((name, stale.extras["by"], stale.extras["decision"]))

    threads = [
        threading.Thread(target=decide, args=("liu", lambda who: who.accepts(record, revision=page))),
        threading.Thread(target=decide, args=("zhao", lambda who: who.rejects(record, revision=page))),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    winner = {"accepted": ("zhao", "刘", "accept"), "rejected": ("liu", "赵", "reject")}
    assert told == [winner[record.state]]


def test_a_reviewer_elsewhere_sees_nothing_and_decides_nothing(scene):
    record = scene.officer("wang").inspects().syncs()
    assert record.seen_by("liu") is None
    with pytest.raises(problems.NotFoundProblem):
        scene.reviewer("liu").accepts(record)
    assert record.seen_by("sun")["may"]["why_not"] == "forbidden"


@pytest.mark.parametrize("seed", range(3))
def test_counters_equal_a_scan_after_anything_that_can_happen(scene, seed):
    chance = random.Random(seed)
    officers = [scene.officer("chen"), scene.officer("wang")]
    known = []
    for _ in range(40):
        officer = chance.choice(officers)
        mine = [record for owner, record in known if owner is officer]
        move = chance.choice(["inspects", "accepts", "returns", "rejects", "undoes", "corrects"])
        if move == "inspects" or not mine:
            item = chance.choice(["DOG-01", "SCH-01", "NO-SUCH"])
            known.append((officer, officer.inspects(item, photos=chance.randrange(2)).syncs()))
        elif move == "corrects":
            officer.corrects(chance.choice(mine), item=chance.choice(["DOG-01", "ADS-01"])).syncs()
        else:
            try:
                getattr(scene.reviewer("zhao"), move)(chance.choice(mine))
            except problems.IllegalStepProblem:
                continue
    kept, scan = counted(scene)
    assert kept == scan
    assert sum(Counter(scan).values()) == len(known)


def test_counts_are_told_among_the_answers_in_the_order_of_the_item(scene):
    answers, counts = {"object": "resident", "channel": "face"}, {"hazards": 0, "visited": 12, "ghosts": 2}
    record = scene.officer().inspects("GOV-04", photos=0, answers=answers, counts=counts).syncs()
    told = [(one["code"], one["label"], one["value"]) for one in record.now["answers"]]
    assert told[2:] == [
        ("visited", "走访户(家)次", 12),
        ("hazards", "排查安全隐患(处)", 0),
        ("ghosts", "ghosts", 2),
    ]
    assert record.now["versions"][0]["answers"] == answers | counts
    assert {"code": "invalid_answer", "detail": "ghosts: unknown_counter"} in record.now["flags"]
