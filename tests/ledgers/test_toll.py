from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truceline.ledgers.people.toll import Event, Toll, toll
from truceline.terms.claim import Bound, Quantity

AS_OF = date(2030, 12, 31)


def told(*numbers):
    return tuple(
        Quantity(value=int(number.split()[-1]), unit="killed", bound=bound(number))
        for number in map(str, numbers)
    )


def bound(number):
    return Bound(number.rpartition(" ")[0] or "exact")


def event(*numbers, on="03-01", to="", place="", **rest):
    first = date.fromisoformat(f"2030-{on}")
    last = date.fromisoformat(f"2030-{to}") if to else first
    return Event(key=(first, last, (place,) if place else ()), told=told(*numbers), **rest)


def three(found):
    return found.low, found.best, found.high


def around(where):
    return (("Valley",), ()) if where == ("Mill",) else ((),) if where else ()


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        (["3"], (3, 3, 3)),
        (["3", "5"], (3, 3, 5)),
        (["3", "5", "5"], (3, 5, 5)),
        (["at least 3"], (3, 3, None)),
        (["at least 3", "5"], (3, 3, 5)),
        (["at least 8", "5"], (5, 5, None)),
        (["about 100", "at most 40"], (0, 40, 110)),
    ],
)
def test_accounts_of_one_event_are_alternatives(numbers, expected):
    assert three(toll([event(*numbers)], as_of=AS_OF)) == expected


def test_events_of_different_days_add_up():
    found = toll([event(3, 5), event(2, on="03-04")], as_of=AS_OF)

    assert three(found) == (5, 5, 7)


def test_events_of_one_day_at_different_places_add_up():
    found = toll([event(3, place="Mill"), event(2, place="Ford")], as_of=AS_OF)

    assert three(found) == (5, 5, 5)


def test_a_total_over_a_time_is_not_added_to_its_days():
    found = toll([event(10, on="03-01", to="03-31"), event(3), event(2, on="03-04")], as_of=AS_OF)

    assert three(found) == (10, 10, 10)


def test_events_that_a_total_leaves_out_raise_what_is_least():
    found = toll([event("at least 2", on="03-01", to="03-31"), event(3)], as_of=AS_OF)

    assert three(found) == (3, 3, None)


def test_a_total_below_its_days_leaves_both():
    found = toll([event(4, on="03-01", to="03-31"), event(3), event(2, on="03-04")], as_of=AS_OF)

    assert three(found) == (4, None, 5)


def test_a_figure_without_a_place_holds_those_of_places_on_its_day():
    found = toll([event(5), event(3, place="Mill"), event(2, place="Ford")], as_of=AS_OF)

    assert three(found) == (5, 5, 5)


def test_a_province_holds_its_villages():
    found = toll(
        [event(5, place="Valley", to="03-31"), event(3, place="Mill")], as_of=AS_OF, around=around
    )

    assert three(found) == (5, 5, 5)


def test_totals_that_only_overlap_may_count_some_twice():
    found = toll([event(5, on="03-01", to="03-20"), event(7, on="03-10", to="03-31")], as_of=AS_OF)

    assert three(found) == (7, None, 12)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (event(5, on="03-01", to="03-10"), event(7, on="03-10", to="03-31")),
        (event(5, on="03-01", to="03-20", place="Mill"), event(7, on="03-10", to="03-31")),
        (event(5, on="03-01", to="03-20"), event(7, on="03-10", to="03-31", place="Mill")),
        (
            event(5, on="03-01", to="03-20", place="Mill"),
            event(7, on="03-10", to="03-31", place="Valley"),
        ),
    ],
)
def test_what_meets_on_a_day_at_a_place_that_may_be_one_may_count_some_twice(one, other):
    assert three(toll([one, other], as_of=AS_OF, around=around)) == (7, None, 12)


