import re
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truceline.ledgers.tracking.course import Said, course, marks, stand
from truceline.ledgers.tracking.states import CANNOT_TELL, CONTRADICTORY, at_odds, denied
from truceline.terms.when import When, between

LINE = re.compile(r"((?:not )?[a-z]+) ([0-9./-]+)(?: ([0-9-]+))?")
AS_OF = date(2031, 12, 31)


def said(*lines, as_of=AS_OF):
    """Lines such as "open 2031-03-01": what one book says; a third word is the day it lasts to."""
    told = []
    for n, line in enumerate(lines, start=1):
        state, when, until = LINE.fullmatch(line).groups()
        last = date.fromisoformat(until) if until else None
        told.append(Said(state=state, when=When(value=when), cite=f"{n}.1", until=last))
    return course(told, as_of=as_of)


def read(stretches):
    return [(one.state, str(one.first), str(one.last or "")) for one in stretches]


def test_each_state_holds_until_the_day_before_the_next():
    found = said("closed 2031-05-04", "open 2031-03-01", "restricted 2031-07-01")

    assert read(found) == [
        ("open", "2031-03-01", "2031-05-03"),
        ("closed", "2031-05-04", "2031-06-30"),
        ("restricted", "2031-07-01", ""),
    ]


def test_a_state_said_again_is_one_stretch_with_both_lines():
    (one,) = said("open 2031-03-01", "open 2031-05-01")

    assert (one.first, one.said, one.cites) == (
        date(2031, 3, 1),
        date(2031, 5, 1),
        ("1.1", "2.1"),
    )


def test_two_states_of_one_day_are_shown_as_contradictory_and_neither_is_chosen():
    found = said("open 2031-03-01", "closed 2031-05-04", "open 2031-05-04", "open 2031-06-01")

    assert read(found) == [
        ("open", "2031-03-01", "2031-05-03"),
        (CONTRADICTORY, "2031-05-04", "2031-05-31"),
        ("open", "2031-06-01", ""),
    ]
    assert found[1].of == ("closed", "open")


def test_a_month_is_sure_only_from_its_last_day_and_dates_no_beginning():
    (one,) = said("closed 2031-05")

    assert one.first == date(2031, 5, 31)
    assert stand("Northland", (one,), as_of=AS_OF).since is None
    assert "in May 2031" in stand("Northland", (one,), as_of=AS_OF).because


def test_what_is_told_of_a_month_that_is_not_over_does_not_count_yet():
    assert said("closed 2031-05", as_of=date(2031, 5, 30)) == ()


def test_a_day_within_a_month_does_not_tell_which_of_the_two_came_later():
    found = said("closed 2031-05", "open 2031-05-12")

    assert read(found) == [
        ("open", "2031-05-12", "2031-05-30"),
        (CANNOT_TELL, "2031-05-31", ""),
    ]


def test_a_later_line_settles_what_could_not_be_told():
    found = said("closed 2031-05", "open 2031-05-12", "closed 2031-06-02")

    assert read(found)[-1] == ("closed", "2031-06-02", "")


def test_two_states_of_one_month_are_contradictory():
    (one,) = said("closed 2031-05", "open 2031-05")

    assert one.state == CONTRADICTORY


def test_what_is_said_to_have_lasted_contradicts_what_is_said_of_a_day_in_it():
    found = said("closed 2031-05-01/.. 2031-08-01", "open 2031-06-01")

    assert read(found) == [
        ("closed", "2031-05-01", "2031-05-31"),
        (CONTRADICTORY, "2031-06-01", "2031-07-31"),
        ("closed", "2031-08-01", ""),
    ]


def test_without_an_end_it_counts_from_its_beginning():
    (one,) = said("closed 2031-05-01/..")

    assert stand("Northland", (one,), as_of=AS_OF).since == date(2031, 5, 1)


def test_without_a_beginning_no_day_is_given_as_the_first():
    (one,) = said("closed ../2031-05-01")

    assert stand("Northland", (one,), as_of=AS_OF).since is None
    assert stand("Northland", (one,), as_of=AS_OF).because.startswith("closed by 1 May 2031")


def test_a_denial_takes_nothing_from_a_state_it_goes_with():
    found = said("open 2031-03-01", "not closed 2031-05-01")

    assert read(found) == [("open", "2031-03-01", "")]
    assert found[0].said == date(2031, 5, 1)


def test_a_denial_that_goes_with_the_state_of_that_day_leaves_it():
    (one,) = said("open 2031-03-01", "not closed 2031-03-01")

    assert (one.state, one.of) == ("open", ("open",))


def test_a_denial_of_the_state_of_that_day_is_contradictory():
    (one,) = said("closed 2031-03-01", "not closed 2031-03-01")

    assert one.state == CONTRADICTORY


