"""Whatever stands in an address, the answer is never the server's own failure."""

import base64
import json
import re
from urllib.parse import quote

import pytest

from server.app import openapi_document
from tests.support.calling import sign_in, token
from tests.support.city import NOW

VALUES = [
    "", "0", "-1", "1", "1.5", "1e3", "NaN", "true", str(10**23), "9" * 5000, str(2**63), "-" + "9" * 30,
    "x" * 9000, "\x00", "a\x00b", "%", "_", "'", '"; DROP TABLE users; --', "../../keys/secret", "陈", "😀",
    "\u202e", "\n", "١٢", "null", "[]", "{}",
]  # fmt: skip
RAW = ["%ff%fe", "%ed%a0%80", "%c0%80", "%", "%zz", "%00"]
EVERY = sorted((path, spec["get"]) for path, spec in openapi_document()["paths"].items() if "get" in spec)


@pytest.fixture
def ask(client, phone):
    """Ask as a signed-in administrator and as a phone at once; give the status."""
    client.post("/api/journal", json={"entries": [phone.record(NOW)]}, headers=token(client, phone))
    sign_in(client, "zhao")
    bearer = token(client, phone)
    return lambda address: client.get(address, headers=bearer).status_code


def addresses(path, operation):
    """Give the route's address with one part after the other made odd, the others good."""
    odd = [quote(value, safe="") for value in VALUES] + RAW
    names = re.findall(r"\{(\w+)\}", path)
    for name in names:
        for value in odd:
            yield re.sub(r"\{\w+\}", "1", path.replace(f"{{{name}}}", value))
    good = re.sub(r"\{\w+\}", "1", path)
    asked = [each for each in operation.get("parameters", []) if each.get("in") == "query"]
    needed = {each["name"]: "1" for each in asked if each.get("required")}
    for each in asked:
        others = "".join(f"&{name}={value}" for name, value in needed.items() if name != each["name"])
        for value in odd:
            yield f"{good}?{each['name']}={value}{others}"
            yield f"{good}?{each['name']}={value}&{each['name']}={value}{others}"


@pytest.mark.parametrize(("path", "operation"), EVERY, ids=[path for path, _ in EVERY])
def test_no_question_breaks_the_server(ask, path, operation):
    broken = {each for each in addresses(path, operation) if ask(each) >= 500}
    assert not broken


INDEXES = [10**23, -(10**23), 2**63, -2, 1.5, True, None, "1", [], {}]
TEXTS = ["\x00", "\ud800", "x" * 100, 0, None, [], {}, False]
CURSORS = [
    *([index, "", "east-1", False, None] for index in INDEXES),
    *([0, odd, "east-1", False, None] for odd in TEXTS),
    *([0, "", odd, False, None] for odd in TEXTS),
    *([0, "", "east-1", odd, None] for odd in TEXTS),
    *([0, "", "east-1", True, odd] for odd in TEXTS),
    [], [0], {}, 0, None, "x", float("inf"), [[[[[[]]]]]],
]  # fmt: skip


@pytest.mark.parametrize("feed", ["changes", "queue"])
def test_a_cursor_that_is_not_ours_breaks_nothing(ask, feed):
    for said in CURSORS:
        text = json.dumps(said) if feed == "changes" else f"{said}|{said}"
        cursor = base64.urlsafe_b64encode(text.encode(errors="replace")).decode()
        assert ask(f"/api/{feed}?cursor={cursor}") in {200, 422}, said


def test_a_cursor_beyond_all_integers_begins_anew(client, phone):
    bearer = token(client, phone)
    forged = base64.urlsafe_b64encode(json.dumps([10**23, "", "east-1", False, None]).encode()).decode()
    anew = client.get(f"/api/changes?cursor={forged}", headers=bearer)
    assert anew.json == client.get("/api/changes", headers=bearer).json
