"""Two official texts, an informal translation and a press summary, each in its own words."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from types import MappingProxyType

import pytest

from truceline.compliance.finding import Status
from truceline.compliance.register import board
from truceline.compliance.renderings import CLAUSE, DEADLINE, LAST_DAY, differences
from truceline.intake.agreement_file import parse
from truceline.terms.agreement import Amendment, Amends, ByWord, Deadline, Moved, RenderingStatus
from truceline.terms.question import Question
from truceline.weighing.held import Held

ACCORD = """\
truceline: agreement/1
id: bridge-accord
title: Bridge accord
signed: 2030-03-01
in_force: 2030-03-02T00:00+02:00
zone: Europe/Kyiv
parties: [Northland, Southland]
names:
  - party: Northland
  - party: Southland
  - place: Old Bridge
renderings:
  - {id: north, language: en, issuer: Northland, status: official}
  - {id: south, language: en, issuer: Southland, status: official translation}
  - {id: library, language: en, issuer: A library, status: informal}
  - {id: press, language: en, issuer: A newspaper, status: press summary}
clauses:
  - clause: "1"
    title: Southland leaves the bridge
    obligation: achievement
    bearers: [Southland]
    acts: [withdrawal]
    places: [Old Bridge]
    wordings:
      - rendering: north
        text: a
        deadline: {before: 2030-03-20}
        gives: {arms: light weapons, size: ten}
      - {rendering: south, text: b, deadline: {by: 2030-03-20}, gives: {arms: firearms}}
      - {rendering: library, text: c, deadline: {until: 2030-03-20}, gives: {arms: Firearms}}
      - {rendering: press, text: d, deadline: {by: 2030-03-25}}
  - clause: "2"
    title: Southland leaves the mill
    obligation: achievement
    bearers: [Southland]
    acts: [withdrawal]
    wordings:
      - {rendering: press, text: e, deadline: {by: 2030-03-10}}
  - clause: "3"
    title: They meet
    obligation: establishment
    bearers: [Northland, Southland]
    acts: [meeting]
    wordings:
      - {rendering: north, text: f}
      - {rendering: south, text: f}
