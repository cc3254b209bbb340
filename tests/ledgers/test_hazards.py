from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truceline.ledgers.hazards import page
from truceline.ledgers.mined.area import land, length
from truceline.terms.book import Detail, Ledger, Measure, Posting
from truceline.terms.claim import Bound, Quantity
from truceline.terms.when import When
from truceline.weighing.held import Booked, Held

AS_OF = date(2031, 12, 31)
FIELD = "Field 12: suspected or confirmed land"


@pytest.fixture
def told(words, books):
    """A page of rows of books of hazards, and of claims of clearance."""

    def told(*rows, claims=(), as_of=AS_OF):
        made = [
            replace(
                words.claim(**({"act": "demining", "doc": f"d{n}"} | each)),
                rule=f"demining:{rule}",
            )
            for n, (rule, each) in enumerate(claims)
        ]
        held = words.held(*made, agreements=(words.agreement(),))
        return page(books.on_record(held, *rows), as_of=as_of)

    return told


@pytest.fixture
def row(books):
    def row(measure, amount, when, **rest):
        keeper, account = rest.pop("keeper", "Northland"), rest.pop("account", "Field 12")
        return books.row(
            keeper, account, when, ledger="hazards", measure=measure, amount=amount, **rest
        )

    return row


@pytest.fixture
def year(row):
    """A field of 100,000 m2 over one year in a book: surveyed, and much of it released."""
    return (
        row("in", "100000 m2", "2031-01-10", status="suspected"),
        row("out", "6 hectares", "2031-03", status="cancelled"),
        row("in", "4 hectares", "2031-03", **{"status": "confirmed", "from": "suspected"}),
        row("out", "10000 m2", "2031-05-20", status="reduced"),
        row("out", "2 ha", "2031-06-01/2031-09-30", status="cleared"),
    )


def account(found, name=FIELD):
    (one,) = [each for each in found.accounts if each.name == name]
    return one


def ranges(one):
    return {stand.book: (stand.low, stand.best, stand.high) for stand in one.stands}


def test_found_land_is_cancelled_reduced_cleared_or_still_there(told, year):
    found = told(*year)

    assert ranges(account(found)) == {"Northland": (10_000, 10_000, 10_000)}
    assert [
        (each.name, ranges(each)["Northland"][1]) for each in found.accounts if each.unit == "m2"
    ][1:] == [
        ("Field 12: cancelled land", 60_000),
        ("Field 12: reduced land", 10_000),
        ("Field 12: cleared land", 20_000),
    ]


def test_a_book_that_says_what_remains_balances(told, year, row):
    (stand,) = account(told(*year, row("stock", "1 ha", "2031-10-01"))).stands

    assert stand.balances is True


def test_a_book_whose_remaining_land_is_not_what_is_left_shows_the_gap(told, year, row):
    (stand,) = account(told(*year, row("stock", "3 ha", "2031-10-01", status="remaining"))).stands

    assert stand.balances is False
    assert "a gap of 20,000" in stand.because


def test_suspected_and_confirmed_land_of_one_day_are_what_remains_together(told, year, row):
    (stand,) = account(
        told(
            *year,
            row("stock", "4000 m2", "2031-10-01", status="suspected"),
            row("stock", "6000 m2", "2031-10-01", status="confirmed"),
        )
    ).stands

    assert (stand.best, stand.balances) == (10_000, True)


def test_where_one_of_the_two_is_not_told_that_day_there_is_at_least_the_other(told, row):
    (stand,) = account(
        told(
            row("stock", "4000 m2", "2031-01-01", status="suspected"),
            row("stock", "6000 m2", "2031-01-01", status="confirmed"),
            row("stock", "3000 m2", "2031-10-01", status="suspected"),
        )
    ).stands

    assert (stand.low, stand.high, stand.balances) == (3000, None, None)


def test_land_confirmed_after_it_was_suspected_is_not_counted_twice(told, year):
    figures = account(told(*year)).figures

    assert [figure.note for figure in figures if not figure.counts] == [
        "confirmed, before suspected: the same land"
    ]


def test_every_figure_stands_in_the_unit_in_which_it_was_stated(told, year):
    figures = account(told(*year)).figures

    assert [(one.stated.value, one.stated.unit) for one in figures] == [
        (100_000, "m2"),
        (6, "hectares"),
        (4, "hectares"),
        (10_000, "m2"),
        (2, "ha"),
    ]


