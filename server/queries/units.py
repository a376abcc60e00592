"""The organisation tree, read for one request: who lies below whom, and what a user may see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, select, true

from server.domain.scope import covers
from server.store.tables import units


@dataclass(frozen=True, slots=True)
class Unit:
    """One node of the tree."""

    id: str
    parent_id: str | None
    path: str
    name_zh: str
    name_en: str
    kind: str
    dept: str | None

    def name(self, lang: str) -> str:
        """Give the name in `lang`, or the Chinese one where there is no other."""
        return self.name_en if lang == "en" and self.name_en else self.name_zh


@dataclass(frozen=True, slots=True)
class Tree:
    """All units by id."""

    by_id: Mapping[str, Unit]

    def below(self, unit_id: str) -> frozenset[str]:
        """Give the ids of a unit and of all below it; empty when there is no such unit."""
        top = self.by_id.get(unit_id)
        if top is None:
            return frozenset()
        return frozenset(unit.id for unit in self.by_id.values() if covers(top.path, unit.path))

    def named(self, unit_id: str, lang: str) -> dict[str, str]:
        """Give {id, name} of a unit; an unknown one is named by its id."""
        unit = self.by_id.get(unit_id)
        return {"id": unit_id, "name": unit.name(lang) if unit else unit_id}


def read_tree(conn: Connection) -> Tree:
    """Read all units."""
    rows = conn.execute(select(units).order_by(units.c.path)).mappings()
    return Tree({row["id"]: Unit(**row) for row in rows})


def within(column: ColumnElement[str], allowed: frozenset[str], tree: Tree) -> ColumnElement[bool]:
    """Restrict `column` to the units in `allowed`; nothing to restrict when that is the whole tree."""
    if allowed and len(allowed) == len(tree.by_id):
        return true()
    return column.in_(sorted(allowed))


def list_units(conn: Connection, top: str, lang: str) -> list[dict[str, Any]]:
    """Give the unit `top` and all below it, parents first: {id, parent_id, name, kind, dept, depth}."""
    tree = read_tree(conn)
    inside = tree.below(top)
    return [
        {
            "id": unit.id,
            "parent_id": unit.parent_id,
            "name": unit.name(lang),
            "kind": unit.kind,
            "dept": unit.dept,
            "depth": unit.path.count("/") - 2,
        }
        for unit in tree.by_id.values()
        if unit.id in inside
    ]
