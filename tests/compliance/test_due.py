from dataclasses import replace
from datetime import date
from pathlib import Path
from types import MappingProxyType

import pytest

from truceline.compliance.due import due, falling_due, warns_from
from truceline.compliance.finding import Due, Status
from truceline.compliance.register import board
from truceline.intake.agreement_file import parse
from truceline.terms.agreement import Amendment, Amends
from truceline.terms.claim import NARRATOR, Act, Actor, Claim, Quote
from truceline.terms.entry import Dated, Sure
from truceline.terms.question import Question
from truceline.terms.when import When
from truceline.weighing.held import Document, Held

EXAMPLES = Path(__file__).parents[2] / "examples" / "karabakh"
NOVEMBER, LATER, SOCHI = (
    parse((EXAMPLES / f"statement-{name}.yaml").read_bytes(), where="x").agreement
    for name in ("2020-11-09", "2020-11-15-kalbajar", "2021-11-26")
)
AGDAM_DONE = Claim(
    quote=Quote(document="0" * 64, start=0, end=1),
    act=Act.TRANSFER,
    says=(NARRATOR,),
    actors=(Actor(name="Armenia"),),
    places=("Agdam",),
    when=When(value="2020-11-20"),
    rule="by hand",
)
NOTICE = Amendment(
    id="notice",
    provision="karabakh-2020-11-09/4.2",
    agreed=date(2025, 4, 1),
    parties=("Armenia",),
    amends=Amends.NOTICE,
    text="-",
    source="-",
    rendering="announcement",
)


def held(*claims: Claim, agreements=(NOVEMBER, LATER, SOCHI)) -> Held:
    document = Document(
        sha256="0" * 64,
        entry=1,
        media_type="text/plain",
        size=1,
        source="",
        published=Dated(when=When(value="2020-11-21"), sure=Sure.TOLD, because="by hand"),
    )
    return Held(
        agreements=MappingProxyType({one.id: one for one in agreements}),
        documents=MappingProxyType({document.sha256: document}),
        claims=MappingProxyType({f"1.{n}": claim for n, claim in enumerate(claims, start=1)}),
    )


def asked(day: str, known: Held | None = None, **more):
    question = Question(as_of=date.fromisoformat(day))
    return due(known or held(), question=question, **more)


def told(items):
    return [(one.clause, one.date.isoformat(), one.renderings) for one in items]


def test_each_rendering_that_sets_its_own_day_falls_due_on_its_own():
    assert told(asked("2020-11-12", within_days=7)) == [
        ("6.1", "2020-11-14", ("ru-mfa",)),
        ("6.1", "2020-11-15", ("am-pm",)),
        ("2", "2020-11-19", ("ru-mfa",)),
    ]


def test_renderings_that_set_one_day_make_one_item():
    items = asked("2020-11-16", within_days=9)

    assert ("6.1", "2020-11-25", ("ru-mfa", "am-pm")) in told(items)
    assert [one.revision for one in items if one.clause == "6.1"] == [1]


def test_what_falls_due_on_the_last_of_so_many_days_is_shown_and_the_next_day_not():
    assert "6.1" not in {one.clause for one in asked("2020-11-15", within_days=9)}
    assert "6.1" in {one.clause for one in asked("2020-11-15", within_days=10)}


def test_without_a_limit_notice_windows_and_ends_of_terms_are_shown_too():
    items = asked("2020-11-12")

    assert [(one.says, one.date.isoformat()) for one in items if one.clause == "4.2"] == [
        ("notice window closes", "2025-05-10"),
        ("term ends", "2025-11-10"),
    ]
    assert [one.date for one in items] == sorted(one.date for one in items)


def test_days_left_are_counted_from_the_day_of_the_question():
    (item,) = asked("2020-11-12", within_days=2)

    assert (item.days_left, item.status) == (2, Status.DUE_SOON)
    assert asked("2020-11-14", within_days=0)[0].days_left == 0


