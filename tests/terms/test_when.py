from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truceline.terms.when import When, between, on

days = st.dates(min_value=date(1000, 1, 1))
ends = st.one_of(
    days.map(str), days.map(lambda day: str(day)[:7]), days.map(lambda day: str(day)[:4])
)


def _when(value):
    try:
        return When(value=value)
    except ValueError:
        return None


whens = st.one_of(
    ends,
    ends.map("../{}".format),
    ends.map("{}/..".format),
    st.tuples(ends, ends).map("/".join),
).map(_when).filter(bool)  # fmt: skip


@given(whens)
def test_no_period_ends_before_it_begins(when):
    assert (when.first or date.min) <= (when.last or date.max)


@given(whens, whens)
def test_overlapping_is_mutual(one, other):
    assert one.overlaps(other) == other.overlaps(one)


@given(whens)
def test_every_period_overlaps_itself(when):
    assert when.overlaps(when)


@given(days, days)
def test_two_days_overlap_only_if_they_are_one(one, other):
    assert on(one).overlaps(on(other)) == (one == other)


@given(st.one_of(st.none(), days), st.one_of(st.none(), days))
def test_a_period_keeps_the_ends_it_was_made_of(first, last):
    if (first is None and last is None) or (first and last and last < first):
        return

    when = between(first, last)

    assert (when.first, when.last) == (first, last)


def test_a_month_is_all_its_days_and_no_more():
    assert When(value="2020-02").last == date(2020, 2, 29)
    assert not When(value="2020-02").overlaps(When(value="2020-03"))


def test_an_open_end_reaches_every_later_day():
    assert When(value="2020-11/..").overlaps(When(value="2999"))
    assert not When(value="2020-11/..").overlaps(When(value="2020-10-31"))


@pytest.mark.parametrize(
    "value",
    [
        "",
        "..",
        "../..",
        "/",
        "2020/",
        "2020-13",
        "2020-02-30",
        "0000",
        "20-11-09",
        "2020-11-9",
        " 2020-11-09",
        "2020-11-09\n",
        "2020-11-09T00:00",
        "2020/2021/2022",
        "2020-11-10/2020-11-09",
        "9 November 2020",
        "\u0662\u0660\u0662\u0660",
        "\u0662\u0660\u0662\u0660-\u0661\u0661-\u0660\u0669",
    ],
)
def test_what_is_not_a_plain_iso_date_is_refused(value):
    with pytest.raises(ValueError, match=r"."):
        When(value=value)
