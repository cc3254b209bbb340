"""Low, best and high of what several accounts tell, without counting anybody twice. No names.

After the Uppsala Conflict Data Program (UCDP GED codebook: low, best, high): the low figure is the
least that any account allows, the high figure the most, the best that which most accounts give;
where none is given by more than the others, the lower. Accounts of one event are never added up,
nor a total over a time and the events in it.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from truceline.ledgers.balancing.totals import Around, Key, everywhere, nested
from truceline.terms.claim import Quantity
from truceline.weighing.amount import possible
from truceline.weighing.linking import together


@dataclass(frozen=True, slots=True, kw_only=True)
class Toll:
    """How many, at least and at most; `high` is None where no account sets an upper end."""

    low: int
    best: int | None
    high: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What is told of one event, or of one stretch of time: one number from each account."""

    key: Key
    told: tuple[Quantity, ...] = ()  # of all sides together, or of the one that is asked about
    sides: tuple[tuple[str, Quantity], ...] = ()  # of one side's people each: parts of the whole
    named: tuple[tuple[str, Quantity], ...] = ()  # by or of one side each: they may overlap
    denied: bool = False  # by an account which leaves room for nobody


def alternatives(told: Sequence[Quantity], *, denied: bool = False) -> Toll:
    """Accounts of the same people. One that sets no upper end says nothing about the most."""
    ranges = [possible(one) for one in told]
    least = max(one.least for one in ranges)
    tops = [one.most for one in ranges if one.most is not None]
    return Toll(
        low=0 if denied else min(one.least for one in ranges),
        best=_most_given([one.value for one in told]),
        high=max(tops) if tops and max(tops) >= least else None,
    )


def added(tolls: Iterable[Toll]) -> Toll:
    """Of people who are certainly others."""
    known = tuple(tolls)
    bests = [one.best for one in known if one.best is not None]
    highs = [one.high for one in known if one.high is not None]
    return Toll(
        low=sum(one.low for one in known),
        best=sum(bests) if len(bests) == len(known) else None,
        high=sum(highs) if len(highs) == len(known) else None,
    )


def perhaps_the_same(tolls: Sequence[Toll]) -> Toll:
    """Of people who may be others, or some of the same."""
    if len(tolls) == 1:
        return tolls[0]
    return Toll(low=max(one.low for one in tolls), best=None, high=added(tolls).high)


def with_parts(total: Toll, parts: Toll) -> Toll:
    """A total and what it holds: two tellings of the same, of which parts may leave some out."""
    high = None if total.high is None or parts.high is None else max(total.high, parts.high)
    if total.high is not None and parts.low > total.high:
        return Toll(low=total.low, best=None, high=high)
    if total.high is not None and parts.high is None:
        high = total.high
    best = total.best if total.best is None else max(total.best, parts.low)
    return Toll(low=max(total.low, parts.low), best=best, high=high)


def toll(events: Iterable[Event], *, as_of: date, around: Around = everywhere) -> Toll:
    """What all of them come to by the end of the day."""
    return Tolls(events, around=around).by(as_of)


class Tolls:
    """Events put in order once, to be asked about many days."""

    def __init__(self, events: Iterable[Event], *, around: Around = everywhere) -> None:
        self._around = cache(around)
        own: dict[Key, list[Event]] = defaultdict(list)
        for event in events:
            own[event.key].append(event)
        self._own = {key: _one(found) for key, found in own.items()}
        # What holds another begins no later: of a part of the events the same holds the same.
        self._holders = nested(own, around=self._around)
        self._inmost = tuple(reversed(self._holders))

    def by(self, as_of: date) -> Toll:
        """What all of them come to by the end of the day."""
        parts: dict[Key | None, list[tuple[Key, Toll]]] = defaultdict(list)
        for key in self._inmost:
            if key[0] <= as_of:
                mine = _by(as_of, key, self._own[key])
                if key in parts:
                    mine = with_parts(mine, _beside(parts.pop(key), around=self._around))
                parts[self._holders[key]].append((key, mine))
        return _beside(parts.get(None, ()), around=self._around)


def _one(events: Sequence[Event]) -> Toll:
    """Of one time and place that nothing tells apart: they may be about the same people."""
    denied = all(event.denied for event in events)
    whole = [quantity for event in events for quantity in event.told]
    by_side = _each((one for event in events for one in event.sides), denied=denied)
    parts = _each((one for event in events for one in event.named), denied=denied)
    if by_side:
        parts.append(added(by_side))
    if not whole:
        return perhaps_the_same(parts)
    total = alternatives(whole, denied=denied)
    return with_parts(total, perhaps_the_same(parts)) if parts else total


def _each(told: Iterable[tuple[str, Quantity]], *, denied: bool) -> list[Toll]:
    found: dict[str, list[Quantity]] = defaultdict(list)
    for name, quantity in told:
        found[name].append(quantity)
    return [alternatives(some, denied=denied) for some in found.values()]


def _by(as_of: date, key: Key, whole: Toll) -> Toll:
    """Of a time that goes on after the day, perhaps nothing had happened by then."""
    return whole if key[1] <= as_of else Toll(low=0, best=None, high=whole.high)


def _beside(tolls: Sequence[tuple[Key, Toll]], *, around: Around) -> Toll:
    """Side by side. Of times and places that only overlap, some may be counted in both."""
    groups = together(tolls, _meeting(tolls, around=around))
    return added(_overlapping(group) for group in groups)


def _overlapping(group: Sequence[tuple[Key, Toll]]) -> Toll:
    if len(group) == 1:
        return group[0][1]
    whole = added(one for _, one in group)
    return Toll(low=_most_apart([(key, one.low) for key, one in group]), best=None, high=whole.high)


def _most_apart(group: Sequence[tuple[Key, int]]) -> int:
    """The greatest sum over times of which no two meet (weighted interval scheduling)."""
    ordered = sorted(group, key=lambda one: one[0][1])
    ends = [key[1] for key, _ in ordered]
    best = [0]
    for n, (key, least) in enumerate(ordered):
        before = bisect_left(ends, key[0], 0, n)
        best.append(max(best[-1], best[before] + least))
    return best[-1]


def _meeting(
    tolls: Sequence[tuple[Key, Toll]], *, around: Around
) -> Iterator[tuple[tuple[Key, Toll], tuple[Key, Toll]]]:
    """Pairs that meet in time, at places of which one may hold the other: enough to link all."""
    latest: dict[tuple[str, ...], tuple[Key, Toll]] = {}
    inner: dict[tuple[str, ...], dict[tuple[str, ...], None]] = defaultdict(dict)
    for one in sorted(tolls, key=lambda each: each[0]):
        first, last, where = one[0]
        for place in dict.fromkeys((where, *around(where), *inner[where])):
            if place in latest and latest[place][0][1] >= first:
                yield one, latest[place]
        if where not in latest or latest[where][0][1] < last:
            latest[where] = one
        for wider in around(where):
            inner[wider][where] = None


def _most_given(values: Sequence[int]) -> int:
    times: Mapping[int, int] = Counter(values)
    return min(times, key=lambda value: (-times[value], value))
