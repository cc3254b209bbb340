"""Steps of a schedule from the points under a clause. Points that say more are clauses."""

import re
from collections.abc import Sequence

from truceline.reading.drafting.dues import dues
from truceline.reading.drafting.layout import Block
from truceline.reading.drafting.lexicon import find_operators
from truceline.reading.drafting.parties import Parties
from truceline.reading.drafting.proposal import DueStep
from truceline.reading.drafting.sites import sites
from truceline.reading.numerals import NUMBER, whole
from truceline.reading.sentences import tokenize
from truceline.terms.claim import Quantity

_PERCENT = re.compile(rf"\b(?P<n>{NUMBER})\s?(?:percent|per cent|%)", re.IGNORECASE)
_ALL = re.compile(r"\b(?:all|the rest|the remainder|remaining)\b", re.IGNORECASE)
_LEAST = 2


def steps_of(folded: str, points: Sequence[Block], *, parties: Parties) -> tuple[DueStep, ...]:
    """Steps, if every point is one: a day, and what is done by then; else none."""
    steps: list[DueStep] = []
    for number, point in enumerate(points, 1):
        said = dues(folded, point.start, end=point.end)
        binds = find_operators(tokenize(folded, start=point.start, end=point.end))
        if len(said) != 1 or said[0].due is None or binds:
            return ()
        where = tuple(sites(folded, point.start, end=point.end, parties=parties))
        amount = _amount(folded, point)
        if not where and amount is None:
            return ()
        steps.append(DueStep(name=str(number), due=said[0].due, places=where, amount=amount))
    return tuple(steps) if len(steps) >= _LEAST else ()


def _amount(folded: str, point: Block) -> Quantity | None:
    percent = _PERCENT.search(folded, point.start, point.end)
    number = whole(percent["n"]) if percent else None
    if number is not None:
        return Quantity(value=number, unit="percent")
    if _ALL.search(folded, point.start, point.end):
        return Quantity(value=100, unit="percent")
    return None
