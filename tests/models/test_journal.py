"""The journal as a state machine: whatever phones send, in whatever order, the answer is the model's.

After every step the ledger, the chains, the flags and the versions of records equal the model's;
at the end of a run every receipt and every consistency proof is rebuilt by RFC 6962's own words,
and `check` and `rebuild` agree.
"""

import copy
import threading

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import select

from server.queries import heads
from server.services import rebuilding, sync
from server.services.people import OPERATOR, revoke_device
from server.services.sync import Batch
from server.store.tables import VIEW_TABLES, entries, entry_flags, records
from tests.models import entry_forms as forms
from tests.models.journal_model import PREDICTED, Chain, CityModel, Told
from tests.models.running import is_failing, profile, run
from tests.models.witness import Witness
from tests.support.city import NOW, enrol

CAST = ("chen", "chen", "wang")
# The first phone does most: chains grow long only where steps meet.
WHO = st.sampled_from([0, 0, 0, 1, 2])
N = st.integers(0, 40)
PICKS = st.lists(N, max_size=8)
ACT = st.sampled_from([forms.plain, "branch", "correct", "bend", "lose", *forms.WRITTEN, forms.forged])
ACTS = st.lists(st.tuples(ACT, N, N), min_size=1, max_size=4)
MANNERS = ["honestly", "honestly", "honestly", "in order", "backwards", "twice", "picked", "not"]


