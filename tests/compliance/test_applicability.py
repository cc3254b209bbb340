"""Five answers, each with why and what it rests on. A machine proposes them; it finds nothing."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from types import MappingProxyType

import msgspec
import pytest

from truceline.compliance.applicability import proposed
from truceline.compliance.finding import Status
from truceline.compliance.register import board
from truceline.intake.agreement_file import parse
from truceline.terms.agreement import Agreement
from truceline.terms.claim import NARRATOR, Act, Actor, Claim, Quote
from truceline.terms.entry import Dated, Patrolled, Ruling, Sure
from truceline.terms.issued import Answer, Answered, Criterion, Issued
from truceline.terms.question import Question
from truceline.terms.when import When
from truceline.weighing.held import Document, Finding, Held, Judged
from truceline.weighing.incident import incidents

FOLDER = Path(__file__).parents[1] / "situations" / "agreements"
HILL, BRIDGE, RIVER = (
    parse((FOLDER / f"{name}.yaml").read_bytes(), where=name).agreement
    for name in ("hill-accord", "bridge-accord", "river-accord")
)
LAST = date(2030, 6, 1)


def told(number=1, *, by="Northland", published="2030-04-20", act="hostilities", **fields):
    """One claim in a document of its own."""
    who = NARRATOR if by == "reports" else Actor(name=by)
    fields = {
        "when": When(value=fields.pop("when", "2030-04-19")),
        "actors": tuple(Actor(name=name) for name in fields.pop("actors", ("Southland army",))),
        "places": fields.pop("places", ("Chapel",)),
    } | fields
    claim = Claim(
        quote=Quote(document=f"{number:064}", start=0, end=1),
        act=Act(act),
        says=(who,),
        rule="by hand",
        **fields,
    )
    dated = Dated(when=When(value=published), sure=Sure.TOLD, because="by hand")
    return claim, Document(
        sha256=f"{number:064}",
        entry=number,
        media_type="text/plain",
        size=1,
        source=f"paper {number}",
        published=dated,
    )


def held(*rows, agreements=(HILL,), ruled=None, patrols=()):
    return Held(
        size=len(rows) + 1,
        agreements=MappingProxyType({one.id: one for one in agreements}),
        claims=MappingProxyType({f"{n}.1": claim for n, (claim, _) in enumerate(rows, 1)}),
        documents=MappingProxyType({document.sha256: document for _, document in rows}),
        rulings=MappingProxyType(
            {
                name: Judged(ruling=Ruling(ruling), reason="Seen.", by="desk", entry=90)
                for name, ruling in (ruled or {}).items()
            }
        ),
        patrols=patrols,
    )


def answers(known, *, clause="1", agreement="hill-accord", claims=None, last=LAST):
    found = proposed(
        known,
        incidents(known),
        provision=(agreement, clause),
        claims=claims or tuple(known.claims),
        last=last,
    )
    assert [one.criterion for one in found] == list(Criterion)
    return {one.criterion: one for one in found}


def test_what_is_told_closely_enough_answers_four_times_yes():
    found = answers(held(told()))

    assert [found[one].answer for one in list(Criterion)[:4]] == [Answer.YES] * 4
    assert all(one.cites == ("1.1",) and one.because.endswith(".") for one in found.values())


@pytest.mark.parametrize(
    ("claim", "criterion", "answer", "because"),
    [
        ({"when": "2030-02-10"}, "in force", "no", "before entry into force"),
        ({"when": "2030-02/2030-04"}, "in force", "unknown", "closely enough"),
        ({"places": ()}, "in scope", "unknown", "names no place"),
        ({"places": ("Plain mill",)}, "in scope", "no", "outside"),
        ({"places": ("Far Tower",)}, "in scope", "no", "outside Quiet zone as drawn"),
        ({"places": ("Tower",)}, "in scope", "yes", "inside Quiet zone as drawn"),
        ({"when": "2030-05-19"}, "in scope", "no", "did not hold then"),
        ({"when": "2030-04-29/2030-05-02"}, "in scope", "unknown", "a part of these days"),
        ({"actors": ()}, "actor bound", "unknown", "does not say who acted"),
        ({"actors": ("Eastland monitors",)}, "actor bound", "no", "does not bind"),
        ({"actors": ("Hill militia",)}, "actor bound", "yes", "bound by the clause"),
        ({"act": "meeting"}, "act covered", "no", "not about"),
        ({"actors": ("Southland deminers",)}, "act covered", "no", "Deminers may"),
        ({"actors": ("Southland",)}, "act covered", "unknown", "may allow"),
    ],
)
def test_each_question_is_answered_with_its_reason(claim, criterion, answer, because):
    found = answers(held(told(**{"published": "2030-05-25"} | claim)))[Criterion(criterion)]

    assert found.answer is Answer(answer), found.because
    assert because.lower() in found.because.lower()


@pytest.mark.parametrize(
    ("rows", "answer"),
    [
        ([{}, {"places": ()}], "yes"),
        ([{"places": ()}, {"places": ()}], "unknown"),
        ([{}, {"places": ("Plain mill",)}], "unknown"),
        ([{"places": ("Plain mill",)}, {"places": ("Far Tower",)}], "no"),
    ],
    ids=["one tells", "none tells", "yes beside no", "no twice"],
)
def test_claims_answer_together(rows, answer):
    known = held(*(told(n, **row) for n, row in enumerate(rows, 1)))

    assert answers(known)[Criterion.IN_SCOPE].answer is Answer(answer)


def test_a_clause_that_was_suspended_withdrawn_or_replaced_was_not_in_force():
    place = {"places": ("Dam",)}
    page = (FOLDER / "later.yaml").read_text().partition("\namendments:")[0]
    rows = {
        "suspended": "amends: suspension, from: 2030-04-10, until: 2030-04-30",
        "withdrew": "amends: withdrawn",
    }
    for word, amends in rows.items():
        text = (
            f"{page}\namendments:\n  - {{id: a, provision: river-accord/10, agreed: 2030-04-01, "
            "parties: [Northland, Southland], text: '-', source: '-', rendering: both, "
            f"{amends}}}\n"
        )
        later = parse(text.encode(), where="later", beside=[RIVER]).agreement
        known = held(told(**place), agreements=(RIVER, later))

        found = answers(known, agreement="river-accord", clause="10")[Criterion.IN_FORCE]

        assert found.answer is Answer.NO
        assert word in found.because


def test_an_agreement_that_succeeds_ends_the_earlier_one():
    later = replace(
        BRIDGE, id="later", title="Later accord", succeeds=("hill-accord",), provisions=()
    )
    known = held(told(), agreements=(HILL, later))

    found = answers(known)[Criterion.IN_FORCE]

    assert found.answer is Answer.NO
    assert "Later accord took the place" in found.because


def test_where_no_standard_is_laid_down_nobody_can_say_whether_it_is_met():
    found = answers(held(told()), clause="2")[Criterion.EVIDENCE]

    assert found.answer is Answer.UNKNOWN
    assert "1 independent account" in found.because


def test_one_account_is_too_few_for_a_standard_of_two_and_more_may_come():
    found = answers(held(told()))[Criterion.EVIDENCE]

    assert found.answer is Answer.UNKNOWN
    assert "asks for 2 independent accounts and one by somebody who was watching" in found.because
    assert "Rules of the commission" in found.because


def test_the_same_wire_twice_is_still_one_account():
    first, (claim, document) = told(), told(2)
    copied = msgspec.structs.replace(document, copy_of=(f"{1:064}",))
    found = answers(held(first, (claim, copied)))[Criterion.EVIDENCE]

    assert "on record: 1 independent account" in found.because


WATCHED = Patrolled(
    places=("Quiet zone",),
    acts=tuple(Act),
    first=date(2030, 4, 19),
    last=date(2030, 4, 19),
    post="Alpha",
)


def test_a_standard_is_met_by_as_many_accounts_one_of_them_by_who_was_watching():
    rows = (told(1), told(2, by="Eastland monitors"))

    alone = answers(held(*rows))[Criterion.EVIDENCE]
    beside = answers(held(*rows, patrols=(WATCHED,)))[Criterion.EVIDENCE]

    assert alone.answer is Answer.UNKNOWN
    assert "none is known to be by somebody who was watching" in alone.because
    assert beside.answer is Answer.YES


def test_of_two_incidents_each_has_to_meet_the_standard():
    rows = (
        told(1),
        told(2, by="Eastland monitors"),
        told(3, when="2030-03-20", published="2030-03-21"),
    )

    found = answers(held(*rows, patrols=(WATCHED,)))[Criterion.EVIDENCE]

    assert found.answer is Answer.UNKNOWN
    assert "on record: 1 independent account" in found.because


def test_a_clause_reaches_no_further_than_the_agreement():
    beyond = tuple(
        replace(one, places=("Plain",)) if one.clause == "2" else one for one in HILL.provisions
    )
    known = held(told(places=("Plain mill",)), agreements=(replace(HILL, provisions=beyond),))

    found = answers(known, clause="2")[Criterion.IN_SCOPE]

    assert found.answer is Answer.NO
    assert "outside Hill country" in found.because


def test_a_party_that_was_there_is_no_watcher():
    rows = (told(1), told(2, by="Southland"))

    found = answers(held(*rows, patrols=(WATCHED,)))[Criterion.EVIDENCE]

    assert found.answer is Answer.UNKNOWN


def test_accounts_that_contradict_each_other_do_not_meet_a_standard():
    rows = (
        told(1),
        told(2, by="Eastland monitors"),
        told(3, by="Southland", denies=True),
    )

    found = answers(held(*rows, patrols=(WATCHED,)), claims=("1.1", "2.1"))[Criterion.EVIDENCE]

    assert found.answer is Answer.UNKNOWN
    assert "contradict" in found.because


@pytest.mark.parametrize(("ruling", "answer"), [("verified", "yes"), ("unfounded", "no")])
def test_a_persons_ruling_answers_whatever_the_standard_is(ruling, answer):
    found = answers(held(told(), ruled={"1.1": ruling}))[Criterion.EVIDENCE]

    assert found.answer is Answer(answer)
    assert "person" in found.because


def test_a_claim_that_is_not_on_record_answers_nothing():
    found = answers(held(told()), claims=("9.9",))

    assert {one.answer for one in found.values()} == {Answer.UNKNOWN}


def test_an_agreement_that_was_not_signed_yet_has_no_provision():
    with pytest.raises(LookupError, match="signed by"):
        answers(held(told()), last=date(2030, 1, 1))


def issued(*claims, answer=Answer.NO):
    given = {Criterion.COVERED: answer}
    return Finding(
        issued=Issued(
            agreement="hill-accord",
            clause="2",
            first=date(2030, 4, 19),
            last=date(2030, 4, 19),
            claims=claims,
            answers=tuple(
                Answered(criterion=one, answer=given.get(one, Answer.YES), because="Checked.")
                for one in Criterion
            ),
            because="It was a drill.",
        ),
        by="desk",
        entry=50,
    )


def stands(known, clause="2"):
    found = board(known, incidents(known), question=Question(as_of=LAST))
    return next(one for one in found if one.clause == clause)


def test_what_people_cleared_is_cleared_in_every_account_of_the_same_incident():
    rows = (told(1), told(2, by="Eastland monitors"), told(3, when="2030-05-10", places=("Tower",)))
    known = held(*rows)

    before = stands(known)
    after = stands(replace(known, issued=(issued("1.1"),)))

    assert before.citations == ("1.1", "2.1", "3.1")
    assert after.citations == ("3.1",)


def test_a_finding_of_which_every_claim_was_told_later_did_not_exist_by_then():
    known = replace(held(told()), issued=(issued("1.1", answer=Answer.YES),))

    early, late = (
        next(
            one
            for one in board(known, (), question=Question(as_of=LAST, said_by=day))
            if one.clause == "2"
        )
        for day in (date(2030, 4, 1), date(2030, 5, 1))
    )

    assert early.found == ()
    assert late.status is Status.BREACH_FOUND


ROWS = [
    {},
    {"when": "2030-02-10"},
    {"places": ()},
    {"places": ("Plain mill",)},
    {"places": ("Far Tower",)},
    {"places": ("Tower",)},
    {"when": "2030-05-19"},
    {"actors": ()},
    {"actors": ("Eastland monitors",)},
    {"actors": ("Hill militia",)},
    {"actors": ("Southland deminers",)},
    {"actors": ("Southland",)},
    {"by": "Southland", "actors": ("Northland army",)},
]


@pytest.mark.parametrize("row", ROWS, ids=str)
@pytest.mark.parametrize("clause", ["1", "2"])
def test_the_board_counts_a_claim_where_none_of_the_first_four_is_no_and_never_otherwise(
    row, clause
):
    known = held(told(**{"published": "2030-05-25"} | row))
    four = list(answers(known, clause=clause).values())[:4]

    [found] = [
        one
        for one in board(known, incidents(known), question=Question(as_of=LAST))
        if one.clause == clause
    ]

    counted = any(one.claims for one in found.positions) or "1.1" in found.citations
    assert counted == all(one.answer is not Answer.NO for one in four)


def exchanged(value, kind):
    text = msgspec.json.encode(value).decode()
    for old, new in (("Northland", "\0"), ("Southland", "Northland"), ("\0", "Southland")):
        text = text.replace(old, new)
    return msgspec.json.decode(text, type=kind)


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_exchanging_the_parties_exchanges_the_answers_and_nothing_else(row):
    known = held(told(**{"published": "2030-05-25"} | row), patrols=(WATCHED,))
    mirrored = replace(
        known,
        agreements=MappingProxyType({HILL.id: exchanged(HILL, Agreement)}),
        claims=MappingProxyType(
            {name: exchanged(one, Claim) for name, one in known.claims.items()}
        ),
    )

    straight, mirror = (tuple(answers(one).values()) for one in (known, mirrored))

    assert exchanged(mirror, tuple[Answered, ...]) == straight
