from datetime import date

import pytest

from truceline.compliance.finding import Due, Position
from truceline.publishing import words
from truceline.terms.claim import Actor
from truceline.terms.when import When


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("2020-11-09", "9 November 2020"),
        ("2020-11", "November 2020"),
        ("2020", "2020"),
        ("../2020-11-30", "by 30 November 2020"),
        ("2020-11/..", "from November 2020"),
        ("2020-11-10/2020-11-11", "10 November 2020 to 11 November 2020"),
    ],
)
def test_a_date_is_read_no_more_exactly_than_it_was_said(value, said):
    assert words.when(When(value=value)) == said


def test_the_distance_of_a_day_is_told_from_the_day_asked():
    asked = date(2031, 5, 16)

    assert words.away(date(2031, 5, 17), asked=asked) == "in 1 day"
    assert words.away(date(2031, 5, 12), asked=asked) == "4 days ago"
    assert words.away(asked, asked=asked) == "that same day"


def test_whose_body_it_is_is_told_only_where_its_name_does_not():
    assert words.actor(Actor(name="General Staff of Keldmark", of="Keldmark")) == (
        "General Staff of Keldmark"
    )
    assert words.actor(Actor(name="General Staff", of="Keldmark")) == "General Staff (Keldmark)"


def test_a_last_day_is_told_once_for_the_renderings_that_agree_on_it():
    first, second = date(2031, 5, 19), date(2031, 5, 20)
    dues = [
        Due(rendering="a", date=second, says="by 20 May"),
        Due(rendering="b", date=first, says="before 20 May"),
        Due(rendering="c", date=second, says="by 20 May"),
    ]

    assert words.last_days(dues) == (
        (second, "by 20 May", ("a", "c")),
        (first, "before 20 May", ("b",)),
    )


def test_those_without_a_sentence_are_named_together_and_those_with_one_alone():
    positions = [
        Position(party="A", says="nothing on record", claims=()),
        Position(party="B", says="denies it", claims=("1.1",)),
        Position(party="C", says="nothing on record", claims=()),
    ]

    assert words.unspoken(positions) == (("nothing on record", ("A", "C")),)
    assert [one.party for one in words.spoken(positions)] == ["B"]
