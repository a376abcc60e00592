"""Which entry may follow which under one record id."""

import pytest

from server.domain.versions import Author, Step, Version, follow

FIRST = Version(1, "ab" * 32, Author("phone", "chen"))
NAMED = FIRST.entry


@pytest.mark.parametrize(
    ("before", "author", "replaces", "step"),
    [
        (None, Author("phone", "chen"), None, Step(1, doubtful=False)),
        (None, Author("phone", "chen"), "cd" * 32, Step(1, doubtful=False)),
        (FIRST, Author("phone", "chen"), NAMED, Step(2, doubtful=False)),
        (FIRST, Author("phone", "chen"), None, Step(2, doubtful=True)),
        (FIRST, Author("phone", "chen"), "cd" * 32, Step(2, doubtful=True)),
        (FIRST, Author("second", "chen"), NAMED, Step(2, doubtful=False)),
        (FIRST, Author("second", "chen"), None, Step(None, doubtful=True)),
        (FIRST, Author("other", "wang"), NAMED, Step(None, doubtful=True)),
        (FIRST, Author("other", "wang"), ["x"], Step(None, doubtful=True)),
    ],
)
def test_only_a_named_version_of_the_same_officer_is_followed(before, author, replaces, step):
    assert follow(before, author, replaces) == step
