"""Entries that were erased and are sent again, by a phone that heals a restored server: they stay erased.

The chain needs their place, so they are admitted; the list of erasures, which outlives a backup, says
that their words must not come in with them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from server.domain.events import Event
from server.domain.journal import Entry
from server.queries import erasing as facts
from server.store.forgotten import append_forgotten
from server.store.store import Store, Tx


def append(store: Store, tx: Tx, pairs: Sequence[tuple[Entry, Event]]) -> list[int]:
    """Append entries in order, those on the list of erasures without their words; gives their leaves."""
    listed = store.erasures.read()
    if not any(entry.hash in listed for entry, _ in pairs):
        return tx.append_entries(pairs)
    indexes: list[int] = []
    for entry, event in pairs:
        if entry.hash in listed:
            indexes.append(append_forgotten(tx, entry, event))
            tx.append(_erased_again(tx, entry, event, listed[entry.hash]))
        else:
            indexes += tx.append_entries([(entry, event)])
    return indexes


def _erased_again(tx: Tx, entry: Entry, event: Event, line: Mapping[str, Any]) -> Event:
    record = entry.payload["body"]["id"] if event.subject.startswith("record:") else None
    free = facts.unnamed(tx.conn, line["blobs"], [entry.hash])
    said = {
        "hash": entry.hash, "ground": line["ground"], "kind": entry.kind, "prev": entry.prev,
        "record": record, "blobs": [name for name in line["blobs"] if name in free],
    }  # fmt: skip
    touches = (event.subject,) if record else ()
    return Event("entry.erased", f"entry:{entry.hash}", "server", event.at, said, touches=touches)
