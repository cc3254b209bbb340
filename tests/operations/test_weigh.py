"""What is weighed once is what would be weighed again; pages and answers come out byte for byte."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date

import pytest

from truceline.compliance.register import board
from truceline.operations.ask import ask, held_at
from truceline.operations.centre import opened
from truceline.operations.weigh import SLOTS
from truceline.publishing import html, shapes
from truceline.publishing.links import Links
from truceline.terms.question import Question
from truceline.weighing.contradiction import contradictions
from truceline.weighing.held import heard
from truceline.weighing.incident import incidents

REPORT = (
    "Published 12 November 2020\n\n"
    "Kremlin spokesman Dmitry Peskov said on 11 November 2020 that Russian troops had entered "
    "Nagorno-Karabakh. Russian peacekeepers were deployed there, political analyst Jane Roe said "
    "on 12 November 2020. Armenia denied on 12 November 2020 that Russian peacekeepers were "
    "deployed there.\n"
)
LATER = "Published 20 November 2020\n\nArmenian forces withdrew from Agdam on 19 November 2020.\n"
QUESTION = Question(as_of=date(2020, 11, 22))


@pytest.fixture
def told(run, centre, report):
    run("add", centre, report(REPORT))
    return centre


def asked(folder, question=QUESTION):
    with opened(folder) as centre:
        return ask(centre, question)


def views(folder, statement, *values):
    with closing(sqlite3.connect(folder / "views.db")) as db, db:
        return db.execute(statement, values).fetchall()


def kept(folder):
    return views(folder, "SELECT name, state FROM fold WHERE name LIKE 'weighed%'")


def retitle(folder):
    """Mark the kept findings, so that it is seen where they come back."""
    for name, state in kept(folder):
        marked = state.replace(b'"title":"', b'"title":"kept: ')
        views(folder, "UPDATE fold SET state = ? WHERE name = ?", marked, name)


def is_brought_back(report):
    return all(one.title.startswith("kept: ") for one in report.findings)


def pages(report):
    """The pages that rest on what is weighed, and the same as JSON."""
    seen = html.view(report, links=Links())
    first = report.findings[0]
    return (
        html.board(seen),
        html.clock(seen),
        html.incidents(seen),
        html.contradictions(seen),
        html.provision(seen, first.agreement, clause=first.clause),
        repr(shapes.board(report)),
        repr(shapes.incidents(report)),
    )


@pytest.mark.parametrize(
    "question",
    [
        QUESTION,
        Question(as_of=date(2020, 11, 10)),
        Question(as_of=date(2021, 1, 1), said_by=date(2020, 11, 11)),
    ],
    ids=str,
)
def test_an_answer_is_the_same_weighed_brought_back_and_with_the_views_gone(told, question):
    first = asked(told, question)
    again = asked(told, question)
    for path in told.glob("views.db*"):
        path.unlink()
    anew = asked(told, question)

    assert first == again == anew
    assert pages(first) == pages(again) == pages(anew)


@pytest.mark.parametrize("said_by", [None, date(2020, 11, 11)])
def test_what_is_weighed_under_code_names_is_what_is_weighed_under_the_names_people_go_by(
    told, said_by
):
    question = replace(QUESTION, said_by=said_by)
    with opened(told) as centre:
        held = heard(held_at(centre, question), question)

    report = asked(told, question)

    found = incidents(held)
    assert report.incidents == found
    assert report.contradictions == contradictions(held)
    assert report.findings == board(held, found, question=question)


def test_what_is_weighed_once_is_brought_back(told):
    asked(told)
    retitle(told)

    assert is_brought_back(asked(told))


def test_another_question_is_not_answered_by_what_another_weighed(told):
    asked(told)
    retitle(told)

    for days in range(1, 3 * SLOTS):
        assert not is_brought_back(asked(told, replace(QUESTION, as_of=date(2021, 1, days))))
    assert len(kept(told)) <= SLOTS


def test_what_enters_the_record_is_weighed_at_once(run, told, report):
    asked(told)
    retitle(told)
    run("add", told, report(LATER, "later.txt"))

    assert not is_brought_back(asked(told))


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE fold SET version = 'other' WHERE name LIKE 'weighed%'",
        "UPDATE fold SET root = zeroblob(32) WHERE name LIKE 'weighed%'",
        "UPDATE fold SET size = size - 1 WHERE name LIKE 'weighed%'",
        "UPDATE fold SET state = X'7B7D' WHERE name LIKE 'weighed%'",
    ],
)
def test_what_other_code_or_another_record_weighed_is_weighed_again(told, damage):
    before = asked(told)
    retitle(told)
    views(told, damage)

    assert asked(told) == before


def test_people_stand_in_the_views_under_code_names_and_are_forgotten_with_the_vault(told):
    before = asked(told)
    for path in told.glob("views.db*"):
        assert b"Roe" not in path.read_bytes()
    with closing(sqlite3.connect(told / "vault.db")) as db, db:
        db.execute("DELETE FROM person")

    assert "Jane Roe" in speakers(before)
    assert "Jane Roe" not in speakers(asked(told))


def speakers(report):
    return {one.party for finding in report.findings for one in finding.positions}
