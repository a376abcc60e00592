"""From a sheet of raw cells to clean rows, or to a list of every bad cell."""

from collections.abc import Mapping
from typing import Any

from server.domain.imports import cells
from server.domain.imports.columns import ATTRIBUTE, TABLES, Column, Kind
from server.domain.imports.sheets import BadCellError, Fault, Findings, Formula, Row, Sheet, shown

LARGEST_ROWS = 20_000


def read_sheets(sheets: tuple[Sheet, ...], kind: Kind) -> Findings:
    """Read all sheets of a file as one table of `kind`.

    Every cell is looked at even after the first fault, so that a person mends
    a file once and not fault by fault.
    """
    findings = Findings()
    for sheet in sheets:
        _read_sheet(sheet, TABLES[kind], findings, attributes=kind == "places")
    total = len(findings.rows)
    if not total and not findings.faults:
        findings.faults.append(
            _whole(sheets[0].name if sheets else "", "empty", "至少一行数据", "at least one row")
        )
    if total > LARGEST_ROWS:
        findings.faults.append(
            _whole(
                sheets[0].name,
                "too_many_rows",
                f"一次最多 {LARGEST_ROWS} 行",
                f"at most {LARGEST_ROWS} rows at a time",
            )
        )
    return findings


def _read_sheet(sheet: Sheet, columns: tuple[Column, ...], findings: Findings, *, attributes: bool) -> None:
    findings.faults.extend(sheet.faults)
    headings = _match(sheet, columns, findings, attributes=attributes) if sheet.headings else None
    if headings is None:
        return
    for row in sheet.rows:
        if all(cells.plain(value) == "" for value in row.cells.values()):
            continue
        faults_before = len(findings.faults)
        values = {
            column.code: _cell(sheet, row, heading, column, findings) for heading, column in headings.items()
        }
        for column in columns:
            values.setdefault(column.code, column.missing)
        if attributes:
            values["attrs"] = _attributes(sheet, row, set(headings), findings)
        if len(findings.faults) == faults_before:
            findings.rows.append((row, values))


def _match(
    sheet: Sheet, columns: tuple[Column, ...], findings: Findings, *, attributes: bool
) -> dict[str, Column] | None:
    by_name = {name: column for column in columns for name in (column.code, column.zh)}
    headings: dict[str, Column] = {}
    for heading in sheet.headings:
        column = by_name.get(heading.strip().lower())
        if column is None:
            free = attributes and (sheet.open_ended or heading.startswith(ATTRIBUTE))
            if heading.strip() and not free:
                names = [f"{column.zh}({column.code})" for column in columns]
                findings.faults.append(_heading(sheet, heading, "unknown_column", names))
        elif column in headings.values():
            findings.faults.append(_heading(sheet, heading, "doubled_column", [heading]))
        else:
            headings[heading] = column
    lacking = [column for column in columns if column.required and column not in headings.values()]
    for column in lacking:
        findings.faults.append(_heading(sheet, column.zh, "missing_column", [f"{column.zh}({column.code})"]))
    return None if lacking else headings


def _cell(sheet: Sheet, row: Row, heading: str, column: Column, findings: Findings) -> Any:
    value = row.cells.get(heading)
    try:
        return _read(column, value)
    except BadCellError as bad:
        findings.faults.append(Fault(sheet.name, row.number, heading, bad.code, bad.allowed, shown(value)))
        return None


def _read(column: Column, value: Any) -> Any:
    if isinstance(value, Formula):
        zh, en = "数值本身,不要公式(选择性粘贴为数值)", "the value itself, no formula (paste as values)"
        raise BadCellError("formula", zh, en)
    if cells.plain(value) != "":
        return column.read(value)
    if column.required:
        raise BadCellError("empty_cell", "必填", "a value, this column is required")
    return column.missing


def _attributes(sheet: Sheet, row: Row, known: set[str], findings: Findings) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for heading, value in row.cells.items():
        name = heading.removeprefix(ATTRIBUTE)
        if heading in known or not (sheet.open_ended or heading.startswith(ATTRIBUTE)):
            continue
        if isinstance(value, Mapping) or value in (None, [], ""):
            continue
        try:
            found[name] = cells.attribute(value)
        except BadCellError as bad:
            findings.faults.append(
                Fault(sheet.name, row.number, heading, bad.code, bad.allowed, shown(value))
            )
    return found


def _heading(sheet: Sheet, heading: str, code: str, names: list[str]) -> Fault:
    allowed = {"zh": f"列名:{'、'.join(names)}", "en": f"columns: {', '.join(names)}"}
    return Fault(sheet.name, 1, shown(heading), code, allowed)


def _whole(sheet: str, code: str, zh: str, en: str) -> Fault:
    return Fault(sheet, 0, "", code, {"zh": zh, "en": en})
