"""Codes, first passwords, revoking, and the first administrator."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from server.domain import problems
from server.domain.codes import normalise_code
from server.queries.people import list_people
from server.services import people, sessions, setting_up
from server.services.setting_up import NewAdmin
from server.store import accounts
from server.store.tables import enrol_codes, leaves, users
from tests.support import city as cast
from tests.support.city import NOW, user_of


def without_password(city, name):
    with city.scratch() as conn:
        conn.execute(accounts.credentials.delete().where(accounts.credentials.c.user_id == f"u-{name}"))


def test_a_code_is_short_readable_and_kept_only_as_a_hash(city):
    issued = people.issue_enrol_code(city, "u-chen", people.OPERATOR, NOW)
    assert len(issued.code) == 9 and issued.code[4] == "-"
    assert not set(issued.code) & set("ILOU")
    with city.read() as conn:
        rows = conn.execute(select(enrol_codes)).all()
        texts = conn.scalars(select(leaves.c.payload)).all()
    assert [row.code_hash for row in rows] == [accounts.digest(normalise_code(issued.code))]
    assert not any(issued.code in text for text in texts)


def test_a_new_code_ends_the_one_before(city):
    people.issue_enrol_code(city, "u-chen", people.OPERATOR, NOW)
    people.issue_enrol_code(city, "u-chen", people.OPERATOR, NOW)
    with city.read() as conn:
        assert len(conn.execute(select(enrol_codes)).all()) == 1


def test_somebody_without_a_password_gets_a_first_one_once(city):
    without_password(city, "chen")
    issued = people.issue_enrol_code(city, "u-chen", people.OPERATOR, NOW)
    assert sessions.sign_in(city, "chen", issued.first_password, NOW)
    assert people.issue_enrol_code(city, "u-chen", people.OPERATOR, NOW).first_password is None


def test_a_reset_password_ends_sessions_and_the_wait(city):
    session = sessions.sign_in(city, "chen", cast.PASSWORD, NOW)
    for _ in range(5):
        with pytest.raises(problems.WrongPasswordProblem):
            sessions.sign_in(city, "chen", "wrong", NOW)
    password = people.reset_password(city, "u-chen", people.OPERATOR, NOW)
    assert sessions.session_user(city, session.token, NOW) is None
    assert sessions.sign_in(city, "chen", password, NOW)


@pytest.mark.parametrize("who", ["u-wang", "u-zhao", "u-nobody"])
def test_nobody_manages_people_outside_their_units(city, who):
    manager = people.manager_of(user_of(city, "liu"))
    with pytest.raises(problems.NotFoundProblem):
        people.issue_enrol_code(city, who, manager, NOW)


def test_a_revoked_device_shows_when_and_still_belongs_to_its_officer(city, phone):
    people.revoke_device(city, phone.kid, "lost in the park", people.OPERATOR, NOW)
    with city.read() as conn:
        listed = list_people(conn, user_of(city, "zhao"), None, "陈", "zh")
    assert [device["revoked_at"] for device in listed[0]["devices"]] == ["2026-11-22T08:00:00.000Z"]
    with pytest.raises(problems.NotFoundProblem):
        people.revoke_device(city, "no such device", "lost", people.OPERATOR, NOW)
    with pytest.raises(problems.NotFoundProblem):
        people.revoke_device(city, phone.kid, "lost", people.Manager("user:x", "west"), NOW)


def test_people_are_listed_by_subtree_and_search(city):
    with city.read() as conn:
        zhao, liu = user_of(city, "zhao"), user_of(city, "liu")
        names = [person["username"] for person in list_people(conn, zhao, None, "", "zh")]
        assert sorted(names) == ["chen", "liu", "sun", "wang", "zhao"]
        assert [person["username"] for person in list_people(conn, zhao, "west", "", "zh")] == ["wang"]
        assert sorted(person["username"] for person in list_people(conn, liu, None, "", "zh")) == [
            "chen",
            "liu",
        ]
        assert list_people(conn, liu, "west", "", "zh") == []
        assert list_people(conn, zhao, None, "100%_", "zh") == []


ADMIN = NewAdmin("Boss", "主任", "correct horse battery")


def test_the_first_administrator_comes_in_by_a_link_that_works_once(empty_store):
    token = setting_up.mint_setup_token(empty_store, NOW)
    user = setting_up.first_admin(empty_store, token, ADMIN, NOW)
    assert (user.username, user.roles, user.unit_id) == ("boss", ("admin", "office"), "city")
    assert sessions.sign_in(empty_store, "boss", ADMIN.password, NOW)
    with pytest.raises(problems.SetupClosedProblem):
        setting_up.first_admin(empty_store, token, ADMIN, NOW)
    assert setting_up.mint_setup_token(empty_store, NOW) is None


def test_a_wrong_old_or_replaced_link_opens_nothing(empty_store):
    old = setting_up.mint_setup_token(empty_store, NOW)
    new = setting_up.mint_setup_token(empty_store, NOW)
    for token, at in ((old, NOW), ("", NOW), ("x", NOW), (new, NOW + timedelta(days=7))):
        with pytest.raises(problems.SetupClosedProblem):
            setting_up.first_admin(empty_store, token, ADMIN, at)


def test_a_weak_password_leaves_the_link_usable_and_nothing_behind(empty_store):
    token = setting_up.mint_setup_token(empty_store, NOW)
    with pytest.raises(problems.WeakPasswordProblem):
        setting_up.first_admin(empty_store, token, NewAdmin("boss", "主任", "boss"), NOW)
    with empty_store.read() as conn:
        assert conn.execute(select(users)).all() == []
    assert setting_up.first_admin(empty_store, token, ADMIN, NOW)
