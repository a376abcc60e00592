"""Who is turned away at the door while many phones are inside."""

import threading
from contextlib import contextmanager
from dataclasses import replace

import pytest

from server.app import create_app
from server.limits import Limits
from tests.support.calling import sign_in, token


@pytest.fixture
def full(city):
    """An app with three places for devices, two of which bodies that stall could hold."""
    config = replace(city.config, limits=Limits(requests_in_hand=1, open_known=1, open_strangers=1))
    app = create_app(config, city)
    app.config.update(TESTING=True)
    return app


@contextmanager
def crowd(app):
    """Hold all places inside."""
    with app.wsgi_app._room, app.wsgi_app._room, app.wsgi_app._room:
        yield


def test_phones_are_turned_away_and_screens_are_answered(full, phone):
    client = full.test_client()
    sign_in(client, "liu")
    bearer = token(client, phone)
    with crowd(full):
        for answer in (
            client.post("/api/device/challenge", json={"kid": phone.kid}),
            client.get("/api/journal/head", headers=bearer),
        ):
            assert (answer.status_code, answer.json["code"], answer.json["permanent"]) == (503, "busy", False)
            assert answer.headers["Retry-After"] == "5" and answer.mimetype == "application/problem+json"
        assert client.get("/api/queue").status_code == 200
        assert client.get("/healthz").status_code == 200
    assert client.get("/api/journal/head", headers=bearer).status_code == 200


def test_uploads_have_places_of_their_own(full, phone):
    client = full.test_client()
    bearer = token(client, phone)
    with crowd(full):
        answer = client.head("/api/evidence/" + "0" * 64, headers={**bearer, "Tus-Resumable": "1.0.0"})
        assert answer.status_code == 403


def test_words_come_in_the_language_of_the_screens(full):
    client = full.test_client()
    with crowd(full):
        english = client.post("/api/device/challenge", json={}, headers={"Accept-Language": "en"})
        assert english.json["title"] == "The server is busy"
        assert client.post("/api/device/challenge", json={}).json["title"] == "服务器忙"


def test_a_request_that_fails_leaves_its_place(full, phone):
    client = full.test_client()
    for _ in range(9):
        assert (
            client.post("/api/device/challenge", data=b"{", content_type="application/json").status_code
            == 400
        )
    done = []
    thread = threading.Thread(
        target=lambda: done.append(full.test_client().post("/api/device/challenge", json={"kid": phone.kid}))
    )
    thread.start()
    thread.join()
    assert done[0].status_code == 200
