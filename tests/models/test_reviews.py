"""The desk as a state machine: records arrive, are corrected, decided and taken back, also by two at once.

After every step each record stands where the model says, its buttons say what a decision would meet, its
history is complete, and the counters of the queue are those of a recount.
"""

import copy
import io
import threading
from collections import Counter

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import select

from server.domain.problems import Problem
from server.domain.review import Ruling
from server.queries.record_detail import read_record
from server.services import evidence, rebuilding, reviewing
from server.services.evidence import Body, Upload
from server.store.tables import queue_counts, records, reviews
from tests.models.review_model import AFTER, REASON, RecordModel, Wish
from tests.models.running import is_failing, profile, run
from tests.support.city import user_of
from tests.support.scenes import Scene

OFFICERS = ("chen", "wang")
DESK = ("liu", "zhao", "sun", "chen", "wang")
WHO = st.sampled_from(["chen", "chen", "wang"])
PICK = st.integers(0, 6)
ITEM = st.sampled_from(["DOG-01", "ADS-01", "NO-SUCH"])
WISH = st.tuples(
    st.sampled_from(["liu", "liu", "liu", "zhao", "zhao", "sun", "chen", "wang"]),
    st.sampled_from(["accept", "accept", "return", "reject", "undo", "undo"]),
    st.sampled_from([0, 0, 0, 0, -1, -2, 1]),
    st.booleans() | st.just(value=True),
)


