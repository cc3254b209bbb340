"""What reports tell was cleared: so much land, so many things, and where. It reads no book."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from truceline.ledgers.balancing.told import Hearing, Told
from truceline.ledgers.books import MEASURED
from truceline.ledgers.mined.area import M2, land, length
from truceline.ledgers.sentences import listed
from truceline.ledgers.tracking.tells import state_told
from truceline.terms.claim import Act, Claim, Quantity
from truceline.weighing.amount import counted, unit
from truceline.weighing.held import Held

# What such reports also count, and nobody clears.
_OTHERS = frozenset(
    {"killed", "wounded", "personnel", "people", "civilians", "deminers", "accidents", "maps"}
    | {"fighters", "families", "teams", "dogs", "machines", "vehicles and special equipment"}
)


@dataclass(slots=True, kw_only=True)
class Cleared:
    """What is told of one place in one unit."""

    place: str  # "" where none is named
    unit: str
    told: list[Told] = field(default_factory=list)
    stated: dict[str, Quantity] = field(default_factory=dict)  # claim: its own number and unit

    @property
    def is_land(self) -> bool:
        return self.unit == M2


def cleared(held: Held, *, as_of: date) -> tuple[Cleared, ...]:
    """In the order in which claims first tell of each place and unit."""
    hearing = Hearing(held, as_of=as_of, acts=frozenset({Act.DEMINING}))
    found: dict[tuple[str, str], Cleared] = {}
    for name, claim in hearing.claims.items():
        place = listed(claim.places) if claim.places else ""
        for stated in _counted(claim):
            in_unit = land(stated) or stated
            one = found.setdefault(
                (place, unit(in_unit.unit)), Cleared(place=place, unit=unit(in_unit.unit))
            )
            one.told.append(_told(hearing.told(name, in_unit)))
            one.stated[name] = stated
    return tuple(found.values())


def _counted(claim: Claim) -> Iterator[Quantity]:
    """Land, or things that can be cleared. A number of something else is not of what was."""
    for name, stated in counted(claim.quantities).items():
        is_thing = name not in MEASURED | _OTHERS and length(stated) is None
        if land(stated) is not None or is_thing:
            yield stated


def _told(one: Told) -> Told:
    if one.note or state_told(one.claim, "hazards"):
        return one
    return replace(one, note="does not tell whether it was cleared")
