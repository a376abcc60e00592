"""What an import lets in, and how it names what it does not."""

import pytest

from server.domain.imports.plan import Existing, Request, make_plan
from server.domain.imports.sheets import Formula, Row, Sheet

UNITS = {
    name: {
        "id": name,
        "parent_id": parent,
        "path": path,
        "name_zh": zh,
        "name_en": "",
        "kind": kind,
        "dept": None,
    }
    for name, parent, path, zh, kind in (
        ("city", None, "/city/", "市局", "bureau"),
        ("east", "city", "/city/east/", "东", "branch"),
        ("east-1", "east", "/city/east/east-1/", "一所", "station"),
    )
}
OPEN_RING = [[117, 36], [117, 37], [118, 37]]
HERE = {"lat": "36.65", "lon": "117.12"}


def sheet(*rows, open_ended=False):
    headings = tuple(dict.fromkeys(key for row in rows for key in row))
    return Sheet("表", headings, tuple(Row(n, row) for n, row in enumerate(rows, 2)), open_ended=open_ended)


def plan(kind, *rows, existing=None, datum=None, open_ended=False):
    known = existing or Existing(units=UNITS)
    wanted = Request(kind, (sheet(*rows, open_ended=open_ended),), datum)
    return make_plan(known, wanted, lambda name: (name.lower(), name.lower()))


def unit(name, parent="city", /, **more):
    return {"id": name, "parent_id": parent, "name_zh": name, "kind": "branch", **more}


def user(name, /, **more):
    return {"username": name, "name": "某", "roles": "officer", "unit_id": "east", **more}


def place(name, /, **more):
    return {"id": name, "name": name, "category": "school", "unit_id": "east", **HERE, **more}


def faults(found):
    return [(fault.row, fault.column, fault.code) for fault in found.faults]


def test_a_place_of_a_kind_no_edition_knows_is_refused():
    known = Existing(units=UNITS, categories={"primary": "小学", "park": "公园"})
    found = plan("places", place("p1"), existing=known)
    assert faults(found) == [(2, "category", "unknown_category")]
    assert "park, primary" in found.faults[0].allowed["en"]
    for said in ("park", "公园"):
        assert plan("places", place("p1", category=said), existing=known).rows[0]["category"] == "park"


def test_a_bad_cell_does_not_hide_what_is_wrong_between_rows():
    found = plan("users", user("anna", unit_id="mars"), user("ben", roles="king"))
    assert faults(found) == [(3, "roles", "not_allowed"), (2, "unit_id", "unknown_unit")]


def test_units_get_their_paths_and_keep_those_they_do_not_touch():
    found = plan("units", unit("west"), unit("west-1", "west"))
    assert {row["id"]: row["path"] for row in found.rows} == {
        "west": "/city/west/",
        "west-1": "/city/west/west-1/",
    }
    assert (found.new, found.changed, found.same) == (2, 0, 0)


def test_there_is_one_root():
    assert faults(plan("units", unit("bureau", None))) == [(2, "parent_id", "second_root")]
    fresh = plan("units", unit("a", None), unit("b", None), existing=Existing())
    assert faults(fresh) == [(3, "parent_id", "second_root")]
    assert plan("units", unit("city", None, name_zh="新名"), unit("a", "city")).faults == ()


def test_a_unit_that_moves_takes_those_below_along():
    found = plan("units", unit("west"), unit("east", "west", name_zh="东"))
    assert {row["id"]: row["path"] for row in found.rows}["east-1"] == "/city/west/east/east-1/"
    assert (found.new, found.changed) == (1, 2)


def test_importing_the_same_again_changes_nothing():
    found = plan("units", unit("east", name_zh="东"))
    assert (found.rows, found.same) == ([], 1)


@pytest.mark.parametrize(
    "rows",
    [
        [unit("a", "a")],
        [unit("a", "b"), unit("b", "a")],
        [unit("city", "east-1", kind="bureau")],
    ],
)
def test_a_circle_in_the_tree_is_named(rows):
    found = plan("units", *rows)
    assert found.rows == []
    assert {code for _row, _column, code in faults(found)} == {"circle"}


