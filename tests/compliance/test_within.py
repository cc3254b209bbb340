from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from truceline.compliance.ground import away
from truceline.compliance.within import drawn, within
from truceline.terms.agreement import Agreement
from truceline.terms.issued import Answer
from truceline.terms.names import Kind, Named
from truceline.terms.place import Form, Point, Zone

MIDDLE = Point(lat_e7=500_000_000, lon_e7=300_000_000)
DAY = date(2030, 4, 1)


def off(metres, *, within_m=0, bearing=90):
    return replace(away(MIDDLE, bearing=bearing, metres=metres), within_m=within_m)


CIRCLE = Zone(
    name="Bridge zone",
    form=Form.CIRCLE,
    points=(MIDDLE,),
    range_m=(0, 5000),
    accuracy_m=200,
    source="-",
)


def accord(*named, zones=(CIRCLE,)):
    return Agreement(
        id="accord",
        title="Accord",
        signed=date(2030, 3, 1),
        in_force=datetime(2030, 3, 1, 22, tzinfo=UTC),
        zone="Europe/Kyiv",
        parties=("Northland", "Southland"),
        named=(
            Named(kind=Kind.PARTY, name="Northland"),
            Named(kind=Kind.PARTY, name="Southland"),
            Named(kind=Kind.PLACE, name="Bridge zone"),
            *named,
        ),
        renderings=(),
        provisions=(),
        zones=zones,
    )


def place(name="Mill", **more):
    return Named(kind=Kind.PLACE, name=name, **more)


@pytest.mark.parametrize(
    ("metres", "within_m", "answer"),
    [
        (4000, 100, Answer.YES),
        (4700, 100, Answer.UNKNOWN),  # 300 m from the edge, known to 300 m
        (4600, 100, Answer.YES),
        (4600, 900, Answer.UNKNOWN),  # what is known to 900 m may be outside
        (5250, 100, Answer.UNKNOWN),
        (5400, 100, Answer.NO),
        (5400, 900, Answer.UNKNOWN),
    ],
)
def test_a_place_is_inside_only_where_all_of_what_may_be_it_is(metres, within_m, answer):
    mill = place(at=off(metres, within_m=within_m))

    assert within(accord(mill), "Mill", "Bridge zone", on=DAY).answer is answer


def test_the_answer_tells_how_far_and_how_surely():
    lies = within(accord(place(at=off(8000, within_m=50))), "Mill", "Bridge zone", on=DAY)

    assert lies.because.startswith("Mill lies 3.0 km outside Bridge zone as drawn")
    assert "known to 260 m" in lies.because  # 50 + 200, and what the plane may stray by


def test_a_place_that_nobody_has_laid_down_is_not_guessed():
    lies = within(accord(place()), "Mill", "Bridge zone", on=DAY)

    assert lies.answer is Answer.UNKNOWN
    assert "does not say where Mill is" in lies.because


def test_a_zone_answers_for_the_days_on_which_it_is_valid():
    zones = (
        replace(CIRCLE, last=date(2030, 3, 31)),
        replace(CIRCLE, first=date(2030, 4, 1), range_m=(0, 1000)),
    )
    both = accord(place(at=off(3000, within_m=10)), zones=zones)

    assert within(both, "Mill", "Bridge zone", on=date(2030, 3, 31)).answer is Answer.YES
    assert within(both, "Mill", "Bridge zone", on=date(2030, 4, 1)).answer is Answer.NO


def test_a_zone_that_is_drawn_for_other_days_says_nothing_of_this_one():
    ended = accord(place(at=off(10, within_m=10)), zones=(replace(CIRCLE, last=date(2030, 3, 31)),))

    lies = within(ended, "Mill", "Bridge zone", on=DAY)

    assert lies.answer is Answer.UNKNOWN
    assert "holds on 1 April 2030" in lies.because


def test_what_lies_within_by_its_name_needs_no_drawing():
    named = accord(place(within="Bridge zone"), zones=())

    assert within(named, "Mill", "Bridge zone", on=DAY).answer is Answer.YES


def test_a_name_and_a_drawing_that_contradict_each_other_settle_nothing():
    named = accord(place(within="Bridge zone", at=off(90_000, within_m=10)))

    lies = within(named, "Mill", "Bridge zone", on=DAY)

    assert lies.answer is Answer.UNKNOWN
    assert "draws it outside" in lies.because


def test_a_larger_place_may_be_inside_or_outside():
    named = accord(place("Province"))
    around = replace(
        named,
        named=tuple(
            replace(one, within="Province") if one.name == "Bridge zone" else one
            for one in named.named
        ),
    )

    assert within(around, "Province", "Bridge zone", on=DAY).answer is Answer.UNKNOWN


