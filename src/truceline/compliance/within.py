"""Whether a place lies within a zone of an agreement on one day: yes, no or unknown, and why.

A place known to lie somewhere within so many metres is inside only where all of that is, and
outside only where none of it is; so with a zone whose true line may run so far from the one drawn.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from truceline.compliance.applies import names_of
from truceline.compliance.ground import apart_m, corners, depth_m
from truceline.compliance.sentences import day
from truceline.terms.agreement import Agreement
from truceline.terms.issued import Answer
from truceline.terms.names import around
from truceline.terms.place import Form, Point, Zone

_OF_A_DISTANCE = 200  # one part in so many: what the plane in which we look may stray by
_KM = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Lies:
    """One answer and why."""

    answer: Answer
    because: str


def within(agreement: Agreement, place: str, zone: str, *, on: date) -> Lies:
    """Whether a place of the agreement lies within another, by its names and by what is drawn."""
    named = names_of(agreement)
    if zone in around(named, place):
        outside = drawn_outside(agreement, place, zone, on=on)
        if outside:
            return _unknown(outside)
        return Lies(
            answer=Answer.YES, because=f"{place} lies within {zone} by the agreement's names"
        )
    if place in around(named, zone):
        return _unknown(f"{place} is larger than {zone}")
    return _by_sight(agreement, place, zone, on=on)


def drawn_outside(agreement: Agreement, place: str, zone: str, *, on: date) -> str:
    """What is wrong where a place lies within a zone by name and outside as drawn; else ""."""
    seen = _by_sight(agreement, place, zone, on=on)
    if seen.answer is not Answer.NO:
        return ""
    return (
        f"The agreement's file says that {place} lies within {zone}, and draws it outside: "
        f"{seen.because}."
    )


def drawn(agreement: Agreement, place: str, *, on: date) -> tuple[Zone, ...]:
    """What is drawn of a place as it was on that day."""
    return tuple(one for one in agreement.zones if one.name == place and one.is_valid(on))


def _by_sight(agreement: Agreement, place: str, zone: str, *, on: date) -> Lies:
    spot = _spot(agreement, place, on=on)
    if spot is None:
        return _unknown(f"the agreement's file does not say where {place} is")
    return _among(agreement, spot, zone, on=on, what=place)


def _spot(agreement: Agreement, place: str, *, on: date) -> Point | None:
    """Where a place is: as its name tells, or a circle round all that is drawn of it."""
    told = names_of(agreement).get(place)
    if told and told.at:
        return told.at
    shapes = drawn(agreement, place, on=on)
    return _round_it(shapes[0]) if shapes else None


def _round_it(zone: Zone) -> Point:
    if zone.form is Form.CIRCLE:
        centre, metres = zone.points[0], float(zone.range_m[1])
    else:
        points = tuple(corners(zone))
        lats, lons = [one.lat_e7 for one in points], [one.lon_e7 for one in points]
        centre = Point(
            lat_e7=(min(lats) + max(lats)) // 2,
            lon_e7=(min(lons) + max(lons)) // 2,
        )
        metres = max(apart_m(centre, one) for one in points)
    return Point(
        lat_e7=centre.lat_e7,
        lon_e7=centre.lon_e7,
        within_m=round(metres * (1 + 1 / _OF_A_DISTANCE)) + _strays_m(zone),
    )


def _among(agreement: Agreement, point: Point, zone: str, *, on: date, what: str) -> Lies:
    """Inside the zone or any part of it that is drawn; outside only of the zone itself."""
    own = [_lies(point, one, what=what) for one in drawn(agreement, zone, on=on)]
    parts = (_lies(point, one, what=what) for one in _parts(agreement, zone, on=on))
    inside = next((one for one in (*own, *parts) if one.answer is Answer.YES), None)
    if inside:
        return inside
    if own:
        return own[0]
    if any(one.name == zone for one in agreement.zones):
        return _unknown(f"nothing that is drawn of {zone} holds on {day(on)}")
    return _unknown(f"{zone} is not drawn in the agreement's file")


def _parts(agreement: Agreement, zone: str, *, on: date) -> Iterator[Zone]:
    named = names_of(agreement)
    for one in agreement.zones:
        if one.name != zone and one.is_valid(on) and zone in around(named, one.name):
            yield one


def _lies(point: Point, zone: Zone, *, what: str) -> Lies:
    depth = depth_m(point, zone)
    open_m = point.within_m + _strays_m(zone) + abs(depth) / _OF_A_DISTANCE
    if zone.form is Form.LINE:
        return _at_line(depth, zone, open_m=open_m, what=what)
    if abs(depth) <= open_m:
        return _unknown(
            f"{what} lies {_far(abs(depth))} from the edge of {zone.name} as drawn, and where "
            f"either truly is, is known to {_far(open_m)} only"
        )
    side = "inside" if depth > 0 else "outside"
    return Lies(
        answer=Answer.YES if depth > 0 else Answer.NO,
        because=f"{what} lies {_far(abs(depth))} {side} {zone.name} as drawn, which is known to "
        f"{_far(open_m)}",
    )


def _at_line(depth: float, zone: Zone, *, open_m: float, what: str) -> Lies:
    """Nothing is ever certainly on a line."""
    if -depth > open_m:
        return Lies(
            answer=Answer.NO, because=f"{what} lies {_far(-depth)} from {zone.name} as drawn"
        )
    return _unknown(
        f"{what} lies {_far(-depth)} from {zone.name} as drawn, and where either truly is, is "
        f"known to {_far(open_m)} only"
    )


def _strays_m(zone: Zone) -> int:
    return zone.accuracy_m + max(point.within_m for point in zone.points)


def _far(metres: float) -> str:
    """No more exact than anyone needs: "1.2 km"."""
    if metres < _KM:
        return f"{round(metres, -1):.0f} m"
    return f"{metres / _KM:.1f} km" if metres < 10 * _KM else f"{metres / _KM:.0f} km"


def _unknown(because: str) -> Lies:
    return Lies(answer=Answer.UNKNOWN, because=because)