def test_a_tree_deeper_than_twelve_is_refused():
    chain = [unit("u0", None)] + [unit(f"u{n}", f"u{n - 1}") for n in range(1, 13)]
    assert faults(plan("units", *chain, existing=Existing())) == [(14, "parent_id", "circle")]


def test_an_unknown_parent_and_a_doubled_id_are_named():
    found = plan("units", unit("a", "nowhere"), unit("b"), unit("b"))
    assert faults(found) == [(4, "id", "duplicate"), (2, "parent_id", "unknown_unit")]
    assert found.faults[0].allowed["zh"] == "不重复;第 3 行已有"


def test_every_bad_cell_is_named_at_once():
    found = plan(
        "users",
        user("", roles="king"),
        user("ok", unit_id=""),
        user("has space", name="x" * 41),
        user("f", name=Formula("=1+1")),
    )
    assert faults(found) == [
        (2, "username", "empty_cell"),
        (2, "roles", "not_allowed"),
        (3, "unit_id", "empty_cell"),
        (4, "username", "bad_code"),
        (4, "name", "too_long"),
        (5, "name", "formula"),
    ]
    assert found.faults[-1].value == "=1+1"


@pytest.mark.parametrize(
    "roles", ["officer,reviewer", "巡查员、审核员", ["reviewer", "officer"], "审核员; officer"]
)
def test_roles_are_read_in_both_languages(roles):
    assert plan("users", user("anna", roles=roles)).rows[0]["roles"] == ["officer", "reviewer"]


def test_a_user_keeps_their_id_by_sign_in_name():
    there = Existing(units=UNITS, users={"u1": {"id": "u1", "username": "anna"}})
    assert plan("users", user("Anna"), existing=there).rows[0]["id"] == "u1"
    assert plan("users", user("bert"), existing=there).rows[0]["id"] == "u-bert"
    assert faults(plan("users", user("anna", id="u2"), existing=there)) == [(2, "username", "duplicate")]


def test_names_that_differ_only_by_case_are_doubles():
    assert ("username", "duplicate") in {
        (column, code) for _row, column, code in faults(plan("users", user("ANNA"), user("anna")))
    }


def test_unknown_missing_and_doubled_columns_are_named():
    found = plan("users", {"username": "a", "姓名": "某", "角色": "officer", "colour": "red", "登录名": "b"})
    assert faults(found) == [
        (1, "colour", "unknown_column"),
        (1, "登录名", "doubled_column"),
        (1, "单位编号", "missing_column"),
    ]


def test_an_empty_table_is_refused():
    assert faults(plan("users", {"username": "", "name": None, "roles": " ", "unit_id": ""})) == [
        (0, "", "empty")
    ]


@pytest.mark.parametrize(
    ("changes", "column", "code"),
    [
        ({"lat": "91"}, "lat", "out_of_range"),
        ({"lat": "20230%"}, "lat", "out_of_range"),
        ({"lat": "nan"}, "lat", "out_of_range"),
        ({"lon": "1e400"}, "lon", "out_of_range"),
        ({"lon": ""}, "lon", "no_position"),
        ({"lat": "", "lon": ""}, "lat", "no_position"),
        ({"geometry": {"type": "Point", "coordinates": [36.65, 117.12]}}, "geometry", "out_of_range"),
        ({"grid": "123"}, "grid", "bad_grid"),
        ({"grid": 37010200100100112345}, "grid", "bad_grid"),
        ({"gates": "东门 36.65 117.12"}, "gates", "bad_gate"),
        ({"gates": "东门:96.65,117.12"}, "gates", "bad_gate"),
        ({"geometry": "{"}, "geometry", "bad_geometry"),
        ({"geometry": '{"type":"Circle"}'}, "geometry", "bad_geometry"),
        ({"geometry": {"type": "Polygon", "coordinates": [OPEN_RING]}}, "geometry", "open_ring"),
        ({"geometry": {"type": "Point", "coordinates": [117, float("nan")]}}, "geometry", "bad_geometry"),
        ({"geometry": {"type": "Point", "coordinates": ["117", "36"]}}, "geometry", "bad_geometry"),
        ({"unit_id": "mars"}, "unit_id", "unknown_unit"),
        ({"name": "一\n二"}, "name", "control_character"),
    ],
)  # fmt: skip
def test_a_bad_place_is_named(changes, column, code):
    assert faults(plan("places", place("p", **changes))) == [(2, column, code)]


