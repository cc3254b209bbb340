"""One thing that happened, as far as the claims let us say, and the grouping that makes it.

Statements (an accusation, a demand, a welcome) are acts of speech and make no incident; nor do
plans, wishes and forecasts. The grouping depends on what the claims say, never on their order.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from truceline.terms.claim import Act, Actor
from truceline.terms.when import When
from truceline.weighing.denial import denials
from truceline.weighing.event import Event, events
from truceline.weighing.held import Held, order
from truceline.weighing.nearness import Places, containment
from truceline.weighing.origins import families
from truceline.weighing.standing import Standing, weigh

__all__ = ["EVENTS", "Incident", "Standing", "incidents"]

EVENTS = frozenset(Act) - {
    Act.ACCUSATION,
    Act.DEMAND,
    Act.MANDATE,
    Act.REJECTION,
    Act.SUPPORT,
    Act.WARNING,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """Claims that are about one event, and how well it is established."""

    id: str  # "incident-" and the name of its first affirming claim; not cited by any entry
    act: Act
    when: When | None
    places: tuple[str, ...]
    actors: tuple[Actor, ...]
    standing: Standing
    because: str
    claims: tuple[str, ...]  # a denial may stand in every incident that it denies
    origins: int  # independent origins: copies of one wire count once


def incidents(held: Held) -> tuple[Incident, ...]:
    """Every event the claims on record tell of, in the order of their first claims."""
    places, family = containment(held.agreements.values()), families(held.documents)
    eventful = {
        name: held.claims[name]
        for name in sorted(held.claims, key=order)
        if held.claims[name].could_have_happened and held.claims[name].act in EVENTS
    }
    affirming = {name: claim for name, claim in eventful.items() if not claim.denies}
    denying = {name: claim for name, claim in eventful.items() if claim.denies}
    found = events(affirming, family=family, places=places)
    denied = denials(denying, found, places=places)
    return tuple(
        _incident(event, denied.get(event.names[0], []), held, family=family, places=places)
        for event in found
    )


def _incident(
    event: Event,
    against: Sequence[str],
    held: Held,
    *,
    family: Mapping[str, str],
    places: Places,
) -> Incident:
    names = sorted((*event.names, *against), key=order)
    affirming = [held.claims[name] for name in event.names]
    weighed = weigh(
        {name: held.claims[name] for name in names}, held=held, family=family, places=places
    )
    return Incident(
        id=f"incident-{event.names[0]}",
        act=event.told.act,
        when=event.told.when,
        places=tuple(dict.fromkeys(place for claim in affirming for place in claim.places)),
        actors=tuple(dict.fromkeys(actor for claim in affirming for actor in claim.actors)),
        standing=weighed.standing,
        because=weighed.because,
        claims=tuple(names),
        origins=weighed.origins,
    )
