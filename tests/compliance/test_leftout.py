"""What the board leaves out follows from the agreements on record, and is said with its reason."""

from datetime import date
from types import MappingProxyType

import pytest

from truceline.compliance.finding import Status
from truceline.compliance.leftout import left_out
from truceline.compliance.register import board
from truceline.intake.agreement_file import parse
from truceline.terms.question import Question
from truceline.weighing.held import Held

ON = date(2030, 4, 1)

FIRST = """\
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
  - place: Valley
  - place: Old Bridge
    within: Valley
    at: {lat: 50.05, lon: 30.05, within_m: 100}
renderings:
  - {id: north, language: en, issuer: Northland, status: official}
  - {id: south, language: en, issuer: Southland, status: official}
  - {id: press, language: en, issuer: A newspaper, status: press summary}
clauses:
  - clause: "1"
    title: Southland leaves the bridge
    obligation: achievement
    bearers: [Southland]
    acts: [withdrawal]
    places: [Old Bridge]
    wordings:
      - {rendering: north, text: a, deadline: {by: 2030-03-20}}
      - {rendering: south, text: a, deadline: {by: 2030-03-20}}
"""
LATER = """\
truceline: agreement/1
id: later
title: Later accord
signed: 2030-03-05
in_force: 2030-03-10T00:00+02:00
zone: Europe/Kyiv
parties: [Northland, Southland]
names:
  - party: Northland
  - party: Southland
renderings:
  - {id: text, language: en, issuer: both, status: official}
"""
MOVED = """\
amendments:
  - {id: %s, provision: "%s", agreed: 2030-03-06, parties: [Northland, Southland], amends: deadline,
     deadlines: [{by: 2030-03-%s}], text: x, source: y, rendering: %s}
"""


def held(*texts):
    agreements = [parse(text.encode(), where="x").agreement for text in texts]
    return Held(agreements=MappingProxyType({one.id: one for one in agreements}))


def codes(*texts, on=ON):
    return [one.code for one in left_out(held(*texts), as_of=on)]


def statuses(*texts, on=ON):
    findings = board(held(*texts), (), question=Question(as_of=on))
    return {f"{one.agreement}/{one.clause}": one.status for one in findings}


def test_nothing_is_left_out_of_an_agreement_that_stands_for_itself():
    assert codes(FIRST) == []


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("{rendering: south, text: a, deadline: {by: 2030-03-20}}",
         "{rendering: south, text: a, deadline: {before: 2030-03-20}}",
         "official-renderings-conflict"),
        ("status: official}", "status: press summary}", "no-official-rendering"),
        ("{rendering: south, text: a", "{rendering: press, text: a", None),
        ("      - {rendering: south",
         "      - {rendering: press, text: a}\n      - {rendering: south", None),
        ("    places: [Old Bridge]\n", "    places: [Old Bridge]\n    replaces: [older/3]\n",
         "replaces-unknown"),
        ("title: Bridge accord\n", "title: Bridge accord\nscope: [Valley]\n", "zone-not-drawn"),
        ("title: Bridge accord\n", "title: Bridge accord\nsucceeds: [older]\n", "idle-succession"),
        ("title: Bridge accord\n", "title: Bridge accord\n" + MOVED % ("m", "older/1", 25, "north"),
         "unplaced-amendment"),
        ("title: Bridge accord\n", "title: Bridge accord\n" + MOVED % ("m", "1", 25, "press"),
         "amendment-not-official"),
    ],
)  # fmt: skip
def test_what_is_left_out_is_named(old, new, code):
    text = FIRST.replace(old, new)
    assert text != FIRST

    assert codes(text) == ([code] if code else [])


def test_a_clause_that_only_the_press_has_is_named():
    text = FIRST.replace("{rendering: north, text: a", "{rendering: press, text: a").replace(
        "      - {rendering: south, text: a, deadline: {by: 2030-03-20}}\n", ""
    )

    (problem,) = left_out(held(text), as_of=ON)

    assert problem.code == "no-official-wording"
    assert problem.where == "bridge-accord, clause 1"
    assert "nobody is held to it" in problem.message
    assert problem.remedy


