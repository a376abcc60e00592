"""What is announced and not here is noted as the log grows, and found again when the notes are lost."""

import pytest

from server.services import erasing, holding, sync
from server.services.sync import Batch
from server.store import awaited
from server.store.tables import awaited_pictures, looked_through
from tests.support.city import NOW
from tests.support.phone import digest


def noted(city):
    holding.look(city)
    with city.read() as conn:
        return {row.sha256: row.bytes for row in conn.execute(awaited_pictures.select())}


@pytest.fixture
def shots(city, phone):
    """Three announced pictures."""
    pictures = [f"picture {n}".encode() for n in range(3)]
    sync.accept(city, phone.kid, Batch(tuple(phone.shot(each, NOW) for each in pictures)), NOW)
    return {digest(each): len(each) for each in pictures}


def test_a_look_goes_on_where_the_last_one_ended(city, phone, shots, monkeypatch):
    monkeypatch.setattr(awaited, "SLICE", 2)
    assert noted(city) == shots
    sync.accept(city, phone.kid, Batch((phone.shot(b"one more", NOW),)), NOW)
    assert noted(city) == {**shots, digest(b"one more"): 8}


def test_lost_notes_are_made_again(city, shots):
    assert noted(city) == shots
    with city.scratch() as conn:
        conn.execute(awaited_pictures.delete())
        conn.execute(looked_through.delete())
    assert noted(city) == shots


def test_an_erased_announcement_is_awaited_no_longer(city, phone):
    entry = phone.shot(b"of a person", NOW)
    sync.accept(city, phone.kid, Batch((entry,)), NOW)
    assert noted(city) == {digest(b"of a person"): 11}
    erasing.erase(city, phone.head, erasing.Order("asked for", "operator", NOW))
    assert noted(city) == {}
