"""Plane geometry in metres around one position, exact enough (1e-5) for the few kilometres that matter."""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, hypot, inf, pi, radians, sin, sqrt

_SEMI_MAJOR_M = 6378137.0
_ECCENTRICITY_SQUARED = 0.00669437999014

Metres = tuple[float, float]


def metres_per_degree(lat_degrees: float) -> Metres:
    """Metres per degree of longitude and of latitude on the WGS-84 ellipsoid."""
    phi = radians(lat_degrees)
    bend = 1 - _ECCENTRICITY_SQUARED * sin(phi) ** 2
    meridian = _SEMI_MAJOR_M * (1 - _ECCENTRICITY_SQUARED) / (bend * sqrt(bend))
    parallel = _SEMI_MAJOR_M / sqrt(bend) * cos(phi)
    return parallel * pi / 180, meridian * pi / 180


def short_way(degrees: float) -> float:
    """Difference of longitudes by the short way round, in degrees."""
    if degrees > 180:  # noqa: PLR2004 - half the globe
        return degrees - 360
    return degrees + 360 if degrees < -180 else degrees  # noqa: PLR2004 - half the globe


def _origin_to_segment(a: Metres, b: Metres) -> float:
    dx, dy = b[0] - a[0], b[1] - a[1]
    square = dx * dx + dy * dy
    along = 0.0 if square == 0 else min(1.0, max(0.0, -(a[0] * dx + a[1] * dy) / square))
    return hypot(a[0] + along * dx, a[1] + along * dy)


def origin_to_chain(chain: Sequence[Metres]) -> float:
    """Least distance of the origin to a chain of points; one point is a chain too, an empty one is inf."""
    return min(
        (_origin_to_segment(chain[max(0, i - 1)], point) for i, point in enumerate(chain)), default=inf
    )


def _ring_holds_origin(ring: Sequence[Metres]) -> bool:
    # Counts the edges that a ray to the east crosses.
    inside = False
    for index, a in enumerate(ring):
        b = ring[(index + 1) % len(ring)]
        if (a[1] > 0) != (b[1] > 0) and a[0] - a[1] * (b[0] - a[0]) / (b[1] - a[1]) > 0:
            inside = not inside
    return inside


def origin_to_polygon(rings: Sequence[Sequence[Metres]]) -> float:
    """0 within the polygon (outer ring first, then holes), else the distance to its nearest edge."""
    if rings and _ring_holds_origin(rings[0]) and not any(map(_ring_holds_origin, rings[1:])):
        return 0.0
    return min((origin_to_chain([*ring, *ring[:1]]) for ring in rings), default=inf)
