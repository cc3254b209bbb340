import json
from itertools import pairwise
from pathlib import Path

import pytest

from truceline.compliance.ground import (
    TURN_DEG,
    apart_m,
    away,
    bearing_deg,
    corners,
    depth_m,
    encloses,
    rings,
)
from truceline.terms.place import Form, Point, Zone

# Answers of shapely 2.2.0 (inside) and pyproj 3.7.2 (distance to the edge, cut every 50 m).
AREAS = json.loads((Path(__file__).parent / "vectors" / "areas.json").read_text())


def point(lon_e7, lat_e7):
    return Point(lat_e7=lat_e7, lon_e7=lon_e7)


def area(row):
    return Zone(name="Zone", form=Form.AREA, points=tuple(point(*one) for one in row["ring"]))


APEX = Point(lat_e7=400_000_000, lon_e7=460_000_000)


def sector(*, first, last, near=0, far=2000):
    return Zone(
        name="Sector",
        form=Form.SECTOR,
        points=(APEX,),
        range_m=(near, far),
        bearing_deg=(first, last),
    )


def test_inside_is_inside_for_the_geometry_library_too():
    differ = [
        row for row in AREAS if (depth_m(point(*row["point"]), area(row)) > 0) != row["inside"]
    ]

    assert differ == []


def test_a_distance_to_the_edge_is_that_of_the_geometry_library():
    differ = [
        row
        for row in AREAS
        if abs(abs(depth_m(point(*row["point"]), area(row))) - row["edge_m"])
        > 10 + row["edge_m"] / 1000
    ]

    assert differ == []


def test_there_are_areas_of_every_size_to_compare_with():
    assert len(AREAS) > 150
    assert {row["inside"] for row in AREAS} == {True, False}
    assert min(row["edge_m"] for row in AREAS) < 100
    assert max(row["edge_m"] for row in AREAS) > 50_000


def test_one_comes_to_where_the_bearing_and_the_metres_lead():
    there = away(APEX, bearing=70, metres=5000)

    assert round(apart_m(APEX, there)) == 5000
    assert round(bearing_deg(APEX, there)) == 70


@pytest.mark.parametrize(
    ("bearing", "metres", "depth"),
    [
        (45, 1000, 707),  # the sides are as near as the arcs are far
        (45, 1900, 100),
        (45, 2100, -100),
        (100, 1000, -174),  # ten degrees past the side
        (225, 500, -500),  # behind the apex
    ],
)
def test_a_sector_reaches_so_far_between_its_bearings(bearing, metres, depth):
    found = depth_m(away(APEX, bearing=bearing, metres=metres), sector(first=0, last=90))

    assert found == pytest.approx(depth, abs=1)


def test_a_sector_may_run_through_north():
    through = sector(first=350, last=20)

    assert depth_m(away(APEX, bearing=5, metres=1000), through) > 0
    assert depth_m(away(APEX, bearing=355, metres=1000), through) > 0
    assert depth_m(away(APEX, bearing=180, metres=1000), through) < 0


def test_what_is_nearer_than_its_least_range_is_outside_a_sector():
    ring = sector(first=0, last=TURN_DEG, near=500)

    assert depth_m(away(APEX, bearing=5, metres=400), ring) == pytest.approx(-100, abs=1)
    assert depth_m(away(APEX, bearing=5, metres=600), ring) == pytest.approx(100, abs=1)


@pytest.mark.parametrize(
    "zone",
    [
        sector(first=350, last=20),
        sector(first=20, last=90, near=500),
        sector(first=0, last=TURN_DEG),
        Zone(name="Circle", form=Form.CIRCLE, points=(APEX,), range_m=(0, 2000)),
    ],
    ids=["sector", "part of a ring", "whole turn", "circle"],
)
def test_an_outline_runs_round_what_is_inside_and_nothing_else(zone):
    (outline,) = rings(zone)
    around = [away(APEX, bearing=b, metres=m) for b in range(0, 360, 7) for m in (300, 1500, 2300)]

    # An arc is drawn by corners: only what is near an edge may fall on the other side.
    told = [one for one in around if abs(depth_m(one, zone)) > 10]

    assert outline[0] == outline[-1]
    assert [encloses(outline, one) for one in told] == [depth_m(one, zone) > 0 for one in told]


def test_a_ring_has_a_hole_that_runs_the_other_way():
    outer, hole = rings(sector(first=0, last=TURN_DEG, near=500))

    assert encloses(outer, APEX)
    assert encloses(hole, APEX)
    assert _turns(outer) > 0 > _turns(hole)


def test_an_outline_runs_against_the_clock_whichever_way_it_was_written():
    written = area(AREAS[0])
    backwards = Zone(name="Zone", form=Form.AREA, points=written.points[::-1])

    assert _turns(rings(written)[0]) > 0
    assert _turns(rings(backwards)[0]) > 0


def _turns(ring):
    return sum(one.lon_e7 * two.lat_e7 - two.lon_e7 * one.lat_e7 for one, two in pairwise(ring))


def test_a_corner_in_the_same_latitude_counts_once():
    ring = [point(*one) for one in ((0, 0), (10, 10), (0, 20), (-10, 10), (0, 0))]

    inside = [encloses(ring, point(lon, 10)) for lon in (-11, -9, 0, 9, 11)]
    level = [encloses(ring, point(lon, lat)) for lat in (0, 20) for lon in (-5, 5)]

    assert inside == [False, True, True, True, False]
    assert level == [False] * 4


def test_a_sector_of_half_the_horizon_is_no_whole_turn():
    north = sector(first=270, last=90)

    assert depth_m(away(APEX, bearing=10, metres=500), north) > 0
    assert depth_m(away(APEX, bearing=170, metres=500), north) < 0


def test_a_line_encloses_nothing_and_lies_between_its_own_points():
    points = (APEX, away(APEX, bearing=90, metres=500), away(APEX, bearing=90, metres=900))
    line = Zone(name="Line", form=Form.LINE, points=points)

    assert rings(line) == ()
    assert tuple(corners(line)) == points


def test_an_area_lies_between_the_corners_of_its_outline():
    zone = area(AREAS[0])

    assert set(corners(zone)) == set(zone.points)
