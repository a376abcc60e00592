"""Projectors: the only writers of view tables.

A projector copies what an event decided into rows. It sees the connection and the event:
no clock, no settings, nothing that would differ when the ledger is replayed years later.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby

from sqlalchemy import Connection

from server.domain.events import Event, upcast
from server.store.prepared import write
from server.store.projectors import city, devices, erasures, evidence, imports, journal, reviews, tasks
from server.store.statements import upsert_into
from server.store.tables import subject_changes

Projector = Callable[[Connection, Event], None]
BatchProjector = Callable[[Connection, Sequence[Event]], None]

_NAME_SUBJECT = upsert_into(subject_changes)
_FED = ("record:", "place:", "edition:", "user:", "device:", "settings:", "task:", "walks:")


def _nothing(_conn: Connection, _event: Event) -> None:
    """Some events are only remembered: they change no view."""


PROJECTORS: dict[str, Projector] = {
    "entry": journal.entry,
    "entry.gone": erasures.gone,
    "entry.erased": erasures.erased,
    "stored": evidence.stored,
    "evidence.examined": evidence.examined,
    "evidence.viewed": evidence.viewed,
    "evidence.opened": evidence.viewed,
    "record.reviewed": reviews.reviewed,
    "record.review_undone": reviews.review_undone,
    "unit.imported": imports.units_imported,
    "user.imported": imports.users_imported,
    "place.imported": imports.places_imported,
    "network.imported": imports.network_imported,
    "edition.published": imports.edition_published,
    "settings.changed": city.settings_changed,
    "ledger.restarted": city.ledger_restarted,
    "user.password_set": _nothing,
    "enrol_code.issued": _nothing,
    "export.opened": _nothing,
    "device.enrolled": devices.enrolled,
    "device.revoked": devices.revoked,
    "tasks.assigned": tasks.assigned,
    "tasks.cancelled": tasks.cancelled,
}


# Those that come by the hundred copy many events at once; the views end as if each had come alone.
BATCHES: dict[str, BatchProjector] = {
    "entry": journal.entries_in_order,
    "stored": evidence.all_stored,
}


def project(conn: Connection, event: Event) -> None:
    """Copy one event (its `index` set) into the views; KeyError for a type nobody registered."""
    project_all(conn, [event])


def project_all(conn: Connection, events: Sequence[Event]) -> None:
    """Copy many events in order, neighbours of one type together."""
    present = [upcast(event) for event in events]
    for kind, group in groupby(present, key=lambda event: event.type):
        together = list(group)
        if kind in BATCHES:
            BATCHES[kind](conn, together)
        else:
            for event in together:
                PROJECTORS[kind](conn, event)
    named = {
        subject: event.index
        for event in present
        for subject in (event.subject, *event.touches)
        if subject.startswith(_FED)
    }
    write(conn, _NAME_SUBJECT, sorted(named.items()))
