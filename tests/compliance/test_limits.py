"""Whether a number that is told can be reconciled with the number that is allowed."""

import pytest

from truceline.compliance.limits import exceeds, falls_short
from truceline.terms.claim import Bound, Quantity


def people(value, bound=Bound.EXACT):
    return Quantity(value=value, unit="personnel", bound=bound)


@pytest.mark.parametrize(
    ("told", "most", "above"),
    [
        (people(2_000), people(2_000), False),
        (people(2_001), people(2_000), True),
        (people(1_999, Bound.MORE_THAN), people(2_000), False),
        (people(2_000, Bound.MORE_THAN), people(2_000), True),
        (people(2_000, Bound.MORE_THAN), people(2_100), False),
        (people(2_222, Bound.ABOUT), people(2_000), False),
        (people(2_223, Bound.ABOUT), people(2_000), True),
        (people(2_200), people(2_000, Bound.ABOUT), False),
        (people(2_201), people(2_000, Bound.ABOUT), True),
        (people(2_001, Bound.AT_LEAST), people(2_000), True),
        (people(9_000, Bound.AT_MOST), people(2_000), False),
    ],
    ids=str,
)
def test_a_number_is_above_the_ceiling_only_where_nothing_it_can_mean_is_not(told, most, above):
    assert exceeds(told, most) is above


@pytest.mark.parametrize(
    ("told", "least", "below"),
    [
        (people(100), people(100), False),
        (people(99), people(100), True),
        (people(91, Bound.ABOUT), people(100), False),
        (people(90, Bound.ABOUT), people(100), True),
        (people(90), people(100, Bound.ABOUT), False),
        (people(89), people(100, Bound.ABOUT), True),
        (people(99, Bound.AT_MOST), people(100), True),
        (people(1, Bound.AT_LEAST), people(100), False),
        (people(1, Bound.MORE_THAN), people(100), False),
    ],
    ids=str,
)
def test_a_number_is_below_the_floor_only_where_nothing_it_can_mean_is_not(told, least, below):
    assert falls_short(told, least) is below
