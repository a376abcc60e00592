"""The laboratory's own parts: what they promise before any schedule runs."""

import base64
import hashlib
import io
import json
import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from server.domain import merkle
from server.domain.checkpoint import sign_checkpoint
from server.store.store import Store
from tests.faults import bad_reads, tracing
from tests.faults.board import Arm, Board
from tests.faults.catalogue import FAULTS
from tests.faults.checking import Check
from tests.faults.forging import forge
from tests.faults.lanes import BOTH, Order
from tests.faults.outcome import ALTERED, DOUBLED, LOST, OTHER
from tests.faults.plants_server import PLANTS
from tests.faults.promises import Evidence
from tests.faults.proofs import ProofError, Witness, climb, leaf_hash, open_note
from tests.faults.reading import Server, Written
from tests.faults.schedules import Wish, draw

Row = dict[str, Any]
KID = "k" * 43
BYTES = b"a picture"
NAME = hashlib.sha256(BYTES).hexdigest()


def test_a_schedule_is_its_seed_and_nothing_else() -> None:
    for seed in range(50):
        assert draw(seed, Wish()) == draw(seed, Wish())
    assert draw(1, Wish()) != draw(2, Wish())


@pytest.mark.parametrize("backend", ["sqlite", "postgresql"])
def test_every_fault_is_what_some_of_the_first_schedules_are_about(backend: str) -> None:
    about = {draw(seed, Wish(backend)).faults[0] for seed in range(1500)}
    assert about == {name for name, fault in FAULTS.items() if fault.database in {None, backend}}


def test_a_fault_is_armed_right_before_an_act_during_which_it_can_happen() -> None:
    for seed in range(300):
        steps = draw(seed, Wish()).steps
        for at, step in enumerate(steps):
            if step.fault and step.do != "calm":
                acts = [each.do for each in steps[at + 1 :] if not each.fault]
                assert acts and acts[0] in FAULTS[step.fault].during


def test_one_schedule_in_five_runs_on_postgresql_where_both_are_asked_for() -> None:
    order = Order(10, database=BOTH)
    assert [order.kind_of(seed)[1] for seed in range(5, 10)] == ["postgresql", *["sqlite"] * 4]


def test_the_laboratory_reads_the_trees_and_notes_that_the_server_writes(empty_store: Store) -> None:
    witness, leaves = Witness(), [b"%d" % at for at in range(70)]
    for leaf in leaves:
        witness.add(leaf)
    for size in range(1, 70):
        assert witness.roots[size] == root_of(leaves[:size])
        note = open_note(
            sign_checkpoint(empty_store.signer, size, witness.roots[size]), empty_store.signer.vkey
        )
        witness.check(note)
        with pytest.raises(ProofError):
            witness.check(replace(note, root=bytes(32)))


def root_of(leaves: Sequence[bytes]) -> bytes:
    frontier: list[bytes] = []
    for size, leaf in enumerate(leaves):
        frontier, _ = merkle.append(frontier, size, merkle.hash_leaf(leaf))
    return merkle.fold(frontier)


def test_an_inclusion_proof_of_the_wrong_length_proves_nothing() -> None:
    leaf = leaf_hash(b"0")
    assert climb(0, 1, leaf, []) == leaf
    for size, proof in ((1, [leaf]), (2, []), (2, [leaf, leaf])):
        with pytest.raises(ProofError):
            climb(0, size, leaf, proof)


def test_a_note_of_another_key_or_with_another_size_is_none(empty_store: Store) -> None:
    note = sign_checkpoint(empty_store.signer, 7, bytes(32))
    with pytest.raises(ProofError):
        open_note(note.replace("\n7\n", "\n8\n"), empty_store.signer.vkey)
    with pytest.raises(ProofError):
        open_note(note, "other/city" + empty_store.signer.vkey.removeprefix(empty_store.origin))


def test_a_forged_receipt_is_as_long_as_the_true_one() -> None:
    answer = rb'{"receipt": {"leaf": "{\"h\":\"ab\"}", "index": 6, "proof": ["0f"], "checkpoint": ""}}'
    for way in ("leaf", "proof", "index"):
        (forged,), is_changed = forge(way, [answer])
        assert is_changed and forged != answer and len(forged) == len(answer)


@pytest.mark.parametrize("plant", sorted(PLANTS))
def test_a_planted_bug_still_finds_what_it_replaces(plant: str) -> None:
    child = os.fork()
    if child == 0:
        try:
            PLANTS[plant]()
            os._exit(0)
        finally:
            os._exit(1)
    assert os.waitpid(child, 0)[1] == 0


def test_an_armed_step_fires_once_at_its_turn(tmp_path: Path) -> None:
    board = Board(tmp_path / "board")
    board.arm(Arm("before commit", "kill", 2))
    other = Board(tmp_path / "board")
    assert [other.come_by(each) for each in ("after commit", "before commit")] == [None, None]
    assert other.come_by("before commit") == Arm("before commit", "kill", 2)
    assert other.come_by("before commit") is None and board.fired == 1
    board.reset()
    assert board.fired == 0 and other.come_by("before commit") is None


