"""Claims that affirm one event, grouped by what they say. Not weighed, and denials not heard."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from truceline.terms.claim import Claim
from truceline.terms.when import When, between
from truceline.weighing.held import order
from truceline.weighing.linking import link
from truceline.weighing.nearness import Places, Telling, could_be_one, telling


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One group of affirming claims, before it is weighed."""

    told: Telling  # what all its tellings together come to
    names: tuple[str, ...]


def events(
    claims: Mapping[str, Claim], *, family: Mapping[str, str], places: Places
) -> list[Event]:
    """Group claims that may tell of one event; `claims` come in the order of the record."""
    same: dict[Telling, list[str]] = defaultdict(list)
    for name, claim in claims.items():
        same[telling(claim)].append(name)
    groups: list[list[str]] = []
    for tellings in link(tuple(same), places=places):
        names = [name for one in tellings for name in same[one]]
        if could_be_one(tellings[0], tellings[0], places=places):
            groups.append(names)
        else:
            groups.extend(_by_family(names, claims, family))
    made = [_event(sorted(names, key=order), claims) for names in groups]
    return sorted(made, key=lambda event: order(event.names[0]))


def _by_family(
    names: Iterable[str], claims: Mapping[str, Claim], family: Mapping[str, str]
) -> Iterator[list[str]]:
    """With neither day nor place, only the copies of one text are known to tell of one thing."""
    by_family: dict[str, list[str]] = defaultdict(list)
    for name in names:
        document = claims[name].quote.document
        by_family[family.get(document, document)].append(name)
    yield from by_family.values()


def _event(names: Sequence[str], claims: Mapping[str, Claim]) -> Event:
    told = [telling(claims[name]) for name in names]
    return Event(
        told=Telling(
            act=told[0].act,
            when=_narrowest(told),
            places=frozenset().union(*(one.places for one in told)),
            sides=frozenset().union(*(one.sides for one in told)),
        ),
        names=tuple(names),
    )


def _narrowest(told: Sequence[Telling]) -> When | None:
    """The days on which all accounts agree, or all their days where they share none.

    The narrowest account's own spelling is kept if it says no more and no less.
    """
    dated = [one for one in told if one.when is not None]
    if not dated:
        return None
    first, last = max(one.days[0] for one in dated), min(one.days[1] for one in dated)
    if last < first:
        first, last = min(one.days[0] for one in dated), max(one.days[1] for one in dated)
    said = {one.when.value for one in dated if one.when and one.days == (first, last)}
    if said:
        return When(value=min(said, key=lambda value: (len(value), value)))
    if (first, last) == (date.min, date.max):
        return None
    return between(
        None if first == date.min else first,
        None if last == date.max else last,
    )
