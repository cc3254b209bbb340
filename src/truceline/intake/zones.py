"""The 'zones' part of an agreement's file: what is drawn, checked. Not what lies in it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from math import cos, radians

from truceline.intake.crossing import crosses_itself
from truceline.intake.days import Clock
from truceline.intake.drawing import bearing, metres, range_m, shape
from truceline.intake.fields import ZONE
from truceline.intake.lined import Node
from truceline.intake.sheet import Row, Sheet, hint
from truceline.terms.names import Kind, Names
from truceline.terms.place import Point, Zone

MOST_IN_ALL = 1_000  # of one file: more do not fit one entry of the record

_METRES_A_DEGREE = 110_000  # of latitude, rounded down
_E7 = 10**7
_TURN_DEG = 360
_MOST_NORTH_DEG = 85
_SURELY_NEAR = 4  # so many times nearer, if its numbers were exchanged
_FAR_E7 = 5 * 10**7


def zones(row: Row, all_names: Names, *, clock: Clock) -> tuple[Zone, ...]:
    """Every zone and line of the file; what cannot be is noted with its line."""
    places = {one.name: one.at for one in all_names if one.kind is Kind.PLACE}
    found: list[tuple[Node, Zone]] = []
    left = MOST_IN_ALL
    for node in row.items("zones"):
        zone = _zone(node, row.sheet, places=places)
        if zone is None:
            continue
        left -= len(zone.points)
        if left < 0:
            row.sheet.wrong(
                node,
                "too-many-points",
                message=f"The zones of one file have at most {MOST_IN_ALL} points.",
                remedy="Leave out points that lie within the accuracy of the line.",
            )
            break
        _require_once(zone, node, row.sheet, others=found)
        _warn_of_days(zone, node, row.sheet, clock=clock)
        _warn_of_swap(zone, node, row.sheet, known=[one for one in places.values() if one])
        found.append((node, zone))
    return tuple(zone for _, zone in found)


def _zone(node: Node, sheet: Sheet, *, places: Mapping[str, Point | None]) -> Zone | None:
    row = sheet.fields(node, required=ZONE.required, optional=ZONE.optional)
    name, at = row.text("zone"), row.get("zone") or node
    if name and name not in places:
        sheet.wrong(
            at,
            "unknown-place",
            message=f"'{name}' is not under 'names' as a place.",
            remedy=f"Add it there, or correct the name. {hint(name, places)}",
        )
    form, points = shape(row, places=places)
    if form is None or not points:
        return None
    first, last = row.get("first"), row.get("last")
    try:
        zone = Zone(
            name=name,
            form=form,
            points=points,
            range_m=range_m(row),
            bearing_deg=bearing(row),
            accuracy_m=metres(row, "accuracy_m"),
            first=sheet.day(first) if first else None,
            last=sheet.day(last) if last else None,
            source=row.text("source"),
        )
    except ValueError as error:
        sheet.wrong(
            node,
            "impossible-zone",
            message=f"{error}.",
            remedy="Correct it: docs/agreements.md shows an area, a line, a circle and a sector.",
        )
        return None
    return zone if _is_drawable(zone, node, sheet) else None


def _is_drawable(zone: Zone, node: Node, sheet: Sheet) -> bool:
    """Neither across the antimeridian or a pole, nor across itself."""
    lons = [one.lon_e7 for one in zone.points]
    if _reaches_too_far(zone) or max(lons) - min(lons) > _TURN_DEG // 2 * _E7:
        sheet.wrong(
            node,
            "zone-too-wide",
            message="It would cross the antimeridian or a pole, or span half the Earth.",
            remedy="Draw one zone on each side, as two places; or is a minus missing?",
        )
        return False
    if crosses_itself(zone):
        sheet.wrong(
            node,
            "zone-crosses-itself",
            message=f"The line of {zone.name} crosses or touches itself.",
            remedy="Put its positions in the order in which one would walk along it; which side "
            "is meant is not guessed.",
        )
        return False
    return True


def _reaches_too_far(zone: Zone) -> bool:
    """Whether a circle or sector comes round the Earth's edge of our numbers, or near a pole."""
    far_deg = zone.range_m[1] / _METRES_A_DEGREE
    north, east = abs(zone.points[0].lat_e7) / _E7 + far_deg, abs(zone.points[0].lon_e7) / _E7
    if not far_deg:
        return False
    return north > _MOST_NORTH_DEG or east + far_deg / cos(radians(north)) > _TURN_DEG / 2


def _require_once(
    zone: Zone, node: Node, sheet: Sheet, *, others: Sequence[tuple[Node, Zone]]
) -> None:
    for _, other in others:
        if other.name == zone.name and _overlap(other, zone):
            sheet.wrong(
                node,
                "overlapping-validity",
                message=f"{zone.name} is drawn twice for the same days.",
                remedy="End the earlier with 'last' before the later begins with 'first'; the "
                "board could not tell which holds.",
            )
            return


def _overlap(one: Zone, two: Zone) -> bool:
    starts, ends = (one.first or date.min, two.first or date.min), (one.last, two.last)
    return max(starts) <= min(end or date.max for end in ends)


def _warn_of_days(zone: Zone, node: Node, sheet: Sheet, *, clock: Clock) -> None:
    if zone.last and zone.last < clock.in_force:
        sheet.warn(
            node,
            "zone-never-valid",
            message=f"It ends on {zone.last}, before the entry into force on {clock.in_force}: no "
            "question will ever fall into it.",
            remedy="Correct its days, or leave it out.",
        )


def _warn_of_swap(zone: Zone, node: Node, sheet: Sheet, *, known: Sequence[Point]) -> None:
    """Both ways round it is on Earth, but only one way round near the agreement's places."""
    spot = zone.points[0]
    if not known or abs(spot.lon_e7) > _TURN_DEG // 4 * _E7:
        return
    swapped = replace(spot, lat_e7=spot.lon_e7, lon_e7=spot.lat_e7)
    here, there = (min(_degrees_apart(one, each) for each in known) for one in (spot, swapped))
    if here > _FAR_E7 and there * _SURELY_NEAR < here:
        sheet.warn(
            node,
            "coordinates-swapped",
            message=f"{zone.name} lies far from every place of this file; with the two numbers "
            "of each position exchanged it would not.",
            remedy="GeoJSON writes the longitude first. Exchange them if they are the wrong way "
            "round; they were kept as written.",
        )


def _degrees_apart(one: Point, two: Point) -> int:
    return max(abs(one.lat_e7 - two.lat_e7), abs(one.lon_e7 - two.lon_e7))
