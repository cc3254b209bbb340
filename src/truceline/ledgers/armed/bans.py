"""Where a clause forbids acts, as it reads on one day. It says of nobody that they were there."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from truceline.ledgers.limits import owners_of, why_off
from truceline.terms.agreement import Obligation
from truceline.terms.claim import Act
from truceline.weighing.amended import amended, by_provision
from truceline.weighing.held import Held
from truceline.weighing.nearness import containment


@dataclass(frozen=True, slots=True, kw_only=True)
class Ban:
    """Where a clause forbids acts of some sides."""

    clause: str  # "agreement/clause"
    title: str
    owners: tuple[str, ...]
    places: frozenset[str]  # the places themselves and all within them

    def covers(self, side: str, places: Sequence[str]) -> bool:
        """Whether all these places certainly lie where it holds."""
        return side in self.owners and bool(places) and self.places.issuperset(places)


def bans(held: Held, *, as_of: date, acts: frozenset[Act]) -> Iterator[Ban]:
    """Prohibitions of these acts at named places that hold on the day."""
    amendments = by_provision(held.agreements.values())
    within = containment(held.agreements.values()).within
    for agreement in held.agreements.values():
        for provision in agreement.provisions:
            name = f"{agreement.id}/{provision.clause}"
            text = amended(provision, amendments.get(name, ()), on=as_of)
            if (
                provision.obligation is Obligation.STANDING_PROHIBITION
                and acts.intersection(provision.acts)
                and provision.places
                and not why_off(agreement, text, as_of=as_of)
            ):
                inner = {one for one, around in within.items() if around & set(provision.places)}
                yield Ban(
                    clause=name,
                    title=provision.title,
                    owners=owners_of(agreement, provision),
                    places=frozenset(provision.places) | inner,
                )