@pytest.mark.parametrize(
    ("action", "wanted"),
    [
        (bad_reads.FAILS, "Input/output error"), (bad_reads.IS_CUT, BYTES[:4]),
        (bad_reads.LIES, b"a pibture"), (bad_reads.VANISHES, "No such file or directory"),
    ],
)  # fmt: skip
def test_a_bad_read_happens_once_and_harms_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, action: str, wanted: bytes | str
) -> None:
    file = tmp_path / "data" / "blobs" / "one"
    file.parent.mkdir(parents=True)
    file.write_bytes(BYTES)
    monkeypatch.setattr(io, "open", io.open)
    monkeypatch.setattr(os, "pread", os.pread)
    board = Board(tmp_path / "board")
    bad_reads.install(board, tmp_path / "data", "worker ")
    board.arm(Arm("worker read blobs", action))
    try:
        said: bytes | str = file.read_bytes()
    except OSError as error:
        said = str(error.strerror)
    assert said == wanted
    assert file.read_bytes() == BYTES and board.fired == 1


def test_a_power_cut_takes_what_was_not_synced_and_leaves_the_rest(tmp_path: Path) -> None:
    board = Board(tmp_path / "board")
    board.trace(on=True)
    trace = tracing.Trace(board, tmp_path / "trace")
    folder = tmp_path / "blobs"
    folder.mkdir()
    for name in ("written", "synced", "renamed"):
        path = folder / name
        trace.wrote(str(path))
        path.write_bytes(BYTES)
    trace.synced(str(folder / "synced"))
    trace.synced(str(folder / "renamed"))
    (folder / "renamed").rename(folder / "kept")
    trace.moved(str(folder / "renamed"), str(folder / "kept"))
    assert tracing.cut_power(tmp_path / "trace") == 2
    assert (folder / "written").read_bytes() == b""
    assert (folder / "synced").read_bytes() == (folder / "renamed").read_bytes() == BYTES


def written(seq: int, payload: Row | None = None) -> Written:
    said = payload or {"kind": "derive", "body": {}}
    words = base64.urlsafe_b64encode(json.dumps(said).encode()).decode()
    jws = f"x.{words}.{seq}"
    return Written(seq, KID, seq, hashlib.sha256(jws.encode()).hexdigest(), jws)


def vault(blobs: Sequence[Row] = ()) -> Row:
    return {
        "kid": KID, "opens": True, "alarm": None, "entries": [], "blobs": list(blobs),
        "drafts": [], "records": [], "receipts": {},
    }  # fmt: skip


def found(data: Path, server: Server, said: Sequence[Row] = (), blobs: Sequence[Row] = ()) -> set[str]:
    check = Check(server, Witness(), data, "test/city+0+AQ==")
    phone = Evidence("p1", list(said), [], {KID: vault(blobs)}, (KID,), was_deceived=False)
    return {finding.kind for finding in check.phone(phone)}


def picture(**row: Any) -> Row:
    return {
        "sha256": NAME, "bytes": len(BYTES), "shown": "unsent", "receipt_index": None, "problem": None,
        "bytes_sha256": NAME, **row,
    }  # fmt: skip


SAID = {"kind": "picture", "kid": KID, "sha256": NAME, "bytes": len(BYTES)}


def test_what_is_nowhere_is_lost(tmp_path: Path) -> None:
    assert found(tmp_path, Server(), [SAID]) == {LOST}
    assert found(tmp_path, Server(), [{"kind": "entry", "act": "shot", "kid": KID, "hash": "0" * 64}]) == {
        LOST
    }


@pytest.mark.parametrize("what", ["withdrawal", "share", "derive"])
def test_what_was_done_to_a_saved_record_and_did_not_arrive_is_lost(tmp_path: Path, what: str) -> None:
    done = {"kind": "wrote", "what": what, "kid": KID, "id": "r1"}
    words = {"id": "r1", "replaces": "x", "withdrawn": "duplicate", "record": "r1", "from": "r1"}
    kind = "record" if what == "withdrawal" else what
    arrived = written(1, {"kind": kind, "body": words})
    server = Server(written=[arrived], entries={(arrived.hash, 1)})
    for promises, kinds in (([done], set()), ([done, done], {LOST})):
        phone = Evidence("p1", promises, [], {}, (KID,), was_deceived=False)
        check = Check(server, Witness(), tmp_path, "test/city+0+AQ==")
        assert {finding.kind for finding in check.phone(phone)} == kinds


def test_what_is_shown_as_sent_and_is_not_there_is_lost(tmp_path: Path) -> None:
    assert LOST in found(tmp_path, Server(), [SAID], blobs=[picture(shown="sent")])


def test_what_stays_on_the_phone_once_nothing_is_wrong_is_stuck(tmp_path: Path) -> None:
    assert found(tmp_path, Server(), [SAID], blobs=[picture()]) == {OTHER}


def test_other_bytes_under_the_same_name_are_altered(tmp_path: Path) -> None:
    (tmp_path / "blobs" / NAME[:2]).mkdir(parents=True)
    file = tmp_path / "blobs" / NAME[:2] / NAME
    server = Server(stored=[(KID, NAME, len(BYTES))], blobs={(KID, NAME): len(BYTES)})
    phone = Evidence("p1", [SAID], [SAID], {}, (KID,), was_deceived=False)
    for kept, kinds in ((BYTES, set()), (BYTES[::-1], {ALTERED})):
        file.write_bytes(kept)
        check = Check(server, Witness(), tmp_path, "test/city+0+AQ==")
        assert {finding.kind for finding in check.phone(phone)} == kinds


def test_an_entry_twice_in_the_ledger_is_doubled_and_one_out_of_order_altered(tmp_path: Path) -> None:
    first, second = written(1), written(2)
    rows = {(first.hash, 1), (second.hash, 2)}
    assert DOUBLED in found(tmp_path, Server(written=[first, replace(first, index=2)], entries=rows))
    assert ALTERED in found(tmp_path, Server(written=[second, first], entries=rows))
    assert ALTERED in found(tmp_path, Server(written=[replace(first, jws="x.e30.1")], entries=rows))
