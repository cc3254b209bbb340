from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from types import MappingProxyType

import pytest

from truceline.compliance.finding import Finding, Status
from truceline.compliance.register import board
from truceline.intake.agreement_file import parse
from truceline.terms.agreement import Amends, ByWord, Deadline, Moved
from truceline.terms.claim import (
    AGREEMENT,
    NARRATOR,
    Act,
    Actor,
    Bound,
    Claim,
    Modality,
    Quantity,
    Quote,
)
from truceline.terms.entry import Dated, Sure
from truceline.terms.question import Question
from truceline.terms.when import When
from truceline.weighing.amended import unplaced
from truceline.weighing.held import Document, Held
from truceline.weighing.incident import Incident, Standing

EXAMPLES = Path(__file__).parents[2] / "examples" / "karabakh"
NOVEMBER = parse((EXAMPLES / "statement-2020-11-09.yaml").read_bytes(), where="x").agreement
SOCHI = parse((EXAMPLES / "statement-2021-11-26.yaml").read_bytes(), where="x").agreement
LATER = parse(
    (EXAMPLES / "statement-2020-11-15-kalbajar.yaml").read_bytes(), where="x", beside=[NOVEMBER]
).agreement
BORDER = "Armenia-Azerbaijan border"
CONTINGENT = Actor(name="Russian peacekeeping contingent", of="Russia")


@dataclass(frozen=True, kw_only=True)
class Told:
    """One claim and when it was published."""

    claim: Claim
    published: str | None = "2021-11-27"


def told(act: Act, *, published: str | None = "2021-11-27", **fields: object) -> Told:
    quote = Quote(document="0" * 64, start=0, end=1)
    fields = {"says": (NARRATOR,), "rule": "by hand", "quote": quote, **fields}
    return Told(claim=Claim(act=act, **fields), published=published)  # type: ignore[arg-type]


def held(*all_told: Told, agreements=(NOVEMBER, LATER, SOCHI)) -> Held:
    documents: dict[str, Document] = {}
    claims: dict[str, Claim] = {}
    for number, one in enumerate(all_told, start=1):
        sha256 = f"{number:064}"
        claims[f"{number}.1"] = replace(one.claim, quote=Quote(document=sha256, start=0, end=1))
        documents[sha256] = Document(
            sha256=sha256,
            entry=number,
            media_type="text/plain",
            size=1,
            source="",
            published=one.published
            and Dated(when=When(value=one.published), sure=Sure.TOLD, because="by hand"),
        )
    return Held(
        agreements=MappingProxyType({one.id: one for one in agreements}),
        documents=MappingProxyType(documents),
        claims=MappingProxyType(claims),
    )


def asked(day: str, *all_told: Told, incidents=(), said_by: str | None = None):
    question = Question(
        as_of=date.fromisoformat(day), said_by=date.fromisoformat(said_by) if said_by else None
    )
    findings = board(held(*all_told), incidents, question=question)
    return {(one.agreement, one.clause): one for one in findings}


def november(day: str, clause: str, *all_told: Told, **more) -> Finding:
    return asked(day, *all_told, **more)["karabakh-2020-11-09", clause]


CLASH = told(
    Act.HOSTILITIES,
    when=When(value="2021-11-16"),
    actors=(Actor(name="Armenia"), Actor(name="Azerbaijan")),
    places=(BORDER,),
)
BEGAN = told(Act.DETAINEE_EXCHANGE, when=When(value="2020-12"))
STILL_HELD = told(
    Act.DETAINEE_EXCHANGE,
    published="2021-01-11",
    modality=Modality.ONGOING,
    denies=True,
    actors=(Actor(name="Armenia"), Actor(name="Azerbaijan")),
)
HINGES = told(Act.MANDATE, published=None, modality=Modality.REQUIRED, actors=(CONTINGENT,))


def test_kalbajar_is_due_soon_two_days_after_the_statement():
    found = november("2020-11-12", "6.1")

    assert found.status is Status.DUE_SOON
    assert {(due.rendering, due.date) for due in found.due} == {
        ("ru-mfa", date(2020, 11, 14)),
        ("am-pm", date(2020, 11, 15)),
    }
    assert [due.says for due in found.due] == ["before 15 November 2020", "by 15 November 2020"]


