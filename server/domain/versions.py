"""Versions of a record: which entry may follow which, under the same record id."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Author:
    """Who writes a version: a device (kid) and the officer it belongs to."""

    device: str
    officer: str


@dataclass(frozen=True, slots=True)
class Version:
    """The present version of a record: its number, counted from 1, its entry's hash, and who wrote it."""

    n: int
    entry: str
    author: Author


@dataclass(frozen=True, slots=True)
class Step:
    """What an entry is to its record: version `n`, or None where it may not touch the record at all.

    `doubtful` asks a person to look: the record id was used again without naming what it follows.
    """

    n: int | None
    doubtful: bool


def follow(before: Version | None, author: Author, replaces: object) -> Step:
    """Place an entry after the present version; `replaces` is the entry hash it names, or anything else.

    Another device adds a version only for the same officer and only to the version it names: else
    whoever learns a record id could put their own words in its place.
    """
    if before is None:
        return Step(1, doubtful=False)
    names_it = replaces == before.entry
    if before.author.device == author.device:
        return Step(before.n + 1, doubtful=not names_it)
    if names_it and before.author.officer == author.officer:
        return Step(before.n + 1, doubtful=False)
    return Step(None, doubtful=True)
