import pytest

from truceline.ledgers.balancing.difference import difference
from truceline.ledgers.ledger import REPORTS, Stand


def books(*ranges):
    names = ("Northland", "Southland", "Joint Centre")
    return [
        Stand(book=name, low=low, high=high)
        for name, (low, high) in zip(names, ranges, strict=False)
    ]


@pytest.mark.parametrize(
    "ranges",
    [
        [(10, 10)],
        [(10, 10), (10, 10)],
        [(5, 10), (10, 12)],
        [(5, None), (10, None)],
        [(None, None), (3, 3)],
        [(1, 9), (5, 12), (7, None)],
    ],
)
def test_books_that_leave_one_number_in_common_do_not_differ(ranges):
    assert difference(books(*ranges), "people") == ""


@pytest.mark.parametrize(
    ("ranges", "apart"),
    [
        ([(10, 10), (13, 13)], "3 apart."),
        ([(13, 13), (10, 10)], "3 apart."),
        ([(5, 9), (10, 12)], "1 to 7 apart."),
        ([(1, 3), (5, None)], "at least 2 apart."),
        ([(1, 9), (5, 12), (10, 10)], "1 to 11 apart."),
    ],
)
def test_the_difference_is_from_the_least_to_the_most_they_can_be_apart(ranges, apart):
    assert difference(books(*ranges), "people").endswith(f"people: {apart}")


def test_every_book_that_knows_anything_is_named_with_its_range():
    stands = [*books((10, 10), (13, 13)), Stand(book=REPORTS, low=11, high=None)]

    assert difference(stands, "people").startswith(
        "Northland has 10, Southland has 13 and reports have at least 11 people: "
    )
