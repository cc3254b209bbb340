"""Undertakings to have no more, or no fewer, than so many. Not who counted, and not the sum of it.

A number is held against the limit of its own time. "About" leaves one tenth either way.
"""

from collections.abc import Iterable, Sequence

from truceline.compliance.case import Case
from truceline.compliance.conduct import said_broken, said_kept, silent
from truceline.compliance.evidence import Bearing
from truceline.compliance.outcome import Outcome
from truceline.compliance.sentences import listed
from truceline.terms.claim import Bound, Quantity

_MOST_TOLD = 6  # numbers spelt out in a sentence; every claim is cited


def limits(case: Case) -> Outcome:
    """Numbers above the ceiling or below the floor are alleged breaches."""
    told_of = [one for one in case.evidence if one.is_fact and not one.suspended]
    facts = [one for one in told_of if one.applies.linked]
    outside = [one for one in facts if one.applies.time.yes and _is_outside(one)]
    denied = [one for one in facts if one.voice.denies]
    if outside:
        return said_broken(outside, denied, what=_numbers(outside))
    counted = [one for one in facts if not one.voice.denies and _told(one)]
    if not counted:
        return silent(case, [one for one in told_of if not one.voice.denies and _told(one)])
    told = _some(_amount(claimed) for one in counted for claimed in _told(one))
    return said_kept(case, counted, what=f" ({told})")


def exceeds(claimed: Quantity, limit: Quantity) -> bool:
    """Whether a claimed number cannot be reconciled with the ceiling."""
    tenths = 11 if limit.bound is Bound.ABOUT else 10
    match claimed.bound:
        case Bound.AT_MOST:
            return False
        case Bound.ABOUT:
            return claimed.value * 9 > limit.value * tenths
        case Bound.MORE_THAN:
            return (claimed.value + 1) * 10 > limit.value * tenths
        case _:
            return claimed.value * 10 > limit.value * tenths


def falls_short(claimed: Quantity, limit: Quantity) -> bool:
    """Whether a claimed number cannot be reconciled with the floor."""
    tenths = 9 if limit.bound is Bound.ABOUT else 10
    match claimed.bound:
        case Bound.AT_LEAST | Bound.MORE_THAN:
            return False
        case Bound.ABOUT:
            return claimed.value * 11 < limit.value * tenths
        case _:
            return claimed.value * 10 < limit.value * tenths


def reaches(claimed: Quantity, amount: Quantity) -> bool:
    """Whether a claimed number is at least the amount."""
    if claimed.unit.casefold() != amount.unit.casefold() or claimed.bound is Bound.AT_MOST:
        return False
    return not falls_short(Quantity(value=claimed.value, unit=claimed.unit), amount)


def _is_outside(one: Bearing) -> bool:
    return not one.voice.denies and bool(_above(one) or _below(one))


def _above(one: Bearing) -> list[tuple[Quantity, Quantity]]:
    limits = one.allowed.ceilings if one.allowed else ()
    return [pair for pair in _pairs(one, limits) if exceeds(*pair)]


def _below(one: Bearing) -> list[tuple[Quantity, Quantity]]:
    limits = one.allowed.floors if one.allowed else ()
    return [pair for pair in _pairs(one, limits) if falls_short(*pair)]


def _told(one: Bearing) -> list[Quantity]:
    """Its numbers of the units that are limited."""
    limits = (*one.allowed.ceilings, *one.allowed.floors) if one.allowed else ()
    return [claimed for claimed, _ in _pairs(one, limits)]


def _pairs(one: Bearing, limits: Sequence[Quantity]) -> list[tuple[Quantity, Quantity]]:
    if not limits:
        return []
    return [
        (claimed, limit)
        for claimed in one.claim.quantities
        for limit in limits
        if claimed.unit.casefold() == limit.unit.casefold()
    ]


def _numbers(outside: Sequence[Bearing]) -> str:
    above = _some(_against(*pair) for one in outside for pair in _above(one))
    below = _some(_against(*pair) for one in outside for pair in _below(one))
    said = (above and f"more than the ceiling, {above}", below and f"fewer than the floor, {below}")
    return "; ".join(filter(None, said))


def _some(numbers: Iterable[str]) -> str:
    """Each once; of very many, the first, and how many more there are."""
    told = list(dict.fromkeys(numbers))
    rest = len(told) - _MOST_TOLD
    return listed([*told[:_MOST_TOLD], f"{rest} more"] if rest > 0 else told)


def _against(claimed: Quantity, limit: Quantity) -> str:
    return f"{_amount(claimed)} against {limit.value} {limit.unit}"


def _amount(claimed: Quantity) -> str:
    bound = "" if claimed.bound is Bound.EXACT else f"{claimed.bound.value} "
    return f"{bound}{claimed.value}"
