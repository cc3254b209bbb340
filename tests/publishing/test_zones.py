"""Zones as anybody's map can show them, and what the board says beside its statuses."""

import json
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest

from truceline.compliance.renderings import CLAUSE
from truceline.publishing import geojson, shapes, terminal
from truceline.terms.names import Kind, Named
from truceline.terms.place import Form, Point, Zone
from truceline.terms.problem import Problem

SPOT = Point(lat_e7=500_000_000, lon_e7=300_000_000, within_m=40)
CORNERS = tuple(
    Point(lat_e7=lat, lon_e7=lon)
    for lat, lon in (
        (500_000_000, 300_000_000),
        (501_000_000, 300_000_000),
        (500_000_000, 301_000_000),
    )
)  # with the clock: GeoJSON wants it the other way round


def zone(form, **more):
    round_one = form in {Form.CIRCLE, Form.SECTOR}
    return Zone(
        name="Sollen valley",
        form=form,
        points=(SPOT,) if round_one else CORNERS,
        range_m=(0, 3000) if round_one else (0, 0),
        bearing_deg=(20, 75) if form is Form.SECTOR else (0, 0),
        accuracy_m=250,
        source="map",
        **more,
    )


def drawn(accord, *zones, named=()):
    (name, agreement), *_ = accord.REPORT.agreements.items()
    with_zones = replace(agreement, zones=zones, named=(*agreement.named, *named))
    report = replace(accord.REPORT, agreements={name: with_zones})
    return json.loads(geojson.zones(report))["features"]


def turns(ring):
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring))


@pytest.mark.parametrize("form", Form)
def test_a_zone_is_drawn_with_its_days_its_source_and_its_accuracy(accord, form):
    (feature,) = drawn(accord, zone(form, last=date(2031, 5, 15)))

    properties = feature["properties"]
    assert feature["geometry"]["type"] == ("LineString" if form is Form.LINE else "Polygon")
    assert (properties["form"], properties["source"]) == (form.value, "map")
    assert properties["accuracy_m"] == 250
    assert (properties["first"], properties["last"]) == (None, "2031-05-15")
    assert properties["holds"] is False  # the report is of the 16th


@pytest.mark.parametrize("form", [Form.AREA, Form.CIRCLE, Form.SECTOR])
def test_an_outline_is_closed_and_runs_against_the_clock(accord, form):
    (feature,) = drawn(accord, zone(form))

    (ring,) = feature["geometry"]["coordinates"]
    assert ring[0] == ring[-1]
    assert turns(ring) > 0
    assert all(29 < lon < 31 and 49 < lat < 51 for lon, lat in ring)  # longitude first


def test_a_circle_tells_what_it_was_before_it_had_corners(accord):
    (feature,) = drawn(accord, zone(Form.CIRCLE))

    properties = feature["properties"]
    assert properties["centre"] == [30.0, 50.0]
    assert (properties["range_m"], properties["within_m"]) == ([0, 3000], 40)


def test_places_are_handed_out_with_how_surely_they_are_known(accord):
    mill = Named(kind=Kind.PLACE, name="Mill", at=SPOT)

    (feature,) = drawn(accord, named=(mill,))

    assert feature["geometry"] == {"type": "Point", "coordinates": [30.0, 50.0]}
    assert feature["properties"]["within_m"] == 40


def test_every_property_is_documented(accord):
    documented = (accord.DOCS / "json.md").read_text()
    mill = Named(kind=Kind.PLACE, name="Mill", at=SPOT)
    features = drawn(accord, *map(zone, (Form.AREA, Form.SECTOR)), named=(mill,))

    named = {name for feature in features for name in feature["properties"]}

    assert [name for name in named if f"`{name}`" not in documented] == []


def test_what_is_signed_later_is_not_drawn_yet(accord):
    (name, agreement), *_ = accord.REPORT.agreements.items()
    later = replace(agreement, signed=date(2031, 6, 1), zones=(zone(Form.AREA),))
    report = replace(accord.REPORT, agreements={name: later})

    assert json.loads(geojson.zones(report))["features"] == []


def test_the_board_in_json_says_field_by_field_where_renderings_differ(accord):
    (name, agreement), *_ = accord.REPORT.agreements.items()
    first, *rest = agreement.provisions
    only = replace(agreement, provisions=(replace(first, wordings=first.wordings[:1]), *rest))
    report = replace(accord.REPORT, agreements={name: only})

    row = next(row for row in shapes.board(report) if row["clause"] == first.clause)

    (differing,) = row["renderings"]
    assert (differing["field"], differing["loud"]) == (CLAUSE, True)
    assert [one["says"] for one in differing["readings"]] == ["has it", ""]


LEFT_OUT = Problem(code="x", where="the accord", message="It is left out.", remedy="Mend it.")


def test_what_is_left_out_is_a_list_of_its_own(accord):
    (row,) = shapes.left_out(replace(accord.REPORT, problems=(LEFT_OUT,)))

    assert row == {
        "code": "x",
        "where": "the accord",
        "message": "It is left out.",
        "remedy": "Mend it.",
    }


def test_the_terminal_lists_what_the_board_leaves_out(accord, capsys):
    terminal.print_part("board", replace(accord.REPORT, problems=(LEFT_OUT,)))

    assert (
        "Left out, and why (1)\n  the accord: It is left out. Mend it." in capsys.readouterr().out
    )
