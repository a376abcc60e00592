"""Geometry of the demo city: metres east and north of its centre turned into WGS-84.

The centre lies in open farmland, so that no demo place falls on a real school or shop.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

CENTRE_LAT, CENTRE_LON = 34.2100, 115.7300
METRES_PER_DEGREE = math.pi * 6_371_008.8 / 180


@dataclass(frozen=True)
class Spot:
    """A point in metres east (x) and north (y) of the city's centre."""

    x: float
    y: float

    def moved(self, east_m: float, north_m: float) -> Spot:
        """The spot so many metres away."""
        return Spot(self.x + east_m, self.y + north_m)

    @property
    def lat(self) -> int:
        """Latitude in 1e-7 degree."""
        return round((CENTRE_LAT + self.y / METRES_PER_DEGREE) * 1e7)

    @property
    def lon(self) -> int:
        """Longitude in 1e-7 degree."""
        return round((CENTRE_LON + self.x / (METRES_PER_DEGREE * math.cos(math.radians(CENTRE_LAT)))) * 1e7)

    @property
    def degrees(self) -> list[float]:
        """[longitude, latitude] in degrees, as GeoJSON wants it."""
        return [self.lon / 1e7, self.lat / 1e7]


def rectangle(middle: Spot, width_m: float, height_m: float) -> dict[str, object]:
    """GeoJSON polygon around a spot, sides along the axes, counter-clockwise."""
    corners = [(-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1)]
    ring = [middle.moved(dx * width_m / 2, dy * height_m / 2).degrees for dx, dy in corners]
    return {"type": "Polygon", "coordinates": [ring]}