def test_the_board_says_that_the_renderings_of_kalbajar_disagree():
    found = november("2020-11-12", "6.1")

    assert "ru-mfa" in found.renderings_disagree
    assert "14 November 2020" in found.renderings_disagree
    assert "15 November 2020" in found.renderings_disagree


def test_renderings_with_the_same_day_do_not_disagree():
    assert not november("2020-11-12", "6.4").renderings_disagree


def test_kalbajar_has_its_old_days_on_the_eve_of_the_agreement_on_another():
    found = november("2020-11-14", "6.1")

    assert found.status is Status.DUE_SOON
    assert {due.date for due in found.due} == {date(2020, 11, 14), date(2020, 11, 15)}
    assert found.amended_by == ()


def test_kalbajar_is_due_on_the_twenty_fifth_once_that_is_agreed_and_says_why():
    found = november("2020-11-16", "6.1")

    assert found.status is Status.NOT_YET_DUE
    assert {due.date for due in found.due} == {date(2020, 11, 25)}
    assert not found.renderings_disagree
    assert [one.id for one in found.amended_by] == ["kalbajar-later"]
    assert "On 15 November 2020 Armenia, Azerbaijan and Russia agreed another day" in found.because
    assert "Until then the last day was 14 November 2020 or 15 November 2020" in found.because


def test_kalbajar_is_not_overdue_between_its_old_day_and_its_new_one():
    not_yet = told(
        Act.WITHDRAWAL,
        published="2020-11-17",
        modality=Modality.ONGOING,
        denies=True,
        actors=(Actor(name="Armed Forces of Armenia", of="Armenia"),),
        places=("Kalbajar",),
    )

    assert november("2020-11-18", "6.1", not_yet).status is Status.NOT_YET_DUE
    assert november("2020-11-19", "6.1", not_yet).status is Status.DUE_SOON


def test_a_record_that_does_not_hold_the_amendment_yet_knows_only_the_old_days():
    known = held(agreements=(NOVEMBER,))

    findings = board(known, (), question=Question(as_of=date(2020, 11, 16)))

    (kalbajar,) = [one for one in findings if one.clause == "6.1"]
    assert {due.date for due in kalbajar.due} == {date(2020, 11, 14), date(2020, 11, 15)}


def test_amendments_of_one_day_that_contradict_each_other_are_left_out_and_named():
    other = replace(
        LATER.amendments[0],
        id="another-day",
        deadlines=(Moved(deadline=Deadline(word=ByWord.BY, day=date(2020, 12, 24))),),
    )
    both = replace(LATER, id="other", amendments=(other,))

    findings = board(
        held(agreements=(NOVEMBER, LATER, both)), (), question=Question(as_of=date(2020, 11, 15))
    )

    (kalbajar,) = [one for one in findings if one.clause == "6.1"]
    assert {due.date for due in kalbajar.due} == {date(2020, 11, 14), date(2020, 11, 15)}
    assert "contradict each other and are left out: another-day and kalbajar-later" in (
        kalbajar.because
    )


def test_an_amendment_that_does_not_fit_its_clause_is_left_out_and_named():
    unfit = replace(
        LATER.amendments[0], amends=Amends.TERM, deadlines=(), term=NOVEMBER.provision("4.2").term
    )

    findings = board(
        held(agreements=(NOVEMBER, replace(LATER, amendments=(unfit,)))),
        (),
        question=Question(as_of=date(2020, 11, 16)),
    )

    (kalbajar,) = [one for one in findings if one.clause == "6.1"]
    assert "The amendment kalbajar-later does not fit it and is left out." in kalbajar.because
    assert kalbajar.amended_by == ()


def test_amendments_of_clauses_that_nobody_knows_are_found():
    assert unplaced([NOVEMBER, LATER]) == ()
    assert unplaced([LATER, SOCHI]) == LATER.amendments


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
def test_the_ends_of_the_calendar_break_nothing(day):
    assert asked(day) is not None


@pytest.mark.parametrize("clause", ["2", "6.2"])
def test_agdam_and_lachin_are_not_yet_due_on_the_twelfth(clause):
    assert november("2020-11-12", clause).status is Status.NOT_YET_DUE


def test_what_would_change_counts_the_days_under_each_rendering():
    found = november("2020-11-12", "2")

    assert found.would_change == "Nothing is recorded as done for Agdam; due in 7 or 8 days."


