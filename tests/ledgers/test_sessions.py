"""When a body met, as a list and as a number that is never too high."""

from datetime import date

import pytest

from truceline.ledgers.books import Row
from truceline.ledgers.border.sessions import posted, sessions

AS_OF = date(2030, 6, 30)


@pytest.fixture
def told(books):
    def told(*rows, as_of=AS_OF):
        known = []
        for n, (when, state, more) in enumerate(rows, start=2):
            booked = books.row(
                "Border Commission",
                "session",
                when,
                ledger="boundary",
                state=state,
                row=n,
                **more,
            )
            known.append(posted(Row(name=f"{1000 + n}.1", booked=booked, unit="")))
        return sessions("sessions", known, held=books.nothing, as_of=as_of)

    return told


def held(when, **more):
    return (when, "held", more)


@pytest.mark.parametrize(
    ("days", "low"),
    [
        (["2030-03-01", "2030-03-02"], 2),
        (["2030-03-01", "2030-03-01"], 1),
        (["2030-03-01", "2030-03"], 1),
        (["2030-03", "2030-04-01"], 2),
        (["2030-03-31", "2030-03"], 1),
        (["2030-02-28", "2030-03"], 2),
        (["2030", "2030-03-01", "2030-04-01"], 2),
    ],
    ids=str,
)
def test_what_may_be_one_session_counts_once(told, days, low):
    [stand] = told(*map(held, days)).stands

    assert stand.low == low
    assert f"at least {low} held" in stand.because


@pytest.mark.parametrize(("as_of", "low"), [("2030-03-01", 1), ("2030-02-28", None)])
def test_a_session_counts_from_its_own_day_on(told, as_of, low):
    [stand] = told(held("2030-03-01"), as_of=date.fromisoformat(as_of)).stands

    assert stand.low == low


def test_a_session_that_was_put_off_is_shown_and_does_not_count(told):
    account = told(held("2030-03-01"), ("2030-04-01", "Postponed", {}))

    assert [one.counts for one in account.figures] == [True, False]
    assert account.stands[0].low == 1
    assert account.stands[0].cites == ("1002.1",)


def test_a_session_says_where_it_was(told):
    account = told(held("2030-03-01", place="Upper Mill; Valley"), held("2030-04-01"))

    assert [one.note for one in account.figures] == ["at Upper Mill, Valley", ""]


def test_sessions_are_drawn_as_days_on_which_it_was_held(told):
    account = told(held("2030-04-01"), held("2030-03"))

    assert account.unit == "sessions"
    assert [(one.state, one.first, one.last) for one in account.course] == [
        ("held", date(2030, 3, 1), date(2030, 3, 31)),
        ("held", date(2030, 4, 1), date(2030, 4, 1)),
    ]