def test_more_cleared_than_there_was_is_a_problem_and_is_left_out(told, row):
    found = told(
        row("in", "1 ha", "2031-01-10", status="confirmed"),
        row("out", "2 ha", "2031-05-01", status="cleared"),
    )

    assert [problem.code for problem in found.problems] == ["negative-stock"]
    assert account(found).stands[0].best == 10_000
    assert account(found).stands[0].balances is False


def test_what_is_found_on_a_day_can_be_cleared_on_that_day(told, row):
    found = told(
        row("out", "1 ha", "2031-01-10", status="cleared"),
        row("in", "1 ha", "2031-01-10", status="confirmed"),
    )

    assert found.problems == ()
    assert ranges(account(found)) == {"Northland": (0, 0, 0)}


def test_land_cleared_that_was_never_found_says_nothing_of_what_is_left(told, row):
    (stand,) = account(told(row("out", "2 ha", "2031-05-01", status="cleared"))).stands

    assert (stand.low, stand.high, stand.balances) == (None, None, None)


def test_both_sides_books_stand_side_by_side_with_the_difference(told, year, row):
    one = account(
        told(*year, row("stock", "5 ha", "2031-11-01", keeper="Southland", status="remaining"))
    )

    assert ranges(one) == {
        "Northland": (10_000, 10_000, 10_000),
        "Southland": (50_000, 50_000, 50_000),
    }
    assert "40,000 apart" in one.difference


def test_nothing_of_later_days_counts(told, year):
    assert ranges(account(told(*year, as_of=date(2031, 5, 19)))) == {
        "Northland": (40_000, 40_000, 40_000)
    }


@pytest.mark.parametrize(
    ("measure", "amount", "further", "code"),
    [
        ("in", "1 ha", {}, "unknown-status"),
        ("in", "1 ha", {"status": "haunted"}, "unknown-status"),
        ("in", "1 ha", {"status": "cleared"}, "measure-does-not-fit"),
        ("stock", "1 ha", {"status": "cancelled"}, "measure-does-not-fit"),
        ("out", "1 ha", {"status": "suspected"}, "measure-does-not-fit"),
        ("in", "12 km", {"status": "suspected"}, "unit-does-not-fit"),
        ("out", "3 acres", {"status": "cleared"}, "unit-does-not-fit"),
        ("out", "3 dunams", {"status": "cleared"}, "unit-does-not-fit"),
        ("stock", "3 killed", {}, "measure-does-not-fit"),
    ],
)
def test_what_does_not_fit_is_a_problem_and_the_rest_is_shown(
    told, year, row, measure, amount, further, code
):
    found = told(*year, row(measure, amount, "2031-11-01", keeper="Southland", **further))

    assert [problem.code for problem in found.problems] == [code]
    assert ranges(account(found)) == {"Northland": (10_000, 10_000, 10_000)}


def test_items_are_counted_by_category_and_never_as_land(told, year, row):
    found = told(
        *year,
        row("in", "40 anti-personnel mines", "2031-06-10"),
        row("out", "25 anti-personnel mines", "2031-06-11"),
        row("in", "3 cluster munitions", "2031-06-10"),
        row("out", "7 items", "2031-06-11", account="fuses"),
    )

    names = [one.name for one in found.accounts]
    assert {"anti-personnel mines", "cluster munitions", "fuses"} <= set(names)
    assert ranges(account(found)) == {"Northland": (10_000, 10_000, 10_000)}
    assert account(found, "anti-personnel mines").stands[0].low == 15
    assert account(found, "anti-personnel mines").figures[0].note == "found at Field 12"


def test_more_mines_destroyed_than_there_were_is_a_problem(told, row):
    found = told(
        row("stock", "10 mines", "2031-01-01"),
        row("out", "11 mines", "2031-06-11"),
    )

    assert [problem.code for problem in found.problems] == ["negative-stock"]