def test_what_has_passed_is_shown_only_where_it_is_asked_for_and_still_open():
    assert "2" not in {one.clause for one in asked("2020-11-22")}

    passed = [one for one in asked("2020-11-22", passed=True) if one.clause == "2"]

    assert [(one.days_left, one.status) for one in passed] == [
        (-3, Status.CANNOT_TELL),
        (-2, Status.CANNOT_TELL),
    ]


@pytest.mark.parametrize("day", ["2020-11-22", "2020-11-20"])
def test_what_is_met_falls_due_no_more(day):
    assert "2" not in {one.clause for one in asked(day, held(AGDAM_DONE), passed=True)}


def test_a_withdrawn_provision_falls_due_no_more():
    gone = replace(
        LATER, amendments=(replace(LATER.amendments[0], amends=Amends.WITHDRAWN, deadlines=()),)
    )

    known = held(agreements=(NOVEMBER, gone))

    assert "6.1" in {one.clause for one in asked("2020-11-14", known)}
    assert "6.1" not in {one.clause for one in asked("2020-11-15", known, passed=True)}


def test_a_term_that_renewed_itself_falls_due_again():
    items = [one for one in asked("2026-01-01") if one.clause == "4.2"]

    assert [one.date.isoformat() for one in items] == ["2030-05-10", "2030-11-10"]


def test_after_notice_on_record_only_the_end_falls_due_and_then_nothing():
    known = held(agreements=(NOVEMBER, replace(LATER, amendments=(NOTICE,))))

    before, after = (
        [(one.says, one.date.isoformat()) for one in asked(day, known) if one.clause == "4.2"]
        for day in ("2025-04-02", "2025-11-11")
    )

    assert before == [("term ends", "2025-11-10")]
    assert after == []


def test_what_falls_due_on_one_day_stands_in_the_order_of_the_clauses():
    same = date(2020, 11, 25)
    rows = tuple(
        replace(LATER.amendments[0], id=clause, provision=f"{NOVEMBER.id}/{clause}")
        for clause in ("6.4", "2", "6.1")
    )
    known = held(agreements=(NOVEMBER, replace(LATER, amendments=rows)))

    assert [one.clause for one in asked("2020-11-16", known) if one.date == same] == [
        "2",
        "6.1",
        "6.4",
    ]


@pytest.mark.parametrize(("days", "begins"), [(7, 8), (1, 14), (0, 14)])
def test_a_warning_window_ends_with_the_last_day(days, begins):
    item = replace(asked("2020-11-12")[0], date=date(2020, 11, 14), warn_days=days)

    assert warns_from(item) == date(2020, 11, begins)


def test_the_warning_window_begins_on_the_day_the_board_first_says_due_soon():
    (item,) = [one for one in asked("2020-11-12") if one.clause == "6.2" and one.days_left == 18]
    begins = warns_from(item)

    assert begins == date(2020, 11, 24)
    for day, status in (("2020-11-23", Status.NOT_YET_DUE), ("2020-11-24", Status.DUE_SOON)):
        assert {one.status for one in asked(day) if one.clause == "6.2"} == {status}


def test_every_item_names_the_agreement_and_the_clause_it_is_of():
    items = asked("2020-11-12")

    assert {one.agreement for one in items} == {NOVEMBER.id}
    assert {one.clause for one in items} <= {one.clause for one in NOVEMBER.provisions}


def test_the_order_is_that_of_the_text_whatever_the_order_of_the_board():
    findings = [
        replace(finding, due=(Due(rendering="am-pm", date=date(2020, 11, 20)),))
        for finding in board(held(), (), question=Question(as_of=date(2020, 11, 12)))
        if finding.status is Status.NOT_YET_DUE
    ]

    items = falling_due(findings[::-1], {NOVEMBER.id: NOVEMBER}, on=date(2020, 11, 12))

    assert [one.clause for one in items] == [finding.clause for finding in findings]
