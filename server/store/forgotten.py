"""An entry that was erased before and comes again: its leaf is written, its words are not."""

from __future__ import annotations

from server.domain.events import Event
from server.domain.journal import Entry
from server.store.projectors import project
from server.store.store import Tx
from server.store.tables import leaves

_COLUMNS = [column.name for column in leaves.columns]
_GONE = {"payload": None, "jws": None, "salt": ""}


def append_forgotten(tx: Tx, entry: Entry, event: Event) -> int:
    """Write the leaf of an entry without what it says; its place in the chain is all that views hear."""
    index = tx.leaves.add(event, {"d": entry.device, "s": entry.seq, "h": entry.hash})
    row = dict(zip(_COLUMNS, tx.leaves.rows[-1], strict=True))
    tx.leaves.rows[-1] = tuple((row | _GONE).values())
    said = {"hash": entry.hash, "device": entry.device, "seq": entry.seq}
    project(tx.conn, Event("entry.gone", f"entry:{entry.hash}", event.actor, event.at, said, index=index))
    return index
