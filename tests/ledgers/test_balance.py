from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truceline.ledgers.balancing.balance import Line, balance
from truceline.terms.book import Measure
from truceline.terms.claim import Bound, Quantity
from truceline.terms.when import When
from truceline.weighing.amount import Range

AS_OF = date(2030, 6, 30)
NAMES = iter(range(1, 10**9))


def quantity(told, unit="people"):
    if told is None:
        return None
    bound, _, value = str(told).rpartition(" ")
    return Quantity(value=int(value), unit=unit, bound=Bound(bound or "exact"))


def line(measure, told, when, **rest):
    unit = rest.get("unit", "people")
    return Line(
        **(
            {
                "name": f"1.{next(NAMES)}",
                "book": "Northland",
                "account": "held",
                "unit": unit,
                "measure": Measure(measure),
                "when": When(value=when),
                "stated": quantity(told, unit),
            }
            | rest
        )
    )


def one(*lines, as_of=AS_OF):
    (found,) = balance(lines, as_of=as_of)
    return found


def exactly(number):
    return Range(least=number, most=number)


def test_a_stock_with_what_came_and_left_since_is_what_there_is():
    found = one(
        line("stock", 10, "2030-03-01"), line("in", 5, "2030-03-02"), line("out", 3, "2030-03-04")
    )

    assert (found.expected, found.inflow, found.outflow) == (exactly(12), exactly(5), exactly(3))


def test_a_flow_of_the_day_of_the_stock_is_already_in_it():
    found = one(line("stock", 10, "2030-03-01"), line("in", 5, "2030-03-01"))

    assert found.expected == exactly(10)


def test_an_unknown_opening_is_not_zero():
    found = one(line("in", 5, "2030-03-02"), line("out", 3, "2030-03-04"))

    assert (found.opening, found.expected) == (None, Range(least=2, most=None))


def test_without_a_stock_or_a_flow_nothing_is_known():
    found = one(line("stock", 10, "2030-03-01/2030-08-01"))

    assert (found.expected, found.stand.low, found.may_count) == (None, None, found.cites)


@pytest.mark.parametrize(
    ("closing", "balances"), [(12, True), (13, False), ("about 12", None), ("at least 10", None)]
)
def test_it_balances_only_where_exact_numbers_agree(closing, balances):
    found = one(
        line("stock", 10, "2030-03-01"),
        line("in", 2, "2030-03-02"),
        line("stock", closing, "2030-04"),
    )

    assert found.balances is balances


def test_a_gap_is_shown_with_what_was_expected_and_what_is_stated():
    found = one(
        line("stock", 10, "2030-03-01"),
        line("out", 4, "2030-03-05"),
        line("stock", 9, "2030-04-01"),
    )

    (gap,) = found.gaps
    assert (gap.expected, gap.stated) == (exactly(6), exactly(9))
    assert "should come to 6 and says 9: a gap of 3" in found.because
    assert found.expected == exactly(9)


def test_one_stock_alone_cannot_be_checked():
    assert one(line("stock", 10, "2030-03-01")).balances is None


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("2030-06-30", exactly(15)),
        ("2030-06-30/2030-07-01", Range(least=10, most=15)),
        ("2030-06/..", Range(least=10, most=15)),
        ("../2030-06-30", Range(least=10, most=15)),
        ("2030-07-01", exactly(10)),
    ],
)
def test_a_flow_whose_time_spans_the_day_may_count(when, expected):
    found = one(line("stock", 10, "2030-03-01"), line("in", 5, when))

    assert found.expected == expected
    assert bool(found.may_count) is (expected.least != expected.most)


def test_a_stock_stated_for_the_end_of_a_later_day_is_not_yet_one():
    found = one(line("stock", 10, "2030-03-01"), line("stock", 7, "2030-06-15/2030-07-15"))

    assert found.expected == exactly(10)


def test_nobody_knows_how_many_leaves_everything_above_open():
    found = one(line("stock", 10, "2030-03-01"), line("in", None, "2030-04-01"))

    assert found.expected == Range(least=10, most=None)


def test_a_stock_of_which_nobody_knows_how_many_leaves_nothing_known():
    found = one(line("stock", 10, "2030-03-01"), line("stock", None, "2030-04-01"))

    assert (found.stand.low, found.stand.high) == (None, None)


def test_a_row_that_a_later_file_carries_on_is_no_problem():
    found = one(
        line("in", 5, "2030-04-02", file="March"), line("in", 5, "2030-04-02", file="April")
    )

    assert (found.inflow, found.problems) == (exactly(5), ())


def test_bounds_stay_bounds_through_the_sum():
    found = one(line("stock", "about 100", "2030-03-01"), line("out", "at most 5", "2030-04-01"))

    assert found.expected == Range(least=85, most=110)


