"""Which doubts which facts raise; every code of the contract that this module gives has a case."""

import ast
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain import picture
from server.domain.flag import FLAG_CODES
from server.domain.flags import (
    EntryFacts,
    Flag,
    RecordFacts,
    SeenShot,
    ShotFacts,
    entry_flags,
    record_flags,
    shot_flags,
)
from tests.support.cases import edition_with, places_of, read_cases

CATALOGUE = edition_with([])
PLACES = places_of(read_cases("geo.json"))
NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
HASH, OTHER = "a" * 64, "b" * 64

ENTRY = EntryFacts(kind="record", version=1, wall=NOW - timedelta(minutes=5), received_at=NOW)
FIX = {"lat": 366524318, "lon": 1170007839, "acc_m": 12, "alt_m": None, "age_ms": 800}
SHOT = {
    "sha256": HASH, "bytes": 400_000, "preview": {"sha256": OTHER, "bytes": 20_000}, "mime": "image/jpeg",
    "width": 2048, "height": 1536, "source": "camera", "slot": "overview", "fixes": [FIX], "heading": None,
}  # fmt: skip
BODY = {
    "id": "0199e1f2-7a3b-7c4d-8e5f-0123456789ab", "officer": "u1", "partner": None, "task": None,
    "place": None, "address": "实验小学向北160米", "item": "DOG-01", "edition": "2026.1", "result": "finding",
    "level": "daily", "mode": "open", "nature": "observation", "source": "patrol", "source_no": None,
    "purpose": "inspect", "case": None, "replaces": None, "position": {**FIX, "nudged": None}, "geo": None,
    "answers": {"fault": "none", "action": "advised"}, "shots": [HASH, OTHER], "note": "", "guidance": "",
}  # fmt: skip
VISIT = {"object": "resident", "channel": "face"}
SHOTS = (SeenShot(HASH, 7, "camera"), SeenShot(OTHER, 8, "camera"))
RECORD = RecordFacts(body=BODY, seq=9, catalogue=CATALOGUE, device_user="u1", shots=SHOTS)


def body(**changes):
    return replace(RECORD, body={**BODY, **changes})


def position(**changes):
    return body(position={**FIX, "nudged": None, **changes})


def cafe(geo, **changes):
    answers = {"trading": "open_now", "no_minor_sign": False}
    facts = body(item="SCH-01", answers=answers, geo=geo, position={**FIX, "nudged": None, **changes})
    return replace(facts, schools=(PLACES["p1"],))


def verdict(word, distance_m=160, error_m=12):
    return {
        "rule": "school_radius", "place": "p1", "method": "boundary_line",
        "distance_m": distance_m, "error_m": error_m, "verdict": word,
    }  # fmt: skip


def points(bins, **shot):
    """A hall where all is well but perhaps its bins, and one of its two photos as told."""
    said = dict.fromkeys(("volunteer", "line", "access", "smoke"), "yes")
    result = "finding" if bins == "no" else "all_clear"
    facts = body(item="HAL-02", nature="self_check", answers={**said, "bins": bins}, result=result)
    return replace(facts, shots=(SHOTS[0], replace(SHOTS[1], **shot)))


