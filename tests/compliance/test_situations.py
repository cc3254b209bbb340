import importlib.util
import sys
from pathlib import Path

import pytest

from truceline.compliance.finding import Status

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
    if "due" in told.told:
        assert [one.date.isoformat() for one in found.due] == [str(day) for day in told.told["due"]]
    if "cites" in told.told:
        assert found.citations == tuple(f"{number}.1" for number in told.told["cites"])


def test_every_status_word_is_expected_somewhere():
    assert {told.told["expect"] for told in ALL} == {status.value for status in Status}


def test_every_sentence_is_written_once():
    sentences = [told.sentence for told in ALL]

    assert len(sentences) == len(set(sentences)) >= 30


@pytest.mark.parametrize("told", ALL, ids=lambda told: told.sentence)
def test_every_finding_gives_a_reason_and_what_would_change_it(told):
    found = situation.asked(told)

    assert found.because.endswith(".")
    assert found.would_change.endswith(".")
