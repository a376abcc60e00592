"""Shift positions out of GCJ-02, the datum of Chinese consumer maps, and out of BD-09, Baidu's own.

Everything in the system is WGS-84. GCJ-02 moves a point by 300–700 m, which
is more than the 200 m rule around schools measures, so a list of places in
that datum has to be shifted once, at import, and be marked as shifted. The
forward formula is the published one on the Krasovsky 1940 ellipsoid; it has
no closed inverse, so the inverse is found by fixed-point iteration, which
settles below a centimetre in a few rounds.
"""

from math import atan2, cos, hypot, pi, sin, sqrt

_SEMI_MAJOR_M = 6378245.0
_ECCENTRICITY_SQUARED = 0.00669342162296594323
_ROUNDS = 8
_TURN = pi * 3000 / 180
# Outside this box the shift is not applied by anyone.
_LATITUDES, _LONGITUDES = (0.8293, 55.8271), (72.004, 137.8347)


def gcj02_from_wgs84(lat: float, lon: float) -> tuple[float, float]:
    """Give the GCJ-02 latitude and longitude, in degrees, of a WGS-84 point."""
    if not _inside_china(lat, lon):
        return lat, lon
    x, y = lon - 105.0, lat - 35.0
    phi = lat / 180.0 * pi
    bend = 1 - _ECCENTRICITY_SQUARED * sin(phi) ** 2
    meridian = _SEMI_MAJOR_M * (1 - _ECCENTRICITY_SQUARED) / (bend * sqrt(bend))
    parallel = _SEMI_MAJOR_M / sqrt(bend) * cos(phi)
    return (
        lat + _north(x, y) * 180.0 / (meridian * pi),
        lon + _east(x, y) * 180.0 / (parallel * pi),
    )


def wgs84_from_gcj02(lat: float, lon: float) -> tuple[float, float]:
    """Give the WGS-84 latitude and longitude, in degrees, of a GCJ-02 point."""
    true_lat, true_lon = lat, lon
    for _ in range(_ROUNDS):
        shifted_lat, shifted_lon = gcj02_from_wgs84(true_lat, true_lon)
        true_lat, true_lon = true_lat + lat - shifted_lat, true_lon + lon - shifted_lon
    return true_lat, true_lon


def wgs84_from_bd09(lat: float, lon: float) -> tuple[float, float]:
    """Give the WGS-84 latitude and longitude, in degrees, of a BD-09 point."""
    return wgs84_from_gcj02(*gcj02_from_bd09(lat, lon))


def gcj02_from_bd09(lat: float, lon: float) -> tuple[float, float]:
    """Give the GCJ-02 latitude and longitude, in degrees, of a BD-09 point."""
    # The published inverse of Baidu's turn and offset; its error stays below half a metre.
    if not _inside_china(lat, lon):
        return lat, lon
    x, y = lon - 0.0065, lat - 0.006
    reach = hypot(x, y) - 0.00002 * sin(y * _TURN)
    angle = atan2(y, x) - 0.000003 * cos(x * _TURN)
    return reach * sin(angle), reach * cos(angle)


def _inside_china(lat: float, lon: float) -> bool:
    return _LATITUDES[0] <= lat <= _LATITUDES[1] and _LONGITUDES[0] <= lon <= _LONGITUDES[1]


def _waves(value: float, lengths: tuple[tuple[float, float], ...]) -> float:
    return sum(size * sin(value * pi / length) for size, length in lengths) * 2.0 / 3.0


def _north(x: float, y: float) -> float:
    flat = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x))
    along_x = _waves(x, ((20.0, 1 / 6), (20.0, 1 / 2)))
    along_y = _waves(y, ((20.0, 1.0), (40.0, 3.0), (160.0, 12.0), (320.0, 30.0)))
    return flat + along_x + along_y


def _east(x: float, y: float) -> float:
    flat = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x))
    short = _waves(x, ((20.0, 1 / 6), (20.0, 1 / 2)))
    long = _waves(x, ((20.0, 1.0), (40.0, 3.0), (150.0, 12.0), (300.0, 30.0)))
    return flat + short + long
