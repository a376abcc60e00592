"""What is written about a failure: where and of what kind, and nothing about people."""

import inspect
import logging
import threading

import pytest
from granian import Granian
from sqlalchemy import insert, text
from sqlalchemy.exc import SQLAlchemyError

from server.cli import serving
from server.services.worker import Worker
from server.store import jobs
from server.store.tables import users
from tests.support.calling import OWN, sign_in
from tests.support.city import NOW

NAME = "欧阳娜娜"


def add_twice(conn):
    row = {"id": "u-x", "username": "ouyang", "name": NAME, "roles": [], "unit_id": "east", "active": True}
    conn.execute(insert(users).values(**row))
    conn.execute(insert(users).values(**row))


def is_clean(text):
    return not any(word in text for word in (NAME, "ouyang", "u-chen", NAME.encode().hex()))


def test_neither_engine_quotes_parameters(city):
    with pytest.raises(SQLAlchemyError) as caught, city.scratch() as conn:
        add_twice(conn)
    assert NAME not in str(caught.value) and "hidden" in str(caught.value)
    with pytest.raises(SQLAlchemyError) as caught, city.read() as conn:
        conn.execute(text("SELECT nothing FROM users WHERE name = :name"), {"name": NAME})
    assert NAME not in str(caught.value)


def test_a_failed_request_leaves_kind_and_place_in_the_log_and_no_name(client, monkeypatch, caplog):
    def fail(store, *_rest):
        with store.scratch() as conn:
            add_twice(conn)

    sign_in(client, "zhao")
    monkeypatch.setattr("server.api.people.issue_enrol_code", fail)
    with caplog.at_level(logging.DEBUG):
        answer = client.post("/api/people/u-chen/enrol-code", headers=OWN)
    assert answer.status_code == 500
    assert answer.json["reference"] in caplog.text
    assert "IntegrityError" in caplog.text and "/api/people/<person>/enrol-code" in caplog.text
    assert "tests/api/test_logs.py" in caplog.text
    assert is_clean(caplog.text)


def test_a_failed_job_leaves_no_name_either(city, caplog):
    def fail(store, _job, _now):
        try:
            int(NAME)
        except ValueError:
            with store.scratch() as conn:
                add_twice(conn)

    with city.scratch() as conn:
        jobs.want(conn, jobs.Wish("fail", "k", {"name": NAME}, NOW))
    worker = Worker(city, {"fail": fail}, clock=lambda: NOW)
    worker.run_once()
    assert "IntegrityError" in caplog.text and "ValueError" in caplog.text and is_clean(caplog.text)


def test_a_worker_without_its_database_says_so_without_names(city, monkeypatch, caplog):
    stop = threading.Event()

    def away(*_):
        stop.set()
        raise OSError(5, "Input/output error", NAME) from ValueError(NAME)

    monkeypatch.setattr(Worker, "run_once", lambda _self: away())
    Worker(city, {}, clock=lambda: NOW).run(stop)
    assert "could not reach its jobs" in caplog.text and "OSError: Input/output" in caplog.text
    assert is_clean(caplog.text)


def test_the_server_keeps_no_log_of_who_asked_for_what():
    assert inspect.signature(Granian).parameters["log_access"].default is False
    assert "log_access" not in inspect.getsource(serving)
