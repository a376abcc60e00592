"""Where an imported place is: from its columns or its shape, in WGS-84, and not in the sea by a swap."""

from collections.abc import Callable, Mapping
from typing import Any

from server.domain.datum import wgs84_from_bd09, wgs84_from_gcj02
from server.domain.imports.geometry import middle, points_of
from server.domain.imports.sheets import Fault, Findings, Notice, Row

Shift = Callable[[float, float], tuple[float, float]]
# What a file may be in besides WGS-84, and the way out of it.
SHIFTS: Mapping[str, Shift] = {"gcj02": wgs84_from_gcj02, "bd09": wgs84_from_bd09}
_CHOICES = {
    "gcj02": ("WGS-84;火星坐标须加 --datum gcj02 转换", "WGS-84; for GCJ-02 give --datum gcj02 to convert"),
    "bd09": ("WGS-84;百度坐标须加 --datum bd09 转换", "WGS-84; for BD-09 give --datum bd09 to convert"),
}
_LATITUDES, _LONGITUDES = (3.0, 54.0), (73.0, 136.0)


def settle_positions(findings: Findings, sheet: str, datum: str | None) -> None:
    """Give every place `lat` and `lon` in WGS-84, or name the row that has none.

    `datum` is what the person said the file is in (a key of SHIFTS or None).
    A row that says by itself that it must be shifted is refused unless the
    person said the same, and a row that says otherwise is refused when the
    person asked for a shift: one done twice, or not at all, is 300-700 m of
    error that nobody sees later.
    """
    for row, values in findings.rows:
        fault = _datum_fault(sheet, row, values.pop("datum"), datum)
        fault = fault or _fill(sheet, row, values)
        fault = fault or _swapped(sheet, row, values)
        if fault:
            findings.faults.append(fault)
            continue
        if datum is not None:
            _shift(values, SHIFTS[datum])
            values["attrs"] = {**values["attrs"], "datum_from": datum}
        if not in_china(values["lat"] / 1e7, values["lon"] / 1e7):
            words = {"zh": "位置在中国范围之外,请核对", "en": "the position is outside China, please check"}
            findings.notices.append(Notice(sheet, row.number, "far_away", words))


def _datum_fault(sheet: str, row: Row, said: str | None, datum: str | None) -> Fault | None:
    fits = said == datum if datum else said not in SHIFTS
    if said is None or fits:
        return None
    zh, en = _same(datum) if datum else _CHOICES[said]
    return Fault(sheet, row.number, "datum", "wrong_datum", {"zh": zh, "en": en}, said)


def _same(datum: str) -> tuple[str, str]:
    return f"与 --datum {datum} 一致", f"the same as --datum {datum}"


def _fill(sheet: str, row: Row, values: dict[str, Any]) -> Fault | None:
    if values["lat"] is None and values["lon"] is None and values["geometry"] is not None:
        lat, lon = middle(values["geometry"])
        values["lat"], values["lon"] = round(lat * 1e7), round(lon * 1e7)
    if values["lat"] is not None and values["lon"] is not None:
        return None
    column = "lat" if values["lat"] is None else "lon"
    words = {"zh": "填写经纬度或图形", "en": "latitude and longitude, or a geometry"}
    return Fault(sheet, row.number, column, "no_position", words)


def _swapped(sheet: str, row: Row, values: dict[str, Any]) -> Fault | None:
    lat, lon = values["lat"] / 1e7, values["lon"] / 1e7
    points = list(points_of(values["geometry"]["coordinates"])) if values["geometry"] else []
    turned = in_china(lon, lat) or any(in_china(point[0], point[1]) for point in points)
    if not turned:
        return None
    words = {
        "zh": "纬度在 3–54、经度在 73–136;看来经纬度颠倒",
        "en": "latitude 3-54, longitude 73-136; they look swapped",
    }
    return Fault(sheet, row.number, "lat", "swapped", words, f"{lat:.5f}, {lon:.5f}")


def in_china(lat: float, lon: float) -> bool:
    """Say whether degrees lie in the box around the country."""
    return _LATITUDES[0] <= lat <= _LATITUDES[1] and _LONGITUDES[0] <= lon <= _LONGITUDES[1]


def _shift(values: dict[str, Any], shift: Shift) -> None:
    values["lat"], values["lon"] = _shift_ints(values["lat"], values["lon"], shift)
    values["gates"] = [_shift_gate(gate, shift) for gate in values["gates"]]
    if values["geometry"]:
        coordinates = _shift_nested(values["geometry"]["coordinates"], shift)
        values["geometry"] = {**values["geometry"], "coordinates": coordinates}


def _shift_gate(gate: dict[str, Any], shift: Shift) -> dict[str, Any]:
    lat, lon = _shift_ints(gate["lat"], gate["lon"], shift)
    return {"name": gate["name"], "lat": lat, "lon": lon}


def _shift_ints(lat: int, lon: int, shift: Shift) -> tuple[int, int]:
    new_lat, new_lon = shift(lat / 1e7, lon / 1e7)
    return round(new_lat * 1e7), round(new_lon * 1e7)


def _shift_nested(coordinates: Any, shift: Shift) -> Any:
    if isinstance(coordinates[0], (int, float)):
        lat, lon = shift(coordinates[1], coordinates[0])
        return [round(lon, 8), round(lat, 8), *coordinates[2:]]
    return [_shift_nested(inner, shift) for inner in coordinates]