def test_swapped_latitude_and_longitude_are_recognised():
    shape = {"type": "Polygon", "coordinates": [[[36.6, 84.1], [36.7, 84.1], [36.7, 84.2], [36.6, 84.1]]]}
    assert faults(plan("places", place("p", lat="36.65", lon="84.12", geometry=shape))) == [
        (2, "lat", "swapped")
    ]
    assert faults(plan("places", place("p", lat="30.1", lon="120.2", geometry=None))) == []
    assert faults(plan("places", place("p", lat="84.5", lon="30.1"))) == [(2, "lat", "swapped")]


def test_a_place_abroad_is_let_in_with_a_remark():
    found = plan("places", place("p", lat="48.85", lon="2.35"))
    assert found.faults == ()
    assert [(notice.row, notice.code) for notice in found.notices] == [(2, "far_away")]


def test_a_shape_gives_the_position_and_attributes_are_kept():
    shape = {
        "type": "Polygon",
        "coordinates": [[[117, 36], [117.2, 36], [117.2, 36.2], [117, 36.2], [117, 36]]],
    }
    rows = [place("p", lat="", lon="", geometry=shape, signal=True, approaches=["东", "西"], note=None)]
    found = plan("places", *rows, open_ended=True)
    assert (found.rows[0]["lat"], found.rows[0]["lon"]) == (361000000, 1171000000)
    assert found.rows[0]["attrs"] == {"signal": True, "approaches": ["东", "西"]}


def test_attributes_in_a_table_carry_their_prefix():
    found = plan(
        "places", place("p", **{"attrs.signal": "是", "attrs.approaches": "东进口|西进口", "attrs.x": ""})
    )
    assert found.rows[0]["attrs"] == {"signal": True, "approaches": ["东进口", "西进口"]}


def test_gcj02_is_refused_unless_said_and_then_shifted_once_and_marked():
    said = place("p", datum="gcj02", gates="东门:36.65,117.12")
    assert faults(plan("places", said)) == [(2, "datum", "wrong_datum")]
    row = plan("places", said, datum="gcj02").rows[0]
    assert row["attrs"] == {"datum_from": "gcj02"}
    moved = abs(row["lat"] - 366500000) + abs(row["lon"] - 1171200000)
    assert 30_000 < moved < 80_000
    assert (row["gates"][0]["lat"], row["gates"][0]["lon"]) == (row["lat"], row["lon"])


def test_a_row_in_wgs84_is_not_shifted_by_a_file_wide_word():
    assert faults(plan("places", place("p", datum="wgs84"), datum="gcj02")) == [(2, "datum", "wrong_datum")]


def test_a_list_in_baidus_datum_is_shifted_once_and_marked():
    said = place("p", datum="bd09")
    assert faults(plan("places", said)) == [(2, "datum", "wrong_datum")]
    assert faults(plan("places", said, datum="gcj02")) == [(2, "datum", "wrong_datum")]
    assert plan("places", said, datum="bd09").rows[0]["attrs"] == {"datum_from": "bd09"}


def test_twenty_thousand_rows_are_the_most():
    rows = [place(f"p{n}") for n in range(20_001)]
    assert faults(plan("places", *rows)) == [(0, "", "too_many_rows")]


@pytest.mark.parametrize(
    "nasty", ["<script>alert(1)</script>", "'; DROP TABLE users; --", "{{7*7}}", "𠮷野家🐕", "%s%n"]
)
def test_hostile_names_are_just_names(nasty):
    assert plan("users", user("anna", name=nasty)).rows[0]["name"] == nasty
