"""Which tellings belong together, without comparing each with all. No standing, no names.

A telling that could be about either of two events which cannot be one is linked to neither:
nobody can say which. That rule, and not the order of arrival, keeps events apart.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import combinations, product
from typing import TypeVar

from truceline.weighing.nearness import (
    Places,
    Speaks,
    Telling,
    could_be_one,
    periods,
    sides_speak,
    whereabouts,
)

# A telling that spans more months than this is compared with every other of its act and place.
WIDE_MONTHS = 13

ALWAYS = -1  # stands for every month, for what is too wide to list them

Item = TypeVar("Item", bound=Hashable)


def link(tellings: Sequence[Telling], *, places: Places) -> list[list[Telling]]:
    """Distinct tellings in groups that may be one event each, in the order of first appearance."""
    near: dict[Telling, set[Telling]] = {one: set() for one in tellings}
    for a, b in _worth_comparing(near):
        if b not in near[a] and could_be_one(a, b, places=places):
            near[a].add(b)
            near[b].add(a)
    torn = {one: _torn(one, near[one], places=places) for one in near}
    kept = ((a, b) for a in near for b in near[a] if b not in torn[a] and a not in torn[b])
    return together(near, kept)


def together(items: Iterable[Item], pairs: Iterable[tuple[Item, Item]]) -> list[list[Item]]:
    """Items in groups that the pairs connect, in the order of the items."""
    parent = {item: item for item in items}

    def root(item: Item) -> Item:
        while parent[item] != item:
            parent[item] = parent[parent[item]]
            item = parent[item]
        return item

    for a, b in pairs:
        parent[root(a)] = root(b)
    groups: dict[Item, list[Item]] = {}
    for item in parent:
        groups.setdefault(root(item), []).append(item)
    return list(groups.values())


def compatible(
    ones: Iterable[Item],
    others: Iterable[Item],
    *,
    about: Callable[[Item], Telling],
    places: Places,
) -> Iterator[tuple[Item, Item]]:
    """Pairs of which neither period nor place speaks against, some of them more than once.

    Whatever meets in no month and in no place is never compared.
    """
    shelves: dict[int | None, dict[frozenset[str], list[Item]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for other in others:
        touched = months(about(other))
        for month in (None, *((ALWAYS,) if touched is None else touched)):
            shelves[month][about(other).places].append(other)
    known = tuple(shelves[None])
    fitting: dict[frozenset[str], list[frozenset[str]]] = {}
    for one in ones:
        told = about(one)
        if told.places not in fitting:
            fitting[told.places] = [
                where
                for where in known
                if whereabouts(told.places, where, places=places) is not Speaks.AGAINST
            ]
        touched = months(told)
        for month in (None,) if touched is None else (ALWAYS, *touched):
            shelf = shelves.get(month, {})
            for where in fitting[told.places]:
                for other in shelf.get(where, ()):
                    if periods(told, about(other)) is not Speaks.AGAINST:
                        yield one, other


def months(one: Telling) -> range | None:
    """The months a telling touches, counted from year 0; None where they are too many to list."""
    (first, last) = one.days
    if one.when is None or first == date.min or last == date.max:
        return None
    touched = range(_month(first), _month(last) + 1)
    return touched if len(touched) <= WIDE_MONTHS else None


def _worth_comparing(tellings: Iterable[Telling]) -> Iterable[tuple[Telling, Telling]]:
    """Every pair whose period or place can speak for one event, some of them more than once.

    Two pinned tellings meet on a day. Any other pair needs a place in common, and a month unless
    one of them is too wide to have one.
    """
    on_day: dict[tuple[object, ...], list[Telling]] = defaultdict(list)
    in_month: dict[tuple[object, ...], tuple[list[Telling], list[Telling]]] = defaultdict(
        lambda: ([], [])
    )
    at_place: dict[tuple[object, ...], tuple[list[Telling], list[Telling]]] = defaultdict(
        lambda: ([], [])
    )
    for one in tellings:
        for day in _pinned_days(one):
            on_day[one.act, day].append(one)
        touched = months(one)
        for place in one.places:
            at_place[one.act, place][touched is None].append(one)
            for month in touched or ():
                in_month[one.act, place, month][not one.pinned].append(one)
    for met in on_day.values():
        yield from combinations(met, 2)
    for coarser in (in_month, at_place):
        for finer, wider in coarser.values():
            yield from product(finer, wider)
            yield from combinations(wider, 2)


def _torn(one: Telling, near: set[Telling], *, places: Places) -> set[Telling]:
    """Neighbours of `one` that speak against another neighbour of it."""
    if len(near) < 2:  # noqa: PLR2004 it takes two to differ
        return set()
    latest = max(other.days[0] for other in near)
    earliest = min(other.days[1] for other in near)
    where = _at_odds(
        {other.places for other in near}, lambda a, b: whereabouts(a, b, places=places)
    )
    who = _at_odds({other.sides for other in near}, lambda a, b: sides_speak(one.act, a, b))
    return {
        other
        for other in near
        if other.days[1] < latest
        or other.days[0] > earliest
        or other.places in where
        or other.sides in who
    }


def _at_odds(
    sets: set[frozenset[str]], speak: Callable[[frozenset[str], frozenset[str]], Speaks]
) -> set[frozenset[str]]:
    odd: set[frozenset[str]] = set()
    for a, b in combinations(sets, 2):
        if speak(a, b) is Speaks.AGAINST:
            odd |= {a, b}
    return odd


def _pinned_days(one: Telling) -> Iterable[date]:
    if one.pinned:
        first, last = one.days
        yield from (first + timedelta(days=n) for n in range((last - first).days + 1))


def _month(day: date) -> int:
    return day.year * 12 + day.month
