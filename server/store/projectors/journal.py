"""Projector of journal entries: the chain, the shots and the records.

Payload of an `entry` event: {hash, device, seq, prev, kind, officer, unit, flags: [{code, detail}],
forked: [hash], wall_at, not_before, parked, record: {n, kind, severity, place, lat, lon, acc_m} | null}.
The body comes from the entry itself; `parked` says that it is not well formed and must not be copied.

Entries come in runs whose rows go out a table at a time. Within a run no row depends on another's: a fork
begins a new one (it asks what records show now), and so does a second version of the same record.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection

from server.domain.clock_text import to_text
from server.domain.events import Event
from server.domain.journal import read_entry
from server.domain.review import arrive
from server.store.prepared import ask, write_all
from server.store.projectors import journal_rows as rows
from server.store.projectors import making
from server.store.projectors.journal_rows import Written
from server.store.projectors.queue_counts import counting
from server.store.statements import Row, change, insert_into, statement, upsert_into
from server.store.tables import (
    entries,
    entry_flags,
    record_flags,
    record_shots,
    record_versions,
    records,
    shots,
)

_ADD_ENTRY, _ADD_SHOT, _ADD_VERSION = insert_into(entries), insert_into(shots), insert_into(record_versions)
_PUT_ENTRY_FLAG, _PUT_RECORD_FLAG = upsert_into(entry_flags), upsert_into(record_flags)
_PUT_RECORD, _PUT_RECORD_SHOT = upsert_into(records), upsert_into(record_shots)
_MARK_ENTRY = upsert_into(entry_flags, keep=("detail",))
_MARK_RECORD = upsert_into(record_flags, keep=("detail",))
_SHOWING = statement("SELECT id FROM records WHERE entry_hash = ANY (?)")
_PRESENT = statement("SELECT id, unit_id, item, state, revision FROM records WHERE id = ANY (?)")
_DROP_FLAGS = change(record_flags, "DELETE FROM record_flags WHERE record_id = ?")
_DROP_SHOTS = change(record_shots, "DELETE FROM record_shots WHERE record_id = ?")


def entry(conn: Connection, event: Event) -> None:
    """Copy an admitted entry into the chain and, by its kind, into shots or records."""
    entries_in_order(conn, [event])


def entries_in_order(conn: Connection, events: Sequence[Event]) -> None:
    """Copy many entries; the views end as if each had been copied alone."""
    for run in _runs([_written(event) for event in events]):
        _copy(conn, run)


def _written(event: Event) -> Written:
    parked = event.payload["parked"] or event.jws is None
    said = None if parked else event.said or read_entry(event.jws or "")
    return Written(event, said, to_text(event.at))


def _runs(written: Iterable[Written]) -> Iterator[list[Written]]:
    run: list[Written] = []
    named: set[str] = set()
    for each in written:
        record = each.body["id"] if each.shows == "record" else None
        if run and (each.facts["forked"] or record in named):
            yield run
            run, named = [], set()
        run.append(each)
        if record is not None:
            named.add(record)
    if run:
        yield run


def _copy(conn: Connection, run: Sequence[Written]) -> None:
    changed = [each for each in run if each.shows == "record"]
    before = _present(conn, [each.body["id"] for each in changed if not each.event.begins_record])
    announcing = [each for each in run if each.shows in ("shot", "derive")]
    moved: Counter[tuple[str, str, str]] = Counter()
    for _, unit, item, state, _ in before.values():
        moved[unit, item, state] -= 1
    for each in changed:
        moved[each.facts["unit"], each.body["item"], _state(before, each)] += 1
    write_all(conn, [
        (_ADD_ENTRY, [rows.entry(each) for each in run]),
        (_PUT_ENTRY_FLAG, [row for each in run for row in rows.flags(each.facts["hash"], each)]),
        *_forks(conn, run[0].facts),
        (_ADD_SHOT, [rows.shot(each) if each.shows == "shot" else rows.derived(each) for each in announcing]),
        *making.beside(run),
        (_PUT_RECORD, [rows.record(each, _revision(before, each), _state(before, each)) for each in changed]),
        (_ADD_VERSION, [rows.version(each) for each in changed]),
        (_DROP_FLAGS, [(record,) for record in before]),
        (_DROP_SHOTS, [(record,) for record in before]),
        (_PUT_RECORD_FLAG, [row for each in changed for row in rows.flags(each.body["id"], each)]),
        (_PUT_RECORD_SHOT, [row for each in changed for row in rows.record_shots(each)]),
        counting(moved),
    ])  # fmt: skip


def _present(conn: Connection, ids: list[str]) -> dict[str, Row]:
    return {row[0]: row for row in ask(conn, _PRESENT, ids)} if ids else {}


def _revision(before: dict[str, Row], each: Written) -> int:
    old = before.get(each.body["id"])
    return old[-1] + 1 if old else 0


def _state(before: dict[str, Row], each: Written) -> str:
    old = before.get(each.body["id"])
    return arrive(old[-2] if old else None, each.body)


def _forks(conn: Connection, facts: dict[str, Any]) -> list[tuple[Any, list[Row]]]:
    """Flag the siblings of a fork, and the records that show one of them."""
    forked = facts["forked"]
    if not forked:
        return []
    showing = [row[0] for row in ask(conn, _SHOWING, forked)]
    return [
        (_MARK_ENTRY, [(each, "fork", facts["hash"]) for each in forked]),
        (_MARK_RECORD, [(record, "fork", facts["hash"]) for record in showing]),
    ]