def test_a_total_and_its_days_are_not_added_up():
    found = one(
        line("in", 100, "2030-04"), line("in", 30, "2030-04-02"), line("in", 20, "2030-04-03")
    )

    assert found.inflow == exactly(100)


def test_parts_that_exceed_their_total_are_a_gap():
    found = one(
        line("in", 40, "2030-04"), line("in", 30, "2030-04-02"), line("in", 20, "2030-04-03")
    )

    assert found.balances is False
    assert "is 40, its parts come to at least 50" in found.because
    assert found.inflow == exactly(50)


def test_parts_that_come_to_their_total_are_no_gap():
    found = one(
        line("in", 50, "2030-04"), line("in", 30, "2030-04-02"), line("in", 20, "2030-04-03")
    )

    assert (found.inflow, found.gaps) == (exactly(50), ())


def test_a_total_over_several_stocks_is_not_added_to_the_days_between_them():
    days = ("2030-04-05", "2030-04-10", "2030-04-20", "2030-04-25")
    stocks = [line("stock", n, day) for n, day in zip((0, 0, 20, 20), days, strict=True)]

    found = one(*stocks, line("in", 10, "2030-04"), line("in", 10, "2030-04-15"))

    assert [gap.expected for gap in found.gaps] == [exactly(10)]


def test_weeks_within_a_month_hold_their_days():
    found = one(
        line("in", "at least 1", "2030-04"),
        line("in", 50, "2030-04-01/2030-04-07"),
        line("in", 5, "2030-04-02"),
    )

    assert found.inflow == Range(least=50, most=None)


def test_a_total_without_places_holds_the_figures_of_places():
    found = one(
        line("in", 40, "2030-04"),
        line("in", 30, "2030-04", where=("Upper Mill",)),
        line("in", 10, "2030-04-02", where=("Lower Mill",)),
    )

    assert found.inflow == exactly(40)


def test_figures_of_two_places_add_up():
    found = one(
        line("in", 40, "2030-04", where=("Upper Mill",)),
        line("in", 30, "2030-04-02", where=("Lower Mill",)),
    )

    assert found.inflow == exactly(70)


def test_a_row_that_stands_twice_counts_once_and_is_named():
    first, again = line("in", 5, "2030-04-02"), line("in", 5, "2030-04-02")

    found = one(line("stock", 10, "2030-03-01"), first, again)

    assert found.expected == exactly(15)
    assert found.left_out == (again.name,)
    assert [problem.code for problem in found.problems] == ["counted-twice"]


def test_rows_told_apart_count_each():
    found = one(
        line("stock", 10, "2030-03-01"),
        line("in", 5, "2030-04-02", apart=("first group",)),
        line("in", 5, "2030-04-02", apart=("second group",)),
    )

    assert found.expected == exactly(20)


def test_what_would_leave_fewer_than_none_is_left_out_and_named():
    too_many = line("out", 11, "2030-04-02", at="row 7 of Northland's book")

    found = one(line("stock", 10, "2030-03-01"), too_many, line("out", 4, "2030-04-03"))

    assert (found.expected, found.left_out, found.balances) == (exactly(6), (too_many.name,), False)
    (problem,) = found.problems
    assert (problem.code, problem.where) == ("negative-stock", "row 7 of Northland's book")


def test_more_may_leave_than_an_open_number_came():
    found = one(line("stock", "at least 10", "2030-03-01"), line("out", 11, "2030-04-02"))

    assert (found.expected, found.problems) == (Range(least=0, most=None), ())


def test_units_and_books_and_accounts_are_never_added():
    found = balance(
        [
            line("stock", 1, "2030-03-01"),
            line("in", 2, "2030-03-02", unit="families"),
            line("in", 4, "2030-03-02", book="Southland"),
            line("in", 8, "2030-03-02", account="missing"),
        ],
        as_of=AS_OF,
    )

    assert [each.inflow.least for each in found] == [0, 2, 4, 8]


def test_a_state_is_no_line():
    with pytest.raises(ValueError, match="a state is not an amount"):
        line("state", 1, "2030-03-01")


def test_the_course_goes_from_change_to_change():
    found = one(
        line("stock", 10, "2030-03-01"),
        line("in", 5, "2030-03-02/2030-03-04"),
        line("out", 1, "2030-03-04"),
    )

    assert [
        (mark.first.day, mark.last and mark.last.day, mark.low, mark.high) for mark in found.course
    ] == [
        (1, 1, 10, 10),
        (2, 3, 10, 15),
        (4, None, 14, 14),
    ]


