"""What was taken back: by which entry, whose key, and why. It decides nothing: it only says so.

What a revoked key took back counts as before, so people must see that it did, and what they miss.
"""

from collections.abc import Mapping
from types import MappingProxyType

from truceline.operations.centre import Centre
from truceline.operations.index import index_of
from truceline.operations.walk import entries_at
from truceline.publishing.contested import sentence
from truceline.publishing.trace import TakenBack
from truceline.terms.charter import Contested
from truceline.terms.entry import Retracted
from truceline.terms.problem import Problem
from truceline.weighing.resting import place_of


def taken_back(centre: Centre, *, size: int) -> Mapping[str, TakenBack]:
    """Every claim and posting that so many entries took back; of one, the first time counts."""
    found: dict[str, TakenBack] = {}
    for entry, told in entries_at(centre, index_of(centre, size=size).places((Retracted,))):
        match told.fact:
            case Retracted(claim=name, reason=because) if _stood(name, entry):
                found.setdefault(name, TakenBack(entry=entry, by=told.by, because=because))
            case _:
                pass
    return MappingProxyType(found)


def took_back(centre: Centre, name: str) -> TakenBack | None:
    """What took this claim or posting back; None where nothing did."""
    index = index_of(centre, size=centre.record.head().size)
    for entry, told in entries_at(centre, index.about(name)):
        match told.fact:
            case Retracted(claim=gone, reason=because) if gone == name and _stood(name, entry):
                return TakenBack(entry=entry, by=told.by, because=because)
            case _:
                pass
    return None


def missing(centre: Centre, name: str, *, otherwise: str) -> str:
    """Why nothing of this name counts: it was taken back, or else as given."""
    back = took_back(centre, name)
    return otherwise if back is None else f"it was taken back by {_said(back)}"


def silenced(
    back: Mapping[str, TakenBack], doubted: Mapping[int, Contested]
) -> tuple[Problem, ...]:
    """What does not count any more because of an entry that is contested."""
    return tuple(
        Problem(
            code="taken-back-contested",
            where=name,
            message=f"It was taken back by {_said(one)} {sentence(doubted[one.entry])}",
            remedy=f"Read what it said with: truceline trace CENTRE {name}",
        )
        for name, one in back.items()
        if one.entry in doubted
    )


def _said(back: TakenBack) -> str:
    return f"entry {back.entry}: {back.because.rstrip('.')}."


def _stood(name: str, entry: int) -> bool:
    """Whether it can have been on record by then."""
    place = place_of(name)
    return place is not None and place < entry
