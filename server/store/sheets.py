"""Reading xlsx, csv, yaml and GeoJSON files into plain sheets of cells.

Only the format is understood here; what a cell may say is in
`domain.imports`. A file that is cut short, in an odd encoding or hostile is
answered with a `Fault`, never with a traceback and never with half its rows.
"""

import csv
import io
import json
import zipfile
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import openpyxl
import yaml

from server.domain.imports.sheets import Fault, Formula, Row, Sheet

LARGEST_FILE = 20 * 1024 * 1024
LARGEST_UNPACKED = 200 * 1024 * 1024
_BOMS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8-sig"}


def read_table(name: str, data: bytes) -> tuple[Sheet, ...]:
    """Read a whole file; the format follows from the end of `name`.

    Gives one sheet per worksheet that has anything in it. What cannot be read
    becomes a sheet with one fault.
    """
    readers: Mapping[str, Callable[[bytes], tuple[Sheet, ...]]] = {
        "xlsx": _xlsx, "csv": _csv, "yaml": _yaml, "yml": _yaml, "geojson": _geojson, "json": _geojson,
    }  # fmt: skip
    reader = readers.get(name.rpartition(".")[2].lower())
    if reader is None:
        return (
            _broken(
                "unknown_format", f"文件类型 {'、'.join(readers)}", f"a file of type {', '.join(readers)}"
            ),
        )
    if len(data) > LARGEST_FILE:
        return (_broken("too_large", "不超过 20 MB 的文件", "a file of at most 20 MB"),)
    if not data.strip():
        return (_broken("empty", "有内容的文件", "a file with something in it"),)
    return reader(data)


def _broken(code: str, zh: str, en: str, row: int = 0) -> Sheet:
    return Sheet("", (), (), (Fault("", row, "", code, {"zh": zh, "en": en}),))


def _xlsx(data: bytes) -> tuple[Sheet, ...]:
    broken = _broken(
        "damaged",
        "完整的 xlsx 文件(此文件损坏或不完整)",
        "a whole xlsx file (this one is damaged or cut short)",
    )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(part.file_size for part in archive.infolist()) > LARGEST_UNPACKED:
                return (_broken("too_large", "解压后不超过 200 MB", "at most 200 MB when unpacked"),)
            if archive.testzip() is not None:
                return (broken,)
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=False)
        sheets = tuple(_worksheet(sheet) for sheet in book.worksheets if not sheet.title.startswith("说明"))
    except Exception:  # noqa: BLE001 - the parser promises nothing about what a damaged file makes it raise
        return (broken,)
    return tuple(sheet for sheet in sheets if sheet.headings)


def _worksheet(sheet: Any) -> Sheet:
    sheet.reset_dimensions()
    lines = ([_xlsx_cell(cell) for cell in row] for row in sheet.iter_rows())
    return _sheet(sheet.title, enumerate(lines, 1))


def _xlsx_cell(cell: Any) -> Any:
    return Formula(str(cell.value)) if cell.data_type == "f" else cell.value


def _csv(data: bytes) -> tuple[Sheet, ...]:
    text = _decode(data)
    if text is None or "\0" in text:
        return (_broken("encoding", "UTF-8 或 GB18030 编码的文本", "text in UTF-8 or GB18030"),)
    header = text.split("\n", 1)[0]
    delimiter = max(",\t;", key=header.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    lines: list[tuple[int, list[Any]]] = []
    while True:
        started = reader.line_num + 1
        try:
            lines.append((started, [_csv_cell(cell) for cell in next(reader)]))
        except StopIteration:
            break
        except csv.Error:
            zh, en = (
                "引号成对的完整行(文件可能不完整)",
                "a whole line with its quotes closed (the file may be cut short)",
            )
            return (_broken("damaged", zh, en, started),)
    return (_sheet("csv", iter(lines), even=True),)


def _csv_cell(cell: str) -> Any:
    return Formula(cell) if cell.startswith("=") else cell


def _decode(data: bytes) -> str | None:
    named = _BOMS.get(data[:2]) or _BOMS.get(data[:3])
    for encoding in [named] if named else ["utf-8", "gb18030"]:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _sheet(name: str, lines: Iterator[tuple[int, list[Any]]], *, even: bool = False) -> Sheet:
    headings: tuple[str, ...] = ()
    rows: list[Row] = []
    faults: list[Fault] = []
    for number, line in lines:
        if all(cell is None or str(cell).strip() == "" for cell in line):
            continue
        if not headings:
            headings = tuple(str(cell or "").strip() for cell in line)
            continue
        if even and len(line) != len(headings):
            zh, en = f"{len(headings)} 列", f"{len(headings)} columns"
            faults.append(Fault(name, number, "", "uneven_line", {"zh": zh, "en": en}, f"{len(line)}"))
            continue
        rows.append(Row(number, dict(zip(headings, line, strict=False))))
    return Sheet(name, headings, tuple(rows), tuple(faults))


def _yaml(data: bytes) -> tuple[Sheet, ...]:
    text = _decode(data)
    try:
        # Aliases of aliases unpack without end, and a list of rows needs none.
        has_aliases = any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text or ""))
        document = None if has_aliases else yaml.safe_load(text or "")
    except Exception:  # noqa: BLE001 - readers of numbers and dates raise whatever they like on odd ones
        return (_broken("damaged", "正确的 YAML", "well-formed YAML"),)
    if isinstance(document, dict) and len(document) == 1:
        document = next(iter(document.values()))
    if not isinstance(document, list) or not all(isinstance(row, dict) for row in document):
        return (_broken("damaged", "由条目组成的列表", "a list of entries"),)
    return (_mappings("yaml", document),)


def _geojson(data: bytes) -> tuple[Sheet, ...]:
    try:
        document = json.loads(data.decode("utf-8-sig"))
        features = document["features"]
        rows = [
            {**(feature.get("properties") or {}), "geometry": feature.get("geometry")} for feature in features
        ]
        ids = [feature.get("id") for feature in features]
    except (UnicodeDecodeError, ValueError, RecursionError, KeyError, TypeError, AttributeError):
        return (
            _broken(
                "damaged", "UTF-8 编码的 GeoJSON FeatureCollection", "a GeoJSON FeatureCollection in UTF-8"
            ),
        )
    for row, feature_id in zip(rows, ids, strict=True):
        row.setdefault("id", feature_id)
    system = str(document.get("crs") or "").lower()
    if not _is_wgs84(system):
        if "gcj" not in system:
            return (_broken("wrong_datum", "WGS-84 坐标", "positions in WGS-84"),)
        rows = [{**row, "datum": "gcj02"} for row in rows]
    return (_mappings("geojson", rows, open_ended=True),)


def _is_wgs84(system: str) -> bool:
    return system in {"", "none"} or any(name in system for name in ("crs84", "4326", "4490"))


def _mappings(name: str, rows: list[dict[Any, Any]], *, open_ended: bool = False) -> Sheet:
    headings = tuple(dict.fromkeys(str(key) for row in rows for key in row))
    lines = (
        Row(number, {str(key): value for key, value in row.items()}) for number, row in enumerate(rows, 1)
    )
    return Sheet(name, headings, tuple(lines), open_ended=open_ended)
