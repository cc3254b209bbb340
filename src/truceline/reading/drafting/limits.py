"""Numbers that a clause sets as a limit. A number that only describes is none."""

import re
from dataclasses import dataclass, replace

from truceline.reading import quantities
from truceline.reading.drafting.lexicon import word_set
from truceline.reading.drafting.undertaking import Undertaking
from truceline.reading.quantities import Counted
from truceline.reading.spans import Span
from truceline.terms.agreement import Obligation
from truceline.terms.claim import Bound, Quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Ceilings and floors, and the characters that give them."""

    ceilings: tuple[Quantity, ...] = ()
    floors: tuple[Quantity, ...] = ()
    ceilings_at: Span = (0, 0)
    floors_at: Span = (0, 0)
    is_the_point: bool = False  # the clause is about the number, not about a deed

    @property
    def kind(self) -> Obligation:
        return Obligation.CEILING if self.ceilings else Obligation.FLOOR


NONE = Limits()


def limits(folded: str, one: Undertaking) -> Limits:
    text = folded[one.start : one.end]
    point = _is_the_point(one)
    skipped = _OF_TIME if point else _OF_TIME | _OF_SPACE
    counted = [each for each in quantities.find(text) if each.quantity.unit not in skipped]
    ceilings = [each for each in counted if _limits_above(text, each, forbids=one.forbids)]
    floors = [each for each in counted if each not in ceilings and _limits_below(text, each)]
    if not ceilings and not floors:
        return NONE
    return Limits(
        ceilings=tuple(_plain(each) for each in ceilings),
        floors=tuple(_plain(each) for each in floors),
        ceilings_at=_span(ceilings, one.start),
        floors_at=_span(floors, one.start),
        is_the_point=point,
    )


_OF_TIME = frozenset({"minutes", "hours", "days", "weeks", "months", "years"})
_OF_SPACE = frozenset({"km", "km2", "m", "m2", "hectares"})  # "a zone at least 50 km wide"
_CAPS = re.compile(
    r"\b(?:exceed|ceiling|maximum|numbering|limited to|up to|at most)\b", re.IGNORECASE
)
_AT_LEAST_AFTER = re.compile(r"\s(?:at least|or more|as a minimum)\b", re.IGNORECASE)
_AT_MOST_AFTER = re.compile(r"\s(?:at most|or fewer|or less|as a maximum)\b", re.IGNORECASE)
_SETS_A_NUMBER = word_set("sets_a_number")
_NEAR = 4  # words from the one that binds


def _limits_above(text: str, each: Counted, *, forbids: bool) -> bool:
    if each.quantity.bound is Bound.AT_MOST or _AT_MOST_AFTER.match(text, each.end):
        return True
    if forbids and each.quantity.bound is Bound.MORE_THAN:
        return True
    return each.quantity.bound is Bound.EXACT and _CAPS.search(text, 0, each.start) is not None


def _limits_below(text: str, each: Counted) -> bool:
    return (
        each.quantity.bound is Bound.AT_LEAST or _AT_LEAST_AFTER.match(text, each.end) is not None
    )


def _plain(each: Counted) -> Quantity:
    """A limit is the number itself; whether it is a most or a least its field says."""
    return replace(each.quantity, bound=Bound.EXACT)


def _span(found: list[Counted], start: int) -> Span:
    return (start + found[0].start, start + found[-1].end) if found else (0, 0)


def _is_the_point(one: Undertaking) -> bool:
    if one.binds == "stated" and any(token.norm == "numbering" for token in one.predicate):
        return True
    first = [token.norm for token in one.predicate if token.norm not in {"not", "also", "no"}][
        :_NEAR
    ]
    return (
        bool(first)
        and (first[0] in _SETS_A_NUMBER)
        and not ({"set", "formed", "established", "created"} & set(first))
    )