def test_amendments_of_two_files_that_contradict_each_other_are_named_and_left_out():
    one = LATER + MOVED % ("ten-more", "bridge-accord/1", 30, "text")
    two = LATER.replace("id: later", "id: other") + MOVED % (
        *("week-more", "bridge-accord/1"),
        *(27, "text"),
    )

    (problem,) = left_out(held(FIRST, one, two), as_of=ON)

    assert problem.code == "contradictory-amendments"
    assert "ten-more and week-more" in problem.message


def test_an_amendment_agreed_later_is_not_yet_left_out():
    moved = FIRST + MOVED % ("m", "older/1", 25, "north")

    assert codes(moved, on=date(2030, 3, 5)) == []
    assert codes(moved, on=date(2030, 3, 6)) == ["unplaced-amendment"]


ZONE = """\
zones:
  - zone: Valley
    geometry: {type: Point, coordinates: [%s, 50.05]}
    radius_m: 5000
    accuracy_m: 100
    last: 2030-03-31
    source: x
"""


def test_a_zone_that_ended_leaves_the_board_without_it():
    assert codes(FIRST + ZONE % 30.05, on=date(2030, 3, 31)) == []
    assert codes(FIRST + ZONE % 30.05, on=date(2030, 4, 1)) == ["zone-not-valid"]


def test_a_name_and_a_drawing_that_contradict_each_other_are_named():
    (problem,) = left_out(held(FIRST + ZONE % 31.05), as_of=date(2030, 3, 31))

    assert problem.code == "name-and-drawing-differ"
    assert "Old Bridge lies within Valley" in problem.message


SUCCESSOR = LATER + "succeeds: [bridge-accord]\n"


def test_an_agreement_that_another_succeeds_is_owed_until_that_is_in_force():
    before = statuses(FIRST, SUCCESSOR, on=date(2030, 3, 9))
    after = statuses(FIRST, SUCCESSOR, on=date(2030, 3, 10))

    assert before == {"bridge-accord/1": Status.NOT_YET_DUE}
    assert after == {"bridge-accord/1": Status.SUPERSEDED}


def test_what_took_its_place_is_named():
    (finding,) = board(held(FIRST, SUCCESSOR), (), question=Question(as_of=ON))

    assert "Later accord, in force since 10 March 2030" in finding.because
    assert codes(FIRST, SUCCESSOR) == []


def test_of_two_that_would_succeed_each_other_the_later_does():
    first = FIRST.replace("title: Bridge", "succeeds: [later]\ntitle: Bridge")

    assert statuses(first, SUCCESSOR) == {"bridge-accord/1": Status.SUPERSEDED}
    assert codes(first, SUCCESSOR) == ["idle-succession"]


def test_a_clause_that_is_replaced_by_a_clause_says_by_which():
    later = LATER + FIRST[FIRST.index("clauses:") :].replace("north", "text").replace(
        "      - {rendering: south, text: a, deadline: {by: 2030-03-20}}\n", ""
    ).replace("places: [Old Bridge]", "replaces: [bridge-accord/1]")
    findings = board(
        held(FIRST, later + "succeeds: [bridge-accord]\n"), (), question=Question(as_of=ON)
    )

    assert "clause 1 of Later accord" in findings[0].because
    assert findings[1].status is not Status.SUPERSEDED


def test_exchanging_the_parties_exchanges_what_is_left_out_and_nothing_else():
    def exchanged(text):
        for old, new in (("Northland", "\0"), ("Southland", "Northland"), ("\0", "Southland")):
            text = text.replace(old, new)
        return text

    texts = (
        FIRST.replace("{rendering: south, text: a, deadline: {by", "{rendering: south, text: a, "
                      "deadline: {before") + ZONE % 31.05,
        LATER + MOVED % ("m", "older/1", 25, "text"),
    )  # fmt: skip
    straight = left_out(held(*texts), as_of=ON)
    mirror = left_out(held(*map(exchanged, texts)), as_of=ON)

    assert [(one.code, exchanged(one.message)) for one in mirror] == [
        (one.code, one.message) for one in straight
    ]
    assert len(straight) == 3