def test_accidents_and_victims_are_counted_apart_by_who_counts_them(told, row):
    found = told(
        row("in", "2 killed", "2031-04-04"),
        row("in", "5 injured", "2031-04-04"),
        row("in", "1 accidents", "2031-04-04"),
        row("in", "3 people", "2031-04-04", keeper="Southland", account="killed"),
    )

    assert {one.name: ranges(one) for one in found.accounts} == {
        "killed by mines": {"Northland": (2, 2, 2), "Southland": (3, 3, 3)},
        "injured by mines": {"Northland": (5, 5, 5)},
        "accidents": {"Northland": (1, 1, 1)},
    }
    assert "1 apart" in account(found, "killed by mines").difference


def test_an_area_that_a_book_calls_cleared_has_a_state_without_a_number(told, row):
    found = told(
        row("state", None, "2031-01-01", state="confirmed"),
        row("state", None, "2031-08-01", state="cleared"),
    )

    assert account(found, "Field 12").stands[0].state == "cleared"


def test_land_that_reports_tell_was_cleared_stands_as_it_was_told(told):
    claim = {"number": "300 hectares", "when": "2031-06", "place": "Valley", "says": "Envoy"}

    one = account(told(claims=[("cleared mines", claim)]), "Valley: cleared land")

    assert ranges(one) == {"Northland": (3_000_000, 3_000_000, 3_000_000)}
    assert one.figures[0].stated == Quantity(value=300, unit="hectares")


@pytest.mark.parametrize(
    ("rule", "claim", "note"),
    [
        ("cleared mines", {"modality": "planned"}, "planned"),
        ("cleared mines", {"denies": True}, "denied"),
        ("unexploded bomb", {}, "does not tell whether it was cleared"),
    ],
)
def test_what_is_not_told_as_cleared_is_shown_and_not_counted(told, rule, claim, note):
    claim = {"number": "300 hectares", "when": "2031-06", "place": "Valley"} | claim

    one = account(told(claims=[(rule, claim)]), "Valley: cleared land")

    assert one.stands == ()
    assert [(each.counts, each.note) for each in one.figures] == [(False, note)]


def test_what_a_party_tells_is_not_added_to_what_it_books(told, row):
    claim = {"number": "9 hectares", "when": "2031-06", "place": "Valley", "says": "Envoy"}
    booked = row("out", "2 ha", "2031-05-01", status="cleared", account="Valley")

    one = account(told(booked, claims=[("cleared mines", claim)]), "Valley: cleared land")

    assert ranges(one) == {"Northland": (20_000, 20_000, 20_000)}
    assert len(one.figures) == 2


def test_mines_told_to_be_destroyed_are_counted_and_the_killed_beside_them_are_not(told):
    claim = {"number": "300 mines", "when": "2031-06", "place": "Valley"}

    found = told(
        claims=[
            ("cleared mines", claim),
            ("cleared mines", claim | {"number": "2 killed", "doc": "e"}),
        ]
    )

    assert [one.name for one in found.accounts] == ["mines destroyed or removed, Valley"]


def test_maps_handed_over_in_one_sides_account_and_not_received_in_the_others_is_a_difference(
    told,
):
    found = told(
        claims=[
            (
                "handed maps minefields",
                {"by": "Southland", "says": "General", "when": "2031-06-12", "place": "Valley"},
            ),
            (
                "received maps minefields",
                {
                    "by": "Northland",
                    "to": "Southland",
                    "says": "Envoy",
                    "when": "2031-06-14",
                    "place": "Valley",
                    "denies": True,
                },
            ),
        ]
    )

    (one,) = found.accounts
    assert one.name == "maps of mined land of Valley, owed by Southland"
    assert {stand.book: stand.state for stand in one.stands} == {
        "Northland": "not handed over",
        "Southland": "handed over",
    }
    assert one.difference


def test_maps_that_are_only_promised_in_a_report_are_not_handed_over(told):
    claim = {"by": "Southland", "says": "General", "when": "../2031-06-12", "modality": "planned"}

    (one,) = told(claims=[("hand maps minefields", claim)]).accounts

    assert one.stands == ()
    assert one.figures[0].note == "planned, not said to be so; by Southland"


def test_a_book_of_maps_says_what_was_promised_and_what_came(told, row):
    found = told(
        row("state", None, "2031-01-01", state="promised", account="maps", of="Southland"),
        row("state", None, "2031-06-14", state="received", account="maps", of="Southland"),
    )

    (one,) = found.accounts
    assert [(mark.state, str(mark.first)) for mark in one.course] == [
        ("promised", "2031-01-01"),
        ("handed over", "2031-06-14"),
    ]


