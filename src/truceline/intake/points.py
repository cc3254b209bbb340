"""Points as an agreement's file gives them: decimal degrees as text, into whole numbers.

No float on the way, and none kept: 46.93 becomes 469300000.
"""

import re

from truceline.intake.fields import AT
from truceline.intake.lined import Items, Node
from truceline.intake.sheet import Sheet
from truceline.terms.place import Point

MOST_M = 1_000_000  # of an accuracy or a radius: more than that is no place
NOWHERE = Point(lat_e7=0, lon_e7=0)  # stand-in for a point that could not be read

_DEGREES = re.compile(r"(-?)([0-9]{1,3})(?:\.([0-9]{1,20}))?")
_PLACES = 7  # a centimetre; further digits are a program's, not a surveyor's
_NORTH_E7, _EAST_E7 = 90 * 10**_PLACES, 180 * 10**_PLACES
_LON_LAT = 2


def place_point(node: Node, sheet: Sheet) -> Point:
    """A mapping such as {lat: 39.98, lon: 46.93, within_m: 5000}."""
    row = sheet.fields(node, required=AT.required, optional=AT.optional)
    lat, lon, within = row.get("lat"), row.get("lon"), row.get("within_m")
    if not (lat and lon and within):
        return NOWHERE
    metres = sheet.number(within, most=MOST_M)
    return _point(
        lat, lon, sheet, within_m=metres, order="Write lat, north of the equator, and lon"
    )


def position(node: Node, sheet: Sheet) -> Point | None:
    """A GeoJSON position: longitude, latitude, and perhaps a height, which is not kept."""
    if not isinstance(node, Items) or not _LON_LAT <= len(node.items) <= _LON_LAT + 1:
        sheet.wrong(
            node,
            "not-a-position",
            message="This is not a GeoJSON position.",
            remedy="Write [longitude, latitude], such as [46.93, 39.98].",
        )
        return None
    lon, lat = node.items[:_LON_LAT]
    found = _point(lat, lon, sheet, within_m=0, order="GeoJSON writes the longitude first")
    return None if found is NOWHERE else found


def _point(lat: Node, lon: Node, sheet: Sheet, *, within_m: int, order: str) -> Point:
    north, east = _degrees_e7(lat, sheet), _degrees_e7(lon, sheet)
    if north is None or east is None:
        return NOWHERE
    if abs(north) <= _NORTH_E7 and abs(east) <= _EAST_E7:
        return Point(lat_e7=north, lon_e7=east, within_m=within_m)
    if abs(north) <= _EAST_E7 and abs(east) <= _NORTH_E7:
        sheet.wrong(
            lat,
            "coordinates-swapped",
            message=f"A latitude of {sheet.text(lat)} is not on Earth; the other way round it is.",
            remedy=f"Exchange the two numbers. {order}.",
        )
    else:
        sheet.wrong(
            lat,
            "not-on-earth",
            message=f"Latitude {sheet.text(lat)}, longitude {sheet.text(lon)} is not on Earth.",
            remedy="Write decimal degrees: -90 to 90 north, -180 to 180 east.",
        )
    return NOWHERE


def _degrees_e7(node: Node, sheet: Sheet) -> int | None:
    """Degrees times 10^7, rounded to the nearest."""
    text = sheet.text(node)
    found = _DEGREES.fullmatch(text)
    if found is None:
        if text:
            sheet.wrong(
                node,
                "not-degrees",
                message=f"'{text[:60]}' is not a number of degrees.",
                remedy="Write decimal degrees such as 46.93, south and west with a minus; no "
                "minutes, seconds or letters.",
            )
        return None
    sign, whole, rest = found[1], found[2], found[3] or ""
    digits = rest.ljust(_PLACES + 1, "0")
    up = digits[_PLACES] >= "5"
    value: int = int(whole) * 10**_PLACES + int(digits[:_PLACES]) + up
    return -value if sign else value
