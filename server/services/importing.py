"""Importing units, users and places: a dry run that names every bad cell, then one event of many rows.

The plan is worked out again inside the write that commits it, from the rows
as they stand then; what the person saw in the dry run cannot have gone stale.
"""

from __future__ import annotations

from datetime import datetime

from pypinyin import Style, lazy_pinyin

from server.domain.events import Event
from server.domain.imports.plan import Existing, Plan, Request, make_plan
from server.queries.imported import read_existing
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
            said = {"rows": plan.rows, "datum": request.datum}
            tx.append(
                Event(f"{singular}.imported", f"import:{request.kind}", actor, now, said, touches=touches)
            )
    return plan


def initials(name: str) -> str:
    """Give the lower-case initials people type to find a Chinese name: 实验小学 gives syxx."""
    letters = "".join(lazy_pinyin(name, style=Style.FIRST_LETTER))
    return "".join(letter for letter in letters if letter.isalnum()).lower()[:40]


def _plan(existing: Existing, request: Request) -> Plan:
    return make_plan(existing, request, initials)
