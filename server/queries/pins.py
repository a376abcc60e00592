"""Which items stand first for a unit: its own, or those of the nearest unit above that has any."""

from __future__ import annotations

from collections.abc import Mapping

from server.queries.units import Tree


def pinned_for(pins: Mapping[str, list[str]] | None, tree: Tree, unit_id: str) -> list[str]:
    """Give the item codes, none when nobody on the way up chose any."""
    at = tree.by_id.get(unit_id)
    while at is not None:
        if found := (pins or {}).get(at.id):
            return found
        at = tree.by_id.get(at.parent_id or "")
    return []
