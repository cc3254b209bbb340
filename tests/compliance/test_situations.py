import importlib.util
import sys
from pathlib import Path

import pytest

from truceline.compliance.finding import Status
from truceline.terms.agreement import Obligation

_spec = importlib.util.spec_from_file_location(
    "truceline_situation", Path(__file__).with_name("situation.py")
)
assert _spec is not None
assert _spec.loader is not None
situation = importlib.util.module_from_spec(_spec)
sys.modules[_spec.name] = situation
_spec.loader.exec_module(situation)

ALL = situation.situations()


@pytest.mark.parametrize("told", ALL, ids=lambda told: told.sentence)
def test_the_board_says_what_monitors_expect(told):
    found = situation.asked(told)

    assert found.status == told.told["expect"], found.because
    for words in told.told.get("because", ()):
        assert words in found.because
    for words in told.told.get("would_change", ()):
        assert words in found.would_change
    if "due" in told.told:
        assert [one.date.isoformat() for one in found.due] == [str(day) for day in told.told["due"]]
    for words in told.told.get("watched", ()):
        assert words in found.watched
    if "entries" in told.told:
        assert list(found.entries) == told.told["entries"]
    says = {one.party: one.says for one in found.positions}
    assert {party: says[party] for party in told.told.get("says", ())} == told.told.get("says", {})
    if "cites" in told.told:
        assert found.citations == tuple(f"{number}.1" for number in told.told["cites"])


def test_every_status_word_is_expected_somewhere():
    assert {told.told["expect"] for told in ALL} == {status.value for status in Status}


CONDUCT = {
    Status.KEPT_SO_FAR,
    Status.BREACH_ALLEGED,
    Status.BREACH_FOUND,
    Status.DISPUTED,
    Status.NOT_MONITORED,
    Status.CANNOT_TELL,
    Status.SUPERSEDED,
}
DEED = {
    Status.NOT_YET_DUE,
    Status.DUE_SOON,
    Status.MET,
    Status.MET_LATE,
    Status.OVERDUE,
    Status.DISPUTED,
    Status.CANNOT_TELL,
    Status.SUPERSEDED,
}
# What each kind can come to on its own. Machines never find an exchange to be of all for all, and
# what is said to be at work is said to exist.
CAN_BE = {
    Obligation.STANDING_PROHIBITION: CONDUCT,
    Obligation.STANDING_DUTY: CONDUCT,
    Obligation.KEEP_OPEN: CONDUCT,
    Obligation.PERMIT: CONDUCT,
    Obligation.CEILING: CONDUCT,
    Obligation.FLOOR: CONDUCT,
    Obligation.ACHIEVEMENT: DEED | {Status.PARTLY_MET},
    Obligation.ESTABLISHMENT: DEED,
    Obligation.EXCHANGE: DEED - {Status.MET, Status.MET_LATE} | {Status.PARTLY_MET},
    Obligation.SCHEDULE: DEED | {Status.PARTLY_MET},
    Obligation.PROCEDURE: DEED | {Status.PARTLY_MET},
    Obligation.TERM: DEED - {Status.MET_LATE, Status.OVERDUE},
}


@pytest.mark.parametrize("kind", list(Obligation))
def test_every_status_a_kind_can_have_is_expected_somewhere_and_no_other(kind):
    expected = {
        told.told["expect"]
        for told in ALL
        for provision in [situation.accord(told.agreement).provision(told.told["clause"])]
        if provision.obligation is kind and not provision.ties
        if "findings" not in told.told  # people may find any undertaking broken
    }

    assert expected == {status.value for status in CAN_BE[kind]}


def test_every_sentence_is_written_once():
    sentences = [told.sentence for told in ALL]

    assert len(sentences) == len(set(sentences)) >= 200


@pytest.mark.parametrize("told", ALL, ids=lambda told: told.sentence)
def test_every_finding_gives_a_reason_and_what_would_change_it(told):
    found = situation.asked(told)

    assert found.because.endswith(".")
    assert found.would_change.endswith(".")
