from dataclasses import replace
from datetime import date

import pytest

from truceline.compliance.finding import Due, Position
from truceline.ledgers.ledger import Figure, Stand
from truceline.publishing import words
from truceline.terms.book import Measure
from truceline.terms.claim import Actor, Bound, Modality, Quantity
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


@pytest.mark.parametrize(
    ("stand", "said"),
    [
        ({"low": 40, "best": 40, "high": 40}, "40"),
        ({"low": 36, "best": 40, "high": 44}, "40 (36 to 44)"),
        ({"low": 36, "high": 44}, "36 to 44"),
        ({"low": 36, "best": 36}, "at least 36"),
        ({"low": 37, "best": 36}, "more than 36"),
        ({"low": 0, "best": 40, "high": 40}, "at most 40"),
        ({"low": 0, "best": 0, "high": 0}, "0"),
        ({"low": 0}, "at least 0"),
        ({}, "not known"),
        ({"state": "closed", "since": date(2031, 5, 9)}, "closed since 9 May 2031"),
        ({"state": "closed"}, "closed"),
    ],
)
def test_what_a_book_comes_to_is_no_more_exact_than_its_figures(stand, said):
    assert words.stand(Stand(book="Orvania", **stand)) == said


@pytest.mark.parametrize(
    ("figure", "said"),
    [
        ({"measure": Measure.STOCK}, "about 1,200 people"),
        ({"measure": Measure.IN}, "+ about 1,200 people"),
        ({"measure": Measure.OUT}, "\N{MINUS SIGN} about 1,200 people"),
        ({"measure": Measure.OUT, "stated": None}, "\N{MINUS SIGN} number not told"),
        ({"measure": Measure.STATE, "stated": None, "state": "closed"}, "closed"),
    ],
)
def test_what_came_or_went_is_not_taken_for_what_is_there(figure, said):
    about = {"stated": Quantity(value=1200, unit="people", bound=Bound.ABOUT)} | figure

    assert words.figure(Figure(book="Orvania", **about)) == said


def test_a_voice_without_a_name_is_told_in_words():
    told = [
        Figure(book="reports", measure=Measure.STOCK, says=one) for one in ("narrator", "", "X")
    ]

    assert [words.voice(one) for one in told] == ["the report itself", "reports", "X"]


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


@pytest.mark.parametrize(
    ("low", "high", "unit"),
    [(1, 1, "person"), (1, None, "people"), (2, 2, "people"), (0, 1, "people")],
)
def test_one_of_many_is_named_as_one(low, high, unit) -> None:
    assert words.unit("people", Stand(book="X", low=low, high=high)) == unit


def test_what_must_not_be_is_never_called_not_required(accord) -> None:
    claim = replace(accord.CLAIMS["12.3"], modality=Modality.REQUIRED, denies=True)

    assert words.put_forward(claim) == "must not or need not be"