def test_clause_one_is_not_monitored_where_the_only_clashes_were_before_the_statement():
    september = told(
        Act.HOSTILITIES,
        published="2020-11-10",
        when=When(value="2020-09-21/2020-09-30"),
        places=("Nagorno-Karabakh",),
    )

    found = november("2020-11-12", "1", september)

    assert found.status is Status.NOT_MONITORED
    assert found.citations == ()


def test_the_notice_window_of_clause_four_closes_in_may_2025():
    found = november("2020-11-12", "4.2")

    assert found.status is Status.NOT_YET_DUE
    assert {(due.date, due.says) for due in found.due} == {
        (date(2025, 5, 10), "notice window closes"),
        (date(2025, 11, 10), "term ends"),
    }


def test_the_assumption_about_the_term_is_shown_with_it():
    assert "does not say from which event" in november("2020-11-12", "4.2").because


def test_the_border_clash_is_alleged_with_the_remark_that_its_place_is_open():
    found = november("2021-12-01", "1", CLASH)

    assert found.status is Status.BREACH_ALLEGED
    assert found.citations == ("1.1",)
    assert "16 November 2021" in found.because
    assert f"does not say how {BORDER} lies" in found.because


def test_the_border_clash_is_unknown_to_a_question_about_the_day_before():
    assert november("2021-11-15", "1", CLASH).status is Status.NOT_MONITORED


def test_the_border_clash_is_unheard_of_before_its_report_is_published():
    found = november("2021-12-01", "1", CLASH, said_by="2021-11-26")

    assert found.status is Status.NOT_MONITORED
    assert found.citations == ()


def test_an_exchange_that_began_with_prisoners_still_held_is_partly_met():
    found = november("2021-12-01", "8", BEGAN, STILL_HELD)

    assert found.status is Status.PARTLY_MET
    assert found.citations == ("1.1", "2.1")


@pytest.mark.parametrize(
    ("day", "status"),
    [
        ("2021-12-01", Status.NOT_YET_DUE),
        ("2021-12-24", Status.NOT_YET_DUE),
        ("2021-12-25", Status.DUE_SOON),
        ("2021-12-28", Status.DUE_SOON),
        ("2021-12-31", Status.DUE_SOON),
        ("2022-01-01", Status.CANNOT_TELL),
    ],
)
def test_the_delimitation_mechanisms_fall_due_at_the_end_of_the_year(day, status):
    assert asked(day)["sochi-2021-11-26", "1"].status is status


def test_an_agreement_does_not_exist_before_it_is_signed():
    assert {agreement for agreement, _ in asked("2021-11-25")} == {"karabakh-2020-11-09"}
    assert {agreement for agreement, _ in asked("2021-11-26")} == {
        "karabakh-2020-11-09",
        "sochi-2021-11-26",
    }


def test_a_source_that_makes_the_stay_depend_on_all_parties_differs_from_clause_four():
    found = november("2024-05-01", "4.2", HINGES)

    assert [one.claim for one in found.differs] == ["1.1"]
    assert "renews the term of 5 years tacitly" in found.differs[0].because


def test_a_source_that_names_the_year_in_which_the_term_ends_does_not_differ():
    expiry = told(
        Act.MANDATE,
        published=None,
        modality=Modality.REQUIRED,
        actors=(CONTINGENT,),
        when=When(value="2025"),
    )

    assert november("2024-05-01", "4.2", expiry).differs == ()


def test_at_least_five_years_differs_from_five_years():
    at_least = told(
        Act.MANDATE,
        published="2021-01-11",
        modality=Modality.REQUIRED,
        actors=(Actor(name="Russia"),),
        quantities=(Quantity(value=5, unit="years", bound=Bound.AT_LEAST),),
    )

    assert "at least 5 years" in november("2021-12-01", "4.2", at_least).differs[0].because


def test_a_later_required_day_differs_only_where_the_source_names_the_place():
    somewhere = told(
        Act.WITHDRAWAL,
        published="2020-11-11",
        modality=Modality.REQUIRED,
        actors=(Actor(name="Armed Forces of Armenia", of="Armenia"),),
        when=When(value="../2020-11-30"),
    )
    there = replace(somewhere, claim=replace(somewhere.claim, places=("Kalbajar",)))

    assert november("2020-11-12", "6.1", somewhere).differs == ()
    assert "30 November 2020" in november("2020-11-12", "6.1", there).differs[0].because


