"""The city's walking network: lines of a GeoJSON file that people can walk along, cleaned once at import.

A feature that cannot be used is named and left out; the others are kept, because a city's streets are never
without a fault. Ends that miss another line's point by less than a metre are joined to it here, so that phone
and server see the same points later. Lines that cross without a shared point stay apart: one may be a bridge.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from server.domain.geo import Position, distance_m
from server.domain.imports.geometry import points_of, read_geometry
from server.domain.imports.positions import SHIFTS, in_china
from server.domain.imports.sheets import BadCellError, Fault, Sheet, shown
from server.domain.walk_lines import Line, joined, pack, parts_of

LARGEST_POINTS = 600_000
# No street is straight for so long: a point is missing or wrong.
LONGEST_STEP_M = 5_000
_SHORTEST = 2
_LINES = {"LineString": 1, "MultiLineString": 2}
_EDITION_DIGITS = 12


@dataclass(frozen=True)
class Network:
    """What a file holds: packed lines, and what was left out and why.

    `edition` names the content: the same streets have the same. `ends` counts the ends that were joined,
    `parts` the pieces that no way connects, `length_m` is the length of all.
    """

    edition: str
    lines: tuple[tuple[int, ...], ...]
    faults: tuple[Fault, ...]
    ends: int = 0
    parts: int = 0
    length_m: int = 0


def read_network(sheets: Sequence[Sheet], datum: str | None) -> Network:
    """Read the lines of a file; `datum` is what the person said it is in (a key of SHIFTS or None)."""
    faults = [fault for sheet in sheets for fault in sheet.faults]
    lines: list[Line] = []
    for sheet in sheets:
        if said := _other_datum(sheet, datum):
            return Network("", (), (*faults, said))
        for row in sheet.rows:
            try:
                lines += list(_lines(row.cells.get("geometry"), datum))
            except BadCellError as bad:
                kind = row.cells.get("geometry")
                value = shown(kind.get("type")) if isinstance(kind, dict) else ""
                faults.append(Fault(sheet.name, row.number, "", bad.code, bad.allowed, value))
    if sum(map(len, lines)) > LARGEST_POINTS:
        words = {"zh": f"最多 {LARGEST_POINTS} 个点", "en": f"at most {LARGEST_POINTS} points"}
        return Network("", (), (*faults, Fault(sheets[0].name, 0, "", "too_many", words)))
    return _network(lines, tuple(faults))


def _network(lines: Sequence[Line], faults: tuple[Fault, ...]) -> Network:
    kept, ends = joined(lines)
    packed = tuple(dict.fromkeys(pack(line) for line in kept))
    if not packed:
        words = {"zh": "至少一条可用的线", "en": "at least one line that can be used"}
        return Network("", (), (*faults, Fault("", 0, "", "empty", words)))
    digest = hashlib.sha256(repr(packed).encode()).hexdigest()[:_EDITION_DIGITS]
    length = sum(distance_m(a, b) for line in kept for a, b in pairwise(line))
    return Network(digest, packed, faults, ends, parts_of(kept), round(length))


def _other_datum(sheet: Sheet, datum: str | None) -> Fault | None:
    said = next((row.cells["datum"] for row in sheet.rows if row.cells.get("datum") in SHIFTS), None)
    if said is None or said == datum:
        return None
    words = {"zh": f"--datum {said}(文件自称此坐标系)", "en": f"--datum {said}, which the file says it is in"}
    return Fault(sheet.name, 0, "", "wrong_datum", words, str(datum or "wgs84"))


def _lines(cell: Any, datum: str | None) -> Iterator[Line]:
    shape = read_geometry(cell, _LINES)
    given = [shape["coordinates"]] if shape["type"] == "LineString" else shape["coordinates"]
    for coordinates in given:
        yield _line(list(points_of(coordinates)), datum)


def _line(points: list[list[float]], datum: str | None) -> Line:
    if any(in_china(lon, lat) for lon, lat, *_ in points):
        raise BadCellError(
            "swapped", "经度在前(73–136),纬度在后(3–54)", "longitude 73-136 first, then latitude 3-54"
        )
    placed = [_position(lon, lat, datum) for lon, lat, *_ in points]
    line = tuple(here for at, here in enumerate(placed) if at == 0 or here != placed[at - 1])
    if len(line) < _SHORTEST:
        raise BadCellError("no_length", "至少两个不同的点", "at least two points that differ")
    if any(distance_m(a, b) > LONGEST_STEP_M for a, b in pairwise(line)):
        raise BadCellError(
            "leap",
            f"相邻两点不超过 {LONGEST_STEP_M} 米",
            f"neighbouring points at most {LONGEST_STEP_M} m apart",
        )
    return line


def _position(lon: float, lat: float, datum: str | None) -> Position:
    if datum is not None:
        lat, lon = SHIFTS[datum](lat, lon)
    return Position(round(lat * 1e7), round(lon * 1e7))