def test_a_word_for_a_state_that_nobody_knows_is_a_problem(told, row):
    found = told(
        row("state", None, "2031-01-01", state="mostly"),
        row("state", None, "2031-01-01", state="lost", account="maps"),
    )

    assert [problem.code for problem in found.problems] == ["unknown-state", "unknown-state"]


@given(st.integers(0, 10**9), st.sampled_from(Bound))
def test_units_of_land_are_exact_multiples_and_keep_their_bound(value, bound):
    def inside(unit, times):
        stated = Quantity(value=value * times, unit=unit, bound=bound)
        return land(stated)

    assert inside("km2", 1) == inside("hectares", 100) == inside("m2", 1_000_000)
    assert inside("ha", 1) == Quantity(value=value * 10_000, unit="m2", bound=bound)


@pytest.mark.parametrize("unit", ["mines", "dunams", "acres", "km", "items", ""])
def test_nothing_else_is_made_into_land(unit):
    assert land(Quantity(value=1, unit=unit)) is None


def test_a_kilometre_is_a_thousand_metres_and_no_area_is_a_length():
    assert length(Quantity(value=12, unit="km")) == Quantity(value=12_000, unit="m")
    assert length(Quantity(value=12, unit="km2")) is None


parcels = st.lists(
    st.tuples(
        st.sampled_from(
            [
                ("in", "suspected"),
                ("in", "confirmed"),
                ("out", "cancelled"),
                ("out", "reduced"),
                ("out", "cleared"),
            ]
        ),
        st.integers(0, 50),
        st.dates(date(2031, 2, 1), date(2031, 11, 30)),
    ),
    max_size=8,
)


@given(parcels, st.integers(0, 100))
def test_in_every_book_land_found_is_released_or_remains_or_the_gap_is_shown(rows_of, remaining):
    booked = [
        _row(n, measure, f"{value} ha", str(day), status)
        for n, ((measure, status), value, day) in enumerate(rows_of)
    ]
    first = _row(90, "in", "60 ha", "2031-01-15", "suspected")
    last = _row(99, "stock", f"{remaining} ha", "2031-12-15", "remaining")

    found = page(Held(postings=dict([first, *booked, last])), as_of=AS_OF)

    (stand,) = account(found).stands
    distinct = {(kind, value, day) for kind, value, day in rows_of}
    come = 60 + sum(value for (measure, _), value, _ in distinct if measure == "in")
    gone = sum(value for (measure, _), value, _ in distinct if measure == "out")
    if stand.balances:
        assert come - gone == remaining
        assert "gap" not in stand.because
    else:
        assert come - gone != remaining or found.problems


def _row(n, measure, amount, when, status):

    value, unit = amount.split()
    posting = Posting(
        row=n + 2,
        account="Field 12",
        measure=Measure(measure),
        when=When(value=when),
        amount=Quantity(value=int(value), unit=unit),
        details=(Detail(field="status", value=status),),
    )
    return f"{n + 1}.1", Booked(
        ledger=Ledger.HAZARDS, keeper="Northland", document="b", posting=posting
    )


def test_exchanging_the_parties_exchanges_them_on_the_page_and_changes_nothing_else(
    words, books, year, row
):
    told = words.claim("demining", "2031-06", "Valley", says="Envoy", number="3 hectares")
    mapped = words.claim("demining", "2031-06-01", "Valley", says="General", by="Southland")
    claims = (
        replace(told, rule="demining:cleared mines"),
        replace(mapped, rule="demining:handed maps minefields"),
    )
    held = books.on_record(
        words.held(*claims, agreements=(words.agreement(),)),
        *year,
        row("stock", "5 ha", "2031-11-01", keeper="Southland", status="remaining"),
        row("in", "2 killed", "2031-04-04", keeper="Southland"),
        row("state", None, "2031-08-01", state="cleared", keeper="Southland"),
    )

    mirror = page(books.mirrored(held), as_of=AS_OF)

    assert books.mirrored(mirror) == page(held, as_of=AS_OF)


def test_without_anything_on_record_the_page_is_empty():
    assert page(Held(), as_of=AS_OF).accounts == ()
