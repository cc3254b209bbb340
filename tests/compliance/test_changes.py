from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from types import MappingProxyType

from truceline.compliance.changes import Drawn, Why, between, changes
from truceline.compliance.finding import Finding, Status
from truceline.intake.agreement_file import parse
from truceline.terms.agreement import Amends
from truceline.terms.claim import NARRATOR, Act, Actor, Claim, Modality, Quote
from truceline.terms.entry import Dated, Patrolled, Ruling, Sure
from truceline.terms.issued import Answer, Answered, Criterion, Issued
from truceline.terms.question import Question
from truceline.terms.when import When
from truceline.weighing.held import Document, Held, Judged
from truceline.weighing.held import Finding as OnRecord

EXAMPLES = Path(__file__).parents[2] / "examples" / "karabakh"
NOVEMBER, LATER, SOCHI = (
    parse((EXAMPLES / f"statement-{name}.yaml").read_bytes(), where="x").agreement
    for name in ("2020-11-09", "2020-11-15-kalbajar", "2021-11-26")
)
BASE = 3  # entries before the first document


def told(act: Act, *, published: str, **fields: object) -> tuple[Claim, str]:
    quote = Quote(document="0" * 64, start=0, end=1)
    fields = {"says": (NARRATOR,), "rule": "by hand", "quote": quote, **fields}
    return Claim(act=act, **fields), published  # type: ignore[arg-type]


def held(*rows: tuple[Claim, str], agreements=(NOVEMBER, LATER, SOCHI), rulings=None) -> Held:
    documents, claims = {}, {}
    for entry, (claim, published) in enumerate(rows, start=BASE):
        sha256 = f"{entry:064}"
        claims[f"{entry}.1"] = replace(claim, quote=Quote(document=sha256, start=0, end=1))
        documents[sha256] = Document(
            sha256=sha256,
            entry=entry,
            media_type="text/plain",
            size=1,
            source="",
            published=Dated(when=When(value=published), sure=Sure.TOLD, because="by hand"),
        )
    return Held(
        size=BASE + len(rows),
        agreements=MappingProxyType({one.id: one for one in agreements}),
        documents=MappingProxyType(documents),
        claims=MappingProxyType(claims),
        rulings=MappingProxyType(rulings or {}),
    )


def at(day: str) -> Question:
    return Question(as_of=date.fromisoformat(day), said_by=date.fromisoformat(day))


def changed(first: str, last: str, *known: Held):
    before, after = known if len(known) == 2 else (known or (held(),)) * 2
    found = between(before, after, asked=(at(first), at(last)))
    return {(one.agreement, one.clause): one for one in found}


def november(clause: str) -> tuple[str, str]:
    return ("karabakh-2020-11-09", clause)


CLASH = told(
    Act.HOSTILITIES,
    published="2020-12-13",
    when=When(value="2020-12-12"),
    actors=(Actor(name="Azerbaijan"),),
    places=("Nagorno-Karabakh",),
)
AGDAM = told(
    Act.TRANSFER,
    published="2020-11-20",
    when=When(value="2020-11-20"),
    actors=(Actor(name="Armenia"),),
    places=("Agdam",),
)


def test_a_moved_deadline_is_told_as_an_amendment_and_as_nothing_else():
    change = changed("2020-11-14", "2020-11-16")[november("6.1")]

    assert [one.why for one in change.reasons] == [Why.AMENDMENT]
    assert "'not yet due', before 'due soon'" in change.sentence
    assert "Armenia, Azerbaijan and Russia agreed on 15 November 2020" in change.sentence
    assert "now 25 November 2020, before 14 November 2020 or 15 November 2020" in change.sentence


def test_a_warning_that_began_is_told_as_time_that_passed():
    found = changed("2020-11-12", "2020-11-13")

    assert [one.why for one in found[november("2")].reasons] == [Why.TIME]
    assert "the warning began on 13 November 2020" in found[november("2")].sentence
    assert set(found) == {november("2")}


def test_a_last_day_that_passed_in_silence_is_told_with_each_rendering():
    change = changed("2020-11-18", "2020-11-21")[november("2")]

    assert change.after is not None
    assert change.after.status is Status.CANNOT_TELL
    assert [one.sentence for one in change.reasons] == [
        "The last day (ru-mfa), 19 November 2020, passed.",
        "The last day (am-pm), 20 November 2020, passed.",
    ]


def test_a_day_that_is_still_the_last_has_not_passed():
    assert november("2") not in changed("2020-11-18", "2020-11-20")