class ReviewMachine(RuleBasedStateMachine):
    """Two officers with phones, and everybody who may sit at the desk."""

    def __init__(self, cities):
        super().__init__()
        self.opening = cities()
        self.store = self.opening.__enter__()()

    @initialize()
    def open_the_desk(self):
        self.scene = Scene(self.store)
        self.officers = {name: self.scene.officer(name) for name in OFFICERS}
        self.people = {name: user_of(self.store, name) for name in DESK}
        self.model, self.inspections = {}, {}
        self.unsent = {name: [] for name in OFFICERS}
        self.arrive("chen", "DOG-01", 1, None)

    # What officers do

    @rule(who=WHO, item=ITEM, photos=st.integers(0, 2), partner=st.sampled_from([None, None, "liu", "zhao"]))
    def arrive(self, who, item, photos, partner):
        body = {"partner": f"u-{partner}" if partner else None}
        pending = self._writes(who, lambda officer: officer.inspects(item, photos, **body))
        newest = self.officers[who].newest
        self.inspections[newest.id] = newest
        self.unsent[who].append((newest.id, RecordModel(who, partner, item, pending)))
        self.send(who)

    @rule(pick=PICK, item=ITEM, photos=st.integers(0, 2), now=st.booleans())
    def correct(self, pick, item, photos, now):
        """Written now, and sent now or only after the desk went on."""
        record = self._picked(pick)
        who, partner = self.model[record].officer, self.model[record].partner
        body = {"item": item, "partner": f"u-{partner}" if partner else None}
        inspection = self.inspections[record]
        pending = self._writes(who, lambda officer: officer.corrects(inspection, photos, **body))
        self.inspections[record] = self.officers[who].newest
        self.unsent[who].append((record, (item, pending)))
        if now:
            self.send(who)

    @rule(who=WHO)
    def send(self, who):
        if not self.unsent[who]:
            return
        self.officers[who].sends_entries()
        for record, what in self.unsent[who]:
            if isinstance(what, RecordModel):
                self.model[record] = what
            else:
                self.model[record].correct(*what)
        self.unsent[who].clear()

    @rule(pick=PICK)
    def bring_one_picture(self, pick):
        """Of those that announced entries name; also of versions nobody looks at any more."""
        record = self._picked(pick)
        model = self.model[record]
        officer = self.officers[model.officer]
        for sha256 in sorted(model.pending)[:1]:
            raw, upload = officer.pictures.pop(sha256), Upload(officer.phone.kid, sha256)
            evidence.begin(self.store, upload, len(raw), self.scene.clock.tick)
            evidence.append(
                self.store, upload, Body(io.BytesIO(raw).read, 0, len(raw)), self.scene.clock.tick
            )
            model.pending.discard(sha256)

    # What the desk does

    @rule(pick=PICK, wish=WISH)
    def decide(self, pick, wish):
        record = self._picked(pick)
        wish = self._wish(record, wish)
        told = self._asks(record, wish, self.scene.clock.tick())
        assert told == self.model[record].wants(wish)

    @rule(pick=PICK, wishes=st.tuples(WISH, WISH))
    def decide_two_at_once(self, pick, wishes):
        record = self._picked(pick)
        wishes = [self._wish(record, wish) for wish in wishes]
        told = self._race(record, wishes)
        for order in ((0, 1), (1, 0)):
            trial = copy.deepcopy(self.model[record])
            expected = {each: trial.wants(wishes[each]) for each in order}
            if all(expected[each] == told[each] for each in order) and self._history(record) == trial.history:
                self.model[record] = trial
                return
        raise AssertionError(f"neither order explains {told}")

    # What must hold

    @invariant()
    def every_record_stands_where_the_model_says(self):
        with self.store.read() as conn:
            rows = {row.id: row for row in conn.execute(select(records))}
        assert set(rows) == set(self.model)
        for record, model in self.model.items():
            row, by = rows[record], f"u-{model.decided_by}" if model.decided_by else None
            found = (row.state, row.revision, row.decided_by, row.item)
            assert found == (model.state, model.revision, by, model.item)

    @invariant()
    def the_history_is_complete_and_every_decision_is_kept(self):
        with self.store.read() as conn:
            kept = Counter(
                (row.record_id, row.decision, row.reviewer_id) for row in conn.execute(select(reviews))
            )
            held = Counter(row.record_id for row in conn.execute(select(reviews)) if not row.undone)
        made = Counter()
        for record, model in self.model.items():
            assert self._history(record) == model.history
            made.update((record, act, f"u-{who}") for act, who in model.history if act in AFTER)
            taken_back = sum(1 for act, _ in model.history if act == "review_undone")
            decided = sum(1 for act, _ in model.history if act in AFTER)
            assert held[record] == decided - taken_back
        assert kept == made

    @invariant()
    def the_buttons_say_what_a_decision_would_meet(self):
        for record, model in self.model.items():
            for who in ("liu", "zhao", "sun"):
                with self.store.read() as conn:
                    page = read_record(conn, record, self.people[who], "zh")
                buttons = model.buttons(who)
                shown = (
                    {name: page["may"][name] for name in buttons} if page else dict.fromkeys(buttons, False)
                )
                assert shown == buttons, who

    @invariant()
    def the_counters_are_those_of_a_recount(self):
        with self.store.read() as conn:
            rows = conn.execute(select(queue_counts)).all()
        units = {"chen": "east-1", "wang": "west-1"}
        recount = Counter((units[each.officer], each.item, each.state) for each in self.model.values())
        assert {(row.unit_id, row.item, row.state): row.n for row in rows if row.n} == dict(recount)

    def teardown(self):
        try:
            if not is_failing():
                assert rebuilding.check(self.store) == []
        finally:
            self.opening.__exit__(None, None, None)

    # Plumbing

    def _picked(self, pick):
        return sorted(self.model, key=list(self.model).index)[pick % len(self.model)]

    def _writes(self, who, write):
        officer = self.officers[who]
        before = set(officer.pictures)
        write(officer)
        return set(officer.pictures) - before

    def _wish(self, record, wish):
        who, act, late, right = wish
        reason = REASON.get(act) if right else "none of these"
        return Wish(who, act, self.model[record].revision + late, reason if REASON.get(act) else None)

    def _asks(self, record, wish, now):
        """Give the code of the problem, None where it was done."""
        try:
            if wish.act == "undo":
                reviewing.undo(self.store, record, self.people[wish.who], wish.revision, now)
            else:
                ruling = Ruling(wish.act, wish.revision, wish.reason)
                reviewing.decide(self.store, record, self.people[wish.who], ruling, now)
        except Problem as problem:
            return problem.code
        return None

    def _race(self, record, wishes):
        told, start, now = ["no answer", "no answer"], threading.Barrier(2), self.scene.clock.tick()

        def ask(number):
            start.wait(10)
            told[number] = self._asks(record, wishes[number], now)

        threads = [threading.Thread(target=ask, args=(number,)) for number in (0, 1)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return told

    def _history(self, record):
        names = {user.name: name for name, user in self.people.items()}
        steps = [step for step in self.inspections[record].now["history"] if step["type"] != "stored"]
        arrivals = ("submitted", "corrected")
        return [
            (step["type"], None if step["type"] in arrivals else names[step["actor_name"]]) for step in steps
        ]


@pytest.mark.timeout(900)
def test_a_record_stands_where_the_model_says_whatever_the_desk_does(cities, database):
    run(lambda: ReviewMachine(cities), profile(8, 25, database))