def test_about_two_thousand_does_not_differ_from_nineteen_hundred_and_sixty():
    about = told(
        Act.DEPLOYMENT,
        published="2020-11-11",
        says=(AGREEMENT,),
        modality=Modality.REQUIRED,
        actors=(CONTINGENT,),
        quantities=(Quantity(value=2000, unit="personnel", bound=Bound.ABOUT),),
    )

    assert november("2020-11-12", "3", about).differs == ()


def test_exactly_three_thousand_differs_from_the_ceiling():
    exact = told(
        Act.DEPLOYMENT,
        published="2020-11-11",
        modality=Modality.REQUIRED,
        actors=(CONTINGENT,),
        quantities=(Quantity(value=3000, unit="personnel"),),
    )

    assert "3000 personnel" in november("2020-11-12", "3", exact).differs[0].because


def test_parties_stand_in_the_agreements_order_then_others_then_reports_then_mechanism():
    planned = told(
        Act.MONITORING,
        published="2020-11-11",
        modality=Modality.PLANNED,
        says=(Actor(name="Turkey"), Actor(name="person:7f3a", of="Azerbaijan"), NARRATOR),
        actors=(Actor(name="Turkey"),),
    )

    found = november("2020-11-12", "5", planned)

    assert [(one.party, one.says) for one in found.positions] == [
        ("Armenia", "nothing on record"),
        ("Azerbaijan", "announces it"),
        ("Russia", "nothing on record"),
        ("Turkey", "announces it"),
        ("reports", "announces it"),
        ("mechanism", "no ruling"),
    ]


def test_affirmed_and_ruled_out_the_turkish_role_stands_as_two_positions():
    affirmed = told(
        Act.MONITORING,
        published="2020-11-11",
        modality=Modality.PLANNED,
        says=(Actor(name="person:1", of="Azerbaijan"),),
        actors=(Actor(name="Turkey"),),
    )
    denied = told(
        Act.MONITORING,
        published="2020-11-10",
        modality=Modality.PLANNED,
        denies=True,
        says=(Actor(name="person:2", of="Russia"),),
        actors=(Actor(name="Turkey"),),
    )

    says = {one.party: one for one in november("2020-11-12", "5", affirmed, denied).positions}

    assert (says["Azerbaijan"].says, says["Azerbaijan"].claims) == ("announces it", ("1.1",))
    assert (says["Russia"].says, says["Russia"].claims) == ("rules it out", ("2.1",))


def test_who_says_that_an_act_is_not_to_be_says_that_it_is_forbidden_not_that_it_need_not_be():
    forbidden = told(
        Act.HOSTILITIES,
        published="2020-11-11",
        modality=Modality.REQUIRED,
        denies=True,
        says=(Actor(name="Russia"),),
        places=("Agdam",),
    )

    says = {one.party: one.says for one in november("2020-11-12", "1", forbidden).positions}

    assert says["Russia"] == "says that it must not be"


@pytest.mark.parametrize("standing", list(Standing))
def test_no_standing_alone_makes_a_breach_found(standing):
    incident = Incident(
        id="incident-1.1",
        act=Act.HOSTILITIES,
        when=CLASH.claim.when,
        places=(BORDER,),
        actors=CLASH.claim.actors,
        standing=standing,
        because="by hand",
        claims=("1.1",),
        origins=1,
    )

    found = november("2021-12-01", "1", CLASH, incidents=[incident])

    assert found.status is not Status.BREACH_FOUND


def test_a_claim_without_any_date_in_an_undated_document_breaks_nothing():
    undated = replace(CLASH, claim=replace(CLASH.claim, when=None), published=None)

    assert november("2021-12-01", "1", undated).status is Status.NOT_MONITORED


def test_the_deployment_said_in_general_of_russia_establishes_the_contingent():
    entered = told(
        Act.DEPLOYMENT,
        published="2020-11-11",
        when=When(value="2020-11-11"),
        actors=(Actor(name="Russia"),),
        places=("Nagorno-Karabakh",),
    )

    assert november("2020-11-12", "4.1", entered).status is Status.MET
    assert november("2020-11-10", "4.1", entered).status is Status.CANNOT_TELL
