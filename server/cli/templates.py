"""Empty tables to fill in, with what each column takes."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import openpyxl

from schemas.catalogue import EDITION_FILE
from server.cli.base import say, stop
from server.domain.imports.columns import TABLES, Column, Kind


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
        return EDITION_FILE.read_bytes()
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
    for column in columns:
        notes.append([column.zh, column.code, "必填 required" if column.required else ""])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


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
