"""How many records wait, by state, unit, item and flag.

Without a flag filter the figures come from the counter rows that projectors
keep; with one they are counted, because few records carry any one flag. Each
list leaves out its own filter, so it says what choosing another value of it
would show; a unit's figure includes the units below it.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from sqlalchemy import Connection, func, select

from server.domain.review import State
from server.queries.filters import Filters, View, in_units, view_of, with_flag
from server.queries.labels import labels_of, newest_edition
from server.queries.people import User
from server.queries.units import within
from server.store.tables import queue_counts, record_flags, records

Cell = tuple[str, str, str]


def read_counts(conn: Connection, viewer: User, filters: Filters, lang: str) -> dict[str, Any]:
    """Give {states: {state: n}, units: [{id, name, n}], items: [{code, name, n}], flags: [{code, n}]}."""
    view = view_of(conn, viewer, filters)
    cells = _flagged(conn, view, filters.flag) if filters.flag else _kept(conn, view)
    states: Counter[str] = Counter()
    by_unit: Counter[str] = Counter()
    by_item: Counter[str] = Counter()
    for (unit, item, state), n in cells.items():
        asked, same_item = unit in view.asked, filters.item in {"", item}
        if asked and same_item:
            states[state] += n
        if state == filters.state and same_item:
            by_unit[unit] += n
        if state == filters.state and asked:
            by_item[item] += n
    labels = labels_of(conn, newest_edition(conn) or "")
    return {
        "states": {state.value: states[state] for state in State},
        "units": _units(view, by_unit, lang),
        "items": [
            {"code": code, "name": labels.item_name(code, lang), "n": n}
            for code, n in sorted(by_item.items())
            if n
        ],
        "flags": _flags(conn, view, filters),
    }


def _kept(conn: Connection, view: View) -> dict[Cell, int]:
    table = queue_counts.c
    query = select(queue_counts).where(within(table.unit_id, view.reach, view.tree), table.n > 0)
    return {(row.unit_id, row.item, row.state): row.n for row in conn.execute(query)}


def _flagged(conn: Connection, view: View, flag: str) -> dict[Cell, int]:
    key = (records.c.unit_id, records.c.item, records.c.state)
    query = (
        select(*key, func.count().label("n"))
        .where(with_flag(flag), in_units(view, view.reach))
        .group_by(*key)
    )
    return {(row.unit_id, row.item, row.state): row.n for row in conn.execute(query)}


def _units(view: View, by_unit: Counter[str], lang: str) -> list[dict[str, Any]]:
    rolled: Counter[str] = Counter()
    for unit_id, n in by_unit.items():
        unit = view.tree.by_id.get(unit_id)
        for ancestor in unit.path.strip("/").split("/") if unit else [unit_id]:
            rolled[ancestor] += n
    return [
        {**view.tree.named(unit_id, lang), "n": rolled[unit_id]}
        for unit_id in view.tree.by_id
        if unit_id in view.reach and rolled[unit_id]
    ]


def _flags(conn: Connection, view: View, filters: Filters) -> list[dict[str, Any]]:
    table = record_flags.c
    query = (
        select(table.code, func.count().label("n"))
        .join(records, records.c.id == table.record_id)
        .where(records.c.state == filters.state, in_units(view, view.asked))
        .group_by(table.code)
        .order_by(table.code)
    )
    if filters.item:
        query = query.where(records.c.item == filters.item)
    return [{"code": row.code, "n": row.n} for row in conn.execute(query)]
