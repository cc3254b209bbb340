"""What the file of a list tells of the people in it. The names are made up."""

import pytest

from truceline.ledgers.books import Row
from truceline.ledgers.detained.persons import listed, persons
from truceline.terms.book import Detail
from truceline.terms.when import When


@pytest.fixture
def row(books):
    def row(number, state="held", when="2030-03-01", *, doc="list", name="", **more):
        booked = books.row(
            "Northland",
            "list",
            when,
            ledger="detainees",
            state=state,
            row=number,
            doc=doc,
            of="Southland",
            **more,
        )
        return Row(name=name or f"{1000 + number}.1", booked=booked, unit="")

    return row


def told(**fields):
    return {("list", 2): tuple(Detail(field=name, value=value) for name, value in fields.items())}


@pytest.mark.parametrize(
    ("written", "born"),
    [
        ("1980-03-04", "1980-03-04"),
        ("4.3.1980", "1980-03-04"),
        (" 14.12.1980 ", "1980-12-14"),
        ("1980-03", "1980-03"),
        ("1980", "1980"),
        ("31.2.1980", None),
        ("about 1980", None),
        ("", None),
    ],
)
def test_a_birth_is_read_as_lists_write_it_and_never_guessed(row, written, born):
    found = listed(row(2), told(Name="Vahan Sargsyan", Born=written))

    assert found.born == (When(value=born) if born else None)


def test_a_list_may_name_the_father_and_the_first_that_it_names_counts(row):
    found = listed(row(2), told(Name="Vahan Sargsyan", Father="Tigran"))

    assert found.father == "Tigran"
    assert found.spellings == ("Vahan Sargsyan",)


def test_what_a_row_says_of_status_and_side_is_kept_beside_the_name(row):
    found = listed(row(2, category="Civilian"), told(Name="Vahan Sargsyan"))

    assert (found.category, found.side, found.handle) == ("civilian", "Southland", "1002.1")


def test_without_its_file_a_row_tells_nobodys_name(row):
    found = listed(row(2), {})

    assert (found.spellings, found.father, found.born) == ((), "", None)


def test_two_rows_of_one_file_without_names_are_two_people(row):
    found = persons([row(2), row(3)], {}, holding=True)

    assert [one.handle for one in found] == ["1002.1", "1003.1"]


def test_rows_under_one_number_are_one_person_in_order_of_time(row):
    rows = [row(2, "released", "2030-04-01", list="7"), row(3, "held", "2030-03-01", list="7")]

    [one] = persons(rows, {}, holding=True)

    assert [each.name for each in one.rows] == ["1003.1", "1002.1"]


def test_whoever_keeps_a_list_of_those_held_holds_them(row):
    [one] = persons([row(2)], {}, holding=True)

    assert (one.holder, one.side) == ("Northland", "Southland")


def test_who_is_claimed_is_held_by_nobody_the_list_does_not_name(row):
    [one] = persons([row(2, "claimed")], {}, holding=False)

    assert (one.holder, one.side) == ("", "Southland")


@pytest.mark.parametrize(("state", "remains"), [("held", False), ("died", True), ("remains", True)])
def test_remains_are_told_from_the_living_by_their_state(row, state, remains):
    [one] = persons([row(2, state)], {}, holding=True)

    assert one.remains is remains