@pytest.mark.parametrize("facts", [ENTRY, replace(ENTRY, not_before=NOW - timedelta(minutes=6))])
def test_an_ordinary_entry_raises_nothing(facts):
    assert entry_flags(facts) == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"kind": "poem"}, [Flag("unknown_kind", "poem")]),
        ({"version": 2}, [Flag("unknown_version", "2")]),
        ({"version": None}, [Flag("unknown_version", "None")]),
        ({"beacon_unknown": True}, [Flag("unknown_beacon")]),
        ({"device_revoked": True}, [Flag("revoked_device")]),
        ({"is_fork": True}, [Flag("fork")]),
        ({"follows_gap": True}, [Flag("gap")]),
        ({"wall": None}, [Flag("malformed_body", "at.wall")]),
        ({"wall": NOW + timedelta(minutes=2)}, []),
        ({"wall": NOW + timedelta(minutes=3)}, [Flag("clock_ahead", "3 min")]),
        ({"wall": datetime(2099, 1, 1, tzinfo=UTC)}, [Flag("clock_ahead", "26337 d")]),
        ({"not_before": NOW - timedelta(minutes=3)}, []),
        ({"not_before": NOW - timedelta(minutes=2)}, [Flag("clock_behind", "3 min")]),
        ({"wall": NOW - timedelta(hours=72)}, []),
        ({"wall": NOW - timedelta(hours=73)}, [Flag("late_arrival", "3 d")]),
        (
            {"wall": datetime(1970, 1, 1, tzinfo=UTC), "not_before": NOW - timedelta(days=9)},
            [Flag("clock_behind", "20770 d")],
        ),
    ],
)
def test_the_envelope(changes, expected):
    assert entry_flags(replace(ENTRY, **changes)) == expected


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (ShotFacts(SHOT), []),
        (ShotFacts({**SHOT, "fixes": []}), []),
        (ShotFacts({**SHOT, "source": "import"}), [Flag("imported_photo")]),
        (ShotFacts(SHOT, used_elsewhere=True), [Flag("reused_photo")]),
        (ShotFacts({**SHOT, "fixes": [FIX, {**FIX, "lat": 910000000}]}), [Flag("position_invalid")]),
        (ShotFacts({**SHOT, "width": "wide", "bytes": -1}), [Flag("malformed_body", "bytes, width")]),
    ],
)
def test_a_shot(facts, expected):
    assert shot_flags(facts) == expected


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (RECORD, []),
        (body(id=5), [Flag("malformed_body", "id")]),
        (replace(RECORD, may_record=False), [Flag("no_right", "role")]),
        (body(officer="u2"), [Flag("no_right", "officer")]),
        (body(edition="1999.1"), []),
        (replace(RECORD, catalogue=None), [Flag("unknown_edition", "2026.1")]),
        (body(item="DOG-77"), [Flag("unknown_item", "DOG-77")]),
        (body(position=None), [Flag("no_position")]),
        (position(lat=910000000), [Flag("position_invalid")]),
        (position(lon=-1800000001), [Flag("position_invalid")]),
        (position(acc_m=30), []),
        (position(acc_m=31), [Flag("low_accuracy", "31 m > 30 m")]),
        (position(age_ms=121_000), [Flag("stale_fix", "121 s")]),
        (replace(RECORD, place=PLACES["p5"]), []),
        (replace(RECORD, place=PLACES["p2"]), [Flag("far_from_place", "1732 m")]),
        (replace(RECORD, shots=SHOTS[:1]), [Flag("unknown_shot", "2")]),
        (replace(RECORD, shots=(SHOTS[0], SeenShot(OTHER, 8, "import"))), [Flag("imported_photo", "2")]),
        (
            replace(RECORD, shots=(SHOTS[0], replace(SHOTS[1], in_other_record=True))),
            [Flag("reused_photo", "2")],
        ),
        (replace(RECORD, seq=7), [Flag("future_shot", "2")]),
        (body(shots=[HASH]), [Flag("too_few_photos", "1 < 2")]),
        (
            replace(RECORD, shots=(SHOTS[0], replace(SHOTS[1], is_recording=True))),
            [Flag("too_few_photos", "1 < 2")],
        ),
        (points("no"), [Flag("unproven_point", "bins")]),
        (points("yes"), []),
        (points("no", slot="check:line"), [Flag("unproven_point", "bins")]),
        (points("no", slot="check:bins"), []),
        (points("no", slot="check:bins", is_recording=True), [Flag("unproven_point", "bins")]),
        (position(why="indoors"), []),
        (position(why=3), [Flag("malformed_body", "position")]),
        (body(answers={"fault": "none"}), [Flag("missing_answer", "action")]),
        (
            body(answers={**BODY["answers"], "size": "huge"}),
            [Flag("invalid_answer", "size: not_a_choice")],
        ),
        (body(item="GOV-04", answers=VISIT, counts={"visited": 12, "hazards": 0}), []),
        (
            body(item="GOV-04", answers=VISIT, counts={"visited": -1, "ghosts": 2}),
            [Flag("invalid_answer", "visited: below_min"), Flag("invalid_answer", "ghosts: unknown_counter")],
        ),
        (body(nature="self_check"), [Flag("invalid_answer", "nature: not_a_choice")]),
        (body(result="all_clear", answers={}, shots=[HASH]), []),
        (cafe(verdict("inside")), []),
        (cafe(verdict("outside")), [Flag("distance_uncertain", "160 ± 12 m")]),
        (cafe(None), [Flag("distance_uncertain", "160 ± 12 m")]),
        (
            cafe(verdict("uncertain", error_m=45), acc_m=45),
            [Flag("low_accuracy", "45 m > 15 m"), Flag("distance_uncertain", "160 ± 45 m")],
        ),
        (replace(cafe(None), schools=()), [Flag("distance_uncertain")]),
        (replace(cafe(verdict("inside")), schools=()), [Flag("distance_uncertain")]),
        (replace(cafe(verdict("outside", 3000)), schools=()), []),
    ],
)
def test_a_record(facts, expected):
    assert record_flags(facts) == expected


def test_a_desk_item_from_a_phone_is_no_right():
    assert Flag("no_right", "desk_only") in record_flags(body(item="NEG-01"))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda below: st.lists(below, max_size=3) | st.dictionaries(st.text(), below, max_size=3),
    max_leaves=6,
)


@given(st.sampled_from(sorted(BODY)), JSON, st.sampled_from(["SCH-01", "DOG-01", "HAL-02", "VAG-01"]))
def test_a_record_of_any_shape_is_judged(key, value, item):
    facts = replace(cafe(verdict("inside")), place=PLACES["p5"])
    assert isinstance(record_flags(replace(facts, body={**facts.body, "item": item, key: value})), list)


@given(st.sampled_from(["fault", "where", "tag", "injured", "action", "nature", "tag_no"]), JSON)
def test_answers_of_any_shape_are_judged(code, value):
    assert isinstance(record_flags(body(answers={**BODY["answers"], code: value})), list)


@given(st.sampled_from(sorted(SHOT)), JSON)
def test_a_shot_of_any_shape_is_judged(key, value):
    assert isinstance(shot_flags(ShotFacts({**SHOT, key: value})), list)


def raised():
    """The codes that the server's own source gives to flags."""
    server = Path(picture.__file__).parents[1]
    for path in server.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            is_flag = isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Flag"
            if is_flag and isinstance(node.args[0], ast.Constant):
                yield node.args[0].value


def test_the_list_of_codes_is_whole():
    found_in_pictures = {*picture.UNREADABLE.problems, "trailing_data", "mime_differs"}
    # Problems of answers become flags of the same code.
    assert {*raised(), *found_in_pictures, "missing_answer"} == set(FLAG_CODES)
    assert len(FLAG_CODES) == len(set(FLAG_CODES))
