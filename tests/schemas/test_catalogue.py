"""The catalogue file: the edition that comes with the program is whole, and a wrong file is explained."""

import copy
from pathlib import Path

import pytest
import yaml

from schemas.catalogue import EDITION_FILE, CatalogueError, check_catalogue, first_edition, parse_catalogue
from server.cli.catalogue_words import catalogue_line

EDITION = dict(first_edition())


def item(document, code):
    return next(one for one in document["items"] if one["code"] == code)


def problems(change, say=str):
    document = copy.deepcopy(EDITION)
    change(document)
    with pytest.raises(CatalogueError) as caught:
        check_catalogue(document, "mine.yaml")
    return [say(one) for one in caught.value.problems]


def test_the_edition_keeps_all_items_of_its_source():
    assert len(EDITION["items"]) == 43
    assert {one["kind"] for one in EDITION["items"]} == {"violation", "checklist", "tally", "register"}
    assert EDITION["meta"]["edition"] == "2026.1"


def test_no_label_is_cut_at_a_comma():
    # An unquoted comma in a YAML flow map ends the value; the rest would have become a key.
    text = EDITION_FILE.read_text("utf-8")
    assert "校门交通秩序观测" in text
    assert item(EDITION, "SCH-06")["name"]["en"] == "Tobacco, alcohol or lottery outlet near a school"
    assert EDITION["meta"]["disclaimer"]["zh"].endswith("法律依据以现行有效文本为准。")


BAD = yaml.safe_load((Path(__file__).parent / "bad_catalogues.yaml").read_text("utf-8"))


def at(node, step):
    """A part by key; in a list by code or position."""
    if isinstance(node, dict):
        return step
    codes = [one.get("code") for one in node]
    return codes.index(step) if step in codes else int(step)


def change_as(case):
    *way, last = case["at"].split()

    def change(document):
        node = document
        for step in way:
            node = node[at(node, step)]
        if "add" in case:
            node[last].append(case["add"])
        elif "drop" in case:
            node.pop(at(node, last))
        else:
            node[last] = case["put"]

    return change


@pytest.mark.parametrize("case", BAD, ids=lambda case: case["says"])
def test_a_wrong_file_names_file_item_field_and_what_is_allowed(case):
    found = problems(change_as(case))
    assert all(one.startswith("mine.yaml: ") for one in found)
    assert any(case["says"] in one for one in found), found


@pytest.mark.parametrize("case", BAD, ids=lambda case: case["says"])
def test_a_wrong_file_is_explained_in_chinese_too(case, monkeypatch):
    monkeypatch.setenv("XUNZHENG_LANG", "zh")
    for line in problems(change_as(case), catalogue_line):
        assert any("\u4e00" <= letter <= "\u9fff" for letter in line.rpartition(": ")[2]), line


def test_all_problems_are_told_at_once():
    def change(document):
        item(document, "DOG-01")["dept"]["lead"] = "zoo"
        item(document, "TRF-01")["window"] = "noon"

    assert len(problems(change)) == 2


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a: 1\na: 2\n", "key 'a' is given twice"),
        ("no: 1\n", "key False is no word: quote it"),
        ("? [a]\n: 1\n", "is no word"),
        ("a: [1\n", "expected ',' or ']'"),
        ("- just\n- a list\n", "Must be a map of sections."),
        ("", "Must be a map of sections."),
        ("!!python/object/apply:os.system [ls]", "could not determine a constructor"),
    ],
)
def test_a_file_that_is_no_catalogue(source, expected):
    with pytest.raises(CatalogueError) as caught:
        parse_catalogue(source, "mine.yaml")
    assert expected in str(caught.value)


def test_the_published_form_reads_back():
    assert parse_catalogue(yaml.safe_dump(EDITION, allow_unicode=True), "again.yaml") == EDITION
