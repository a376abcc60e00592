"""Hand-drawn streets for tests: corners in metres east and north of a gate, as GeoJSON and as positions."""

import json
from typing import Any

from server.domain.planar import metres_per_degree

GATE = {"lat": 300000000, "lon": 1040000000}
_EAST, _NORTH = metres_per_degree(30.0)

Corner = tuple[float, float]


def spot(x: float, y: float) -> dict[str, int]:
    """A position so many metres east and north of the gate."""
    return {"lat": GATE["lat"] + round(y / _NORTH * 1e7), "lon": GATE["lon"] + round(x / _EAST * 1e7)}


def line(*corners: Corner) -> dict[str, Any]:
    """A GeoJSON line."""
    places = [spot(*corner) for corner in corners]
    return {"type": "LineString", "coordinates": [[at["lon"] / 1e7, at["lat"] / 1e7] for at in places]}


def geojson(*shapes: Any, **more: Any) -> bytes:
    """A file of such shapes; anything may stand among them."""
    features = [{"type": "Feature", "properties": {"name": "路"}, "geometry": shape} for shape in shapes]
    return json.dumps({"type": "FeatureCollection", "features": features, **more}).encode()


def school(place_id: str = "p-school", unit: str = "east") -> dict[str, Any]:
    """A row of `places`: a school whose only gate is where the streets begin."""
    return {
        "id": place_id, "name": "实验小学", "category": "primary", "unit_id": unit, **GATE, "geometry": None,
        "gates": [{"name": "东门", **GATE}], "grid": None, "attrs": {},
    }  # fmt: skip


# The café is 100 m from the gate as the crow flies and 340 m on foot.
ROUND = (line((0, 0), (0, 120), (100, 120)), line((100, 120), (100, 0)))
CAFE = spot(100, 0)