"""


def accord(text=ACCORD):
    return parse(text.encode(), where="accord.yaml").agreement


def found(agreement, *, on, **more):
    held = Held(agreements=MappingProxyType({agreement.id: agreement}), **more)
    return {one.clause: one for one in board(held, (), question=Question(as_of=on))}


def differing(agreement, clause, field):
    return [one for one in differences(agreement) if (one.clause, one.field) == (clause, field)]


def test_each_field_is_compared_on_its_own():
    fields = [(one.clause, one.field, one.loud) for one in differences(accord())]

    assert fields == [
        ("1", DEADLINE, True),
        ("1", LAST_DAY, True),
        ("1", "arms", True),
        ("2", CLAUSE, True),
    ]


def test_a_difference_names_every_rendering_and_what_it_says():
    (arms,) = differing(accord(), "1", "arms")

    assert [(one.rendering, one.says) for one in arms.readings] == [
        ("north", "light weapons"),
        ("south", "firearms"),
        ("library", "Firearms"),
        ("press", ""),  # silent, not different
    ]
    assert arms.says == (
        'Arms: north says "light weapons"; south says "firearms"; library says "Firearms".'
    )


def test_what_one_rendering_alone_gives_is_no_difference():
    assert differing(accord(), "1", "size") == []


def test_letters_and_blanks_make_no_difference():
    alike = accord(
        ACCORD.replace("gives: {arms: light weapons, size", "gives: {arms: FIREarms, size")
    )

    assert differing(alike, "1", "arms") == []


def test_a_summary_that_leaves_a_clause_out_is_silent():
    assert differing(accord(), "3", CLAUSE) == []


def test_an_official_text_that_lacks_a_clause_is_loud_where_only_one_has_it():
    alone = accord(ACCORD.replace("      - {rendering: south, text: f}\n", ""))

    (one,) = differing(alone, "3", CLAUSE)

    assert one.loud
    assert one.says == "Only north (official) has this clause; south does not."


@pytest.mark.parametrize(
    ("have_it", "loud"),
    [
        (("north", "south"), False),  # the third official text lacks it, and two stand
        (("library", "press"), True),  # nobody's own text has it
    ],
)
def test_a_clause_that_several_have_is_loud_where_none_of_them_decides(have_it, loud):
    third = "  - {id: third, language: en, issuer: both, status: official}\nclauses:"
    rows = "".join(f"      - {{rendering: {one}, text: f}}\n" for one in have_it)
    both = "      - {rendering: north, text: f}\n      - {rendering: south, text: f}\n"

    (one,) = differing(accord(ACCORD.replace("clauses:", third).replace(both, rows)), "3", CLAUSE)

    assert one.loud is loud


def test_two_days_are_enough_to_disagree():
    two = accord(
        ACCORD.replace("      - {rendering: press, text: d, deadline: {by: 2030-03-25}}\n", "")
    )

    said = found(two, on=date(2030, 3, 12))["1"].renderings_disagree

    assert said.startswith("The renderings disagree: north says")
    assert "moves nothing" not in said


def test_a_difference_among_unofficial_renderings_alone_is_not_loud():
    agreed = accord(ACCORD.replace("{before: 2030-03-20}", "{by: 2030-03-20}"))

    (last,) = differing(agreed, "1", LAST_DAY)

    assert not last.loud


def test_a_day_that_no_party_issued_makes_nothing_overdue_and_moves_no_warning():
    days = {one.date for one in found(accord(), on=date(2030, 3, 9))["1"].due}

    assert days == {date(2030, 3, 19), date(2030, 3, 20)}
    assert found(accord(), on=date(2030, 3, 12))["1"].status is Status.NOT_YET_DUE
    assert found(accord(), on=date(2030, 3, 13))["1"].status is Status.DUE_SOON
    assert found(accord(), on=date(2030, 3, 20))["1"].status is Status.DUE_SOON
    assert found(accord(), on=date(2030, 3, 21))["1"].status is Status.CANNOT_TELL


def test_the_board_says_that_they_disagree_and_who_moves_nothing():
    said = found(accord(), on=date(2030, 3, 12))["1"].renderings_disagree

    assert 'north says "before 20 March 2030"' in said
    assert 'press says "by 25 March 2030"' in said
    assert "No party issued press, so that moves nothing." in said
    assert "library" not in said  # its day is one of those that decide


def test_nobody_is_held_to_a_clause_that_no_official_rendering_has():
    mill = found(accord(), on=date(2030, 4, 1))["2"]

    assert mill.status is Status.CANNOT_TELL
    assert mill.because == (
        "Only press (press summary) has this clause, and no official rendering: nobody is held to "
        "it."
    )
    assert mill.due == ()


@pytest.mark.parametrize("status", [RenderingStatus.PRESS, RenderingStatus.INFORMAL])
def test_where_no_rendering_is_official_the_board_goes_by_what_there_is(status):
    text = ACCORD.replace("status: official translation", f"status: {status.value}")
    told = accord(text.replace("status: official}", f"status: {status.value}}}"))

    board_then = found(told, on=date(2030, 3, 12))

    assert board_then["2"].status is Status.CANNOT_TELL  # past its day, and nobody says anything
    assert [one.date for one in board_then["2"].due] == [date(2030, 3, 10)]
    assert {one.date for one in board_then["1"].due} == {
        date(2030, 3, 19),
        date(2030, 3, 20),
        date(2030, 3, 25),
    }


def moved(rendering):
    return Amendment(
        id="later",
        provision="bridge-accord/1",
        agreed=date(2030, 3, 5),
        parties=("Northland", "Southland"),
        amends=Amends.DEADLINE,
        text="-",
        source="-",
        rendering=rendering,
        deadlines=(Moved(deadline=Deadline(word=ByWord.BY, day=date(2030, 4, 20))),),
    )


@pytest.mark.parametrize(
    ("rendering", "days"),
    [
        ("north", {date(2030, 4, 20)}),
        ("press", {date(2030, 3, 19), date(2030, 3, 20)}),
    ],
)
def test_another_day_holds_where_a_rendering_that_decides_tells_of_it(rendering, days):
    amended = replace(accord(), amendments=(moved(rendering),))

    assert {one.date for one in found(amended, on=date(2030, 3, 12))["1"].due} == days


def exchanged(text):
    for old, new in (("Northland", "\0"), ("Southland", "Northland"), ("\0", "Southland")):
        text = text.replace(old, new)
    return text


def test_exchanging_the_parties_changes_nothing_in_how_their_texts_differ():
    assert differences(accord(exchanged(ACCORD))) == differences(accord())


def test_the_press_summary_of_the_statement_alone_has_gazakh():
    path = Path(__file__).parents[2] / "examples" / "karabakh" / "statement-2020-11-09.yaml"
    statement = parse(path.read_bytes(), where=path.name).agreement

    (gazakh,) = differing(statement, "2.2", CLAUSE)
    (arms,) = differing(statement, "3", "arms")

    assert gazakh.says.startswith("Only press (press summary) has this clause")
    assert [one.says for one in arms.readings] == [
        *("light weapons", "firearms", "small arms", "small arms"),
    ]
    assert found(statement, on=date(2020, 12, 1))["2.2"].status is Status.CANNOT_TELL
