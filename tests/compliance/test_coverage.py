"""How much of an agreement was watched, place by place."""

from datetime import date
from pathlib import Path
from types import MappingProxyType

from truceline.compliance.coverage import sheets
from truceline.intake.agreement_file import parse
from truceline.terms.claim import Act
from truceline.terms.entry import Patrolled
from truceline.terms.question import Question
from truceline.weighing.held import Held

FILE = Path(__file__).parents[1] / "situations" / "agreements" / "bridge-accord.yaml"
BRIDGE = parse(FILE.read_bytes(), where="x").agreement
QUESTION = Question(as_of=date(2030, 3, 11))


def patrol(*places, first=2, last=11):
    return Patrolled(
        places=places,
        acts=(Act.HOSTILITIES,),
        first=date(2030, 3, first),
        last=date(2030, 3, last),
    )


def sheet(*patrols):
    [found] = sheets(
        Held(agreements=MappingProxyType({BRIDGE.id: BRIDGE}), patrols=patrols), question=QUESTION
    )
    return found


def watched(found):
    return {one.place: one.coverage.sentence for one in found.lines}


def test_a_sheet_runs_from_the_first_whole_day_in_force_to_the_day_asked_about():
    found = sheet()

    assert (found.agreement, found.first, found.last) == (
        BRIDGE.id,
        date(2030, 3, 2),
        date(2030, 3, 11),
    )


def test_an_agreement_that_was_not_signed_by_then_has_no_sheet():
    known = Held(agreements=MappingProxyType({BRIDGE.id: BRIDGE}))

    assert sheets(known, question=Question(as_of=date(2030, 1, 1))) == ()


def test_places_of_clauses_have_a_line_though_nobody_watched_there():
    assert list(watched(sheet())) == ["Bridge zone", "Old Bridge", "Mill", "Harbour"]


def test_a_place_of_no_clause_has_a_line_once_somebody_watched_there():
    assert "Ridge road" not in watched(sheet())
    assert "Ridge road" in watched(sheet(patrol("Ridge road")))


def test_a_watch_of_other_days_gives_no_line():
    assert "Ridge road" not in watched(sheet(patrol("Ridge road", first=20, last=25)))


def test_a_place_is_watched_on_the_days_on_which_somebody_was_there():
    lines = watched(sheet(patrol("Mill", first=2, last=4)))

    assert lines["Mill"] != lines["Harbour"]
    assert "3 of 10 days" in lines["Mill"]
