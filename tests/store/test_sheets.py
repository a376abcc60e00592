"""Reading files of every kind, whole or ugly, into sheets."""

import io
import json
import random
import zipfile

import openpyxl
import pytest

from server.domain.imports.sheets import Formula
from server.store import sheets
from server.store.sheets import read_table

TEXT = "编号,名称\na,东城\nb,西河\n"


def faults(name, data):
    return [(fault.row, fault.code) for sheet in read_table(name, data) for fault in sheet.faults]


def rows(name, data):
    return [dict(row.cells) for sheet in read_table(name, data) for row in sheet.rows]


def xlsx(*lines, title="表"):
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = title
    for line in lines:
        sheet.append(line)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_csv_is_read_in_the_encodings_and_dialects_offices_use(encoding, ending, delimiter):
    data = TEXT.replace("\n", ending).replace(",", delimiter).encode(encoding)
    assert rows("a.CSV", data) == [{"编号": "a", "名称": "东城"}, {"编号": "b", "名称": "西河"}]


def test_rows_keep_the_numbers_a_person_sees():
    (sheet,) = read_table("a.csv", b'\n\nid,name\n\na,x\nb,"two\nlines"\nc,y\n')
    assert [row.number for row in sheet.rows] == [5, 6, 8]


def test_a_line_cut_short_is_named_and_an_open_quote_refuses_the_file():
    assert faults("a.csv", b"id,name,unit\na,x,u\nb,y\n") == [(3, "uneven_line")]
    assert faults("a.csv", b'id,name\na,"x\n') == [(2, "damaged")]


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.csv", b"", "empty"),
        ("a.csv", b" \n \n", "empty"),
        ("a.csv", b"id,name\n\xff\xff\x81\n", "encoding"),
        ("a.csv", b"id\0,name\n", "encoding"),
        ("a.pdf", b"%PDF", "unknown_format"),
        ("noending", b"x", "unknown_format"),
        ("a.xlsx", b"PK\x03\x04 not a book", "damaged"),
        ("a.xlsx", b"id,name\n", "damaged"),
        ("a.yaml", b"a: [1", "damaged"),
        ("a.yaml", b"just words", "damaged"),
        ("a.yaml", b"- 1\n- 2\n", "damaged"),
        ("a.geojson", b"{", "damaged"),
        ("a.geojson", b"[]", "damaged"),
        ("a.geojson", b'{"features": [1]}', "damaged"),
        ("a.geojson", b'{"type": "FeatureCollection"}', "damaged"),
        ("a.geojson", b'{"crs": {"name": "EPSG:3857"}, "features": []}', "wrong_datum"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_fault(name, data, code):
    assert faults(name, data) == [(0, code)]


def test_a_whole_book_is_read_sheet_by_sheet_without_its_notes():
    data = xlsx(["id", "name"], ["a", "东城"], [None, None], ["b", 12])
    (sheet,) = read_table("a.xlsx", data)
    assert (sheet.name, sheet.headings) == ("表", ("id", "name"))
    assert [(row.number, row.cells["name"]) for row in sheet.rows] == [(2, "东城"), (4, 12)]
    assert read_table("a.xlsx", xlsx(["x"], title="说明")) == ()


def test_formulas_are_kept_apart_from_values():
    data = xlsx(["id", "name"], ["a", "=1+1"])
    assert rows("a.xlsx", data)[0]["name"] == Formula("=1+1")
    assert rows("a.csv", b"id,name\na,=HYPERLINK(1)\n")[0]["name"] == Formula("=HYPERLINK(1)")


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9, 0.99])
def test_half_a_book_is_damaged(share):
    data = xlsx(["id", "name"], *([f"u{n}", "东城"] for n in range(200)))
    assert faults("a.xlsx", data[: int(len(data) * share)]) == [(0, "damaged")]


def test_a_book_with_a_spoilt_sheet_is_damaged():
    data = bytearray(xlsx(["id", "name"], *([f"u{n}", f"东城{n}"] for n in range(200))))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        at = archive.getinfo("xl/worksheets/sheet1.xml").header_offset + 80
    data[at] ^= 0xFF
    assert faults("a.xlsx", bytes(data)) == [(0, "damaged")]


def test_no_spoilt_byte_makes_reading_fail():
    chance, data = random.Random(7), xlsx(["id", "name"], *([f"u{n}", "东城"] for n in range(20)))
    for _ in range(60):
        spoilt = bytearray(data)
        spoilt[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        read_table("a.xlsx", bytes(spoilt))


def test_bombs_and_giants_are_not_unpacked(monkeypatch):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 3_000_000)
    monkeypatch.setattr(sheets, "LARGEST_UNPACKED", 2_000_000)
    assert faults("a.xlsx", stream.getvalue()) == [(0, "too_large")]
    monkeypatch.setattr(sheets, "LARGEST_FILE", 10)
    assert faults("a.csv", b"x" * 11) == [(0, "too_large")]


def test_yaml_lists_may_stand_alone_or_under_one_name():
    assert rows("a.yaml", "- {id: a, name: 东城}".encode()) == [{"id": "a", "name": "东城"}]
    assert rows("a.yml", b"units:\n- id: a\n") == [{"id": "a"}]


def test_geojson_features_become_rows_with_their_shape_and_id():
    feature = {"type": "Feature", "id": 7, "properties": {"name": "x"}, "geometry": {"type": "Point"}}
    (sheet,) = read_table("a.geojson", json.dumps({"features": [feature]}).encode())
    assert sheet.open_ended
    assert [dict(row.cells) for row in sheet.rows] == [{"name": "x", "geometry": {"type": "Point"}, "id": 7}]


def test_geojson_that_declares_gcj02_says_so_on_every_row():
    data = (
        b'{"crs": {"properties": {"name": "GCJ-02"}}, "features": [{"properties": null, "geometry": null}]}'
    )
    assert rows("a.geojson", data) == [{"geometry": None, "id": None, "datum": "gcj02"}]
