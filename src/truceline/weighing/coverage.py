"""How much was watched of what is asked about, and who was kept from it. Not what was seen.

The denominator of every count: without it, a number of incidents is a number of reports.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from truceline.terms.agreement import Agreement
from truceline.terms.claim import Act
from truceline.terms.entry import Hindered, Hindrance, Patrolled
from truceline.weighing.held import Held
from truceline.weighing.stretches import Days, days, union
from truceline.weighing.watches import (
    Watch,
    Watches,
    sees,
    side_behind,
    touches,
    watched_days,
    watches,
)

_Touch = Callable[[tuple[str, ...], tuple[str, ...]], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What should have been watched: on which days, where and for which acts."""

    days: Days
    places: tuple[str, ...] = ()  # empty: everywhere
    acts: tuple[Act, ...] = ()  # empty: for any act at all


@dataclass(frozen=True, slots=True, kw_only=True)
class Restriction:
    """One side kept others from watching in one way; "" where nobody can say who."""

    by: str
    how: Hindrance
    times: int
    days: int
    places: tuple[str, ...]
    posts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """Days watched of days asked, and what is known of who watched and who could not."""

    asked: int
    watched: int  # days on which all of it was watched
    partly: int  # further days on which some of it was
    until: date | None  # the last day on which all of it was watched
    hours: int | None  # counted, of watches that lie wholly within; None: nobody counted
    uncounted: int  # watches of which nobody counted them, or which reach beyond
    posts: tuple[str, ...]
    restrictions: tuple[Restriction, ...]

    @property
    def whole(self) -> bool:
        return 0 < self.asked == self.watched

    @property
    def none(self) -> bool:
        return not self.watched and not self.partly

    @property
    def sentence(self) -> str:
        """What stands beside a count."""
        if not self.asked:
            return "No day on which it was to be watched has come yet."
        if self.none:
            said = [f"Nobody is on record as watching on any of {_number(self.asked, 'day')}"]
        else:
            more = f", in part on {self.partly:,} more" if self.partly else ""
            said = [f"Watched on {self.watched:,} of {_number(self.asked, 'day')}{more}"]
            said += [told for told in (self._hours, self._posts) if told]
        said += [_restricted(one) for one in self.restrictions]
        return f"{'; '.join(said)}."

    @property
    def _hours(self) -> str:
        if self.hours is None:
            return "nobody counted the hours"
        left = f", not those of {_number(self.uncounted, 'watch', 'watches')}"
        return f"{_number(self.hours, 'hour')} counted{left if self.uncounted else ''}"

    @property
    def _posts(self) -> str:
        return f"from {_listed(self.posts)}" if self.posts else ""


def coverage(
    held: Held,
    agreement: Agreement,
    *,
    first: date,
    last: date,
    places: Sequence[str] = (),
    acts: Sequence[Act] = (),
) -> Coverage:
    """Of the days from first to last, in all of these places; no place means everywhere."""
    return cover(
        watches(held),
        Asked(days=days(first, last), places=tuple(places), acts=tuple(acts)),
        agreement=agreement,
    )


def cover(known: Watches, asked: Asked, *, agreement: Agreement) -> Coverage:
    """The same, of what was put together before. All of it is every place, for every act."""
    named = {one.name: one for one in agreement.named}
    here = asked.places or ("",)

    @cache
    def touch(places: tuple[str, ...], others: tuple[str, ...]) -> bool:
        return touches(places, others, named=named)

    hindrances = [
        one
        for one in known.hindrances
        if days(one.first, one.last) & asked.days and touch(one.places, here)
    ]
    met = [
        one
        for one in known.watches
        if _for_some(one, asked) and one.days & asked.days
        if touch(one.places, here)
    ]
    whole = asked.days
    for place in here:
        touching = [one for one in hindrances if touch(one.places, (place,))]
        seeing = [one for one in met if sees(one.places, place, named=named)]
        for act in asked.acts or (None,):
            whole &= watched_days(
                [one for one in seeing if act is None or act in one.acts], touching
            )
    some = asked.days & union(_somewhere(one, hindrances, here=here, touch=touch) for one in met)
    hours, uncounted = _hours(met, asked.days)
    return Coverage(
        asked=len(asked.days),
        watched=len(whole),
        partly=len(some - whole),
        until=whole.last,
        hours=hours,
        uncounted=uncounted,
        posts=tuple(dict.fromkeys(one.post for one in met if one.post)),
        restrictions=_restrictions(hindrances, asked.days, agreement=agreement),
    )


