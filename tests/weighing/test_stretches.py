from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from truceline.weighing.stretches import NO_DAYS, days, union

ORDINALS = st.integers(min_value=1, max_value=40)
SETS = st.lists(st.tuples(ORDINALS, ORDINALS), max_size=6)


def made(pairs):
    return union(days(*map(date.fromordinal, sorted(pair))) for pair in pairs)


def listed(some):
    return {day for first, last in some.stretches for day in range(first, last + 1)}


@given(SETS, SETS)
def test_they_behave_as_sets_of_days_do(one, other):
    ours, theirs = made(one), made(other)

    assert listed(ours & theirs) == listed(ours) & listed(theirs)
    assert listed(ours | theirs) == listed(ours) | listed(theirs)
    assert listed(ours - theirs) == listed(ours) - listed(theirs)
    assert len(ours) == len(listed(ours))


@given(SETS)
def test_one_set_of_days_has_one_spelling(pairs):
    assert made(pairs) == made(reversed(pairs)) == made(pairs) | made(pairs)


def test_a_stretch_that_ends_before_it_begins_holds_no_day():
    assert days(date(2030, 5, 2), date(2030, 5, 1)) == NO_DAYS
    assert NO_DAYS.last is None


def test_the_last_days_of_the_calendar_are_days():
    end = days(date(9999, 12, 30), date.max)

    assert len(end - days(date.max, date.max)) == 1
    assert end.hold(date.max.toordinal(), date.max.toordinal())


@given(SETS, ORDINALS, ORDINALS)
def test_they_hold_and_meet_a_stretch_as_sets_do(pairs, one, other):
    first, last = sorted((one, other))
    some, stretch = made(pairs), set(range(first, last + 1))

    assert some.hold(first, last) == (stretch <= listed(some))
    assert some.meet(first, last) == bool(stretch & listed(some))
