"""Health, public facts, the described API, security headers, and failures that tell nothing."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import OperationalError

from server.app import openapi_document
from tests.support.calling import OWN
from tests.support.city import NOW


def test_health(client):
    assert client.get("/healthz").json == {"status": "ok"}
    assert client.get("/readyz").json == {"status": "ok"}


def test_not_ready_without_a_folder_to_write(client, monkeypatch):
    monkeypatch.setattr("server.store.store.os.access", lambda *_: False)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json["code"], answer.headers["Retry-After"]) == (503, "not_ready", "5")


def test_not_ready_without_its_database(client, city, monkeypatch):
    def away():
        raise OperationalError("SELECT 1", {}, Exception("connection refused"))

    monkeypatch.setattr(city.database.reader, "connect", away)
    assert (client.get("/readyz").status_code, client.get("/readyz").json["part"]) == (503, "database")
    assert client.get("/healthz").status_code == 200


def test_not_ready_while_jobs_wait_for_a_worker_that_is_not_there(client, city, app):
    with city.write() as tx:
        tx.want("thumb", "a", {}, NOW)
    assert client.get("/readyz").status_code == 200
    app.config["CLOCK"] = lambda: NOW + timedelta(minutes=11)
    assert (client.get("/readyz").status_code, client.get("/readyz").json["part"]) == (503, "worker")


def test_about_names_the_keys_a_phone_will_pin(client, city):
    said = client.get("/api/about").json
    assert (said["origin"], said["vkey"], said["demo"]) == (city.origin, city.signer.vkey, False)
    assert said["name"] == {"zh": "测试城", "en": "Testville"}
    assert said["edition"] == "2026.1"
    assert "d" not in said["seal_jwk"]
    assert "accounts" not in said


def test_an_edition_is_immutable_and_public(client):
    answer = client.get("/api/catalogue/2026.1")
    assert answer.json["meta"]["edition"] == "2026.1"
    assert "immutable" in answer.headers["Cache-Control"]
    assert client.get("/api/catalogue/1999.1").json["code"] == "not_found"


def test_the_api_describes_itself(client):
    said = client.get("/api/openapi.json").json
    assert said["openapi"] == openapi_document()["openapi"] == "3.1.0"
    assert {"/api/journal", "/api/devices", "/api/changes", "/api/queue"} <= set(said["paths"])
    page = client.get("/api/docs").text
    assert "/api/journal" in page
    assert "<script" not in page
    assert "<style" not in page
    assert client.get("/api/docs.css").content_type.startswith("text/css")
    assert "https://" not in page


PAGES = ["/", "/desk", "/sw.js", "/manifest.webmanifest", "/api/docs", "/api/docs.css"]


@pytest.mark.parametrize(
    "path", [*PAGES, "/healthz", "/api/about", "/api/openapi.json", "/nope", "/api/nope"]
)
def test_every_answer_is_protected(client, path):
    with client.get(path) as answer:
        headers = answer.headers
    policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))
    assert {policy[name] for name in ("default-src", "base-uri", "frame-ancestors")} == {"'none'"}
    assert {policy[name] for name in ("script-src", "style-src", "connect-src", "worker-src")} == {"'self'"}
    assert policy["require-trusted-types-for"] == "'script'"
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("get", "/api/nope", 404, "not_found"),
        ("post", "/api/nope", 404, "not_found"),
        ("put", "/api/about", 405, "method_not_allowed"),
        ("post", "/desk", 405, "method_not_allowed"),
        ("get", "/api/places/%00", 422, "invalid_request"),
    ],
)
def test_failures_are_problem_documents(client, method, path, status, code):
    answer = getattr(client, method)(path, headers=OWN)
    assert (answer.status_code, answer.json["code"]) == (status, code)
    assert answer.content_type.startswith("application/problem+json")


def test_a_bug_tells_the_client_nothing(client, monkeypatch):
    def fail(_conn):
        raise RuntimeError("SELECT secret FROM /root/path")

    monkeypatch.setattr("server.queries.about.newest_edition", fail)
    answer = client.get("/api/about", headers={"Accept-Language": "en"})
    assert (answer.status_code, answer.json["code"], answer.json["permanent"]) == (500, "internal", False)
    for word in ("SELECT", "secret", "/root", "Traceback", "RuntimeError"):
        assert word not in answer.text


def test_words_follow_the_reader(client):
    assert client.get("/api/nope").json["title"] == "找不到"
    assert client.get("/api/nope", headers={"Accept-Language": "en-GB,en"}).json["title"] == "Not found"
    assert client.get("/api/nope", headers={"Accept-Language": "fr"}).json["title"] == "找不到"
