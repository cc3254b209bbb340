"""The reader's acts and actors against PLOVER's gold records; the table: `plover_score.py`."""

import importlib.util
import sys
from pathlib import Path

import pytest

from truceline.reading.parsing import installed

PLOVER = Path(__file__).parent / "plover"


def _load(name):
    spec = importlib.util.spec_from_file_location(name, PLOVER / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


plover = _load("plover_score")


@pytest.fixture(scope="module")
def measured():
    if not plover.available():
        pytest.skip("the gold records of PLOVER are not beside this checkout")
    if installed() is None:
        pytest.skip("the trained parser is not installed")
    return {half: plover.measure(half) for half in plover.HALVES}


@pytest.mark.parametrize(
    ("half", "classes", "both"), [("development", 0.78, 0.55), ("held_out", 0.58, 0.38)]
)
def test_class_and_actors_of_events_are_found(measured, half, classes, both):
    """Floors, not aims: the figures measured stand in the decision."""
    one = measured[half]

    assert one.classes / one.records >= classes
    assert one.both / one.records >= both


def test_all_records_together_reach_what_was_promised(measured):
    every = list(measured.values())
    records = sum(one.records for one in every)

    assert sum(one.classes for one in every) / records >= 0.60
    assert sum(one.both for one in every) / records >= 0.40


def test_an_event_is_not_found_by_telling_everything(measured):
    assert all(one.events / one.records <= 1.5 for one in measured.values())


def test_the_halves_are_split_by_the_rule():
    assert plover.half_of("PLOVER-GSR01-AGREE-0001") == "development"
    assert {plover.half_of(f"record {n}") for n in range(40)} == set(plover.HALVES)


@pytest.mark.parametrize(
    ("text", "kind", "source", "target"),
    [
        ("Norway imposed sanctions on Somalia.", "SANCTION", "NOR", "SOM"),
        ("Norway demanded that Somalia withdraw its troops.", "REQUEST", "NOR", "SOM"),
        ("Norway accused Somalia of shelling a town.", "ACCUSE", "NOR", "SOM"),
        ("Kenya and Somalia agreed to exchange prisoners.", "AGREE", "KEN", "SOM"),
        ("Kenya shelled Somalia on Monday.", "ASSAULT", "KEN", "SOM"),
        ("Kenya threatened to attack Somalia.", "THREATEN", "KEN", "SOM"),
    ],
)
def test_what_is_told_becomes_an_event(text, kind, source, target):
    if installed() is None:
        pytest.skip("the trained parser is not installed")
    found = plover.events(text, parser=installed())

    assert (kind, True, True) in {
        (one.kind, source in one.sources, target in one.sources | one.targets) for one in found
    }
