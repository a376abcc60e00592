"""Signing in, guessing, and what ends a session."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select

from server.domain import problems
from server.services import guessing, sessions
from server.services.sessions import PasswordChange
from server.services.worker import Worker
from server.store import accounts, guesses
from server.store.tables import leaves, login_failures
from server.store.tables import sessions as session_rows
from server.store.turns import Turns
from tests.support.city import NOW, PASSWORD, user_of

LATER = NOW + timedelta(minutes=1)


def test_a_session_holds_for_twelve_hours(city):
    session = sessions.sign_in(city, " LIU ", PASSWORD, NOW)
    assert sessions.session_user(city, session.token, NOW + timedelta(hours=11, minutes=59)).id == "u-liu"
    assert sessions.session_user(city, session.token, NOW + timedelta(hours=12)) is None
    assert sessions.session_user(city, session.token + "x", NOW) is None


def test_only_the_hash_of_a_session_is_kept(city):
    session = sessions.sign_in(city, "liu", PASSWORD, NOW)
    with city.read() as conn:
        kept = conn.execute(select(session_rows)).one()
    assert session.token not in str(kept)


def test_signing_out_ends_that_session_only(city):
    first, second = (sessions.sign_in(city, "liu", PASSWORD, NOW) for _ in range(2))
    sessions.sign_out(city, first.token)
    assert sessions.session_user(city, first.token, NOW) is None
    assert sessions.session_user(city, second.token, NOW)


def test_signing_in_forgets_sessions_that_ended(city):
    sessions.sign_in(city, "liu", PASSWORD, NOW)
    sessions.sign_in(city, "liu", PASSWORD, NOW + timedelta(hours=13))
    with city.read() as conn:
        assert len(conn.execute(select(session_rows)).all()) == 1


@pytest.mark.parametrize(
    ("name", "password"), [("liu", "wrong"), ("nobody", PASSWORD), ("", ""), ("liu", PASSWORD * 100)]
)
def test_wrong_names_and_wrong_passwords_get_one_answer(city, name, password):
    with pytest.raises(problems.WrongPasswordProblem):
        sessions.sign_in(city, name, password, NOW)


@pytest.mark.parametrize("name", ["liu", "nobody"])
def test_guessing_is_slowed_down_whether_the_name_exists_or_not(city, name):
    for _ in range(5):
        with pytest.raises(problems.WrongPasswordProblem):
            sessions.sign_in(city, name, "wrong", NOW)
    with pytest.raises(problems.TooManyAttemptsProblem) as caught:
        sessions.sign_in(city, name, PASSWORD, NOW + timedelta(seconds=10))
    assert caught.value.extras == {"retry_after": 20}


def test_the_right_password_after_the_wait_forgets_the_guesses(city):
    for _ in range(5):
        with pytest.raises(problems.WrongPasswordProblem):
            sessions.sign_in(city, "liu", "wrong", NOW)
    sessions.sign_in(city, "liu", PASSWORD, NOW + timedelta(seconds=31))
    with pytest.raises(problems.WrongPasswordProblem):
        sessions.sign_in(city, "liu", "wrong", NOW + timedelta(seconds=32))


def test_changing_the_password_ends_other_sessions_and_is_a_leaf_without_the_secret(city):
    here, there = (sessions.sign_in(city, "liu", PASSWORD, NOW) for _ in range(2))
    change = PasswordChange(PASSWORD, "another long one 42", here.token)
    sessions.change_password(city, user_of(city, "liu"), change, LATER)
    assert sessions.session_user(city, here.token, LATER)
    assert sessions.session_user(city, there.token, LATER) is None
    with pytest.raises(problems.WrongPasswordProblem):
        sessions.sign_in(city, "liu", PASSWORD, LATER)
    with city.read() as conn:
        leaf = conn.execute(select(leaves).order_by(leaves.c.idx.desc())).first()
    assert leaf.type == "user.password_set"
    assert "another" not in leaf.payload and "argon2" not in leaf.payload


def test_a_wrong_old_or_a_weak_new_password_changes_nothing(city):
    user = user_of(city, "liu")
    with pytest.raises(problems.WrongPasswordProblem):
        sessions.change_password(city, user, PasswordChange("wrong", "another long one 42"), NOW)
    with pytest.raises(problems.WeakPasswordProblem) as caught:
        sessions.change_password(city, user, PasswordChange(PASSWORD, "short"), NOW)
    assert caught.value.extras["why"] == "too_short"
    assert sessions.sign_in(city, "liu", PASSWORD, NOW)


def test_what_was_typed_as_a_name_is_kept_only_as_a_hash_and_for_half_a_day(city):
    with pytest.raises(problems.WrongPasswordProblem):
        sessions.sign_in(city, "my-password-by-mistake", "x", NOW)
    with city.read() as conn:
        assert "mistake" not in str(conn.execute(select(login_failures)).all())
    Worker(city, clock=lambda: NOW + timedelta(hours=11, minutes=59))._keep_house()
    with city.read() as conn:
        assert len(conn.execute(select(login_failures)).all()) == 1
    Worker(city, clock=lambda: NOW + timedelta(hours=12, minutes=1))._keep_house()
    with city.read() as conn:
        assert conn.execute(select(login_failures)).all() == []


def test_made_up_names_fill_no_disk_and_free_no_guessed_name(city, monkeypatch):
    monkeypatch.setattr(guesses, "MOST", 10)
    for _ in range(3):
        guessing.count(city, "liu", NOW)
    for number in range(40):
        guessing.count(city, f"made-up-{number}", NOW + timedelta(seconds=number))
    with city.read() as conn:
        assert len(conn.execute(select(login_failures)).all()) == 10
        assert guesses.failures_of(conn, "liu").n == 3


def test_only_few_passwords_are_checked_at_once_and_the_rest_come_back(city, monkeypatch):
    at_once, most, lock = 0, 0, threading.Lock()
    real = accounts.hash_password

    def slow(password):
        nonlocal at_once, most
        with lock:
            at_once += 1
            most = max(most, at_once)
        time.sleep(0.02)
        hashed = real(password)
        with lock:
            at_once -= 1
        return hashed

    def guess(number):
        try:
            sessions.sign_in(city, f"nobody-{number}", "x", NOW)
        except problems.Problem as problem:
            return problem.code

    monkeypatch.setattr(accounts, "hash_password", slow)
    monkeypatch.setattr(accounts, "CHECKING", Turns(2, queue=4, patience_s=5, retry_after_s=5))
    with ThreadPoolExecutor(24) as pool:
        answers = list(pool.map(guess, range(24)))
    assert most <= 2
    assert set(answers) == {"wrong_password", "busy"} and answers.count("wrong_password") >= 6
    with city.read() as conn:
        counted = len(conn.execute(select(login_failures)).all())
    assert counted == answers.count("wrong_password")
