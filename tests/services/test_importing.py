"""Importing through the ledger: whole or not at all, twice is once, and everything rebuildable."""

import json

import pytest
from sqlalchemy import func, select

from server.domain.imports.plan import Request
from server.services import rebuilding
from server.services.catalogues import publish_edition
from server.services.importing import import_rows, plan_import, run_import, spell
from server.store.sheets import read_table
from server.store.tables import editions, leaves, places, subject_changes, units, users
from tests.support.city import NOW


def csv(kind, text, datum=None):
    return Request(kind, read_table("a.csv", text.encode()), datum)


def size(city):
    with city.read() as conn:
        return conn.scalar(select(func.count()).select_from(leaves))


def test_a_dry_run_writes_nothing(city):
    before = size(city)
    found = plan_import(city, csv("units", "id,parent_id,name_zh,kind\nnorth,city,北,branch\n"))
    assert (found.new, found.changed, found.same) == (1, 0, 0)
    assert size(city) == before


def test_an_import_is_one_leaf_of_many_rows_and_doing_it_again_is_none(city):
    request = csv("units", "id,parent_id,name_zh,kind\nnorth,city,北,branch\nnorth-1,north,一,station\n")
    before = size(city)
    assert run_import(city, request, "operator", NOW).new == 2
    assert size(city) == before + 1
    assert run_import(city, request, "operator", NOW).same == 2
    assert size(city) == before + 1
    with city.read() as conn:
        assert conn.scalar(select(units.c.path).where(units.c.id == "north-1")) == "/city/north/north-1/"


def test_one_bad_cell_keeps_the_whole_file_out(city):
    good = "\n".join(f"p{n},名{n},park,east,36.65,117.12" for n in range(500))
    before = size(city)
    text = f"id,name,category,unit_id,lat,lon\n{good}\nbad,名,park,east,96.65,117.12\n"
    found = run_import(city, csv("places", text), "operator", NOW)
    assert [(fault.row, fault.column) for fault in found.faults] == [(502, "lat")]
    assert size(city) == before


def test_a_file_cut_in_the_middle_imports_nothing(city):
    text = "id,name,category,unit_id,lat,lon\n" + "\n".join(
        f"p{n},名,park,east,36.65,117.12" for n in range(50)
    )
    found = run_import(city, csv("places", text[: len(text) - 9]), "operator", NOW)
    assert [fault.code for fault in found.faults] == ["uneven_line"]
    assert found.rows == []


def test_ten_thousand_places_in_one_event_that_a_rebuild_repeats(city):
    lines = (f"p{n},点位{n},park,east,{30 + n / 10000:.5f},{110 + n / 10000:.5f}" for n in range(10_000))
    found = run_import(
        city, csv("places", "id,name,category,unit_id,lat,lon\n" + "\n".join(lines)), "operator", NOW
    )
    assert found.new == 10_000
    with city.read() as conn:
        assert conn.scalar(select(func.count()).select_from(places)) == 10_003
        assert conn.scalar(select(places.c.initials).where(places.c.id == "p7")) == "dw7"
        touched = (
            select(func.count())
            .select_from(subject_changes)
            .where(subject_changes.c.subject.like("place:p%"))
        )
        assert conn.scalar(touched) >= 10_000
    assert rebuilding.check(city) == []


def test_a_user_who_moves_is_named_to_their_phone(city):
    text = "username,name,roles,unit_id\nchen,陈,officer,west-1\n"
    assert run_import(city, csv("users", text), "operator", NOW).changed == 1
    with city.read() as conn:
        assert conn.scalar(select(users.c.unit_id).where(users.c.id == "u-chen")) == "west-1"
        newest = conn.scalar(select(func.max(leaves.c.idx)))
        assert (
            conn.scalar(select(subject_changes.c.idx).where(subject_changes.c.subject == "user:u-chen"))
            == newest
        )


def test_rows_of_a_program_keep_their_integers_shapes_and_attributes(city):
    shape = {"type": "Point", "coordinates": [117.12, 36.65]}
    row = {
        "id": "x", "name": "云溪路口", "category": "junction", "unit_id": "east", "lat": 366500001,
        "lon": 1171200009, "geometry": shape, "gates": [{"name": "东", "lat": 366500002, "lon": 1171200003}],
        "grid": None, "attrs": {"signal": False, "approaches": ["东进口", "西进口"], "lanes": 4},
    }  # fmt: skip
    assert import_rows(city, "places", [row], "demo", NOW).faults == ()
    with city.read() as conn:
        kept = dict(conn.execute(select(places).where(places.c.id == "x")).mappings().one())
    assert kept == {**row, "initials": "yxlk", "pinyin": "yun xi lu kou"}


def test_the_datum_is_kept_in_the_leaf(city):
    text = "id,name,category,unit_id,lat,lon\nx,名,park,east,36.65,117.12\n"
    run_import(city, csv("places", text, "gcj02"), "operator", NOW)
    with city.read() as conn:
        payload = conn.scalar(select(leaves.c.payload).order_by(leaves.c.idx.desc()).limit(1))
    assert json.loads(payload)["datum"] == "gcj02"


@pytest.mark.parametrize(
    ("name", "letters", "pinyin"),
    [
        ("实验小学", "syxx", "shi yan xiao xue"),
        ("重庆路", "cql", "chong qing lu"),
        ("A座 3号", "az3h", "a zuo 3 hao"),
        ("KTV（东）", "ktvd", "ktv dong"),
        ("🐕", "", ""),
        ("", "", ""),
    ],
)
def test_initials_and_pinyin_are_what_people_type(name, letters, pinyin):
    assert spell(name) == (letters, pinyin)


def test_a_published_edition_says_how_its_items_are_typed(city):
    with city.read() as conn:
        document = conn.scalar(select(editions.c.document))
    assert document["spelling"]["SCH-01"].startswith("xyzb200mnswfwyycs xiao yuan zhou bian")
    # What phones read can be handed in again: it is the same edition.
    assert publish_edition(city, document, "operator", NOW).known
