"""The walking path to a school's gates: its streets as a small graph, read once and asked often.

Streets meet only where lines share a point, so a footbridge is no crossing; the import has joined ends that
missed each other by less than a metre. Gates and positions reach the nearest street in a straight line.
Lengths are metres in a plane around the first gate. pwa/src/core/walks.ts has the same rules for the phone;
both run schemas/cases/walks.json.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import inf, sqrt
from typing import Any

from server.domain.geo import UNITS_PER_DEGREE, Position, Walked, whole_metres
from server.domain.planar import Metres, metres_per_degree, short_way

# Across the widest street and its pavements; from farther away nobody knows the way.
MAX_SNAP_M = 50
# Around a right angle the way is 1.41 times the straight line.
_CORNER = 1.5


@dataclass(frozen=True, slots=True)
class Walks:
    """The streets around one place, as they travel: every way of up to `reach_m` from its gates runs on them.

    A line is latitude and longitude of its first point in 1e-7 degree, then the steps to each next point.
    """

    network: str
    reach_m: int
    lines: Sequence[Sequence[int]]


def walks_from(state: Mapping[str, Any]) -> Walks:
    """Read what `walks_state` wrote."""
    return Walks(state["network"], state["reach_m"], state["lines"])


def points_of(line: Sequence[int]) -> list[Position]:
    """Give the points of a packed line."""
    lat = lon = 0
    found = []
    for at in range(0, len(line) - 1, 2):
        lat, lon = lat + line[at], lon + line[at + 1]
        found.append(Position(lat, lon))
    return found


@dataclass(frozen=True, slots=True)
class _Plane:
    """Metres east and north of an origin, in one scale, so that no way can beat the straight line."""

    origin: Position
    scale: Metres

    def of(self, at: Position) -> Metres:
        lon = short_way((at.lon - self.origin.lon) / UNITS_PER_DEGREE)
        return lon * self.scale[0], (at.lat - self.origin.lat) / UNITS_PER_DEGREE * self.scale[1]


def _length(a: Metres, b: Metres) -> float:
    # Not hypot: the square root is rounded the same way in every language.
    dx, dy = a[0] - b[0], a[1] - b[1]
    return sqrt(dx * dx + dy * dy)


# The way to the nearest gate, and how far that gate is off its street.
_Way = tuple[float, float]


@dataclass(frozen=True, slots=True)
class _Foot:
    """Where a street is nearest to a point (`along` it from 0 to 1), and how far `off` that is."""

    at: Metres
    along: float
    off: float


def _foot(a: Metres, b: Metres, at: Metres) -> _Foot:
    dx, dy = b[0] - a[0], b[1] - a[1]
    square = dx * dx + dy * dy
    along = 0.0
    if square > 0:
        along = min(1.0, max(0.0, ((at[0] - a[0]) * dx + (at[1] - a[1]) * dy) / square))
    foot = (a[0] + along * dx, a[1] + along * dy)
    return _Foot(foot, along, _length(foot, at))


@dataclass(frozen=True, slots=True)
class _Street:
    a: Metres
    b: Metres
    from_a: _Way
    from_b: _Way

    def way_at(self, along: float) -> _Way:
        """The shorter way from a point of the street, by either of its ends."""
        length = _length(self.a, self.b)
        by_a = (self.from_a[0] + along * length, self.from_a[1])
        return min(by_a, (self.from_b[0] + (1 - along) * length, self.from_b[1]))


@dataclass(slots=True)
class _Graph:
    at: list[Metres] = field(default_factory=list)
    edges: list[tuple[int, int]] = field(default_factory=list)
    gates: dict[int, float] = field(default_factory=dict)

    def node(self, at: Metres) -> int:
        self.at.append(at)
        return len(self.at) - 1


def _graph(plane: _Plane, lines: Iterable[Sequence[int]]) -> _Graph:
    graph, known, seen = _Graph(), dict[Position, int](), set[tuple[int, int]]()
    for line in lines:
        before = -1
        for point in points_of(line):
            node = known.get(point)
            if node is None:
                node = known[point] = graph.node(plane.of(point))
            edge = (min(before, node), max(before, node))
            if before not in {-1, node} and edge not in seen:
                seen.add(edge)
                graph.edges.append(edge)
            before = node
    return graph


def _open_gates(graph: _Graph, gates: Sequence[Metres]) -> list[Metres]:
    """Put each gate on its nearest street, cutting it there; gives the gates that no street is near."""
    cuts: dict[int, list[tuple[float, float]]] = {}
    unmapped = []
    for gate in gates:
        feet = ((_foot(graph.at[a], graph.at[b], gate), i) for i, (a, b) in enumerate(graph.edges))
        best = min(((foot.off, i, foot.along) for foot, i in feet), default=None)
        if best is None or best[0] > MAX_SNAP_M:
            unmapped.append(gate)
        else:
            cuts.setdefault(best[1], []).append((best[2], best[0]))
    for number, feet_here in sorted(cuts.items()):
        _cut(graph, number, sorted(feet_here))
    return unmapped


def _cut(graph: _Graph, number: int, feet: Sequence[tuple[float, float]]) -> None:
    first, last = graph.edges[number]
    a, b = graph.at[first], graph.at[last]
    before = first
    for along, leg in feet:
        node = graph.node((a[0] + along * (b[0] - a[0]), a[1] + along * (b[1] - a[1])))
        graph.gates[node] = leg
        graph.edges.append((before, node))
        before = node
    graph.edges[number] = (before, last)


def _ways(graph: _Graph) -> list[_Way]:
    """Dijkstra from all gates: per node the way to the nearest one, and how far off its street that is."""
    beside: list[list[tuple[int, float]]] = [[] for _ in graph.at]
    for a, b in graph.edges:
        length = _length(graph.at[a], graph.at[b])
        beside[a].append((b, length))
        beside[b].append((a, length))
    ways = [(inf, 0.0)] * len(graph.at)
    waiting = [(leg, leg, node) for node, leg in graph.gates.items()]
    heapq.heapify(waiting)
    while waiting:
        way, leg, node = heapq.heappop(waiting)
        if way >= ways[node][0]:
            continue
        ways[node] = (way, leg)
        for other, length in beside[node]:
            if way + length < ways[other][0]:
                heapq.heappush(waiting, (way + length, leg, other))
    return ways


class StreetsAround:
    """The streets around one place, with the way from every corner to the nearest gate worked out."""

    def __init__(self, walks: Walks, gates: Sequence[Position]) -> None:
        self.network = walks.network
        self._reach_m = walks.reach_m
        origin = gates[0]
        self._plane = _Plane(origin, metres_per_degree(origin.lat / UNITS_PER_DEGREE))
        self._gates = [self._plane.of(gate) for gate in gates]
        graph = _graph(self._plane, walks.lines)
        self._unmapped = _open_gates(graph, self._gates)
        ways = _ways(graph)
        self._streets = [_Street(graph.at[a], graph.at[b], ways[a], ways[b]) for a, b in graph.edges]

    def walk(self, pos: Position, acc_m: int) -> Walked | None:
        """The way from a position to the nearest gate; None where no way is known.

        Within the accuracy another street may be the nearest one: each that could be widens the spread.
        """
        at = self._plane.of(pos)
        straight = min(_length(at, gate) for gate in self._gates)
        if straight > self._reach_m:
            return None
        feet = [_foot(street.a, street.b, at) for street in self._streets]
        near = min((foot.off for foot in feet), default=inf)
        if near > MAX_SNAP_M:
            return None
        possible = [
            (foot, street.way_at(foot.along))
            for street, foot in zip(self._streets, feet, strict=True)
            if foot.off <= near + 2 * acc_m
        ]
        here = next(each for each in possible if each[0].off == near)
        others = [way for foot, way in possible if _is_elsewhere((foot, way), here)]
        low = min(way - leg for way, leg in [here[1], *others])
        low = min([low, *(_length(at, gate) for gate in self._unmapped)])
        high = max(way + leg + 2 * near for way, leg in [here[1], *others])
        if high == inf:
            return None
        found = here[1][0] + near
        spread = whole_metres(max(found - low, high - found))
        return Walked(self.network, whole_metres(found), spread, whole_metres(straight))


def _is_elsewhere(other: tuple[_Foot, _Way], here: tuple[_Foot, _Way]) -> bool:
    """Whether stepping over there changes the way by more than the step itself, also around a corner."""
    step = _length(other[0].at, here[0].at)
    return other[1][0] != here[1][0] and abs(other[1][0] - here[1][0]) > _CORNER * step
