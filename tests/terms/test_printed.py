"""Days, stretches and numbers, as every sentence and every table writes them."""

from datetime import date

import pytest

from truceline.terms.claim import Bound
from truceline.terms.printed import day, number, span, stretch
from truceline.terms.when import When


def test_a_day_is_written_with_the_name_of_its_month() -> None:
    assert day(date(2030, 3, 31)) == "31 March 2030"


@pytest.mark.parametrize(
    ("told", "within", "alone"),
    [
        ("2030-03-31", "on 31 March 2030", "31 March 2030"),
        ("2030-03", "in March 2030", "March 2030"),
        ("2030", "in 2030", "2030"),
        ("2030-03-31/..", "since 31 March 2030", "from 31 March 2030"),
        ("../2030-03", "by March 2030", "by March 2030"),
        (
            "2030-03-30/2030-04",
            "between 30 March 2030 and April 2030",
            "30 March 2030 to April 2030",
        ),
    ],
)
def test_a_stretch_is_no_more_exact_than_it_was_told(told: str, within: str, alone: str) -> None:
    when = When(value=told)

    assert (stretch(when), span(when)) == (within, alone)


def test_what_was_told_without_a_time_is_given_none() -> None:
    assert stretch(None) == "at a time not given"


@pytest.mark.parametrize(
    ("bound", "written"),
    [(Bound.EXACT, "1,960"), (Bound.ABOUT, "about 1,960"), (Bound.MORE_THAN, "more than 1,960")],
)
def test_a_number_carries_its_bound(bound: Bound, written: str) -> None:
    assert number(1960, bound=bound) == written