def test_a_later_denial_leaves_what_is_not_known():
    found = said("closed 2031-03-01", "not closed 2031-04-01")

    assert read(found)[-1] == ("not closed", "2031-04-01", "")


def test_when_it_was_last_said_is_told_and_that_nothing_followed():
    because = stand("Northland", said("open 2031-03-01", "open 2031-05-04"), as_of=AS_OF).because

    assert because == "open on 1 March 2031; nothing further after 4 May 2031"


def test_nothing_follows_what_is_said_of_the_day_itself():
    because = stand("Northland", said("open 2031-12-31"), as_of=AS_OF).because

    assert because == "open on 31 December 2031"


def test_a_book_kept_on_without_another_word_still_says_so():
    kept = Said(state="open", when=When(value="2031-03-01"), cite="1.1", kept=date(2031, 9, 9))

    (one,) = course([kept], as_of=AS_OF)

    assert one.said == date(2031, 9, 9)


def test_a_book_that_is_kept_on_does_not_contradict_its_keepers_later_word():
    kept = Said(state="open", when=When(value="2031-03-01"), cite="1.1", kept=date(2031, 9, 9))
    later = Said(state="closed", when=When(value="2031-05-01"), cite="2.1")

    assert [one.state for one in course([kept, later], as_of=AS_OF)] == ["open", "closed"]


def test_a_book_without_a_word_has_no_state():
    nothing = stand("Northland", (), as_of=AS_OF)

    assert (nothing.state, nothing.because) == ("", "says nothing of it up to 31 December 2031")


@pytest.mark.parametrize(
    ("one", "other", "odd"),
    [
        ("open", "open", False),
        ("open", "closed", True),
        ("open", "restricted", True),
        ("open", denied("closed"), False),
        ("closed", denied("closed"), True),
        (denied("closed"), denied("open"), False),
        ("open", "", False),
        ("open", CANNOT_TELL, False),
    ],
)
def test_states_are_at_odds_only_if_both_cannot_be_so(one, other, odd):
    assert at_odds(one, other) is odd
    assert at_odds(other, one) is odd


days = st.dates(date(2031, 1, 1), date(2031, 3, 31))
months = st.sampled_from(["2031-01", "2031-02", "2031-03", "2031"]).map(
    lambda value: When(value=value)
)
whens = (
    months
    | st.tuples(days, days).map(lambda two: between(*sorted(two)))
    | days.map(lambda each: between(each, None))
    | days.map(lambda each: between(None, each))
    | days.map(lambda each: between(each, each))
)
states = st.sampled_from(["open", "closed", "restricted", "not closed", "not open"])
lines = st.builds(
    Said,
    state=states,
    when=whens,
    cite=st.integers(1, 9).map(lambda n: f"{n}.1"),
    until=st.none() | days,
    kept=st.none() | days,
    by=st.sampled_from(["", "Northland", "Southland"]),
)
books = st.lists(lines, max_size=8)


@given(books, st.randoms(use_true_random=False), days)
def test_the_order_in_which_a_book_is_read_changes_nothing(book, chance, as_of):
    other = list(book)
    chance.shuffle(other)

    assert course(book, as_of=as_of) == course(other, as_of=as_of)


@given(books, days)
def test_stretches_of_a_book_follow_on_each_other_and_never_meet(book, as_of):
    found = course(book, as_of=as_of)

    assert all(one.last == other.first - timedelta(days=1) for one, other in pairwise(found))
    assert all(one.first <= (one.last or as_of) for one in found)
    assert all(one.first <= as_of and one.said <= as_of for one in found)
    assert all(one.said <= (one.last or as_of) for one in found)
    assert all(one.of != other.of for one, other in pairwise(found))


@given(books, books, days)
def test_nothing_said_of_later_days_changes_what_a_day_shows(book, more, as_of):
    later = [one for one in more if (one.when.first or date.min) > as_of]

    assert course(book, as_of=as_of) == course([*book, *later], as_of=as_of)


@given(books, days)
def test_a_state_of_a_stretch_was_said_or_is_shown_as_unsettled(book, as_of):
    told = {one.state for one in book}

    for one in course(book, as_of=as_of):
        assert set(one.of) <= told or one.state == "not closed and not open"
        assert (one.state in {CONTRADICTORY, CANNOT_TELL}) == (len(one.of) > 1)


@given(books, days)
def test_a_course_says_of_every_day_what_the_book_came_to_on_that_day(book, as_of):
    by_day = {}
    for one in marks("Northland", course(book, as_of=as_of)):
        for n in range(((one.last or as_of) - one.first).days + 1):
            by_day[one.first + timedelta(days=n)] = one.state
    ends = [(one.until, one.kept) for one in book]
    if any(end != (None, None) for end in ends):
        return  # what lasts beyond a day is cut at the day of the question

    for each, state in by_day.items():
        assert course(book, as_of=each)[-1].state == state
