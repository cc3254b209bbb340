from dataclasses import replace
from datetime import date
from types import MappingProxyType

import pytest

from truceline.compliance.finding import Status
from truceline.compliance.register import board
from truceline.compliance.scores import scores
from truceline.intake.agreement_file import parse
from truceline.terms.claim import Act, Actor, Claim, Quote
from truceline.terms.entry import Dated, Ruling, Sure
from truceline.terms.problem import RefusedError
from truceline.terms.question import Question
from truceline.terms.when import When
from truceline.weighing.held import Document, Held, Judged
from truceline.weighing.incident import incidents

ACCORD = b"""
truceline: agreement/1
id: bridge
title: Bridge accord
signed: 2030-03-01
in_force: 2030-03-02T00:00+02:00
zone: Europe/Kyiv
parties: [Northland, Southland]
names:
  - party: Northland
  - party: Southland
  - place: Old Bridge
renderings: [{id: both, language: en, issuer: The parties, status: official}]
clauses:
  - clause: "1"
    title: No firing
    obligation: standing-prohibition
    bearers: [Northland, Southland]
    acts: [hostilities]
    wordings: [{rendering: both, text: Nobody fires.}]
  - clause: "2"
    title: Southland leaves the bridge
    obligation: achievement
    bearers: [Southland]
    acts: [withdrawal]
    places: [Old Bridge]
    wordings: [{rendering: both, text: Southland leaves., deadline: {by: 2030-06-01}}]
"""
YEARS = Question(as_of=date(2032, 5, 1))


def told(**values):
    values = {
        "act": Act.WITHDRAWAL,
        "places": ("Old Bridge",),
        "when": When(value="2031-02"),
    } | values
    return Claim(
        quote=Quote(document="1" * 64, start=0, end=1),
        says=(Actor(name="Southland"),),
        actors=(Actor(name="Southland"),),
        rule="test",
        **values,
    )


def on_record(*claims):
    document = Document(
        sha256="1" * 64,
        entry=1,
        media_type="text/plain",
        size=1,
        source="",
        published=Dated(when=When(value="2032-04-30"), sure=Sure.TOLD, because="test"),
    )
    return Held(
        agreements=MappingProxyType({"bridge": parse(ACCORD, where="bridge").agreement}),
        documents=MappingProxyType({document.sha256: document}),
        claims=MappingProxyType({f"{n}.1": one for n, one in enumerate(claims, start=2)}),
    )


def coded(held, clause, *, question=YEARS):
    return [
        (one.year, one.least, one.most)
        for one in scores(held, incidents(held), question=question)
        if one.clause == clause
    ]


def test_a_year_in_which_nothing_is_on_record_has_no_code():
    assert coded(on_record(), "1") == [(2030, None, None), (2031, None, None), (2032, None, None)]


def test_more_years_than_anybody_codes_are_refused_at_once():
    with pytest.raises(RefusedError) as refused:
        coded(on_record(), "1", question=Question(as_of=date(9999, 12, 31)))

    [problem] = refused.value.problems
    assert (problem.code, problem.where) == ("too-many-years", "2030 to 9999")


def test_what_was_done_in_the_second_year_is_full_from_then_on():
    assert coded(on_record(told()), "2") == [(2030, None, None), (2031, 3, 3), (2032, 3, 3)]


def test_what_is_said_not_to_be_done_may_have_been_begun():
    held = on_record(told(denies=True, when=When(value="2030-07-01")))

    assert coded(held, "2")[0] == (2030, 0, 2)


def test_an_alleged_breach_leaves_every_code_open():
    held = on_record(told(act=Act.HOSTILITIES, when=When(value="2030-08-02")))

    assert coded(held, "1")[0] == (2030, 0, 3)


def test_a_breach_that_a_person_found_is_not_full_implementation():
    held = on_record(told(act=Act.HOSTILITIES, when=When(value="2030-08-02")))
    judged = Judged(ruling=Ruling.VERIFIED, reason="seen", by="desk", entry=9)
    held = replace(held, rulings=MappingProxyType({"2.1": judged}))

    assert coded(held, "1")[0] == (2030, 0, 2)


def test_a_code_is_given_where_only_one_is_left():
    held = on_record(told())
    by_year = {
        (one.clause, one.year): one.score for one in scores(held, incidents(held), question=YEARS)
    }

    assert by_year["2", 2031] == 3
    assert by_year["1", 2031] is None


def test_years_are_counted_from_the_entry_into_force_and_end_with_the_question():
    held = on_record()
    found = [one for one in scores(held, (), question=YEARS) if one.clause == "1"]

    assert [(one.year, one.nth, one.as_of) for one in found] == [
        (2030, 1, date(2030, 12, 31)),
        (2031, 2, date(2031, 12, 31)),
        (2032, 3, date(2032, 5, 1)),
    ]


def test_before_the_entry_into_force_there_is_nothing_to_code():
    held = on_record()

    assert scores(held, (), question=Question(as_of=date(2030, 3, 1))) == ()
    assert scores(held, (), question=Question(as_of=date(2029, 1, 1))) == ()


def test_no_agreement_no_codes():
    assert scores(Held(), (), question=YEARS) == ()


def test_what_was_said_later_is_left_out_of_every_year():
    held = on_record(told())
    earlier = Question(as_of=date(2032, 5, 1), said_by=date(2032, 4, 29))

    assert coded(held, "2", question=earlier) == coded(on_record(), "2")


@pytest.mark.parametrize("year", [2030, 2031, 2032])
def test_each_year_is_the_board_of_its_last_day(year):
    held = on_record(told(), told(act=Act.HOSTILITIES))
    as_of = min(date(year, 12, 31), YEARS.as_of)

    of_board = [one.status for one in board(held, incidents(held), question=Question(as_of=as_of))]
    of_scores = [
        one.status for one in scores(held, incidents(held), question=YEARS) if one.year == year
    ]

    assert of_scores == of_board
    assert Status.NOT_YET_DUE not in of_scores or year == 2030
