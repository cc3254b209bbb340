"""Exchange the two parties in what goes in, and only that changes in what comes out."""

import importlib.util
import sys
from pathlib import Path
from types import MappingProxyType

import msgspec
import pytest

from truceline.compliance.finding import Finding
from truceline.compliance.register import board
from truceline.terms.agreement import Agreement
from truceline.terms.claim import Claim
from truceline.terms.entry import Hindered
from truceline.terms.question import Question
from truceline.weighing.held import Finding as OnRecord
from truceline.weighing.held import Held

_spec = importlib.util.spec_from_file_location(
    "truceline_situation", Path(__file__).with_name("situation.py")
)
assert _spec is not None
assert _spec.loader is not None
situation = importlib.util.module_from_spec(_spec)
sys.modules[_spec.name] = situation
_spec.loader.exec_module(situation)

ALL = situation.situations()


def exchanged(value, kind):
    """The same value with the two parties' names exchanged, in every text of it."""
    text = msgspec.json.encode(value).decode()
    for old, new in (("Northland", "\0"), ("Southland", "Northland"), ("\0", "Southland")):
        text = text.replace(old, new)
    return msgspec.json.decode(text, type=kind)


def mirrored(held: Held) -> Held:
    return Held(
        agreements=MappingProxyType(
            {name: exchanged(one, Agreement) for name, one in held.agreements.items()}
        ),
        documents=held.documents,
        claims=MappingProxyType({name: exchanged(one, Claim) for name, one in held.claims.items()}),
        rulings=held.rulings,
        patrols=held.patrols,
        hindrances=exchanged(held.hindrances, tuple[Hindered, ...]),
        hindered_at=held.hindered_at,
        issued=exchanged(held.issued, tuple[OnRecord, ...]),
    )


@pytest.mark.parametrize("told", ALL, ids=lambda told: told.sentence)
def test_exchanging_the_parties_exchanges_the_findings_and_nothing_else(told):
    held, question = situation.held(told), Question(as_of=situation.day(told.told["as_of"]))

    straight = board(held, situation.incidents(told), question=question)
    mirror = board(mirrored(held), situation.incidents(told), question=question)

    assert exchanged(mirror, tuple[Finding, ...]) == straight
