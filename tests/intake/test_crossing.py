import json
from pathlib import Path

from truceline.intake.crossing import crosses_itself
from truceline.terms.place import Form, Point, Zone

# Rings and lines on small grids, where edges often touch, and what shapely 2.2.0 says of each:
# [closed, simple, [[longitude, latitude], ...]].
LINES = json.loads((Path(__file__).parent / "vectors" / "crossing.json").read_text())


def zone(points, *, closed):
    return Zone(
        name="Zone",
        form=Form.AREA if closed else Form.LINE,
        points=tuple(Point(lat_e7=lat, lon_e7=lon) for lon, lat in points),
    )


def test_a_line_crosses_itself_where_the_geometry_library_says_so():
    differ = [
        (points, closed)
        for closed, simple, points in LINES
        if crosses_itself(zone(points, closed=closed)) == bool(simple)
    ]

    assert differ == []


def test_the_order_and_the_direction_make_no_difference():
    differ = [
        points
        for closed, simple, points in LINES
        for turned in (points[::-1], [[lat, lon] for lon, lat in points])
        if crosses_itself(zone(turned, closed=closed)) == bool(simple)
    ]

    assert differ == []


def test_there_are_rings_and_lines_of_both_kinds_to_compare_with():
    assert {(closed, simple) for closed, simple, _ in LINES} == {(0, 0), (0, 1), (1, 0), (1, 1)}
    assert len(LINES) == 180


def test_a_circle_crosses_nothing():
    circle = Zone(
        name="Zone", form=Form.CIRCLE, points=(Point(lat_e7=0, lon_e7=0),), range_m=(0, 10)
    )

    assert not crosses_itself(circle)


def test_a_line_that_ends_upon_its_own_beginning_crosses_itself():
    hook = [[0, 0], [2, 0], [2, 1], [-1, 1], [-1, 0]]

    assert crosses_itself(zone([*hook, [1, 0]], closed=False))
    assert crosses_itself(zone([*hook, [0, 0]], closed=False))
    assert not crosses_itself(zone(hook, closed=False))
    assert not crosses_itself(zone([*hook[:4], [-1, -1], [3, -1]], closed=False))
