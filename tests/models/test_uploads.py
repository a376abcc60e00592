"""The tus resource as a state machine: two devices, three pictures, every way a request can go wrong.

After every step each upload stands where the model says, a blob is kept if and only if its bytes hash to
its name, and there is one `stored` leaf, and a receipt, for exactly the pictures that each device brought.
"""

import copy
import json
import os
import time
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import event, select

from server.app import create_app
from server.domain import tus
from server.services import evidence, rebuilding
from server.store.tables import leaves
from tests.models.running import is_failing, profile, run
from tests.models.tus_wire import TusLine, body_of, early
from tests.models.upload_model import Answer, Sent, Uploads
from tests.support.city import NOW, enrol
from tests.support.phone import digest
from tests.support.sender import Sender

# One fits a single read of the server, one does not, one is nothing at all.
PICTURES = [b"small picture", bytes(range(256)) * 1100, b""]
WHO = st.sampled_from([0, 0, 1])
WHICH = st.sampled_from([0, 0, 0, 1, 2])
SHARE = st.sampled_from([0, 1, 5, 8, 10, 10])
BODY = st.tuples(
    SHARE,
    st.sampled_from(["own", "own", "own", "own", "wrong", "long"]),
    st.sampled_from([0, 0, 0, 3]),
    st.sampled_from([None, None, "sha256", "sha1", "sha256 wrong", "sha1 wrong", "md5", "sha1 !"]),
)
AT = st.sampled_from(["right", "right", "right", "right", "start", "end", "one more"])


