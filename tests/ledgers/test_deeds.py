"""The first deed after a promise, and the first denial after its last day, in each book."""

from datetime import date

import pytest

from truceline.ledgers.promised.deeds import Deeds
from truceline.ledgers.tracking.spoken import Spoken
from truceline.terms.claim import Act
from truceline.terms.when import When

MADE, DUE = date(2030, 3, 1), date(2030, 3, 10)


@pytest.fixture
def spoken(words):
    def spoken(name, when, *, book="Northland", note="", **more):
        claim = words.claim(**({"act": "withdrawal", "when": when, "by": "Northland"} | more))
        return Spoken(
            name=name,
            claim=claim,
            books=(book,),
            says="Northland",
            published=When(value="2030-03-05"),
            note=note,
        )

    return spoken


def after(deeds, *, due=DUE, places=(), made=MADE):
    found = Deeds(deeds).after(Act.WITHDRAWAL, ("Northland",), places=places, made=made, due=due)
    return [one.name for one in found]


@pytest.mark.parametrize(
    ("when", "denies", "counts"),
    [
        ("2030-02-28", False, False),
        ("2030-03-01", False, True),
        ("2030-03-20", False, True),
        ("2030-03-10", True, False),
        ("2030-03-11", True, True),
        ("2030-03-05", True, False),
    ],
)
def test_a_deed_counts_since_the_promise_and_a_denial_after_its_last_day(
    spoken, when, denies, counts
):
    assert after([spoken("1.1", when, denies=denies)]) == (["1.1"] if counts else [])


@pytest.mark.parametrize(("when", "counts"), [("2030-02-28", False), ("2030-03-01", True)])
def test_without_a_last_day_a_denial_counts_since_the_promise(spoken, when, counts):
    assert after([spoken("1.1", when, denies=True)], due=None) == (["1.1"] if counts else [])


def test_of_several_deeds_the_first_counts_and_each_book_has_its_own(spoken):
    deeds = [
        spoken("1.1", "2030-03-20"),
        spoken("2.1", "2030-03-05"),
        spoken("3.1", "2030-03-05"),
        spoken("10.1", "2030-03-30", book="Southland"),
    ]

    assert after(deeds) == ["2.1", "10.1"]


def test_a_deed_of_a_month_is_of_its_last_day_and_a_denial_of_its_first(spoken):
    assert after([spoken("1.1", "2030-02")]) == []
    assert after([spoken("1.1", "2030-03")]) == ["1.1"]
    assert after([spoken("1.1", "2030-03", denies=True)]) == []


def test_a_deed_elsewhere_is_no_deed_of_the_place_promised(spoken):
    deeds = [spoken("1.1", "2030-03-05", place="Valley")]

    assert after(deeds, places=("Valley",)) == ["1.1"]
    assert after(deeds, places=("Upper Mill",)) == []
    assert after(deeds) == ["1.1"]


def test_what_does_not_count_and_what_is_only_planned_is_no_deed(spoken):
    copy = spoken("1.1", "2030-03-05", note="a copy")
    plan = spoken("2.1", "2030-03-05", modality="planned")

    assert after([copy, plan]) == []


def test_where_nobody_is_named_it_is_the_deed_of_whoever_tells_it(spoken):
    assert after([spoken("1.1", "2030-03-05", by="", says="Northland")]) == ["1.1"]
    assert after([spoken("1.1", "2030-03-05", by="", says="narrator")]) == []
