"""Distances, the radius verdict and which school a distance rule bears on.

Positions are WGS-84 integers of 1e-7 degree; lengths are metres. The phone runs the same
rules in pwa/src/core/geo.ts; both sides run the cases of schemas/cases/geo.json.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import floor, hypot, inf
from typing import Any, Protocol

from server.domain.catalogue import Catalogue, GeoRule
from server.domain.planar import Metres, metres_per_degree, origin_to_chain, origin_to_polygon, short_way

UNITS_PER_DEGREE = 10_000_000
MAX_LAT = 90 * UNITS_PER_DEGREE
MAX_LON = 180 * UNITS_PER_DEGREE
# Most campuses are under 10 ha: beyond this a missing boundary leaves no doubt.
CAMPUS_REACH_M = 300


@dataclass(frozen=True, slots=True)
class Position:
    lat: int
    lon: int

    @property
    def is_on_earth(self) -> bool:
        return abs(self.lat) <= MAX_LAT and abs(self.lon) <= MAX_LON


@dataclass(frozen=True, slots=True)
class Walked:
    """A way on foot in whole metres, `spread_m` wrong at most for what the network cannot tell.

    `network` is its edition; `straight_m` the straight line to the nearest gate: no way is shorter.
    """

    network: str
    distance_m: int
    spread_m: int
    straight_m: int


class Walkable(Protocol):
    """The streets around a place, as server.domain.walks reads them."""

    def walk(self, pos: Position, acc_m: int) -> Walked | None:
        """Give the way to the nearest gate; None where no way is known."""


@dataclass(frozen=True)
class Place:
    """A place as the rules see it; `geometry` is GeoJSON in degrees, `gates` are positions."""

    id: str
    name: str
    category: str
    position: Position
    geometry: Mapping[str, Any] | None = None
    gates: tuple[Position, ...] = ()
    attrs: Mapping[str, Any] = field(default_factory=dict)
    walks: Walkable | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class SchoolVerdict:
    """A distance rule's outcome, in whole metres as the record keeps it; `network` of a way on foot."""

    place: Place
    method: str
    distance_m: int
    error_m: int
    verdict: str
    network: str | None = None


def place_from(state: Mapping[str, Any]) -> Place:
    """Read a place from its row or its state in the change feed."""
    return Place(
        id=state["id"],
        name=state["name"],
        category=state["category"],
        position=Position(state["lat"], state["lon"]),
        geometry=state.get("geometry"),
        gates=tuple(Position(gate["lat"], gate["lon"]) for gate in state.get("gates") or ()),
        attrs=state.get("attrs") or {},
    )


def distance_m(a: Position, b: Position) -> float:
    """Straight-line distance; symmetric, within 0.1 % up to 50 km."""
    per_lon, per_lat = metres_per_degree((a.lat + b.lat) / 2 / UNITS_PER_DEGREE)
    east = short_way((b.lon - a.lon) / UNITS_PER_DEGREE) * per_lon
    return hypot(east, (b.lat - a.lat) / UNITS_PER_DEGREE * per_lat)


def distance_to_geometry(pos: Position, geometry: Mapping[str, Any]) -> float:
    """Metres to a GeoJSON geometry in degrees; 0 inside an area, inf for an empty or unknown one."""
    lon0, lat0 = pos.lon / UNITS_PER_DEGREE, pos.lat / UNITS_PER_DEGREE
    per_lon, per_lat = metres_per_degree(lat0)

    def local(point: Sequence[float]) -> Metres:
        return short_way(point[0] - lon0) * per_lon, (point[1] - lat0) * per_lat

    def rings(area: Sequence[Sequence[Sequence[float]]]) -> list[list[Metres]]:
        return [[local(point) for point in ring] for ring in area]

    measures: dict[str, Callable[[Any], float]] = {
        "Point": lambda at: origin_to_chain([local(at)]),
        "MultiPoint": lambda points: min((origin_to_chain([local(at)]) for at in points), default=inf),
        "LineString": lambda line: origin_to_chain([local(at) for at in line]),
        "MultiLineString": lambda lines: min((origin_to_chain(line) for line in rings(lines)), default=inf),
        "Polygon": lambda area: origin_to_polygon(rings(area)),
        "MultiPolygon": lambda areas: min((origin_to_polygon(rings(area)) for area in areas), default=inf),
    }
    measure = measures.get(geometry["type"])
    return measure(geometry["coordinates"]) if measure else inf


def distance_to_place(pos: Position, place: Place) -> float:
    """Metres to the place's geometry where it has one, else to its point."""
    if place.geometry is not None:
        return distance_to_geometry(pos, place.geometry)
    return distance_m(pos, place.position)


def nearest(
    places: Iterable[Place], pos: Position, wanted: Callable[[Place], bool] = lambda _place: True
) -> tuple[Place, float] | None:
    """The nearest wanted place and its distance; equal distances by id."""
    found = ((distance_to_place(pos, place), place.id, place) for place in places if wanted(place))
    best = min(found, key=lambda one: one[:2], default=None)
    return (best[2], best[0]) if best else None


def verdict(distance: float, error: float, radius: float) -> str:
    """Give `inside` when distance plus error is below the radius, `outside` when less error it is above."""
    return _between(distance, distance, error, radius)


def _between(least: float, most: float, error: float, radius: float) -> str:
    if most + error < radius:
        return "inside"
    return "outside" if least - error > radius else "uncertain"


@dataclass(frozen=True, slots=True)
class _Measured:
    """`least` and `most` bound the legal distance when `distance` is not exactly it."""

    method: str
    distance: int
    least: float
    most: float
    spread: int = 0
    network: str | None = None


def _measure(place: Place, pos: Position, acc_m: int, method: str) -> _Measured:
    # Without a boundary the nearest gate (or the point) is the farthest the wall can be;
    # a walking path is never shorter than the straight line to the nearest gate.
    if method == "boundary_line" and place.geometry is not None and place.geometry["type"] != "Point":
        exact = whole_metres(distance_to_geometry(pos, place.geometry))
        return _Measured(method, exact, exact, exact)
    walked = place.walks.walk(pos, acc_m) if method == "gate_path" and place.walks else None
    if walked:
        least = max(walked.distance_m - walked.spread_m, walked.straight_m)
        most = walked.distance_m + walked.spread_m
        return _Measured(method, walked.distance_m, least, most, walked.spread_m, walked.network)
    gates = [distance_m(pos, gate) for gate in place.gates]
    distance = whole_metres(min(gates) if gates else distance_m(pos, place.position))
    used = "gate_line" if gates else "point_line"
    if method == "gate_path":
        return _Measured(used, distance, distance, inf)
    is_exact = method == "gate_line" and bool(gates)
    return _Measured(used, distance, distance if is_exact else max(0, distance - CAMPUS_REACH_M), distance)


def whole_metres(value: float) -> int:
    return floor(value + 0.5)


def school_rule(
    catalogue: Catalogue, rule: GeoRule, pos: Position, acc_m: int, places: Iterable[Place]
) -> SchoolVerdict | None:
    """Judge the school a rule bears on most: least distance beyond its own radius; None without a school."""
    judged = []
    for place in places:
        if not catalogue.is_school(place.category):
            continue
        radius, found = rule.radius_for(place.category), _measure(place, pos, acc_m, rule.method)
        outcome = _between(found.least, found.most, acc_m, radius)
        error_m = acc_m + found.spread
        result = SchoolVerdict(place, found.method, found.distance, error_m, outcome, found.network)
        judged.append((found.distance - radius, place.id, result))
    best = min(judged, key=lambda one: one[:2], default=None)
    return best[2] if best else None
