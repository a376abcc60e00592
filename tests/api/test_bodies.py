"""Bodies that end early, are too long, or come when too many are still arriving."""

import json

import pytest

from server.api import open_bodies
from server.limits import Limits
from server.store.turns import Turns
from tests.support.calling import OWN, sign_in, token

ROUTES = ["/api/session", "/api/setup", "/api/device/challenge", "/api/device/token"]


def cut(client, path, headers, *, terminated, said=None):
    """Declare 100 bytes more than arrive; `terminated` as granian, which ends a cut body like a whole one."""
    body = json.dumps(said or {"kid": "x"}).encode()
    told = {"CONTENT_LENGTH": str(len(body) + 100)} | ({"wsgi.input_terminated": True} if terminated else {})
    return client.post(
        path, data=body, headers=headers, environ_overrides=told, content_type="application/json"
    )


@pytest.mark.parametrize("terminated", [True, False])
def test_a_cut_body_is_incomplete_and_temporary_on_every_route(client, phone, terminated):
    sign_in(client, "chen")
    bearer = token(client, phone)
    everywhere = [(path, OWN) for path in [*ROUTES, "/api/session/password", "/api/devices"]]
    for path, headers in [*everywhere, ("/api/journal", bearer), ("/api/receipts", bearer)]:
        answer = cut(client, path, headers, terminated=terminated)
        said = (answer.status_code, answer.json["code"], answer.json["permanent"], answer.json["offset"])
        assert said == (400, "incomplete", False, 12), path


def test_whole_text_that_is_no_json_stays_refused_for_good(client):
    answer = client.post("/api/device/challenge", data=b'{"kid"', content_type="application/json")
    assert (answer.status_code, answer.json["code"], answer.json["permanent"]) == (400, "not_json", True)
    empty = client.post("/api/device/challenge", data=b"", content_type="application/json")
    assert empty.json["code"] == "not_json"


def test_a_cut_body_of_undeclared_length_is_temporary(client):
    answer = client.post(
        "/api/device/challenge", data=b'{"kid"', content_type="application/json",
        environ_overrides={"HTTP_TRANSFER_ENCODING": "chunked", "wsgi.input_terminated": True},
    )  # fmt: skip
    assert (answer.json["code"], answer.json["permanent"]) == ("incomplete", False)


def test_strangers_send_little(client, phone):
    long = {"kid": "x" * 70_000}
    answer = client.post("/api/device/challenge", json=long)
    assert (answer.status_code, answer.json["code"], answer.json["limit"]) == (413, "too_large", 65_536)
    assert (
        client.post("/api/receipts", json={"blobs": ["x" * 70_000]}, headers=token(client, phone)).status_code
        == 422
    )


def test_strangers_cannot_take_the_places_of_phones(client, phone, monkeypatch):
    bearer = token(client, phone)
    full = Turns(1, retry_after_s=5)
    monkeypatch.setattr(client.application.extensions[open_bodies.EXTENSION], "strangers", full)
    with full.taken():
        answer = client.post("/api/device/challenge", json={"kid": phone.kid})
        assert (answer.status_code, answer.json["code"], answer.headers["Retry-After"]) == (503, "busy", "5")
        assert answer.json["permanent"] is False
        assert client.post("/api/journal", json={"entries": []}, headers=bearer).status_code != 503
    assert client.post("/api/device/challenge", json={"kid": phone.kid}).status_code == 200


def test_bodies_leave_threads_for_everything_else():
    from server.cli.serving import THREADS

    bodies = open_bodies.OpenBodies(Limits())
    shares = (bodies.pictures, bodies.previews, bodies.known, bodies.strangers)
    assert sum(each._room._initial_value for each in shares) <= THREADS - 64
