"""What stands in the way of an import, in the words of the person who filled the table in."""

from __future__ import annotations

from typing import Literal

from server.cli.base import language, pick
from server.domain.imports.columns import TABLES, Kind
from server.domain.imports.sheets import Fault, Notice

# What is wrong, as (zh, en); what would have been right comes with the fault itself.
_WRONG = {
    "bad_code": ("写法不合要求", "not usable as written"),
    "bad_gate": ("出入口看不懂", "these gates cannot be read"),
    "bad_geometry": ("图形看不懂", "this shape cannot be read"),
    "bad_grid": ("网格编码不对", "not a grid code"),
    "circle": ("上级关系绕成了圈,或层级太深", "its parents form a circle, or too many levels"),
    "control_character": ("含有换行或看不见的字符", "holds a line break or an invisible character"),
    "damaged": ("文件读不完整", "the file cannot be read as a whole"),
    "doubled_column": ("这一列出现了两次", "this column is there twice"),
    "duplicate": ("重复", "used twice"),
    "empty": ("没有数据", "nothing in it"),
    "empty_cell": ("没有填", "left empty"),
    "encoding": ("文字编码无法识别", "unknown text encoding"),
    "formula": ("这是公式,不是数值", "a formula, not a value"),
    "leap": ("相邻两点相距太远", "a step that no street makes"),
    "missing_column": ("缺少这一列", "this column is missing"),
    "no_length": ("没有长度", "no length"),
    "no_position": ("没有位置", "no position"),
    "not_allowed": ("不在可选范围内", "not one of the choices"),
    "open_ring": ("多边形没有闭合", "the ring is not closed"),
    "out_of_range": ("数值超出范围", "out of range"),
    "second_root": ("没有填上级", "no parent"),
    "swapped": ("经纬度颠倒了", "latitude and longitude are swapped"),
    "too_large": ("文件太大", "the file is too large"),
    "too_long": ("太长", "too long"),
    "too_many": ("太多", "too many"),
    "too_many_rows": ("行数太多", "too many rows"),
    "uneven_line": ("这一行的列数不对", "this line has another number of columns"),
    "unknown_category": ("没有这个类别", "no such category"),
    "unknown_column": ("不认识这一列", "unknown column"),
    "unknown_format": ("文件类型不支持", "unknown type of file"),
    "unknown_unit": ("没有这个单位", "no such unit"),
    "wrong_datum": ("坐标系不符", "another coordinate system"),
}


# Formats whose entries have no line number that a person could look up.
_LISTS = {"yaml", "geojson"}


def fault_line(kind: Kind | Literal["network"], file: str, fault: Fault) -> str:
    """Write a fault of the file `file` as one line: where, what is there, what is wrong, what is allowed."""
    wrong = pick(*_WRONG.get(fault.code, (fault.code, fault.code)))
    value = f"“{fault.value}” " if fault.value else ""
    place = _where(fault.sheet, fault.row, _heading(kind, fault.column))
    return pick(
        f"{place or file}:{value}{wrong};应为:{fault.allowed['zh']}",
        f"{place or file}: {value}{wrong}; allowed: {fault.allowed['en']}",
    )


def notice_line(notice: Notice) -> str:
    """Write a remark as one line: where, and what to look at."""
    return f"{_where(notice.sheet, notice.row, '')}{pick(':', ': ')}{notice.words[language()]}"


def _where(sheet: str, row: int, heading: str) -> str:
    unit_zh, unit_en = ("项", "entry") if sheet in _LISTS else ("行", "row")
    line = pick(f"第 {row} {unit_zh}", f"{unit_en} {row}") if row else ""
    column = pick(f"“{heading}”列", f"column {heading}") if heading else ""
    return pick(" ", ", ").join(part for part in (sheet, line, column) if part)


def _heading(kind: Kind | Literal["network"], column: str) -> str:
    # Rules over several rows name the code; the person sees the heading of the template.
    names = {known.code: known.zh for known in (TABLES[kind] if kind != "network" else ())}
    return pick(names.get(column, column), column)
