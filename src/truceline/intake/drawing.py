"""How a zone is drawn in an agreement's file: a GeoJSON geometry, or so far around a place.

Not from when to when, and not whether it can be.
"""

from collections.abc import Mapping

from truceline.intake.fields import GEOMETRY
from truceline.intake.lined import Items, Node
from truceline.intake.points import MOST_M, position
from truceline.intake.sheet import Row, Sheet, hint
from truceline.terms.place import Form, Point

MOST_POINTS = 500  # of one zone: each edge is held against the others

_SHAPES: Mapping[str, Form] = {
    "Polygon": Form.AREA,
    "LineString": Form.LINE,
    "Point": Form.CIRCLE,
}
_TURN_DEG = 360
_PAIR = 2


def shape(row: Row, *, places: Mapping[str, Point | None]) -> tuple[Form | None, tuple[Point, ...]]:
    """Its form and points; ways of drawing that do not go together are noted."""
    geometry, around = row.get("geometry"), row.get("around")
    if (geometry is None) == (around is None):
        _wrong_shape(row, "A zone is drawn by 'geometry' or lies 'around' a place: one of them.")
        return None, ()
    if geometry:
        form, points = _geometry(geometry, row.sheet)
    else:
        form, points = Form.CIRCLE, _around(row, places=places)
    is_sector = row.get("bearing_deg") is not None
    if form is Form.CIRCLE and is_sector:
        form = Form.SECTOR
    needed = {
        "radius_m": form is Form.CIRCLE,
        "bearing_deg": form is Form.SECTOR,
        "range_m": form is Form.SECTOR,
    }
    for name, is_needed in needed.items():
        if form and is_needed != (row.get(name) is not None):
            _wrong_shape(row, f"A {form.value} {'needs' if is_needed else 'has no'} '{name}'.")
    return form, points


def range_m(row: Row) -> tuple[int, int]:
    if row.get("radius_m"):
        return 0, metres(row, "radius_m")
    return _two(row, "range_m", most=MOST_M)


def bearing(row: Row) -> tuple[int, int]:
    first, last = _two(row, "bearing_deg", most=_TURN_DEG)
    node = row.get("bearing_deg")
    if node and first == last:
        _wrong_shape(row, "A sector opens between two different bearings.")
    return first, last


def metres(row: Row, name: str) -> int:
    node = row.get(name)
    return row.sheet.number(node, most=MOST_M) if node else 0


def _geometry(node: Node, sheet: Sheet) -> tuple[Form | None, tuple[Point, ...]]:
    row = sheet.fields(node, required=GEOMETRY.required, optional=GEOMETRY.optional)
    kind, drawn = row.text("type"), row.get("coordinates")
    if kind and kind not in _SHAPES:
        sheet.wrong(
            row.get("type") or node,
            "unknown-geometry",
            message=f"'{kind}' is not a geometry that is read here.",
            remedy=f"{hint(kind, _SHAPES)} What has several parts is several places, each "
            "'within' the whole.",
        )
        return None, ()
    if drawn is None or not kind:
        return None, ()
    form = _SHAPES[kind]
    if form is Form.CIRCLE:
        spot = position(drawn, sheet)
        return form, (spot,) if spot else ()
    return form, _line(drawn, sheet) if form is Form.LINE else _ring(drawn, sheet)


def _ring(node: Node, sheet: Sheet) -> tuple[Point, ...]:
    """The outline without its repeated end (RFC 7946 s3.1.6)."""
    if isinstance(node, Items) and len(node.items) > 1:
        sheet.wrong(
            node.items[1],
            "hole",
            message="An area with a hole is not read.",
            remedy="Draw the outline only, and the hole as a place of its own that clauses name.",
        )
        return ()
    points = _line(node.items[0] if isinstance(node, Items) and node.items else node, sheet)
    if points and points[0] != points[-1]:
        sheet.wrong(
            node,
            "ring-not-closed",
            message="The outline does not end where it began.",
            remedy="Write its first position once more at the end; or is its last part missing?",
        )
        return ()
    return points[:-1]


def _line(node: Node, sheet: Sheet) -> tuple[Point, ...]:
    if not isinstance(node, Items) or len(node.items) > MOST_POINTS:
        sheet.wrong(
            node,
            "not-a-line" if not isinstance(node, Items) else "too-many-points",
            message=f"A list of at most {MOST_POINTS} positions was expected.",
            remedy="Write such as [[46.9, 39.9], [47.0, 40.0]]; an outline has one more pair of "
            "brackets around it.",
        )
        return ()
    found = [position(each, sheet) for each in node.items]
    points = [one for one in found if one]
    if len(points) < len(found):
        return ()
    return tuple(one for n, one in enumerate(points) if not n or one != points[n - 1])


def _around(row: Row, *, places: Mapping[str, Point | None]) -> tuple[Point, ...]:
    """The point of a place that the file itself gives."""
    name, node = row.text("around"), row.get("around") or row.node
    spot = places.get(name)
    if name and spot is None:
        row.sheet.wrong(
            node,
            "unplaced" if name in places else "unknown-place",
            message=f"Where '{name}' is, does not stand under 'names'.",
            remedy=f"Add '- place: {name}' with 'at: {{lat: …, lon: …, within_m: …}}' there.",
        )
    return (spot,) if spot else ()


def _two(row: Row, name: str, *, most: int) -> tuple[int, int]:
    nodes = row.items(name)
    if not nodes:
        return 0, 0
    if len(nodes) != _PAIR:
        _wrong_shape(row, f"'{name}' is two numbers: from, to.")
        return 0, 0
    return row.sheet.number(nodes[0], most=most), row.sheet.number(nodes[1], most=most)


def _wrong_shape(row: Row, message: str) -> None:
    row.sheet.wrong(
        row.node,
        "impossible-zone",
        message=message,
        remedy="An area or a line is its geometry alone; a circle has radius_m; a sector has "
        "bearing_deg: [20, 75] and range_m: [0, 3000].",
    )
