"""Distances, bearings and outlines on the ground (WGS 84). Not whether anything counts there.

Geodesics are geographiclib's. An edge of an area or a line is straight in longitude and latitude,
as RFC 7946 s3.1.1 has it; whether a point is inside is asked in whole numbers and so exact.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import ceil, cos, hypot, radians, sin, sqrt

from geographiclib.geodesic import Geodesic

from truceline.terms.place import Form, Point, Zone

E7 = 10**7
TURN_DEG = 360
STEP_DEG = 5  # between the corners by which an arc is drawn: they stray by r / 1000

_RADIUS_M = 6_378_137.0  # WGS 84
_SQUASHED = 0.00669437999014  # first eccentricity squared


def apart_m(one: Point, two: Point) -> float:
    return _inverse(one, two)[0]


def bearing_deg(start: Point, end: Point) -> float:
    """Clockwise from true north, 0 to 360."""
    return _inverse(start, end)[1] % TURN_DEG


def away(start: Point, *, bearing: float, metres: float) -> Point:
    """Where one comes to on that bearing after so many metres."""
    found = Geodesic.WGS84.Direct(start.lat_e7 / E7, start.lon_e7 / E7, bearing, metres)
    return Point(lat_e7=round(found["lat2"] * E7), lon_e7=round(found["lon2"] * E7))


def depth_m(point: Point, zone: Zone) -> float:
    """How far inside the zone as drawn, negative outside: never more than it truly is outside.

    Of a line: how far from it, always negative.
    """
    match zone.form:
        case Form.CIRCLE:
            return zone.range_m[1] - apart_m(zone.points[0], point)
        case Form.SECTOR:
            return _in_sector(point, zone)
        case Form.LINE:
            return -_to_edges_m(point, zone.points)
        case Form.AREA:
            ring = (*zone.points, zone.points[0])
            metres = _to_edges_m(point, ring)
            return metres if encloses(ring, point) else -metres


def rings(zone: Zone) -> tuple[tuple[Point, ...], ...]:
    """The outline, closed and against the clock, then the hole if there is one; () of a line."""
    match zone.form:
        case Form.LINE:
            return ()
        case Form.AREA:
            ring = (*zone.points, zone.points[0])
            return (ring if _turns_left(ring) else ring[::-1],)
        case _:
            return _round(zone)


def encloses(ring: Sequence[Point], point: Point) -> bool:
    """Whether a closed ring runs round the point; exact, by crossings of its parallel."""
    inside = False
    for one, two in pairwise(ring):
        if (one.lat_e7 > point.lat_e7) != (two.lat_e7 > point.lat_e7):
            rise = two.lat_e7 - one.lat_e7
            across = (point.lat_e7 - one.lat_e7) * (two.lon_e7 - one.lon_e7)
            east = (point.lon_e7 - one.lon_e7) * rise
            inside ^= (east < across) if rise > 0 else (east > across)
    return inside


def _inverse(start: Point, end: Point) -> tuple[float, float]:
    found = Geodesic.WGS84.Inverse(
        start.lat_e7 / E7, start.lon_e7 / E7, end.lat_e7 / E7, end.lon_e7 / E7
    )
    return found["s12"], found["azi1"]


def _in_sector(point: Point, zone: Zone) -> float:
    apex, (near, far), (first, last) = zone.points[0], zone.range_m, zone.bearing_deg
    metres = apart_m(apex, point)
    depths = [far - metres, *([metres - near] if near else [])]
    if (last - first) % TURN_DEG:
        past = (bearing_deg(apex, point) - first) % TURN_DEG
        open_deg = (last - first) % TURN_DEG
        to_side = min(past, abs(open_deg - past), TURN_DEG - past)
        side = metres * sin(radians(min(to_side, 90.0)))
        depths.append(side if past <= open_deg else -side)
    return min(depths)


def _round(zone: Zone) -> tuple[tuple[Point, ...], ...]:
    """A circle or sector by corners that lie on its arcs."""
    (near, far), (first, last) = zone.range_m, zone.bearing_deg
    turn = (last - first) % TURN_DEG or TURN_DEG
    steps = ceil(turn / STEP_DEG)
    bearings = [first + turn * step / steps for step in range(steps + 1)]
    centre = zone.points[0]
    outer = [away(centre, bearing=bearing, metres=far) for bearing in reversed(bearings)]
    inner = [away(centre, bearing=bearing, metres=near) for bearing in bearings] if near else []
    if turn < TURN_DEG:
        return ((*outer, *(inner or [centre]), outer[0]),)
    closed = (*outer[:-1], outer[0])
    return (closed, (*inner[:-1], inner[0])) if inner else (closed,)


def _to_edges_m(point: Point, line: Sequence[Point]) -> float:
    """The geodesic to the nearest spot of the line; which one that is, is told in a plane."""
    spots = [_nearest(point, one, two) for one, two in pairwise(line)]
    _, spot = min(spots, key=lambda each: each[0])
    return apart_m(point, spot)


def _nearest(point: Point, one: Point, two: Point) -> tuple[float, Point]:
    """The spot of an edge nearest the point, and how far it is in a plane laid between them."""
    lat = radians((2 * point.lat_e7 + one.lat_e7 + two.lat_e7) / 4 / E7)
    curve = 1 - _SQUASHED * sin(lat) ** 2
    east = _RADIUS_M / sqrt(curve) * cos(lat) * radians(1 / E7)
    north = _RADIUS_M * (1 - _SQUASHED) / curve**1.5 * radians(1 / E7)
    (ax, ay), (bx, by) = (
        (_east_of(point, end) * east, (end.lat_e7 - point.lat_e7) * north) for end in (one, two)
    )
    length = (bx - ax) ** 2 + (by - ay) ** 2
    share = min(max(-(ax * (bx - ax) + ay * (by - ay)) / length, 0.0), 1.0) if length else 0.0
    x, y = ax + share * (bx - ax), ay + share * (by - ay)
    spot = Point(
        lat_e7=round(one.lat_e7 + share * (two.lat_e7 - one.lat_e7)),
        lon_e7=round(one.lon_e7 + share * (two.lon_e7 - one.lon_e7)),
    )
    return hypot(x, y), spot


def _east_of(point: Point, other: Point) -> int:
    """How far east, the short way round."""
    half = TURN_DEG // 2 * E7
    return (other.lon_e7 - point.lon_e7 + half) % (2 * half) - half


def _turns_left(ring: Sequence[Point]) -> bool:
    return sum(_crossed(one, two) for one, two in pairwise(ring)) > 0


def _crossed(one: Point, two: Point) -> int:
    return one.lon_e7 * two.lat_e7 - two.lon_e7 * one.lat_e7


def corners(zone: Zone) -> Iterator[Point]:
    """Points between which the whole zone lies."""
    drawn = rings(zone)
    yield from drawn[0] if drawn else zone.points
