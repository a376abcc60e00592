"""The review queue: records of a viewer's units, oldest first, page by page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from server.queries.filters import (
    Cursor,
    Filters,
    after,
    in_units,
    matching,
    view_of,
    with_flag,
    write_cursor,
)
from server.queries.holding import count_originals, originals_of
from server.queries.labels import Labels, labels_of
from server.queries.people import User
from server.queries.units import Tree
from server.store.tables import places, record_flags, records, users

_COLUMNS = (
    "id", "item", "edition", "severity", "state", "result",
    "unit_id", "address", "wall_at", "offset_min", "received_at", "revision",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Page:
    """Which part of the queue: at most `limit` rows after `cursor`."""

    cursor: Cursor | None = None
    limit: int = 50


def read_queue(conn: Connection, viewer: User, filters: Filters, page: Page, lang: str) -> dict[str, Any]:
    """Give one page {rows, cursor}; `cursor` is None on the last page."""
    view = view_of(conn, viewer, filters)
    table = records.c
    query = (
        select(
            *(table[name] for name in _COLUMNS), users.c.name.label("officer"), places.c.name.label("place")
        )
        .outerjoin(users, users.c.id == table.officer_id)
        .outerjoin(places, places.c.id == table.place_id)
        .where(table.state == filters.state, in_units(view, view.asked))
        .order_by(table.received_at, table.id)
        .limit(page.limit + 1)
    )
    if filters.item:
        query = query.where(table.item == filters.item)
    if filters.flag:
        query = query.where(with_flag(filters.flag))
    if filters.q.strip():
        query = query.where(matching(conn, filters.q))
    if page.cursor:
        query = query.where(after(page.cursor))
    found: Sequence[Any] = conn.execute(query).all()
    shown = found[: page.limit]
    more = len(found) > page.limit
    return {
        "rows": _rows(conn, shown, view.tree, lang),
        "cursor": write_cursor(shown[-1].received_at, shown[-1].id) if more else None,
    }


def flags_of(conn: Connection, ids: Sequence[str]) -> dict[str, list[dict[str, str]]]:
    """Give the flags {code, detail} of records, by record and code."""
    table = record_flags.c
    found: dict[str, list[dict[str, str]]] = {}
    query = select(record_flags).where(table.record_id.in_(ids)).order_by(table.record_id, table.code)
    for row in conn.execute(query):
        found.setdefault(row.record_id, []).append({"code": row.code, "detail": row.detail})
    return found


def _rows(conn: Connection, shown: Sequence[Any], tree: Tree, lang: str) -> list[dict[str, Any]]:
    ids = [row.id for row in shown]
    flags, originals = flags_of(conn, ids), originals_of(conn, ids)
    labels = {edition: labels_of(conn, edition) for edition in {row.edition for row in shown}}
    rows = []
    for row in shown:
        pictures = originals.get(row.id, {})
        told = describe_row(row, tree, labels[row.edition], lang)
        told["flags"] = [flag["code"] for flag in flags.get(row.id, [])]
        told["thumb"] = next(iter(pictures), None)
        told["originals"] = count_originals(pictures)
        rows.append(told)
    return rows


def describe_row(row: Any, tree: Tree, labels: Labels, lang: str) -> dict[str, Any]:
    """Give what every list of records shows of one of them."""
    return {
        "id": row.id,
        "item": row.item,
        "item_name": labels.item_name(row.item, lang),
        "severity": row.severity,
        "state": row.state,
        "result": row.result,
        "officer_name": row.officer or "",
        "unit": tree.named(row.unit_id, lang),
        "place_name": row.place,
        "address": row.address,
        "wall_at": row.wall_at,
        "offset": row.offset_min,
        "received_at": row.received_at,
        "revision": row.revision,
    }
