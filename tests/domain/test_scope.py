"""What each role may do, and how far a unit reaches."""

import pytest

from server.domain.scope import RIGHTS, Right, Role, allows, covers, path_of, rights_of

TABLE = {
    "officer": "record",
    "observer": "record",
    "reviewer": "see_records decide open_originals assign",
    "liaison": "",
    "office": "see_records decide undo_others open_originals see_people manage_people assign take_in "
    "set_city",
    "auditor": "see_records open_originals see_people",
    "admin": "see_records see_people manage_people take_in set_city",
}


@pytest.mark.parametrize(("role", "rights"), TABLE.items())
def test_a_role_has_exactly_its_rights(role, rights):
    assert rights_of([role]) == {Right(right) for right in rights.split()}


def test_every_role_is_in_the_table():
    assert set(RIGHTS) == set(Role)
    assert set(TABLE) == set(Role)


def test_several_roles_add_up_and_unknown_ones_give_nothing():
    assert allows(["officer", "reviewer"], Right.RECORD)
    assert allows(["officer", "reviewer"], Right.DECIDE)
    assert rights_of(["king", ""]) == frozenset()


@pytest.mark.parametrize(
    ("path", "other", "expected"),
    [
        ("/city/", "/city/east/", True),
        ("/city/east/", "/city/east/", True),
        ("/city/east/", "/city/", False),
        ("/city/east/", "/city/east-2/", False),
        ("/city/e/", "/city/east/", False),
        ("", "/city/", False),
    ],
)
def test_a_unit_covers_itself_and_what_lies_below(path, other, expected):
    assert covers(path, other) is expected


def test_a_path_is_the_chain_of_ids():
    assert path_of("east", path_of("city", None)) == "/city/east/"