def test_of_two_times_that_nothing_tells_apart_one_denied_leaves_the_other():
    assert three(toll([event(3, denied=True), event(4)], as_of=AS_OF)) == (3, 3, 4)


def test_overlapping_totals_leave_those_that_do_not_meet_to_be_added():
    found = toll(
        [
            event(5, on="03-01", to="03-10"),
            event(7, on="03-08", to="03-20"),
            event(4, on="03-15", to="03-31"),
        ],
        as_of=AS_OF,
    )

    assert three(found) == (9, None, 16)


def test_two_totals_of_one_time_are_alternatives():
    found = toll(
        [event(6000, on="01-01", to="03-31"), event(7000, on="01-01", to="03-31")], as_of=AS_OF
    )

    assert three(found) == (6000, 6000, 7000)


def test_a_time_that_goes_on_after_the_day_may_not_have_begun():
    found = toll([event(10, on="03-01", to="03-31")], as_of=date(2030, 3, 15))

    assert three(found) == (0, None, 10)


def test_a_denial_of_anybody_leaves_room_for_nobody():
    assert three(toll([event(3, denied=True)], as_of=AS_OF)) == (0, 3, 3)


def test_the_whole_is_at_least_what_its_sides_come_to():
    (north, south), whole = told(3, 4), event(5)
    event_of_sides = Event(
        key=whole.key, told=whole.told, sides=(("Northland", north), ("Southland", south))
    )

    assert three(toll([event_of_sides], as_of=AS_OF)) == (5, None, 7)


def test_sides_alone_make_a_whole():
    north, south = told(3, 4)
    sides = (("Northland", north), ("Southland", south))

    assert three(toll([Event(key=event(1).key, sides=sides)], as_of=AS_OF)) == (7, 7, 7)


def test_nothing_told_is_nobody():
    assert toll([], as_of=AS_OF) == Toll(low=0, best=0, high=0)


# Laws.

DAYS = st.integers(0, 30).map(lambda n: date(2030, 3, 1) + timedelta(days=n))
NUMBERS = st.builds(
    Quantity,
    value=st.integers(0, 20),
    unit=st.just("killed"),
    bound=st.sampled_from(list(Bound)),
)


@st.composite
def events(draw, *, wide=True):
    first, last = sorted((draw(DAYS), draw(DAYS))) if wide else (draw(DAYS),) * 2
    place = draw(st.sampled_from([(), ("Mill",), ("Valley",), ("Ford",)]))
    return Event(
        key=(first, last, place), told=tuple(draw(st.lists(NUMBERS, min_size=1, max_size=3)))
    )


@given(st.lists(events(), max_size=8), st.randoms(use_true_random=False))
def test_the_order_of_the_events_changes_nothing(some, chance):
    shuffled = list(some)
    chance.shuffle(shuffled)

    assert toll(shuffled, as_of=AS_OF, around=around) == toll(some, as_of=AS_OF, around=around)


@given(st.lists(events(), max_size=8))
def test_low_is_never_above_high(some):
    found = toll(some, as_of=AS_OF, around=around)

    assert found.high is None or found.low <= found.high


@given(st.lists(events(), max_size=8), DAYS)
def test_events_after_the_day_change_nothing(some, day):
    known = [one for one in some if one.key[0] <= day]

    assert toll(some, as_of=day, around=around) == toll(known, as_of=day, around=around)


@given(st.lists(events(), max_size=8))
def test_the_high_is_never_more_than_all_highs_together(some):
    found = toll(some, as_of=AS_OF, around=around)
    highs = [toll([one], as_of=AS_OF).high for one in some]

    if found.high is not None and None not in highs:
        assert found.high <= sum(highs)


@given(st.lists(events(), max_size=6), events())
def test_the_same_event_told_again_changes_no_low_or_high(some, one):
    once, twice = (
        toll([*some, *copies], as_of=AS_OF, around=around) for copies in ([one], [one, one])
    )

    assert (once.low, once.high) == (twice.low, twice.high)