@pytest.mark.parametrize(("jump", "balances"), [(5, None), (6, False)])
def test_a_flow_over_a_hundred_stocks_may_have_come_between_any_two(jump, balances):
    days = [date(2030, 1, 1) + timedelta(days=n) for n in range(100)]
    stocks = [
        line("stock", 10 + (jump if n >= 50 else 0), day.isoformat()) for n, day in enumerate(days)
    ]

    found = one(*stocks, line("in", 5, "2029/2030"))

    assert found.balances is balances
    assert [gap.until for gap in found.gaps] == ([] if balances is None else [days[50]])


# Laws.

DAYS = st.integers(0, 40).map(lambda n: date(2030, 3, 1) + timedelta(days=n))
MEASURES = st.sampled_from([Measure.STOCK, Measure.IN, Measure.OUT])


@st.composite
def rows(draw, *, windows=True):
    """Rows of two books, each told apart by its name, over forty days."""
    found = []
    for n in range(draw(st.integers(0, 12))):
        first = draw(DAYS)
        last = (
            draw(DAYS.filter(lambda day, first=first: day >= first))
            if windows and draw(st.booleans())
            else first
        )
        bound = draw(st.sampled_from(list(Bound))) if windows else Bound.EXACT
        when = first.isoformat() if first == last else f"{first}/{last}"
        found.append(
            Line(
                name=f"{n + 1}.1",
                book=draw(st.sampled_from(["Northland", "Southland"])),
                account="held",
                unit="people",
                measure=draw(MEASURES),
                when=When(value=when),
                stated=Quantity(value=draw(st.integers(0, 30)), unit="people", bound=bound),
                apart=(str(n),),
            )
        )
    return found


@given(rows(windows=False))
def test_opening_plus_in_minus_out_is_closing_or_the_gap_is_shown(lines):
    for found in balance(lines, as_of=date(2030, 5, 1)):
        if found.opening is None or found.left_out:
            continue
        gaps = sum(gap.stated.least - gap.expected.least for gap in found.gaps)
        sums = found.opening.least + found.inflow.least - found.outflow.least

        assert found.expected == exactly(sums + gaps)
        assert (found.balances is False) == bool(found.gaps)


@given(rows())
def test_a_gap_is_shown_only_where_the_two_cannot_both_be_right(lines):
    for found in balance(lines, as_of=date(2030, 5, 1)):
        for gap in found.gaps:
            assert not gap.expected.meets(gap.stated)


@given(rows(), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_changes_nothing(lines, chance):
    shuffled = list(lines)
    chance.shuffle(shuffled)

    assert balance(shuffled, as_of=AS_OF) == balance(lines, as_of=AS_OF)


@given(rows(), DAYS)
def test_rows_that_begin_after_the_day_change_nothing(lines, day):
    known = [each for each in lines if each.first <= day]

    assert balance(lines, as_of=day) == balance(known, as_of=day)


@given(rows(), st.data())
def test_a_copy_of_a_row_changes_no_number(lines, data):
    if not lines:
        return
    copied = data.draw(st.sampled_from(lines))
    again = Line(**{name: getattr(copied, name) for name in Line.__slots__} | {"name": "99.1"})

    before, after = (balance(some, as_of=AS_OF) for some in (lines, [*lines, again]))

    assert [(one.expected, one.gaps, one.balances) for one in after] == [
        (one.expected, one.gaps, one.balances) for one in before
    ]


@given(rows())
def test_exchanging_the_books_exchanges_the_balances(lines):
    swap = {"Northland": "Southland", "Southland": "Northland"}
    exchanged = [
        Line(**{name: getattr(each, name) for name in Line.__slots__} | {"book": swap[each.book]})
        for each in lines
    ]

    mirrored = balance(exchanged, as_of=AS_OF)

    assert [(swap[one.book], one.expected, one.because, one.gaps) for one in mirrored] == [
        (one.book, one.expected, one.because, one.gaps) for one in balance(lines, as_of=AS_OF)
    ]


@given(rows())
def test_there_is_never_less_than_nothing(lines):
    for found in balance(lines, as_of=AS_OF):
        assert found.expected is None or found.expected.least >= 0
        assert all(mark.low is None or mark.low >= 0 for mark in found.course)


@given(rows(windows=False))
def test_a_range_holds_the_number_that_exact_times_would_give(lines):
    wide = [
        Line(
            **{name: getattr(each, name) for name in Line.__slots__}
            | {"when": When(value=f"{each.first}/{each.last + timedelta(days=1)}")}
        )
        if each.measure is not Measure.STOCK
        else each
        for each in lines
    ]
    exact = balance(lines, as_of=date(2030, 5, 1))
    loose = balance(wide, as_of=date(2030, 5, 1))

    for one_exact, one_loose in zip(exact, loose, strict=True):
        if one_exact.left_out or one_loose.left_out or one_exact.opening is None:
            continue
        (low, high), exactly_so = (
            (one_loose.expected.least, one_loose.expected.most),
            one_exact.expected.least,
        )
        assert low <= exactly_so <= high
