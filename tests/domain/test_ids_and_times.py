"""Identifiers and instants sort as text."""

import uuid
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.clock_text import from_text, to_text
from server.domain.codes import normalise_code
from server.domain.events import UPCASTERS, Event, payload_text, read_payload, upcast
from server.domain.ids import uuid7


@given(st.datetimes(min_value=datetime(1, 1, 2), max_value=datetime(9999, 12, 30), timezones=st.just(UTC)))  # noqa: DTZ001
def test_an_instant_survives_its_text(at):
    text = to_text(at)
    assert len(text) == 24
    assert abs(from_text(text) - at) < timedelta(milliseconds=1)


def test_other_zones_become_utc():
    assert (
        to_text(datetime(2026, 11, 22, 16, tzinfo=timezone(timedelta(hours=8)))) == "2026-11-22T08:00:00.000Z"
    )


@pytest.mark.parametrize(
    "text", ["", "2026-11-22", "2026-11-22T08:00:00Z", "2026-13-01T00:00:00.000Z", "٢" * 24]
)
def test_other_shapes_are_no_instants(text):
    with pytest.raises(ValueError):
        from_text(text)


def test_uuid7_has_its_version_and_sorts_by_time():
    first, second = uuid7(1_700_000_000_000, b"\xff" * 10), uuid7(1_700_000_000_001, b"\x00" * 10)
    assert first < second
    assert (uuid.UUID(first).version, uuid.UUID(first).variant) == (7, uuid.RFC_4122)


def test_typed_codes_have_one_form():
    assert normalise_code(" o1il-abcd ") == "0111ABCD"


def test_an_event_survives_its_text():
    event = Event(
        "x", "record:1", "user:1", datetime(2026, 1, 1, tzinfo=UTC), {"词": [1, None]}, touches=("a:1",)
    )
    assert read_payload(payload_text(event)) == ({"词": [1, None]}, "record:1", "user:1", ("a:1",))


def test_old_events_walk_up_step_by_step(monkeypatch):
    monkeypatch.setitem(UPCASTERS, ("x", 1), lambda old: {**old, "b": 2})
    monkeypatch.setitem(UPCASTERS, ("x", 2), lambda old: {**old, "c": 3})
    event = upcast(Event("x", "s:1", "u:1", datetime(2026, 1, 1, tzinfo=UTC), {"a": 1}))
    assert (event.v, event.payload) == (3, {"a": 1, "b": 2, "c": 3})
