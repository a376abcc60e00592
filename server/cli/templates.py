"""Empty tables to fill in, with what each column takes."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import openpyxl

from schemas.catalogue import EDITION_FILE, first_edition
from server.cli.base import say, stop
from server.domain.imports.columns import DATUMS, ROLES, TABLES, UNIT_KINDS, Column, Kind

_CODE = "字母、数字、点、下划线或连字符,不重复"
_NOTES = {
    "units": {
        "id": _CODE,
        "parent_id": "上级单位的编号;最上级单位留空",
        "kind": "、".join(UNIT_KINDS.values()),
        "dept": "目录中的部门代码;可留空",
    },
    "users": {
        "id": "留空则由登录名生成",
        "username": _CODE,
        "roles": "、".join(ROLES.values()) + ";多个用逗号隔开",
        "unit_id": "单位表中的编号",
        "active": "是、否;停用的人不能登录",
    },
    "places": {
        "id": _CODE,
        "unit_id": "单位表中的编号",
        "lat": "十进制度数;有图形时可留空",
        "lon": "十进制度数;有图形时可留空",
        "geometry": "GeoJSON 图形,如学校围墙;可留空",
        "gates": "名称:纬度,经度;多个用分号隔开",
        "grid": "15 或 20 位,单元格设为文本",
        "datum": "、".join(DATUMS.values()),
    },
}


def write_template(kind: str, file: Path) -> None:
    """Write the template of a table to `file`; never over a file that is there."""
    if file.exists():
        raise stop(f"{file} 已存在", f"{file} exists already")
    content = _content(kind, file)
    try:
        file.write_bytes(content)
    except OSError as error:
        raise stop(f"无法写入 {file}:{error.strerror}", f"Cannot write {file}: {error.strerror}") from None
    say(f"模板已写入 {file}", f"The template is in {file}")


def _content(kind: str, file: Path) -> bytes:
    ending = file.suffix.lower()
    if kind == "catalogue":
        if ending not in {".yaml", ".yml"}:
            raise stop("目录的模板是 .yaml", "the template of a catalogue is .yaml")
        return EDITION_FILE.read_bytes()
    if kind == "network":
        if ending != ".geojson":
            raise stop("路网的模板是 .geojson", "the template of a network is .geojson")
        return _network()
    known: Kind = next(name for name in TABLES if name == kind)
    columns = TABLES[known]
    if ending == ".xlsx":
        return _xlsx(kind, columns)
    if ending == ".csv":
        return _csv(columns)
    if ending == ".geojson" and kind == "places":
        return _geojson(columns)
    raise stop(
        "模板可用 .xlsx、.csv;点位还可用 .geojson", "templates are .xlsx or .csv, for places .geojson too"
    )


def _network() -> bytes:
    """Two streets that meet at a point both of them have; a bridge over them would not have it."""
    streets = ([[117.12, 36.65], [117.121, 36.65], [117.122, 36.65]], [[117.121, 36.65], [117.121, 36.652]])
    features = [
        {"type": "Feature", "properties": {}, "geometry": {"type": "LineString", "coordinates": line}}
        for line in streets
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}, indent=1).encode()


def _xlsx(kind: str, columns: tuple[Column, ...]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = kind
    for number, column in enumerate(columns, 1):
        sheet.cell(1, number, column.zh)
        example = sheet.cell(2, number, column.example)
        # As text, or a spreadsheet turns codes of 15 digits into rounded numbers.
        example.number_format = "@"
    notes = book.create_sheet("说明")
    notes.append(["列 column", "代码 code", "必填 required", "填什么 what it takes", "例 example"])
    for column in columns:
        required = "必填 required" if column.required else ""
        notes.append([column.zh, column.code, required, _note(kind, column), column.example])
    for letter, width in zip("ABCDE", (14, 12, 14, 60, 26), strict=True):
        notes.column_dimensions[letter].width = width
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _note(kind: str, column: Column) -> str:
    if column.code == "category":
        return "、".join(one["zh"] for one in first_edition()["place_categories"].values())
    return _NOTES[kind].get(column.code, "")


def _csv(columns: tuple[Column, ...]) -> bytes:
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow([column.zh for column in columns])
    writer.writerow([column.example for column in columns])
    return stream.getvalue().encode("utf-8-sig")


def _geojson(columns: tuple[Column, ...]) -> bytes:
    properties: dict[str, Any] = {
        column.code: column.example for column in columns if column.code not in {"geometry", "lat", "lon"}
    }
    lat, lon = 36.6512, 117.1201
    ring = [[lon, lat], [lon + 0.001, lat], [lon + 0.001, lat + 0.001], [lon, lat + 0.001], [lon, lat]]
    shape = {"type": "Polygon", "coordinates": [ring]}
    feature = {"type": "Feature", "properties": properties, "geometry": shape}
    text = json.dumps({"type": "FeatureCollection", "features": [feature]}, ensure_ascii=False, indent=1)
    return text.encode()