def test_nothing_is_ever_certainly_on_a_line():
    line = Zone(
        name="Bridge zone",
        form=Form.LINE,
        points=(off(5000, bearing=0), off(5000, bearing=180)),
        accuracy_m=300,
        source="-",
    )
    on_it = accord(place(at=off(0, within_m=5)), zones=(line,))
    near = accord(place(at=off(250, within_m=5)), zones=(line,))
    far = accord(place(at=off(400, within_m=5)), zones=(line,))

    answers = [within(one, "Mill", "Bridge zone", on=DAY).answer for one in (on_it, near, far)]

    assert answers == [Answer.UNKNOWN, Answer.UNKNOWN, Answer.NO]


def test_what_is_inside_a_drawn_part_is_inside_the_whole():
    part = replace(CIRCLE, name="Old Bridge")
    named = accord(
        place("Old Bridge", within="Bridge zone"), place(at=off(100, within_m=5)), zones=(part,)
    )

    assert within(named, "Mill", "Bridge zone", on=DAY).answer is Answer.YES


def test_what_is_outside_a_drawn_part_may_be_inside_the_whole():
    part = replace(CIRCLE, name="Old Bridge")
    named = accord(
        place("Old Bridge", within="Bridge zone"), place(at=off(9000, within_m=5)), zones=(part,)
    )

    assert within(named, "Mill", "Bridge zone", on=DAY).answer is Answer.UNKNOWN


def test_a_place_that_is_drawn_itself_lies_where_all_of_it_does():
    small = replace(CIRCLE, name="Mill", points=(off(1000),), range_m=(0, 500))
    reaching = replace(CIRCLE, name="Mill", points=(off(4800),), range_m=(0, 500))
    away_from = replace(CIRCLE, name="Mill", points=(off(9000),), range_m=(0, 500))

    answers = [
        within(accord(place(), zones=(CIRCLE, one)), "Mill", "Bridge zone", on=DAY).answer
        for one in (small, reaching, away_from)
    ]

    assert answers == [Answer.YES, Answer.UNKNOWN, Answer.NO]


def test_only_what_is_valid_that_day_is_drawn():
    ended = accord(zones=(replace(CIRCLE, last=date(2030, 3, 31)),))

    assert drawn(ended, "Bridge zone", on=DAY) == ()
    assert drawn(ended, "Bridge zone", on=date(2030, 3, 31)) == ended.zones


def box(name, *, metres, at):
    """An area of so many metres to every side of a spot."""
    corners = [away(at, bearing=bearing, metres=metres * 2**0.5) for bearing in (45, 135, 225, 315)]
    return Zone(name=name, form=Form.AREA, points=tuple(corners), accuracy_m=0, source="-")


@pytest.mark.parametrize(
    ("metres", "answer"),
    [
        (3000, Answer.YES),  # its corners lie 1.4 km from its middle, and end at 4.4 km of 4.8
        (3700, Answer.UNKNOWN),  # at 5.1 km
        (6000, Answer.UNKNOWN),  # from 4.6 km
        (6900, Answer.NO),  # from 5.5 km
    ],
)
def test_an_area_lies_within_where_all_of_it_does(metres, answer):
    mill = box("Mill", metres=1000, at=off(metres))

    assert within(accord(place(), zones=(CIRCLE, mill)), "Mill", "Bridge zone", on=DAY).answer is (
        answer
    )


def test_how_surely_an_area_is_drawn_widens_it():
    mill = box("Mill", metres=1000, at=off(3000))
    loose = replace(mill, accuracy_m=500)

    answers = [
        within(accord(place(), zones=(CIRCLE, one)), "Mill", "Bridge zone", on=DAY).answer
        for one in (mill, loose)
    ]

    assert answers == [Answer.YES, Answer.UNKNOWN]


def test_a_circle_is_no_surer_than_the_point_it_lies_around():
    sure = accord(place(at=off(4500, within_m=10)))
    loose = accord(
        place(at=off(4500, within_m=10)),
        zones=(replace(CIRCLE, points=(replace(MIDDLE, within_m=400),)),),
    )

    answers = [within(one, "Mill", "Bridge zone", on=DAY).answer for one in (sure, loose)]

    assert answers == [Answer.YES, Answer.UNKNOWN]


def test_a_part_that_is_not_drawn_for_that_day_shows_nothing():
    part = replace(CIRCLE, name="Old Bridge", last=date(2030, 3, 31))
    named = accord(
        place("Old Bridge", within="Bridge zone"), place(at=off(100, within_m=5)), zones=(part,)
    )

    assert within(named, "Mill", "Bridge zone", on=DAY).answer is Answer.UNKNOWN


def test_another_place_that_is_drawn_is_no_part():
    other = accord(
        place("Old Bridge"),
        place(at=off(100, within_m=5)),
        zones=(replace(CIRCLE, name="Old Bridge"),),
    )

    lies = within(other, "Mill", "Bridge zone", on=DAY)

    assert lies.answer is Answer.UNKNOWN
    assert "Bridge zone is not drawn" in lies.because
