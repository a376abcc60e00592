"""An officer takes a record back: until somebody has decided it is withdrawn, afterwards a person looks."""

import pytest

from server.domain import problems
from server.queries.filters import Filters
from server.queries.queue import Page, read_queue
from server.services.rebuilding import rebuild
from tests.support import city as cast
from tests.support.scenes import Scene


@pytest.fixture
def scene(city):
    return Scene(city)


def queue(scene, state):
    with scene.store.read() as conn:
        viewer = cast.user_of(scene.store, "liu")
        return [row["id"] for row in read_queue(conn, viewer, Filters(state), Page(), "zh")["rows"]]


def test_a_withdrawn_record_leaves_the_queue_and_keeps_what_it_said_and_why_it_was_withdrawn(scene):
    officer = scene.officer()
    record = officer.inspects(photos=1, note="犬只无牵绳").syncs()
    officer.withdraws(record, "同一只犬已记过").syncs()
    seen = record.now
    assert seen["state"] == "withdrawn"
    assert record.id not in queue(scene, "submitted")
    assert record.id in queue(scene, "withdrawn")
    assert [(step["type"], step["detail"].get("words")) for step in seen["history"][-1:]] == [
        ("withdrawn", "同一只犬已记过")
    ]
    assert [version["withdrawn"] for version in seen["versions"]] == [None, "同一只犬已记过"]
    assert not any(seen["may"][act] for act in ("accept", "return", "reject", "undo"))


def test_nobody_decides_a_withdrawn_record(scene):
    officer = scene.officer()
    record = officer.inspects().syncs()
    officer.withdraws(record).syncs()
    with pytest.raises(problems.IllegalStepProblem):
        scene.reviewer().accepts(record)
    with pytest.raises(problems.IllegalStepProblem):
        scene.reviewer().undoes(record)


def test_a_withdrawal_that_comes_after_the_decision_makes_the_record_wait_with_a_flag(scene):
    officer = scene.officer()
    record = officer.inspects().syncs()
    scene.reviewer().accepts(record)
    officer.withdraws(record).syncs()
    seen = record.now
    assert seen["state"] == "submitted"
    assert "withdrawal" in [flag["code"] for flag in seen["flags"]]
    assert seen["may"]["reject"]


def test_a_returned_record_can_be_withdrawn_and_recorded_again(scene):
    officer = scene.officer()
    record = officer.inspects().syncs()
    scene.reviewer().returns(record)
    officer.withdraws(record).syncs()
    assert record.state == "withdrawn"
    officer.corrects(record).syncs()
    assert record.state == "submitted"


def test_a_rebuilt_city_knows_the_same_records_as_withdrawn(scene):
    officer = scene.officer()
    withdrawn, late = officer.inspects().syncs(), officer.inspects().syncs()
    scene.reviewer().accepts(late)
    officer.withdraws(withdrawn).syncs()
    officer.withdraws(late).syncs()
    before = (withdrawn.now, late.now)
    rebuild(scene.store)
    assert (withdrawn.now, late.now) == before
