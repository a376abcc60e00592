"""Importing units, users and places: a dry run that names every bad cell, then one event of many rows.

The plan is worked out again inside the write that commits it, from the rows
as they stand then; what the person saw in the dry run cannot have gone stale.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from server.domain.events import Event
from server.domain.imports.columns import ATTRIBUTE, Kind
from server.domain.imports.plan import Existing, Plan, Request, Rows, make_plan
from server.domain.imports.sheets import Row, Sheet
from server.queries.imported import read_existing
from server.queries.walks import network_edition
from server.store.store import Store


def plan_import(store: Store, request: Request) -> Plan:
    """Work out what an import would do, and write nothing."""
    with store.read() as conn:
        return _plan(read_existing(conn), request)


def run_import(store: Store, request: Request, actor: str, now: datetime) -> Plan:
    """Import all rows, or none when there is a fault; gives what was done or what stands in the way."""
    singular = request.kind.removesuffix("s")
    with store.write() as tx:
        plan = _plan(read_existing(tx.conn), request)
        if plan.rows and not plan.faults:
            touches = tuple(f"{singular}:{row['id']}" for row in plan.rows)
            if request.kind == "places" and network_edition(tx.conn):
                # Where the gates of a school change, so do the streets that its phones need.
                touches += tuple(f"walks:{row['id']}" for row in plan.rows if row["gates"])
            said = {"rows": plan.rows, "datum": request.datum}
            tx.append(
                Event(f"{singular}.imported", f"import:{request.kind}", actor, now, said, touches=touches)
            )
    return plan


def import_rows(store: Store, kind: Kind, rows: Rows, actor: str, now: datetime) -> Plan:
    """Import rows of a program instead of a file, with positions as integers of 1e-7 degree."""
    given = [_as_cells(row) for row in rows]
    headings = tuple(dict.fromkeys(name for row in given for name in row))
    sheet = Sheet(kind, headings, tuple(Row(number, row) for number, row in enumerate(given, 1)))
    return run_import(store, Request(kind, (sheet,)), actor, now)


def spell(name: str) -> tuple[str, str]:
    """Give the lower-case initials and pinyin people type to find a Chinese name: syxx, shi yan xiao xue.

    Syllables of the pinyin are apart, so that a search may begin at any of them.
    """
    # Its table of phrases takes half a second to load, which no start of the server should wait for.
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415

    # What is no Chinese comes in one piece, and its letters are typed as they are.
    syllables = [_letters(each) for each in lazy_pinyin(name, style=Style.NORMAL)]
    firsts = "".join(lazy_pinyin(name, style=Style.FIRST_LETTER))
    return _letters(firsts)[:40], " ".join(filter(None, syllables))[:120]


def _letters(text: str) -> str:
    return "".join(letter for letter in text if letter.isalnum()).lower()


def _as_cells(row: Mapping[str, Any]) -> dict[str, Any]:
    cells = {name: value for name, value in row.items() if name != "attrs"}
    cells |= {f"{ATTRIBUTE}{name}": value for name, value in (row.get("attrs") or {}).items()}
    cells |= _in_degrees(row)
    if row.get("gates"):
        cells["gates"] = [{"name": gate["name"], **_in_degrees(gate)} for gate in row["gates"]]
    return cells


def _in_degrees(point: Mapping[str, Any]) -> dict[str, float]:
    return {name: point[name] / 1e7 for name in ("lat", "lon") if point.get(name) is not None}


def _plan(existing: Existing, request: Request) -> Plan:
    return make_plan(existing, request, spell)
