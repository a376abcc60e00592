"""Lines of the walking network: packed for the wire, joined where ends meet, cut to what a school needs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from server.domain.geo import UNITS_PER_DEGREE, Position, distance_m
from server.domain.planar import metres_per_degree, origin_to_chain, short_way
from server.domain.walks import Walks, points_of

Line = tuple[Position, ...]
# Drawn by hand, two streets that meet may miss each other by so much; a lane beside a lane is farther away.
JOIN_M = 1.0
# A way longer than the first of these is beyond every distance rule. Where the streets are so dense that a
# phone could not keep them, the next lesser one is taken.
REACHES_M = (600, 450, 300)
# About 20 kB for one school; a district of sixty then takes 1.2 MB of the phone.
LARGEST_POINTS = 3_000
# Of the latitude: at most 1.1 m, so that a point within JOIN_M lies in the same cell or in one beside it.
_CELL_E7 = 100


def pack(line: Sequence[Position]) -> tuple[int, ...]:
    """Give latitude and longitude of the first point, then the steps to each next, in 1e-7 degree."""
    steps = [(b.lat - a.lat, b.lon - a.lon) for a, b in pairwise(line)]
    return (line[0].lat, line[0].lon, *(part for step in steps for part in step))


def joined(lines: Sequence[Line]) -> tuple[list[Line], int]:
    """Move each end within a metre of another line's point onto it; gives the lines and how many moved."""
    index = _Index(lines)
    found, moved = [], 0
    for line in lines:
        first, last = index.settle(line[0]), index.settle(line[-1])
        moved += (first != line[0]) + (last != line[-1])
        whole = [first, *line[1:-1], last]
        kept = tuple(at for n, at in enumerate(whole) if n == 0 or at != whole[n - 1])
        if len(kept) > 1:
            found.append(kept)
    return found, moved


class _Index:
    """Points by cells of about a metre. An end joins what stands there: inner points, then earlier ends."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._cells: dict[tuple[int, int], list[Position]] = {}
        for line in lines:
            for at in line[1:-1]:
                self._put(at)

    def settle(self, end: Position) -> Position:
        """Give the point that an end is, after joining."""
        near = [at for at in self._around(end) if distance_m(at, end) <= JOIN_M]
        if not near:
            self._put(end)
            return end
        return min(near, key=lambda at: (distance_m(at, end), at.lat, at.lon))

    def _put(self, at: Position) -> None:
        self._cells.setdefault(self._cell(at), []).append(at)

    @staticmethod
    def _cell(at: Position) -> tuple[int, int]:
        return at.lat // _CELL_E7, at.lon // (2 * _CELL_E7)

    def _around(self, at: Position) -> Iterator[Position]:
        lat, lon = self._cell(at)
        for north in (-1, 0, 1):
            for east in (-1, 0, 1):
                yield from self._cells.get((lat + north, lon + east), ())


def parts_of(lines: Sequence[Line]) -> int:
    """Count the pieces of the network that no way connects."""
    above: dict[Position, Position] = {}

    def top(at: Position) -> Position:
        while (up := above.setdefault(at, at)) != at:
            above[at] = above[up]
            at = up
        return at

    for line in lines:
        for a, b in pairwise(line):
            above[top(a)] = top(b)
    return sum(at == up for at, up in above.items())


def walks_near(network: str, lines: Sequence[Sequence[int]], gates: Sequence[Position]) -> Walks | None:
    """Cut out of packed lines the streets that a way from the gates can need; None for none, or too many."""
    whole = [points_of(line) for line in lines]
    for reach_m in REACHES_M:
        near = [pack(run) for line in whole for run in _runs(line, gates, reach_m)]
        if not near:
            return None
        if sum(map(len, near)) <= 2 * LARGEST_POINTS:
            return Walks(network, reach_m, near)
    return None


def _runs(line: Sequence[Position], gates: Sequence[Position], reach_m: int) -> Iterator[list[Position]]:
    """Give the stretches of a line that come within reach of a gate."""
    run: list[Position] = []
    for a, b in pairwise(line):
        if min(_off(gate, a, b) for gate in gates) <= reach_m:
            run = [*(run or [a]), b]
        elif run:
            yield run
            run = []
    if run:
        yield run


def _off(at: Position, a: Position, b: Position) -> float:
    per_lon, per_lat = metres_per_degree(at.lat / UNITS_PER_DEGREE)
    return origin_to_chain(
        [
            (
                short_way((end.lon - at.lon) / UNITS_PER_DEGREE) * per_lon,
                (end.lat - at.lat) / UNITS_PER_DEGREE * per_lat,
            )
            for end in (a, b)
        ]
    )
