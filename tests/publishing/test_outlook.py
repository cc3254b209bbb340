from dataclasses import replace
from datetime import date

import pytest

from truceline.compliance.changes import Change, Reason, Why
from truceline.compliance.due import DueItem
from truceline.compliance.finding import Due, Finding, Status
from truceline.publishing.outlook import change_lines, change_rows, due_lines, due_rows, left

ITEM = DueItem(
    agreement="isle-compact",
    clause="6.1",
    title="Keldmark leaves the harbour",
    renderings=("or", "ke"),
    date=date(2031, 5, 20),
    part="",
    says="by 20 May 2031",
    days_left=4,
    status=Status.DUE_SOON,
    because="The last day is 20 May 2031.",
    warn_days=7,
    revision=0,
)
FINDING = Finding(
    agreement="isle-compact",
    clause="6.1",
    title="Keldmark leaves the harbour",
    status=Status.MET,
    because="-",
    would_change="-",
    due=tuple(Due(rendering=one, date=date(2031, 5, 20)) for one in ("or", "ke")),
    positions=(),
    citations=("9.1",),
)
CHANGE = Change(
    agreement="isle-compact",
    clause="6.1",
    title="Keldmark leaves the harbour",
    before=None,
    after=FINDING,
    reasons=(Reason(why=Why.PUBLISHED, sentence="Claim 9.1 was published.", claims=("9.1",)),),
)


def test_a_row_of_what_falls_due_holds_every_field():
    (row,) = due_rows([ITEM])

    assert row["date"] == "2031-05-20"
    assert (row["renderings"], row["days_left"], row["status"]) == (["or", "ke"], 4, "due soon")


def test_a_line_of_what_falls_due_says_how_long_is_left():
    (line,) = due_lines([replace(ITEM, part="step 2")])

    assert line == (
        "20 May 2031 (in 4 days): Keldmark leaves the harbour — isle-compact, clause 6.1, step 2, "
        "by 20 May 2031 (or, ke); due soon"
    )


@pytest.mark.parametrize(
    ("days", "words"), [(0, "today"), (1, "in 1 day"), (1200, "in 1,200 days"), (-2, "2 days ago")]
)
def test_days_left_read_aloud(days, words):
    assert left(days) == words


def test_a_change_says_what_was_and_what_is_and_why():
    (row,) = change_rows([CHANGE])

    assert (row["before"], row["after"]) == (None, "met")
    assert (row["due_before"], row["due_after"]) == ([], ["2031-05-20"])
    assert row["reasons"] == [
        {"why": "published", "sentence": "Claim 9.1 was published.", "claims": ["9.1"]}
    ]


def test_a_line_of_a_change_names_the_clause_first():
    (line,) = change_lines([CHANGE])

    assert line.startswith("isle-compact, clause 6.1. Keldmark leaves the harbour: 'met', before")
    assert line.endswith("Claim 9.1 was published.")
