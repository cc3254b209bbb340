"""Whether claims to the contrary can be about the same act as a claim. Not which of them is right.

Not another time and not another place; what is left out is never a no. The claims to the contrary
are put in order once, so that ten thousand allegations are not held against a thousand denials
each.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from itertools import accumulate

from truceline.compliance.evidence import Bearing


class _Stretches:
    """Stretches of days, to ask whether one of them meets another."""

    def __init__(self, stretches: Iterable[tuple[date, date]]) -> None:
        known = sorted(stretches)
        self._first = [first for first, _ in known]
        self._last = list(accumulate((last for _, last in known), max))  # of all up to here

    def meet(self, first: date, last: date) -> bool:
        """Of those that begin by its last day, whether the one that ends last reaches it."""
        begun = bisect_right(self._first, last)
        return begun > 0 and self._last[begun - 1] >= first


def meeting(contrary: Sequence[Bearing]) -> Callable[[Bearing], bool]:
    """A function that tells whether a claim meets one of these."""
    by_place = defaultdict[str, set[tuple[date, date]]](set)
    nowhere: set[tuple[date, date]] = set()
    for one in contrary:
        for place in one.claim.places:
            by_place[place].add(_days(one))
        if not one.claim.places:
            nowhere.add(_days(one))
    at = {place: _Stretches(days | nowhere) for place, days in by_place.items()}
    elsewhere, anywhere = _Stretches(nowhere), _Stretches(nowhere.union(*by_place.values()))

    def meets(one: Bearing) -> bool:
        days, places = _days(one), one.claim.places
        if not places:
            return anywhere.meet(*days)
        return any(at.get(place, elsewhere).meet(*days) for place in places)

    return meets


def _days(one: Bearing) -> tuple[date, date]:
    return one.span.first or date.min, one.span.last or date.max