class UploadMachine(RuleBasedStateMachine):
    """One city behind its API; the pictures are announced by the machine as it goes."""

    def __init__(self, cities):
        super().__init__()
        self.opening, self.orphans = cities(), set()
        self.reopen = self.opening.__enter__()
        self.restart()

    @rule()
    def restart(self):
        self.store = self.reopen()
        self.app = create_app(self.store.config, self.store)
        self.app.config.update(TESTING=True, CLOCK=lambda: NOW)

    @initialize()
    def enrol_phones(self):
        self.phones = [enrol(self.store, name) for name in ("chen", "wang")]
        self.tokens = [Sender(self.app.test_client(), phone).token for phone in self.phones]
        self.model = Uploads()
        for which in (0, 1):
            self._announce(0, which, len(PICTURES[which]))

    # What devices do

    @rule(who=WHO, which=WHICH, longer=st.sampled_from([0, 0, 1, -1]))
    def announce(self, who, which, longer):
        """Sometimes twice, and sometimes with a length that is not the picture's."""
        self._announce(who, which, max(0, len(PICTURES[which]) + longer))

    @rule(who=WHO, which=WHICH, longer=st.sampled_from([0, 0, 0, 0, 1]), body=st.none() | BODY)
    def create(self, who, which, longer, body):
        length = len(PICTURES[which]) + longer
        sent = body_of(PICTURES[which], body) if body else None
        sent = sent if sent and sent.declared else None
        expected = early(sent) or self.model.create(self._key(who, which), length, sent)
        assert self._line(who).create(PICTURES[which], length, sent) == expected

    @rule(who=WHO, which=WHICH, at=AT, body=BODY)
    def extend(self, who, which, at, body):
        offset = self._offset(who, which, at)
        sent = body_of(PICTURES[which][offset:], body)
        expected = early(sent) or self.model.extend(self._key(who, which), offset, sent)
        assert self._line(who).extend(PICTURES[which], offset, sent) == expected

    @rule(who=WHO, which=WHICH)
    def bring_it_honestly(self, who, which):
        """As every tus client does: ask, begin where there is nothing, go on until it is there."""
        if self._key(who, which) not in self.model.announced:
            return
        whole = PICTURES[which]
        for _ in range(8):
            here = self._line(who).ask("HEAD", PICTURES[which])
            if here.status == 410:
                self.create(who, which, 0, (5, "own", 0, None))
            elif here.offset < len(whole):
                self.extend(who, which, "right", (10, "own", 0, None))
            if self._key(who, which) in self.model.stored:
                break
            if self._is_astray(who, which):
                self.drop(who, which)
        assert len(whole) not in self.model.announced[self._key(who, which)] or (
            self._key(who, which) in self.model.stored
        ), "an honest client never gets through"

    @rule(who=WHO, which=WHICH)
    def drop(self, who, which):
        assert self._line(who).ask("DELETE", PICTURES[which]) == self.model.drop(self._key(who, which))

    @rule(who=WHO, which=WHICH, bodies=st.tuples(BODY, BODY), ats=st.tuples(AT, AT))
    def extend_twice_at_once(self, who, which, bodies, ats):
        """Serial in either order, or one of them is locked out and changes nothing."""
        offsets = [self._offset(who, which, at) for at in ats]
        whole = PICTURES[which]
        sents = [body_of(whole[at:], body) for at, body in zip(offsets, bodies, strict=True)]
        found = self._line(who).race(whole, offsets, sents)
        for order, locked in (((0, 1), False), ((1, 0), False), ((0, 1), True), ((1, 0), True)):
            trial = copy.deepcopy(self.model)
            expected = {}
            for each in order:
                late = locked and each == order[1]
                said = Answer(423, "upload_locked") if late else None
                key = self._key(who, which)
                expected[each] = early(sents[each]) or said or trial.extend(key, offsets[each], sents[each])
            if all(expected[each] == found[each] for each in (0, 1)) and self._stands(trial, who, which):
                self.model = trial
                return
        raise AssertionError(f"nothing explains {found}")

    # What happens to the server

    @rule(who=WHO, which=WHICH)
    def a_week_passes_for_one(self, who, which):
        """Only what nobody wrote to since goes; the clock of an upload is the time of its file."""
        kid, sha256 = self._key(who, which)
        old = time.time() - timedelta(days=8).total_seconds()
        files = list((self.store.config.data / "uploads" / kid).glob(f"{sha256}*"))
        for file in files:
            os.utime(file, (old, old))
        assert evidence.expire(self.store, datetime.now(UTC)) == len(files)
        self.model.begun.pop((kid, sha256), None)

    @rule()
    def a_week_passes_for_all(self):
        begun = sum(len(each) for each in self.model.begun.values())
        later = datetime.now(UTC) + tus.LIFE + timedelta(hours=1)
        assert evidence.expire(self.store, later) == begun
        self.model.begun.clear()

    @rule(who=WHO, which=WHICH)
    def commit_fails_once_the_bytes_are_there(self, who, which):
        """A blob may then be without a row; whoever sends the bytes again makes it whole."""
        key, whole = self._key(who, which), PICTURES[which]
        if key in self.model.stored or len(whole) not in self.model.announced.get(key, ()):
            return
        event.listen(self.store.database.writer, "commit", refuse)
        try:
            answer = self._line(who).create(whole, len(whole), Sent(whole, len(whole)))
            assert answer.status == 500
        finally:
            event.remove(self.store.database.writer, "commit", refuse)
        self.model.begun.get(key, {}).pop(len(whole), None)
        self.orphans.add(key[1])

    # What must hold

    @invariant()
    def every_upload_stands_where_the_model_says(self):
        for who in (0, 1):
            for which in range(len(PICTURES)):
                assert self._stands(self.model, who, which), (who, which)

    @invariant()
    def a_blob_is_kept_only_under_the_hash_of_its_bytes(self):
        stored = {sha256 for _, sha256 in self.model.stored}
        for whole in PICTURES:
            sha256 = digest(whole)
            kept = self.store.blobs.size(sha256) is not None
            assert kept == (sha256 in stored | self.orphans)
            if kept:
                with self.store.blobs.open(sha256) as file:
                    assert digest(file.read()) == sha256

    @invariant()
    def what_is_stored_has_one_leaf_and_a_receipt_and_nothing_else_has(self):
        with self.store.read() as conn:
            found = [
                json.loads(bytes(leaf))
                for leaf in conn.scalars(select(leaves.c.leaf).where(leaves.c.type == "stored"))
            ]
        assert sorted((each["d"], each["h"], each["n"]) for each in found) == sorted(
            (*key, length) for key, length in self.model.stored.items()
        )
        for who, phone in enumerate(self.phones):
            asked = {"blobs": [digest(whole) for whole in PICTURES]}
            answer = (
                self.app.test_client().post("/api/receipts", json=asked, headers=self._line(who).bearer).json
            )
            assert set(answer["receipts"]) == {
                sha256 for kid, sha256 in self.model.stored if kid == phone.kid
            }

    def teardown(self):
        try:
            if not is_failing():
                assert rebuilding.check(self.store) == []
        finally:
            self.opening.__exit__(None, None, None)

    # Plumbing

    def _key(self, who, which):
        return self.phones[who].kid, digest(PICTURES[which])

    def _line(self, who):
        return TusLine(self.app, self.tokens[who])

    def _announce(self, who, which, length):
        phone = self.phones[who]
        said = {"entries": [phone.shot(PICTURES[which], NOW, bytes=length, preview=None)]}
        bearer = self._line(who).bearer
        answer = self.app.test_client().post("/api/journal", json=said, headers=bearer).json
        assert answer["results"][0]["state"] == "admitted"
        self.model.announced.setdefault(self._key(who, which), set()).add(length)

    def _is_astray(self, who, which):
        """A length that was announced wrongly stands in the way of the right one."""
        begun = self.model.begun.get(self._key(who, which))
        return bool(begun) and min(begun) != len(PICTURES[which])

    def _stands(self, model, who, which):
        return self._line(who).ask("HEAD", PICTURES[which]) == model.show(self._key(who, which))

    def _offset(self, who, which, at):
        have = self.model.show(self._key(who, which)).offset or 0
        return {"right": have, "start": 0, "end": len(PICTURES[which]), "one more": have + 1}[at]


class DiskFullError(Exception):
    """The commit that fails."""


def refuse(_connection):
    raise DiskFullError


@pytest.mark.timeout(900)
def test_an_upload_stands_where_the_model_says_whatever_devices_send(cities, database):
    run(lambda: UploadMachine(cities), profile(8, 25, database))