class JournalMachine(RuleBasedStateMachine):
    """Three phones of two officers, one ledger, one model."""

    def __init__(self, cities):
        super().__init__()
        self.opening = cities()
        self.store = self.opening.__enter__()()
        self.witness = Witness(self.store)

    @initialize()
    def enrol_phones(self):
        self.phones = [enrol(self.store, name) for name in CAST]
        chains = {phone.kid: Chain(phone.officer) for phone in self.phones}
        self.model = CityModel(chains)
        self.pools = [[] for _ in self.phones]
        self.lost = [set() for _ in self.phones]

    @rule(who=WHO, acts=ACTS, manner=st.sampled_from(MANNERS), picks=PICKS, holes=PICKS, seen=N)
    def write_and_send(self, who, acts, manner, picks, holes, seen):
        self._write(who, acts)
        if manner == "honestly":
            self._sync_honestly(who, seen)
            return
        pool = self.pools[who]
        picked = [pool[each % len(pool)] for each in picks if pool]
        lost = [pool[each % len(pool)] for each in holes if pool]
        missing = {(each.seq, each.hash) for each in lost if each.seq}
        batch = {"in order": pool, "backwards": pool[::-1], "twice": pool * 2, "picked": picked, "not": []}[
            manner
        ]
        self._compare(who, batch, self._send(who, batch, missing, seen), missing)

    @rule(who=WHO, other=WHO, acts=ACTS, picks=PICKS, more=PICKS)
    def write_and_send_two_batches_at_once(self, who, other, acts, picks, more):
        self._write(who, acts)
        batches = [
            (each, [self.pools[each][pick % len(self.pools[each])] for pick in chosen if self.pools[each]])
            for each, chosen in ((who, picks), (other, more))
        ]
        outcomes = self._race(batches)
        for order in ((0, 1), (1, 0)):
            trial = copy.deepcopy(self.model)
            expected = {at: trial.send(self._kid(batches[at][0]), batches[at][1], ()) for at in order}
            explained = all(expected[each] == told(outcomes[each]) for each in order)
            if explained and trial.order == self._admitted():
                self.model = trial
                return
        raise AssertionError(f"neither order explains {[told(each) for each in outcomes]}")

    @rule(who=WHO)
    def revoke(self, who):
        chain = self.model.chains[self._kid(who)]
        if chain.revoked_after is None:
            chain.revoked_after = chain.head[0]
            revoke_device(self.store, self._kid(who), "lost", OPERATOR, NOW)

    def _write(self, who, acts):
        for act, n, more in acts:
            if isinstance(act, str):
                getattr(self, f"_{act}")(who, n, more)
            else:
                self.pools[who].append(act(self.phones[who], n))

    def _correct(self, who, n, more):
        used = [each for pool in self.pools for each in pool if each.record]
        if used:
            old = used[n % len(used)]
            replaces = old.hash if more % 2 else used[more % len(used)].hash
            self.pools[who].append(forms.corrected(self.phones[who], old.record, replaces))

    def _branch(self, who, n, more):
        """The phone goes on from an entry that is not its newest: a copy of its disk came back."""
        path = self._path(who)
        if path:
            parent = path[-1 - n % len(path)]
            self.phones[who].seq, self.phones[who].head = parent.seq - 1, parent.prev
            self.pools[who].append(forms.plain(self.phones[who], more))

    def _bend(self, who, n, more):
        """Somebody on the line sends what no phone wrote like this."""
        for bent, owner in ((forms.tampered, who), (forms.foreign, (who + 1) % len(CAST))):
            whole = [each for each in self.pools[owner] if each.seq and not each.refused]
            self.pools[who] += [bent(whole[n % len(whole)])] if whole else []
        whole = [each for each in self.pools[who] if each.seq]
        if whole:
            self.pools[who].append(forms.crooked(self.phones[who], whole[n % len(whole)], more % 5 - 2))

    def _lose(self, who, n, _more):
        """The phone can no longer read one of its entries."""
        whole = [each for each in self.pools[who] if each.seq]
        if whole:
            entry = whole[n % len(whole)]
            self.lost[who].add((entry.seq, entry.hash))

    def _sync_honestly(self, who, seen):
        """As our phone does it: from the server's head on, with what it cannot send declared."""
        kid, path = self.phones[who].kid, self._path(who)
        unsendable = {each.hash for each in path if each.refused or (each.seq, each.hash) in self.lost[who]}
        sendable = [each for each in path if each.hash not in unsendable]
        missing = {(each.seq, each.hash) for each in path if each.hash in unsendable}
        for start in range(0, len(sendable), 50):
            batch = sendable[start : start + 50]
            outcome = self._send(who, batch, missing, seen)
            self._compare(who, batch, outcome, missing)
            assert all(each.state != "refused" for each in outcome.results), "core can write all of it"
        assert all(each.hash in self.model.chains[kid].seqs for each in sendable)

    # What must hold

    @invariant()
    def ledger_only_grows_and_its_root_is_that_of_its_leaves(self):
        self.witness.look()

    @invariant()
    def chains_flags_and_versions_are_the_models(self):
        with self.store.read() as conn:
            flags = conn.execute(select(entry_flags.c.entry_hash, entry_flags.c.code)).all()
            rows = conn.execute(select(records)).all()
            for kid, chain in self.model.chains.items():
                head = heads.head(conn, kid)
                assert (head.seq, head.hash) == chain.head
        assert self._admitted() == self.model.order
        doubts = {entry: set() for entry in self.model.order}
        for row in flags:
            doubts[row.entry_hash] |= {row.code} & PREDICTED
        assert doubts == self.model.doubts
        assert {row.id: (row.version, row.entry_hash, row.device) for row in rows} == self.model.versions

    def teardown(self):
        try:
            if not is_failing():
                self.witness.prove_everything()
                self._rebuild()
        finally:
            self.opening.__exit__(None, None, None)

    def _rebuild(self):
        assert rebuilding.check(self.store) == []
        before = self._views()
        rebuilding.rebuild(self.store)
        assert self._views() == before
        assert rebuilding.check(self.store) == []

    # Plumbing

    def _kid(self, who):
        return self.phones[who].kid

    def _path(self, who):
        """The entries from the first to the phone's newest, along the branch it is on."""
        by_hash = {each.hash: each for each in self.pools[who] if each.seq}
        path, at = [], self.phones[who].head
        while at in by_hash:
            path.append(by_hash[at])
            at = by_hash[at].prev
        return path[::-1]

    def _send(self, who, batch, missing, seen=0):
        known = self.witness.seen[seen % len(self.witness.seen)]
        said = Batch(tuple(each.text for each in batch), frozenset(missing), known)
        outcome = sync.accept(self.store, self._kid(who), said, NOW)
        self.witness.check_answer(outcome, known)
        return outcome

    def _race(self, batches):
        outcomes, start = [None, None], threading.Barrier(2)

        def send(number):
            who, batch = batches[number]
            start.wait(10)
            outcomes[number] = self._send(who, batch, ())

        threads = [threading.Thread(target=send, args=(number,)) for number in (0, 1)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert None not in outcomes, "an answer is missing"
        return outcomes

    def _compare(self, who, batch, outcome, missing):
        assert told(outcome) == self.model.send(self._kid(who), batch, missing)
        have, chain = outcome.have, self.model.chains[self._kid(who)]
        assert (have.seq, have.hash) == chain.head
        assert outcome.revoked == (chain.revoked_after is not None)

    def _admitted(self):
        with self.store.read() as conn:
            return list(conn.scalars(select(entries.c.hash).order_by(entries.c.leaf_idx)))

    def _views(self):
        with self.store.read() as conn:
            return {table.name: sorted(map(repr, conn.execute(select(table)))) for table in VIEW_TABLES}


def told(outcome):
    """The answer as the model says it."""
    return [
        Told(
            each.state,
            frozenset(flag.code for flag in each.flags) & PREDICTED,
            each.problem.code if each.problem else None,
        )
        for each in outcome.results
    ]


@pytest.mark.timeout(900)
def test_a_journal_is_what_the_model_says_whatever_phones_send(cities, database):
    run(lambda: JournalMachine(cities), profile(14, 25, database))
