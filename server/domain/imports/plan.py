"""What an import would do to the rows that exist: which are new, which change, what stands in the way."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from server.domain.imports.columns import Kind
from server.domain.imports.positions import settle_positions
from server.domain.imports.reading import read_sheets
from server.domain.imports.sheets import Fault, Findings, Notice, Sheet
from server.domain.imports.tree import paths, refuse_doubles, refuse_second_roots, refuse_unknown

Table = Mapping[str, dict[str, Any]]
Rows = list[dict[str, Any]]
# Initials and whole pinyin of a name.
Spell = Callable[[str], tuple[str, str]]


@dataclass(frozen=True)
class Request:
    """What to import; `datum` is `gcj02` when the person said the positions are in it."""

    kind: Kind
    sheets: tuple[Sheet, ...]
    datum: str | None = None


@dataclass(frozen=True)
class Existing:
    """The rows that exist, by id, with the columns of their tables.

    `categories` gives the kinds of place that published editions name, code to Chinese name; while none is
    published, any will do.
    """

    units: Table = field(default_factory=dict)
    users: Table = field(default_factory=dict)
    places: Table = field(default_factory=dict)
    categories: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Plan:
    """What an import would do: the rows to write, or the faults that keep all of them out."""

    rows: Rows = field(default_factory=list)
    faults: tuple[Fault, ...] = ()
    notices: tuple[Notice, ...] = ()
    new: int = 0
    changed: int = 0
    same: int = 0


def make_plan(existing: Existing, request: Request, spell: Spell) -> Plan:
    """Plan an import; `spell` gives the letters a place's name is found by.

    Rows that would change nothing are left out, so importing a file twice
    writes nothing the second time. A row that is missing from the file is
    left as it is: leaving is said by a column, never by silence.
    """
    findings = read_sheets(request.sheets, request.kind)
    rows: Rows = []
    # A unit may hang below one whose row is faulty, so units are compared only when all can be read.
    if not findings.faults or (findings.rows and request.kind != "units"):
        rows = _rows(existing, request, findings, spell)
    if findings.faults:
        return Plan(faults=tuple(findings.faults), notices=tuple(findings.notices))
    before: Table = getattr(existing, request.kind)
    differing = [row for row in rows if before.get(row["id"]) != row]
    new = sum(row["id"] not in before for row in differing)
    same = len(rows) - len(differing)
    return Plan(differing, (), tuple(findings.notices), new, len(differing) - new, same)


def _rows(existing: Existing, request: Request, findings: Findings, spell: Spell) -> Rows:
    sheet = request.sheets[0].name
    if request.kind == "units":
        return _units(existing, findings, sheet)
    if request.kind == "users":
        return _users(existing, findings, sheet)
    return _places(existing, request, findings, spell)


def _units(existing: Existing, findings: Findings, sheet: str) -> Rows:
    refuse_doubles(findings, sheet, "id")
    given = {values["id"]: row for row, values in findings.rows}
    merged: dict[str, dict[str, Any]] = {unit: dict(row) for unit, row in existing.units.items()}
    old_paths = {unit: row["path"] for unit, row in merged.items()}
    merged.update({values["id"]: dict(values) for _row, values in findings.rows})
    refuse_unknown(findings, sheet, "parent_id", set(merged))
    roots = (unit for unit, row in existing.units.items() if row["parent_id"] is None)
    refuse_second_roots(findings, sheet, roots)
    found, lost = paths({unit: row["parent_id"] for unit, row in merged.items()})
    for unit in sorted(lost & set(given)):
        words = {
            "zh": "上级关系不成环、不超过 12 层",
            "en": "a chain of parents without a circle, 12 levels at most",
        }
        value = merged[unit]["parent_id"] or ""
        findings.faults.append(Fault(sheet, given[unit].number, "parent_id", "circle", words, value))
    # A unit that moves takes those below it along, so their rows belong to the event too.
    moved = {unit for unit, path in found.items() if old_paths.get(unit) != path}
    touched = sorted(moved | set(given), key=lambda unit: found.get(unit, ""))
    return [{**merged[unit], "path": found.get(unit, "")} for unit in touched]


def _users(existing: Existing, findings: Findings, sheet: str) -> Rows:
    taken = {row["username"]: user for user, row in existing.users.items()}
    for _row, values in findings.rows:
        values["id"] = values["id"] or taken.get(values["username"]) or f"u-{values['username']}"
    refuse_doubles(findings, sheet, "username")
    if not any(fault.code == "duplicate" for fault in findings.faults):
        # An id made from a doubled sign-in name would be named as a second mistake.
        refuse_doubles(findings, sheet, "id")
    refuse_unknown(findings, sheet, "unit_id", set(existing.units))
    for row, values in findings.rows:
        owner = taken.get(values["username"])
        if owner not in {values["id"], None}:
            words = {
                "zh": f"未被占用的登录名(已属于 {owner})",
                "en": f"a free sign-in name (this is {owner}'s)",
            }
            findings.faults.append(
                Fault(sheet, row.number, "username", "duplicate", words, values["username"])
            )
    return [values for _row, values in findings.rows]


def _places(existing: Existing, request: Request, findings: Findings, spell: Spell) -> Rows:
    sheet = request.sheets[0].name
    refuse_doubles(findings, sheet, "id")
    refuse_unknown(findings, sheet, "unit_id", set(existing.units))
    _settle_categories(findings, sheet, existing.categories)
    settle_positions(findings, sheet, request.datum)
    for _row, values in findings.rows:
        values["gates"] = list(values["gates"])
        values["initials"], values["pinyin"] = spell(values["name"])
    return [values for _row, values in findings.rows]


def _settle_categories(findings: Findings, sheet: str, known: Mapping[str, str]) -> None:
    # A school under a misspelt category would silently drop out of every distance rule.
    codes = {name: code for code, name in known.items()} | {code: code for code in known}
    for row, values in findings.rows:
        given = values["category"]
        values["category"] = codes.get(given, given)
        if known and values["category"] not in known:
            words = {
                "zh": "、".join(f"{name}({code})" for code, name in known.items()),
                "en": f"one of the catalogue's categories: {', '.join(sorted(known))}",
            }
            findings.faults.append(Fault(sheet, row.number, "category", "unknown_category", words, given))