def test_a_document_published_in_between_is_named_by_its_claim():
    change = changed("2020-11-19", "2020-11-20", held(AGDAM))[november("2")]

    assert "'met', before 'due soon'" in change.sentence
    (reason,) = [one for one in change.reasons if one.why is Why.PUBLISHED]
    assert reason.claims == ("3.1",)
    assert reason.sentence == "Claim 3.1 was published in between."


def test_what_entered_the_record_later_is_told_apart_from_what_was_published_later():
    change = changed("2020-12-20", "2020-12-20", held(), held(CLASH))[november("1")]

    assert [(one.why, one.claims) for one in change.reasons] == [(Why.RECORDED, ("3.1",))]
    assert "'breach alleged', before 'not monitored'" in change.sentence


def test_what_was_known_and_counts_only_now_is_told_so():
    known = held(
        told(
            Act.HOSTILITIES,
            published="2020-12-01",
            when=When(value="2020-12-12"),
            actors=(Actor(name="Azerbaijan"),),
            places=("Nagorno-Karabakh",),
        )
    )

    change = changed("2020-12-10", "2020-12-12", known)[november("1")]

    assert [(one.why, one.claims) for one in change.reasons] == [(Why.EVIDENCE, ("3.1",))]
    assert "was known before and counts now" in change.sentence


def test_a_ruling_is_told_with_who_ruled_and_why():
    judged = Judged(
        ruling=Ruling.VERIFIED, reason="Craters were measured.", by="head of mission", entry=9
    )

    change = changed("2020-12-20", "2020-12-20", held(CLASH), held(CLASH, rulings={"3.1": judged}))[
        november("1")
    ]

    assert change.after is not None
    assert change.after.status is Status.BREACH_FOUND
    assert [(one.why, one.claims) for one in change.reasons] == [(Why.RULING, ("3.1",))]
    assert "head of mission ruled claim 3.1 verified: Craters were measured." in change.sentence


def test_a_claim_that_was_retracted_is_told_as_gone():
    after = replace(held(CLASH), claims=MappingProxyType({}))

    change = changed("2020-12-20", "2020-12-20", held(CLASH), after)[november("1")]

    assert "Claim 3.1 is not on record" in change.sentence


def test_a_new_agreement_brings_its_provisions_onto_the_board():
    change = changed("2021-11-25", "2021-11-26")["sochi-2021-11-26", "1"]

    assert change.before is None
    assert [one.why for one in change.reasons] == [Why.AGREEMENT]
    assert "was signed on 26 November 2021" in change.sentence


def test_an_agreement_signed_in_later_is_told_apart_from_one_signed_later():
    change = changed("2021-12-20", "2021-12-20", held(agreements=(NOVEMBER,)), held())[
        "sochi-2021-11-26", "1"
    ]

    assert [one.why for one in change.reasons] == [Why.RECORDED]


def test_a_notice_window_that_closed_is_told_though_the_board_shows_it_still():
    change = changed("2025-05-10", "2025-05-11")[november("4.2")]

    assert "The end of the notice window, 10 May 2025, passed." in change.sentence


def test_a_term_that_renewed_itself_is_told_by_the_end_that_passed():
    change = changed("2025-11-10", "2025-11-11")[november("4.2")]

    assert "The end of the term, 10 November 2025, passed." in change.sentence
    assert change.after is not None
    assert {one.date.year for one in change.after.due} == {2030}


def suspended(first: str, last: str):
    pause = replace(
        LATER.amendments[0],
        id="pause",
        provision="karabakh-2020-11-09/6.3",
        amends=Amends.SUSPENSION,
        deadlines=(),
        first=date.fromisoformat(first),
        last=date.fromisoformat(last),
    )
    return held(agreements=(NOVEMBER, replace(LATER, amendments=(pause,))))


def test_a_suspension_is_told_when_it_begins_and_when_it_has_ended():
    known = suspended("2020-12-01", "2020-12-10")

    begins = changed("2020-11-30", "2020-12-01", known)[november("6.3")]
    ends = changed("2020-12-10", "2020-12-11", known)[november("6.3")]

    assert [one.sentence for one in begins.reasons] == ["Its suspension began on 1 December 2020."]
    assert [one.sentence for one in ends.reasons] == ["Its suspension ended on 10 December 2020."]
    assert november("6.3") not in changed("2020-12-01", "2020-12-10", known)


def test_an_amendment_that_is_no_longer_on_record_is_told():
    change = changed("2020-11-16", "2020-11-16", held(), held(agreements=(NOVEMBER,)))[
        november("6.1")
    ]

    assert "The amendment kalbajar-later does not count." in change.sentence


def test_a_warning_that_had_begun_before_is_not_told_again():
    found = changed("2020-11-13", "2020-11-14")

    assert november("2") not in found


