"""Streets of the demo city around its schools, so that the way on foot can be seen beside the straight line.

A lane runs around each school, 15 m off its wall. Streets lead north from the lane's corners to back streets
where the internet cafés are: from the gates these are farther on foot than as the crow flies.
"""

from __future__ import annotations

import json

from server.demo.ground import Spot
from server.demo.places import CAFE_DISTANCES_M, SCHOOL_NAMES, SCHOOL_SIZE_M, school_spot

_LANE_M = 15.0
_BEFORE_DOOR_M = 8.0
_BEYOND_M = 200.0


def streets_file() -> bytes:
    """The network as a city hands it in: GeoJSON in WGS-84."""
    lines = [
        line
        for code, schools in SCHOOL_NAMES.items()
        for number, (_name, kind) in enumerate(schools)
        for line in _around(school_spot(code, number), SCHOOL_SIZE_M[kind])
    ]
    features = [
        {
            "type": "Feature",
            "properties": {},
            "geometry": {"type": "LineString", "coordinates": [spot.degrees for spot in line]},
        }
        for line in lines
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def _around(school: Spot, size: tuple[float, float]) -> list[list[Spot]]:
    east, north = size[0] / 2 + _LANE_M, size[1] / 2 + _LANE_M
    corners = [school.moved(x * east, y * north) for x, y in ((1, 1), (-1, 1), (-1, -1), (1, -1))]
    backs = [size[1] / 2 + away - _BEFORE_DOOR_M for away in CAFE_DISTANCES_M]
    streets = [
        [school.moved(side * east, y) for y in (north, *backs, backs[-1] + _BEYOND_M)] for side in (-1, 1)
    ]
    crossings = [[school.moved(side * east, back) for side in (-1, 1)] for back in backs]
    return [[*corners, corners[0]], *streets, *crossings]
