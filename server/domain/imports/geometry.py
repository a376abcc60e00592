"""Reading of GeoJSON shapes and gates for places (RFC 7946, WGS-84, longitude first)."""

import json
from collections.abc import Iterator, Mapping
from math import isfinite
from typing import Any

from server.domain.imports.sheets import BadCellError

LARGEST_VERTICES = 5_000
LARGEST_GATES = 50
LONGEST_NAME = 40
_SHORTEST_RING = 4
_POLE, _DATE_LINE = 90, 180
_DEPTH = {"Point": 0, "LineString": 1, "Polygon": 2, "MultiPolygon": 3}


def geometry(value: Any) -> dict[str, Any]:
    """Read a GeoJSON geometry given as an object or as its JSON text."""
    shape = read_geometry(value, _DEPTH)
    coordinates = shape["coordinates"]
    points = list(points_of(coordinates))
    if not points or len(points) > LARGEST_VERTICES:
        raise BadCellError(
            "bad_geometry", f"1 到 {LARGEST_VERTICES} 个顶点", f"1 to {LARGEST_VERTICES} vertices"
        )
    for ring in _rings(shape["type"], coordinates):
        if len(ring) < _SHORTEST_RING or ring[0] != ring[-1]:
            raise BadCellError(
                "open_ring",
                "多边形至少 4 点且首尾相同",
                "rings of at least 4 points whose first and last are the same",
            )
    return {"type": shape["type"], "coordinates": coordinates}


def read_geometry(value: Any, kinds: Mapping[str, int]) -> dict[str, Any]:
    """Read a geometry of one of `kinds`, each with how deep its positions are nested."""
    shape = _from_json(value)
    depth = kinds.get(str(shape.get("type", ""))) if isinstance(shape, dict) else None
    if depth is None:
        raise BadCellError(
            "bad_geometry", f"GeoJSON 图形:{'、'.join(kinds)}", f"a GeoJSON {', '.join(kinds)}"
        )
    _check_depth(shape.get("coordinates"), depth)
    return {"type": shape["type"], "coordinates": shape["coordinates"]}


def gates(value: Any) -> list[dict[str, Any]]:
    """Read gates written `name:lat,lon; name:lat,lon`, or a list of {name, lat, lon} in degrees.

    Gives `[{name, lat, lon}]` with positions as integers of 1e-7 degree.
    """
    parts = value if isinstance(value, list) else _split_gates(str(value))
    if len(parts) > LARGEST_GATES:
        raise BadCellError("too_many", f"最多 {LARGEST_GATES} 个出入口", f"at most {LARGEST_GATES} gates")
    return [_gate(part) for part in parts]


def middle(shape: dict[str, Any]) -> tuple[float, float]:
    """Give latitude and longitude, in degrees, of the middle of the shape's bounding box."""
    points = list(points_of(shape["coordinates"]))
    lons, lats = [point[0] for point in points], [point[1] for point in points]
    return (min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2


def on_earth(lat: float, lon: float) -> bool:
    """Say whether degrees are a latitude and a longitude at all."""
    return -_POLE <= lat <= _POLE and -_DATE_LINE <= lon <= _DATE_LINE


def points_of(coordinates: Any) -> Iterator[list[float]]:
    """Give each [lon, lat, …] of nested coordinates."""
    if coordinates and isinstance(coordinates[0], (int, float)):
        yield coordinates
        return
    for inner in coordinates:
        yield from points_of(inner)


def _from_json(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        raise BadCellError("bad_geometry", "GeoJSON 文本", "GeoJSON text") from None


def _check_depth(coordinates: Any, depth: int) -> None:
    if not isinstance(coordinates, list) or not coordinates:
        raise BadCellError("bad_geometry", "坐标数组", "an array of coordinates")
    if depth > 0:
        for inner in coordinates:
            _check_depth(inner, depth - 1)
        return
    numbers = all(_is_number(part) for part in coordinates)
    if not (numbers and len(coordinates) in {2, 3}):
        raise BadCellError("bad_geometry", "坐标为 [经度, 纬度]", "positions as [longitude, latitude]")
    if not on_earth(coordinates[1], coordinates[0]):
        raise BadCellError(
            "out_of_range",
            "经度 -180 到 180 在前,纬度 -90 到 90 在后",
            "longitude -180..180 first, then latitude -90..90",
        )


def _is_number(part: Any) -> bool:
    return isinstance(part, (int, float)) and not isinstance(part, bool) and isfinite(part)


def _rings(shape: str, coordinates: Any) -> list[list[list[float]]]:
    if shape == "Polygon":
        return list(coordinates)
    return [ring for polygon in coordinates for ring in polygon] if shape == "MultiPolygon" else []


def _split_gates(words: str) -> list[str]:
    return [part.strip() for part in words.replace("；", ";").split(";") if part.strip()]


def _gate(part: Any) -> dict[str, Any]:
    try:
        if isinstance(part, str):
            name, _, position = part.replace("：", ":").replace("，", ",").rpartition(":")
            lat, lon = (float(number) for number in position.split(","))
        else:
            name, lat, lon = str(part["name"]), float(part["lat"]), float(part["lon"])
    except (ValueError, KeyError, TypeError):
        name, lat, lon = "", 91.0, 0.0
    if not name.strip() or not on_earth(lat, lon):
        raise BadCellError("bad_gate", "名称:纬度,经度;名称:纬度,经度", "name:lat,lon; name:lat,lon")
    return {"name": name.strip()[:LONGEST_NAME], "lat": round(lat * 1e7), "lon": round(lon * 1e7)}
