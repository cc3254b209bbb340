"""One occasion of which different voices give different days or different doers.

Only acts told as fact, to the day, of one place that holds no others: anything wider may be two.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from truceline.terms.claim import Act, Claim
from truceline.weighing.linking import together
from truceline.weighing.nearness import Places, Telling, telling

# A named place is handed over once, and one text signed once; a month later it is another event.
ONCE = frozenset({Act.AGREEMENT, Act.TRANSFER})
ONCE_WITHIN = timedelta(days=31)

# Where two sides are each said to have done it to the other, by different voices.
CONTESTED = frozenset({Act.HOSTILITIES})

Carriers = Mapping[str, tuple[str, str]]  # claim: family of its document, voice


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    act: Act
    place: str
    accounts: tuple[tuple[str, tuple[str, ...]], ...]  # what it comes to, and who claims it


def days_apart(
    claims: Mapping[str, Claim], *, carriers: Carriers, places: Places
) -> Iterator[Occasion]:
    """Events that happen once, told of days that do not meet, by different voices."""
    told: dict[tuple[Act, str, frozenset[str]], dict[str, list[str]]] = defaultdict(
        lambda: defaultdict(list)
    )
    tellings = dict(_pinned(claims, ONCE, places=places))
    for name, about in tellings.items():
        (place,) = about.places
        parties = about.sides if about.act is Act.AGREEMENT else frozenset()
        told[about.act, place, parties][about.when.value if about.when else ""].append(name)
    for (act, place, _), by_day in told.items():
        days = sorted(by_day, key=lambda day: tellings[by_day[day][0]].days)
        apart = [
            (a, b)
            for a, b in pairwise(days)
            if _another_day(tellings[by_day[a][0]].days, tellings[by_day[b][0]].days)
            and _other_voice(by_day[a], by_day[b], carriers)
        ]
        for group in together(dict.fromkeys(day for pair in apart for day in pair), apart):
            accounts = tuple((f"on {day}", tuple(by_day[day])) for day in group)
            yield Occasion(act=act, place=place, accounts=accounts)


def doers_apart(
    claims: Mapping[str, Claim], *, carriers: Carriers, places: Places
) -> Iterator[Occasion]:
    """Events for which different voices name different sides, one each, as the doer."""
    tellings = dict(_pinned(claims, CONTESTED, places=places))
    doers = {
        name: {actor.side for actor in claims[name].actors if not actor.described}
        for name in tellings
    }
    single = {name: about for name, about in tellings.items() if len(doers[name]) == 1}
    for names in together(single, _same_day(single)):
        by_doer: dict[str, list[str]] = defaultdict(list)
        for name in names:
            (doer,) = doers[name]
            by_doer[doer].append(name)
        voices = {carriers[name][1] for name in names}
        if len(by_doer) > 1 and len(voices) > 1:
            (place,) = single[names[0]].places
            yield Occasion(
                act=single[names[0]].act,
                place=place,
                accounts=tuple((f"by {doer}", tuple(told)) for doer, told in by_doer.items()),
            )


def _pinned(
    claims: Mapping[str, Claim], acts: frozenset[Act], *, places: Places
) -> Iterator[tuple[str, Telling]]:
    for name, claim in claims.items():
        if claim.act not in acts or claim.denies or not claim.could_have_happened:
            continue
        about = telling(claim)
        if about.pinned and len(about.places) == 1 and not about.places & places.holders:
            yield name, about


def _another_day(a: tuple[date, date], b: tuple[date, date]) -> bool:
    """Whether b begins after a has ended, but not so long after that it is another event."""
    return a[1] < b[0] <= a[1] + ONCE_WITHIN


def _other_voice(a: Iterable[str], b: Iterable[str], carriers: Carriers) -> bool:
    """Whether more than one voice is heard: one that corrects itself contradicts nobody."""
    return len({carriers[name][1] for name in (*a, *b)}) > 1


def _same_day(tellings: Mapping[str, Telling]) -> Iterator[tuple[str, str]]:
    on_day: dict[tuple[frozenset[str], date], list[str]] = defaultdict(list)
    for name, about in tellings.items():
        first, last = about.days
        for n in range((last - first).days + 1):
            on_day[about.places, first + timedelta(days=n)].append(name)
    for names in on_day.values():
        yield from pairwise(names)
