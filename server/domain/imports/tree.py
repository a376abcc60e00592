"""Rules over several rows: nothing twice, no unknown reference, one root and no circle among units."""

from collections.abc import Iterable, Mapping
from typing import Any

from server.domain.imports.sheets import Fault, Findings, Row, shown
from server.domain.scope import path_of

LARGEST_DEPTH = 12


def refuse_doubles(findings: Findings, sheet: str, key: str) -> None:
    """Fault every row whose `key` an earlier row has already."""
    first: dict[Any, Row] = {}
    for row, values in findings.rows:
        value = values[key]
        if value in first:
            line = first[value].number
            words = {"zh": f"不重复;第 {line} 行已有", "en": f"no repeats; row {line} has it already"}
            findings.faults.append(Fault(sheet, row.number, key, "duplicate", words, shown(value)))
        elif value is not None:
            first[value] = row


def refuse_unknown(findings: Findings, sheet: str, key: str, known: set[str]) -> None:
    """Fault every row whose `key` names a unit that neither exists nor is in the file."""
    for row, values in findings.rows:
        value = values[key]
        if value is not None and value not in known:
            words = {"zh": "已有单位的编号", "en": "the id of a unit that exists"}
            findings.faults.append(Fault(sheet, row.number, key, "unknown_unit", words, shown(value)))


def refuse_second_roots(findings: Findings, sheet: str, existing: Iterable[str]) -> None:
    """Fault every row without a parent when another unit is the root: nobody there could be seen from it.

    `existing` are the roots that there are already.
    """
    roots = list(existing)
    for row, values in findings.rows:
        unit = values["id"]
        if values["parent_id"] is not None or unit in roots:
            continue
        if roots:
            words = {
                "zh": f"上级单位的编号;最上级只有一个,现为 {roots[0]}",
                "en": f"the id of its parent; there is one root, {roots[0]}",
            }
            findings.faults.append(Fault(sheet, row.number, "parent_id", "second_root", words))
        roots.append(unit)


def paths(parents: Mapping[str, str | None]) -> tuple[dict[str, str], set[str]]:
    """Give each unit's path, and the units that hang in a circle or too deep.

    `parents` maps every unit to its parent; a parent outside the mapping
    counts as none, because `refuse_unknown` names it.
    """
    found: dict[str, str] = {}
    lost: set[str] = set()
    for unit in parents:
        chain = _chain(unit, parents)
        if chain is None:
            lost.add(unit)
            continue
        path: str | None = None
        for ancestor in chain:
            path = path_of(ancestor, path)
        found[unit] = path or ""
    return found, lost


def _chain(unit: str, parents: Mapping[str, str | None]) -> list[str] | None:
    chain: list[str] = []
    at: str | None = unit
    while at is not None and at in parents:
        if len(chain) >= LARGEST_DEPTH:
            return None
        chain.append(at)
        at = parents[at]
    return chain[::-1]