def bearing(
    told: Iterable[tuple[int, Patrolled | Hindered]], asked: Asked, *, agreement: Agreement
) -> tuple[int, ...]:
    """The entries, of these, on which it rests how much was watched of what is asked."""
    named = {one.name: one for one in agreement.named}
    here = asked.places or ("",)

    @cache
    def touch(places: tuple[str, ...]) -> bool:
        return touches(places, here, named=named)

    return tuple(
        entry
        for entry, one in told
        if isinstance(one, Hindered) or _for_some(one, asked)
        if days(one.first, one.last) & asked.days and touch(one.places)
    )


def _somewhere(
    one: Watch, hindrances: Sequence[Hindered], *, here: tuple[str, ...], touch: _Touch
) -> Days:
    """The days on which it watched any of it."""
    spots = [spot for spot in one.places if touch((spot,), here)]
    return union(
        watched_days([one], [each for each in hindrances if touch(each.places, (spot,))])
        for spot in spots or here
    )


def _for_some(one: Watch | Patrolled, asked: Asked) -> bool:
    return not asked.acts or any(act in one.acts for act in asked.acts)


def _hours(met: Iterable[Watch], when: Days) -> tuple[int | None, int]:
    """Only of watches that lie wholly within: of others nobody knows which hours were then."""
    counted, uncounted, any_counted = 0, 0, False
    for one in (one for watch in met for one in watch.patrols):
        own = (one.first.toordinal(), one.last.toordinal())
        if one.hours is not None and when.hold(*own):
            counted, any_counted = counted + one.hours, True
        elif when.meet(*own):
            uncounted += 1
    return counted if any_counted else None, uncounted


def _restrictions(
    hindrances: Sequence[Hindered], when: Days, *, agreement: Agreement
) -> tuple[Restriction, ...]:
    """Parties in the agreement's order, then others as they come, then where nobody can say."""
    groups = defaultdict[tuple[str, Hindrance], list[Hindered]](list)
    for one in hindrances:
        groups[side_behind(one.by, agreement), one.how].append(one)
    turn = {party: index for index, party in enumerate(agreement.parties)}
    kinds, others, nobody = list(Hindrance), len(turn), len(turn) + 1
    found = sorted(
        groups.items(),
        key=lambda group: (
            turn.get(group[0][0], others if group[0][0] else nobody),
            kinds.index(group[0][1]),
        ),
    )
    return tuple(
        Restriction(
            by=by,
            how=how,
            times=len(ones),
            days=len(when & union(days(one.first, one.last) for one in ones)),
            places=tuple(dict.fromkeys(place for one in ones for place in one.places)),
            posts=tuple(dict.fromkeys(one.post for one in ones if one.post)),
        )
        for (by, how), ones in found
    )


def _restricted(one: Restriction) -> str:
    often = {1: "once", 2: "twice"}.get(one.times, f"{one.times:,} times")
    told = f"{one.how} {often} ({_number(one.days, 'day')})"
    return f"{told} by {one.by}" if one.by else f"{told}, by whom nobody says"


def _number(value: int, one: str, many: str = "") -> str:
    return f"{value:,} {one if value == 1 else many or f'{one}s'}"


def _listed(words: Sequence[str]) -> str:
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last