def test_a_position_alone_makes_a_change():
    promise = told(
        Act.TRANSFER,
        published="2020-11-12",
        modality=Modality.PLANNED,
        says=(Actor(name="Armenia"),),
        actors=(Actor(name="Armenia"),),
        places=("Agdam",),
    )

    change = changed("2020-11-11", "2020-11-12", held(promise))[november("2")]

    assert "still 'not yet due'" in change.sentence
    assert [(one.why, one.claims) for one in change.reasons] == [(Why.PUBLISHED, ("3.1",))]


def test_where_nothing_differs_nothing_changed():
    assert changed("2020-11-12", "2020-11-12", held(AGDAM, CLASH)) == {}


def test_every_change_of_five_years_has_a_reason_and_a_sentence():
    found = changed("2020-11-09", "2025-12-01", held(AGDAM, CLASH))

    assert len(found) > 5
    assert all(one.reasons and one.sentence.endswith(".") for one in found.values())


def test_a_finding_that_a_person_issued_is_the_reason():
    answers = tuple(
        Answered(criterion=one, answer=Answer.YES, because="Checked.") for one in Criterion
    )
    issued = Issued(
        agreement="karabakh-2020-11-09",
        clause="1",
        first=date(2020, 12, 12),
        last=date(2020, 12, 12),
        claims=(f"{BASE}.1",),
        answers=answers,
        because="The post heard it.",
        to=("Azerbaijan",),
    )
    before = held(CLASH)
    after = replace(
        before, size=before.size + 1, issued=(OnRecord(issued=issued, by="desk", entry=9),)
    )

    change = changed("2020-12-20", "2020-12-20", before, after)[november("1")]

    assert change.after.status is Status.BREACH_FOUND
    [reason] = [one for one in change.reasons if one.why is Why.FINDING]
    assert "attributed to Azerbaijan" in reason.sentence
    assert reason.claims == (f"{BASE}.1",)


def test_a_patrol_that_came_on_record_is_the_reason():
    before = held()
    watch = Patrolled(places=(), acts=tuple(Act), first=date(2020, 11, 10), last=date(2020, 11, 12))
    after = replace(before, size=before.size + 1, patrols=(watch,))

    change = changed("2020-11-12", "2020-11-12", before, after)[november("1")]

    assert [one.why for one in change.reasons] == [Why.WATCH]
    assert "3 of 3 days" in change.reasons[0].sentence


BRIDGE, BRIDGE_AMENDED = (
    parse(
        (Path(__file__).parents[1] / "situations" / "agreements" / f"{name}.yaml").read_bytes(),
        where="x",
    ).agreement
    for name in ("bridge-accord", "bridge-amendment")
)


def test_a_clause_that_another_takes_the_place_of_is_told_as_agreed():
    known = held(agreements=(BRIDGE, BRIDGE_AMENDED))
    start = BRIDGE_AMENDED.in_force.date()
    before, after = ((start + timedelta(days=days)).isoformat() for days in (-1, 1))

    change = changed(before, after, known)[BRIDGE.id, "2"]

    [reason] = [one for one in change.reasons if one.why is Why.AGREEMENT]
    assert change.after is not None
    assert change.after.status is Status.SUPERSEDED
    assert reason.sentence == change.after.because


def stands(status: Status, known: Held, *, day: str) -> Drawn:
    """A board of one finding that cites nothing and has no last day."""
    finding = Finding(
        agreement=BRIDGE.id,
        clause="1",
        title="-",
        status=status,
        because="-",
        would_change="-",
        due=(),
        positions=(),
        citations=(),
    )
    return Drawn(question=at(day), held=known, findings=(finding,))


def test_where_only_other_claims_are_new_they_are_the_reason():
    before = stands(Status.BREACH_ALLEGED, held(agreements=(BRIDGE,)), day="2030-04-01")
    after = stands(Status.DISPUTED, held(CLASH, agreements=(BRIDGE,)), day="2030-04-01")

    [change] = changes(before, after)

    assert [one.why for one in change.reasons] == [Why.EVIDENCE]
    assert "others have changed how well these are established" in change.sentence


def test_where_nothing_at_all_is_new_the_day_that_is_asked_about_is_the_reason():
    before = stands(Status.BREACH_ALLEGED, held(CLASH, agreements=(BRIDGE,)), day="2030-04-01")
    after = stands(Status.DISPUTED, held(CLASH, agreements=(BRIDGE,)), day="2030-04-02")

    [change] = changes(before, after)

    assert [one.why for one in change.reasons] == [Why.TIME]
    assert "moved from 1 April 2030 to 2 April 2030" in change.sentence
