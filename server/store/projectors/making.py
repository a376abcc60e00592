"""Projector of what is made beside records: derived pictures, countersignatures, shares.

The bodies come from the entries themselves, in the shapes that `domain/making.py` asks for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from server.domain.making import problems
from server.store.projectors.journal_rows import Written
from server.store.statements import Row, Statement, insert_into
from server.store.tables import countersigns, derivations, shares


def _derivation(written: Written) -> Row:
    facts, body = written.facts, written.body
    index = written.event.index
    return (facts["hash"], facts["device"], body["from"], body["sha256"], body["how"], index)


def _countersign(written: Written) -> Row:
    facts, index = written.facts, written.event.index
    signed, at = written.body["entry"], (facts["wall_at"], written.received_at)
    return (facts["hash"], signed, facts["device"], facts["officer"], index, *at)


def _share(written: Written) -> Row:
    facts, body = written.facts, written.body
    at = (facts["wall_at"], written.received_at)
    return (facts["hash"], body["record"], facts["officer"], body["how"], len(body["pictures"]), *at)


_ROWS: tuple[tuple[str, Statement, Callable[[Written], Row]], ...] = (
    ("derive", insert_into(derivations), _derivation),
    ("countersign", insert_into(countersigns), _countersign),
    ("share", insert_into(shares), _share),
)


def beside(run: Sequence[Written]) -> list[tuple[Statement, list[Row]]]:
    """Give the rows that a run of entries adds, a table at a time."""
    return [(add, [row(each) for each in run if _is_whole(each, kind)]) for kind, add, row in _ROWS]


def _is_whole(written: Written, kind: str) -> bool:
    # Entries admitted before these shapes were looked at may lack a part.
    return written.shows == kind and not problems(kind, written.body)
