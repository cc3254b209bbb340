"""Who watched, where and when, and who was kept from it. Not how much of what is asked about.

A day on which somebody was turned away is not a day watched, unless another watched; only posts
that are named can be told from each other.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from truceline.terms.agreement import Agreement
from truceline.terms.claim import Act
from truceline.terms.entry import Hindered, Hindrance, Patrolled
from truceline.terms.names import Named, around
from truceline.weighing.held import Held
from truceline.weighing.stretches import Days, days, union

# The others let people watch: later, or under escort.
KEEPS_OUT = frozenset({Hindrance.DENIED, Hindrance.IMPEDED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """What one post watched of the same places for the same acts, all of it together."""

    post: str  # "" where nobody named it
    places: tuple[str, ...]  # empty: everywhere
    acts: tuple[Act, ...]
    days: Days
    patrols: tuple[Patrolled, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Watches:
    """Everybody who watched, and everybody who was kept from it. One entry twice is one."""

    watches: tuple[Watch, ...] = ()
    hindrances: tuple[Hindered, ...] = ()
    entry_of: Mapping[Hindered, int] = field(default_factory=lambda: MappingProxyType({}))


NOBODY = Watches()


def watches(held: Held) -> Watches:
    """Put together once, for every provision that is asked about."""
    groups = defaultdict[tuple[str, tuple[str, ...], tuple[Act, ...]], list[Patrolled]](list)
    for one in dict.fromkeys(held.patrols):
        groups[one.post, one.places, one.acts].append(one)
    return Watches(
        watches=tuple(
            Watch(
                post=post,
                places=places,
                acts=acts,
                days=union(days(one.first, one.last) for one in found),
                patrols=tuple(found),
            )
            for (post, places, acts), found in groups.items()
        ),
        hindrances=tuple(dict.fromkeys(held.hindrances)),
        entry_of=MappingProxyType(dict(reversed(_numbered(held)))),
    )


def _numbered(held: Held) -> list[tuple[Hindered, int]]:
    """Each hindrance with its entry; those that were never on record have none."""
    return list(zip(held.hindrances, held.hindered_at, strict=False))


def watched_days(seeing: Iterable[Watch], hindrances: Sequence[Hindered]) -> Days:
    """Days on which at least one of them watched and was not the one kept from it."""
    return union(one.days - kept_out(one.post, hindrances) for one in seeing)


def sees(places: Sequence[str], place: str, *, named: Mapping[str, Named]) -> bool:
    """Whether who watches these places watches all of that one; none, and "", are everywhere."""
    return not places or (bool(place) and any(one in around(named, place) for one in places))


def touches(places: Sequence[str], others: Sequence[str], *, named: Mapping[str, Named]) -> bool:
    """Whether they have any ground in common; none, and "", are everywhere."""
    if not places or not all(others):
        return True
    return any(
        one in around(named, other) or other in around(named, one)
        for one in places
        for other in others
    )


def side_behind(name: str, agreement: Agreement) -> str:
    """The party or state that answers for this one, as far as the agreement tells."""
    for one in agreement.responsible:
        if one.actor == name:
            return one.party
    known = next((one for one in agreement.named if one.name == name), None)
    return known.of if known and known.of else name


def kept_out(post: str, hindrances: Sequence[Hindered]) -> Days:
    """Where either is not named, nobody can say that it was another."""
    return union(
        days(one.first, one.last)
        for one in hindrances
        if one.how in KEEPS_OUT and (not post or not one.post or one.post == post)
    )
