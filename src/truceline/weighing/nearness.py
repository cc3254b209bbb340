"""Could these two claims be about one event? Comparisons with reasons; no scores, no verdict.

Each comparison speaks for it, against it, or cannot say. Missing is not mismatch, and what is told
too coarsely to tell two events apart (a year, a whole province) does not speak for either.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType

from truceline.terms.agreement import Agreement
from truceline.terms.claim import Act, Claim
from truceline.terms.names import Kind
from truceline.terms.when import When

# A night or a weekend may be told as any of its days; a week already holds several events.
PINNED_DAYS = 3

# Where accounts of one event name different doers, that is what they differ on, not two events.
BLAMED = frozenset({Act.ACCESS, Act.CASUALTIES, Act.DISPLACEMENT, Act.HOSTILITIES})


class Speaks(StrEnum):
    FOR = "for"
    AGAINST = "against"
    CANNOT_SAY = "cannot say"


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """What one comparison says, and why."""

    on: str  # "act", "period", "place", "actors"
    speaks: Speaks
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Which place lies in which, as the agreements on record have it."""

    within: Mapping[str, frozenset[str]]  # known place: every place it lies in
    states: frozenset[str]
    holders: frozenset[str]  # places that hold others, and every state


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """What of a claim can be compared. Many claims share one telling."""

    act: Act
    when: When | None
    places: frozenset[str]
    sides: frozenset[str]

    @property
    def days(self) -> tuple[date, date]:
        """First and last day it can be; the ends of time where the source leaves them open."""
        return _days(self.when)

    @property
    def pinned(self) -> bool:
        first, last = self.days
        return (last - first).days < PINNED_DAYS


NOWHERE = Places(within=MappingProxyType({}), states=frozenset(), holders=frozenset())


def telling(claim: Claim) -> Telling:
    return Telling(
        act=claim.act,
        when=claim.when,
        places=frozenset(claim.places),
        sides=frozenset(a.side for a in (*claim.actors, *claim.targets) if not a.described),
    )


def containment(agreements: Iterable[Agreement]) -> Places:
    """The places of all agreements, each with everything it lies in."""
    named = [one for agreement in agreements for one in agreement.named]
    above = {one.name: one.within for one in named if one.kind is Kind.PLACE}
    states = {one.name for one in named if one.kind in {Kind.PARTY, Kind.STATE}}
    within = {name: _upward(name, above) for name in above} | {
        name: frozenset() for name in states - above.keys()
    }
    return Places(
        within=MappingProxyType(within),
        states=frozenset(states),
        holders=frozenset(states.union(*within.values())),
    )


def compare(one: Claim, other: Claim, *, places: Places = NOWHERE) -> tuple[Compared, ...]:
    """Every comparison of two claims, in a fixed order."""
    a, b = telling(one), telling(other)
    acts = Speaks.FOR if a.act is b.act else Speaks.AGAINST
    return (
        _compared("act", acts),
        _compared("period", periods(a, b)),
        _compared("place", whereabouts(a.places, b.places, places=places)),
        _compared("actors", doers(a, b)),
    )


def could_be_one(a: Telling, b: Telling, *, places: Places) -> bool:
    """Whether nothing speaks against one event, and the period or the place speaks for it."""
    if a.act is not b.act:
        return False
    spoken = (periods(a, b), whereabouts(a.places, b.places, places=places))
    return (
        Speaks.FOR in spoken and Speaks.AGAINST not in spoken and doers(a, b) is not Speaks.AGAINST
    )


def periods(a: Telling, b: Telling) -> Speaks:
    if a.when is None or b.when is None:
        return Speaks.CANNOT_SAY
    (a_first, a_last), (b_first, b_last) = a.days, b.days
    if a_last < b_first or b_last < a_first:
        return Speaks.AGAINST
    return Speaks.FOR if a.pinned and b.pinned else Speaks.CANNOT_SAY


def whereabouts(a: frozenset[str], b: frozenset[str], *, places: Places) -> Speaks:
    if not a or not b:
        return Speaks.CANNOT_SAY
    if a & b:
        return Speaks.FOR
    may_hold = any(_may_hold(x, y, places) or _may_hold(y, x, places) for x in a for y in b)
    return Speaks.CANNOT_SAY if may_hold else Speaks.AGAINST


def doers(a: Telling, b: Telling) -> Speaks:
    return sides_speak(a.act, a.sides, b.sides)


def sides_speak(act: Act, a: frozenset[str], b: frozenset[str]) -> Speaks:
    if not a or not b:
        return Speaks.CANNOT_SAY
    if a & b:
        return Speaks.FOR
    return Speaks.CANNOT_SAY if act in BLAMED else Speaks.AGAINST


_WHY = {
    ("act", Speaks.FOR): "both tell of the same kind of act",
    ("act", Speaks.AGAINST): "they tell of different kinds of act",
    ("period", Speaks.FOR): f"both are told to within {PINNED_DAYS} days and the days meet",
    ("period", Speaks.AGAINST): "they have no day in common",
    ("period", Speaks.CANNOT_SAY): "one has no date, or one too wide to pin an event",
    ("place", Speaks.FOR): "both name the same place",
    ("place", Speaks.AGAINST): "they name different places and neither lies in the other",
    ("place", Speaks.CANNOT_SAY): "one names no place, or one that may hold the other",
    ("actors", Speaks.FOR): "the same side takes part in both",
    ("actors", Speaks.AGAINST): "different sides take part",
    ("actors", Speaks.CANNOT_SAY): "one names nobody, or who did it is what they may differ on",
}


def _compared(on: str, speaks: Speaks) -> Compared:
    return Compared(on=on, speaks=speaks, because=_WHY[on, speaks])


def _may_hold(outer: str, inner: str, places: Places) -> bool:
    """Known to hold it, or nobody has said that it does not.

    Of a place that the agreement puts in no state, any state may be the one; beside a place that
    nobody has mapped, any place that holds others.
    """
    if inner not in places.within:
        return outer in places.holders
    around = places.within[inner] | {inner}
    return outer in around or (outer in places.states and not around & places.states)


def _upward(name: str, above: Mapping[str, str]) -> frozenset[str]:
    """Everything a place lies in. A circle in the data ends where it began."""
    found: set[str] = set()
    outer = above.get(name, "")
    while outer and outer not in found and outer != name:
        found.add(outer)
        outer = above.get(outer, "")
    return frozenset(found)


@lru_cache(maxsize=65_536)
def _days(when: When | None) -> tuple[date, date]:
    if when is None:
        return date.min, date.max
    return when.first or date.min, when.last or date.max
