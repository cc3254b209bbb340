from datetime import date

import pytest

from truceline.ledgers.returns import page
from truceline.weighing.held import Held

AS_OF = date(2030, 6, 30)
LEFT = {
    "act": "displacement",
    "when": "2030-03-01",
    "place": "Valley",
    "number": "400 displaced people",
}
BACK = LEFT | {"act": "return", "when": "2030-05-01"}
STILL = LEFT | {"modality": "ongoing", "when": "2030-04"}


@pytest.fixture
def made(words, books):
    """The page of what is told and of what is booked."""

    def made(*told, rows=(), as_of=AS_OF):
        claims = [words.claim(**({"doc": f"d{n}"} | each)) for n, each in enumerate(told)]
        held = words.held(*claims, agreements=(words.agreement(),))
        booked = [
            books.booked(
                "returns",
                *row[:3],
                **({"account": "displaced", "row": n} | (row[3] if row[3:] else {})),
            )
            for n, row in enumerate(rows, start=2)
        ]
        return page(books.on_record(held, *booked), as_of=as_of)

    return made


@pytest.fixture
def tolls(made):
    """What each book of each account comes to."""

    def tolls(*told, **rest):
        return {
            (one.name, stand.book): (stand.low, stand.best, stand.high)
            for one in made(*told, **rest).accounts
            for stand in one.stands
        }

    return tolls


def test_without_anything_there_is_nothing():
    assert page(Held(), as_of=AS_OF).accounts == ()


def test_who_left_and_who_came_back_are_two_accounts(tolls):
    assert tolls(LEFT, BACK) == {
        ("newly displaced people", "all accounts"): (400, 400, 400),
        ("newly returned people", "all accounts"): (400, 400, 400),
    }


def test_how_many_are_displaced_still_is_not_added_to_how_many_fled(tolls):
    assert tolls(LEFT, STILL, STILL | {"when": "2030-05", "number": "300 displaced people"}) == {
        ("displaced people", "reports"): (300, None, 400),
        ("newly displaced people", "all accounts"): (400, 400, 400),
    }


def test_a_later_word_of_one_counter_replaces_its_earlier(tolls):
    later = {"when": "2030-05", "number": "300 displaced people"}
    speaker = STILL | {"says": "Speaker"}

    assert tolls(speaker, speaker | later) == {
        ("displaced people", "Northland"): (300, 300, 300),
    }


def test_tens_of_thousands_stay_at_least_so_many(tolls):
    found = tolls(LEFT | {"number": "at least 10000 displaced people"})

    assert found[("newly displaced people", "all accounts")] == (10000, 10000, None)


def test_families_are_not_people(tolls):
    assert tolls(LEFT, LEFT | {"number": "90 families"}) == {
        ("newly displaced families", "all accounts"): (90, 90, 90),
        ("newly displaced people", "all accounts"): (400, 400, 400),
    }


def test_families_that_are_booked_are_not_added_to_people(tolls):
    found = tolls(rows=[("stock", "9 families", "2030-03-01"), ("stock", "7 people", "2030-03-01")])

    assert {name for name, _ in found} == {"displaced families", "displaced people"}


def test_a_book_carries_its_stock_on(tolls):
    found = tolls(
        rows=[
            ("stock", "1000 people", "2030-01-01", {"of": "Northland"}),
            ("in", "400 people", "2030-03-01", {"of": "Northland"}),
            ("out", "about 100 people", "2030-05-01", {"of": "Northland"}),
        ]
    )

    assert found[("displaced people, Northland", "Northland")] == (1290, None, 1310)


def test_both_books_and_the_mission_stand_side_by_side_with_the_difference(made):
    found = made(
        rows=[
            ("stock", "1000 people", "2030-01-01", {"of": "Northland"}),
            ("stock", "700 people", "2030-02-01", {"of": "Northland", "keeper": "Southland"}),
            ("stock", "900 people", "2030-02-01", {"of": "Northland", "keeper": "UN agency"}),
        ]
    )

    account = found.accounts[-1]
    assert [(one.book, one.low) for one in account.stands] == [
        ("Northland", 1000),
        ("Southland", 700),
        ("UN agency", 900),
    ]
    assert account.difference == (
        "Northland has 1,000, Southland has 700 and UN agency has 900 displaced people: 300 apart."
    )


def test_more_coming_back_than_can_be_displaced_is_a_problem(made):
    found = made(
        rows=[
            ("stock", "100 people", "2030-01-01", {"of": "Northland"}),
            ("out", "101 people", "2030-02-01", {"of": "Northland"}),
        ]
    )

    assert [one.code for one in found.problems] == ["negative-stock"]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (("in", "3 people", "2030-03-01", {"account": "visitors"}), "unknown-account"),
        (("in", "3 hectares", "2030-03-01"), "unit-does-not-fit"),
        (("in", "3 people", "2030-03-01", {"of": "Nowhere"}), "unknown-party"),
        (("state", None, "2030-03-01", {"state": "gone"}), "state-among-amounts"),
    ],
)
def test_a_row_that_does_not_fit_is_a_problem_and_the_rest_is_shown(made, row, code):
    found = made(rows=[row, ("stock", "5 people", "2030-03-02", {"of": "Northland"})])

    assert [one.code for one in found.problems] == [code]
    assert "displaced people, Northland" in {one.name for one in found.accounts}


def test_a_denied_return_is_shown(made):
    (account,) = made(BACK, BACK | {"denies": True, "says": "General", "number": ""}).accounts

    assert [(one.counts, one.note) for one in account.figures] == [(True, ""), (False, "denied")]


def test_the_page_says_who_watched(made):
    assert made().coverage.startswith("Nobody is on record as watching")
