"""A phone of any publication still finds every route it asks, and in every answer what it reads."""

import base64
import json

import pytest

from server.domain import journal
from server.domain.codes import normalise_code
from server.services.people import OPERATOR, issue_enrol_code
from tests.support import city as cast
from tests.support.phone import Phone, digest
from tests.versions.frozen import dug, filled, lacks, publications

PICTURE = bytes(range(256)) * 20
HALF = len(PICTURE) // 2


@pytest.fixture
def phone(city):
    """Chen's phone, not enrolled yet: it does that itself."""
    return Phone(city.origin, "u-chen")


@pytest.fixture
def values(city, phone):
    """What this run puts in the places of a request."""
    code = normalise_code(issue_enrol_code(city, "u-chen", OPERATOR, cast.NOW).code)
    entries = [phone.shot(PICTURE, cast.NOW), phone.record(cast.NOW, shots=[digest(PICTURE)])]
    lost = phone.record(cast.NOW)
    later = [phone.record(cast.NOW)]
    return {
        "username": "chen", "password": cast.PASSWORD, "code": code, "jwk": phone.jwk, "kid": phone.kid,
        "proof": phone.sign(f"xunzheng-enrol\n{city.origin}\n{code}\n{phone.kid}".encode()),
        "entries": entries, "later": later,
        "missing": [{"seq": 3, "hash": journal.entry_hash(lost)}], "sha256": digest(PICTURE),
        "sha256_base64": base64.b64encode(digest(PICTURE).encode()).decode(), "bytes": len(PICTURE),
        "half": HALF, "first_half": PICTURE[:HALF], "second_half": PICTURE[HALF:], "edition": "2026.1",
    }  # fmt: skip


def seen(note):
    """The checkpoint that a phone remembers of an answer."""
    _origin, size, root = note.split("\n")[:3]
    return {"size": int(size), "root": base64.b64decode(root).hex()}


def ask(client, exchange, values):
    method, path = exchange["ask"].split(" ")
    body = filled(exchange["body"], values) if "body" in exchange else None
    said = json.dumps(filled(exchange["json"], values)) if "json" in exchange else None
    headers = filled(exchange["headers"], values)
    if said is not None:
        headers["Content-Type"] = "application/json"
    return client.open(filled(path, values), method=method, data=body or said, headers=headers)


def learn(exchange, answer, values, phone):
    """Take from an answer what the next requests are made of."""
    for name, path in exchange.get("keep", {}).items():
        values[name] = dug(answer.json, path)
    if "nonce" in exchange.get("keep", {}):
        values["signature"] = phone.sign(f"xunzheng-token\n{values['nonce']}".encode())
    receipt = (answer.get_json(silent=True) or {}).get("receipt")
    if receipt:
        values.update(seen(receipt["checkpoint"]))


@pytest.mark.parametrize("file", publications(), ids=lambda path: f"publication {path.stem}")
def test_a_phone_of_this_publication_is_served(file, client, phone, values):
    published = json.loads(file.read_text(encoding="utf-8"))
    for exchange in published["exchanges"]:
        answer = ask(client, exchange, values)
        assert answer.status_code == exchange["status"], (exchange["ask"], answer.text)
        for name in exchange.get("answer_headers", []):
            assert name in answer.headers, (exchange["ask"], name)
        if "needs" in exchange:
            assert lacks(exchange["needs"], answer.json) == [], exchange["ask"]
        learn(exchange, answer, values, phone)
    kinds = {subject["subject"].partition(":")[0]: subject["state"] for subject in values["subjects"]}
    for kind, shape in published["subjects"].items():
        assert lacks(shape, kinds[kind], kind) == []


def test_what_is_missing_in_an_answer_is_named():
    shape = {"a": "number", "b": [{"c": "string?"}], "d": "object"}
    assert lacks(shape, {"a": 1, "b": [{"c": None}, {"c": "x"}], "d": {}, "more": 1}) == []
    assert lacks(shape, {"a": True, "b": [{}], "d": []}) == [
        "answer.a is True, not number",
        "answer.b[0].c is missing",
        "answer.d is [], not object",
    ]
