"""Several things as one undertaking: when the whole was done, and what it cites."""

from datetime import date

import pytest

from truceline.compliance.evidence import Bearing
from truceline.compliance.finding import Status
from truceline.compliance.hearing import Heard
from truceline.compliance.outcome import Stand
from truceline.compliance.parts import Part, together
from truceline.weighing.span import Span

FIRST, SECOND, THIRD = date(2030, 3, 1), date(2030, 3, 8), date(2030, 3, 15)


def part(status=Status.MET, *, cites=(), done=None, undone=None):
    told = [claim(turn, name) for turn, name in cites]
    stand = Stand(status, (told,), lambda: ("Because.", "Nothing."))
    return Part(name="one", last_day=THIRD, stand=stand, done=done, undone=undone)


def claim(turn, name):
    heard = Heard(turn, name, *[None] * 7)
    return Bearing(heard, None, None, is_fact=True)


@pytest.mark.parametrize(
    ("spans", "whole"),
    [
        ([(FIRST, FIRST), (SECOND, THIRD)], (SECOND, THIRD)),
        ([(SECOND, THIRD), (FIRST, FIRST)], (SECOND, THIRD)),
        ([(FIRST, FIRST), (None, THIRD)], (None, THIRD)),
        ([(FIRST, FIRST), (SECOND, None)], (SECOND, None)),
    ],
    ids=str,
)
def test_the_whole_was_done_when_its_last_part_was_as_far_as_every_part_tells(spans, whole):
    parts = [part(done=Span(first=first, last=last)) for first, last in spans]

    found = together(parts)

    assert found.done == Span(first=whole[0], last=whole[1])


def test_the_whole_is_not_known_to_be_done_where_a_part_is_met_and_no_day_is_told():
    found = together([part(done=Span(first=FIRST, last=FIRST)), part(done=None)])

    assert found.done == Span(first=None, last=None)


def test_the_whole_is_not_done_while_a_part_is_open():
    found = together([part(done=Span(first=FIRST, last=FIRST)), part(Status.DUE_SOON)])

    assert found.done is None


def test_the_whole_cites_what_its_parts_cite_in_the_order_of_the_record():
    found = together([part(cites=[(7, "10.1"), (3, "9.2")]), part(cites=[(1, "2.1"), (7, "10.1")])])

    assert found.citations == ("2.1", "9.2", "10.1")


def test_of_days_on_which_parts_were_said_not_to_be_done_the_latest_counts():
    found = together([part(undone=FIRST), part(undone=SECOND), part()])

    assert found.undone == SECOND


def test_parts_that_are_done_are_open_no_more():
    found = together([part(), part(Status.OVERDUE), part(Status.MET_LATE)])

    assert found.still == (("one", THIRD),)
    assert found.status is Status.OVERDUE
