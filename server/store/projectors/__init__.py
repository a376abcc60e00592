"""Projectors: the only writers of view tables.

A projector copies what an event decided into rows. It sees the connection and the event:
no clock, no settings, nothing that would differ when the ledger is replayed years later.
"""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection

from server.domain.events import Event, upcast
from server.store.projectors import city, devices, erasures, evidence, imports, journal, reviews
from server.store.tables import subject_changes
from server.store.upsert import upsert

Projector = Callable[[Connection, Event], None]

_FED = ("record:", "place:", "edition:", "user:", "device:", "settings:")


def _nothing(_conn: Connection, _event: Event) -> None:
    """Some events are only remembered: they change no view."""


PROJECTORS: dict[str, Projector] = {
    "entry": journal.entry,
    "entry.gone": erasures.gone,
    "entry.erased": erasures.erased,
    "stored": evidence.stored,
    "evidence.examined": evidence.examined,
    "evidence.viewed": evidence.viewed,
    "record.reviewed": reviews.reviewed,
    "record.review_undone": reviews.review_undone,
    "unit.imported": imports.units_imported,
    "user.imported": imports.users_imported,
    "place.imported": imports.places_imported,
    "edition.published": imports.edition_published,
    "settings.changed": city.settings_changed,
    "ledger.restarted": city.ledger_restarted,
    "user.password_set": _nothing,
    "enrol_code.issued": _nothing,
    "device.enrolled": devices.enrolled,
    "device.revoked": devices.revoked,
}


def project(conn: Connection, event: Event) -> None:
    """Copy one event (its `index` set) into the views; KeyError for a type nobody registered."""
    event = upcast(event)
    PROJECTORS[event.type](conn, event)
    subjects = sorted({each for each in (event.subject, *event.touches) if each.startswith(_FED)})
    upsert(conn, subject_changes, [{"subject": each, "idx": event.index} for each in subjects])
