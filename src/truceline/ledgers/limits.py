"""What each clause allows or asks for on one day, as it was amended by then. No number is compared.

A ceiling of "about" so many, as one of exactly so many, is exceeded only by what cannot be fewer.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from truceline.ledgers.sentences import listed
from truceline.terms.agreement import Agreement, Amendment, Obligation, Provision
from truceline.terms.claim import Act, Bound, Quantity
from truceline.terms.printed import day, number
from truceline.weighing.amended import Amended, amended, by_provision
from truceline.weighing.amount import Range, possible, unit
from truceline.weighing.held import Held
from truceline.weighing.in_force import local_day

_CANNOT_TELL = "cannot tell"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """At most and at least so many of one unit, of these sides' forces."""

    agreement: str
    clause: str
    unit: str
    owners: tuple[str, ...]  # sides, in the clause's order
    acts: frozenset[Act]
    places: tuple[str, ...]
    most: Quantity | None = None
    least: Quantity | None = None
    off: str = ""  # why nothing is owed on the day

    @property
    def told(self) -> str:
        """In words: "at most 40 personnel"."""
        said = [
            f"at {word} {'about ' if each.bound is Bound.ABOUT else ''}{number(each.value)}"
            for word, each in (("least", self.least), ("most", self.most))
            if each is not None
        ]
        return f"{listed(said)} {self.unit}{f' ({self.off})' if self.off else ''}"

    @property
    def numbers(self) -> tuple[Quantity, ...]:
        """The same with their bounds, for a chart."""
        return tuple(
            Quantity(value=each.value, unit=self.unit, bound=bound)
            for each, bound in ((self.least, Bound.AT_LEAST), (self.most, Bound.AT_MOST))
            if each is not None
        )

    def compare(self, stated: Mapping[str, Range], *, nothing: str) -> str:
        """Above or below only where no number that was stated can mean otherwise."""
        if self.off:
            return f"{_CANNOT_TELL}: {self.off}"
        if not stated:
            return f"{_CANNOT_TELL}: no source says how many are there ({nothing})"
        return (
            self._beyond(stated)
            or self._open(stated)
            or f"within: no number stated leaves room for {self._outside}"
        )

    @property
    def _top(self) -> int | None:
        return None if self.most is None else (possible(self.most).most or self.most.value)

    @property
    def _bottom(self) -> int:
        return 0 if self.least is None else possible(self.least).least

    @property
    def _more(self) -> str:
        top = self._top
        return "" if top is None else f"more than {number(top)}"

    @property
    def _fewer(self) -> str:
        return "" if self.least is None else f"fewer than {number(self._bottom)}"

    @property
    def _outside(self) -> str:
        return " or ".join(filter(None, (self._more, self._fewer)))

    def _beyond(self, stated: Mapping[str, Range]) -> str:
        top, bottom = self._top, self._bottom
        above = [name for name, one in stated.items() if top is not None and one.least > top]
        if above:
            return f"above: the least that {listed(above)} can mean is {self._more}"
        below = [name for name, one in stated.items() if one.most is not None and one.most < bottom]
        if below:
            return f"below: the most that {listed(below)} can mean is {self._fewer}"
        return ""

    def _open(self, stated: Mapping[str, Range]) -> str:
        top, bottom = self._top, self._bottom
        over = [
            name
            for name, one in stated.items()
            if top is not None and (one.most is None or one.most > top)
        ]
        if over:
            return f"{_CANNOT_TELL}: what {listed(over)} says may be {self._more} or not"
        under = [name for name, one in stated.items() if one.least < bottom]
        if under:
            return f"{_CANNOT_TELL}: what {listed(under)} says may be {self._fewer} or not"
        return ""


def limits(held: Held, *, as_of: date) -> Iterator[Limit]:
    """Every ceiling and floor, in the order in which they were signed in and written."""
    amendments = by_provision(held.agreements.values())
    for agreement in held.agreements.values():
        for provision in agreement.provisions:
            if provision.obligation in {Obligation.CEILING, Obligation.FLOOR}:
                yield from _of(agreement, provision, amendments=amendments, as_of=as_of)


def _of(
    agreement: Agreement,
    provision: Provision,
    *,
    amendments: Mapping[str, Sequence[Amendment]],
    as_of: date,
) -> Iterator[Limit]:
    name = f"{agreement.id}/{provision.clause}"
    text = amended(provision, amendments.get(name, ()), on=as_of)
    most, least = (_by_unit(some) for some in (text.provision.ceilings, text.provision.floors))
    for counted in dict.fromkeys((*most, *least)):
        yield Limit(
            agreement=agreement.id,
            clause=provision.clause,
            unit=counted,
            owners=owners_of(agreement, provision),
            acts=frozenset(provision.acts),
            places=provision.places,
            most=most.get(counted),
            least=least.get(counted),
            off=why_off(agreement, text, as_of=as_of),
        )


def _by_unit(numbers: Sequence[Quantity]) -> dict[str, Quantity]:
    return {unit(one.unit): one for one in numbers}


def owners_of(agreement: Agreement, provision: Provision) -> tuple[str, ...]:
    """The sides whose force a clause is about."""
    side = {one.name: one.of or one.name for one in agreement.named}
    names = provision.actors or provision.bearers
    return tuple(dict.fromkeys(side.get(name, name) for name in names))


def why_off(agreement: Agreement, text: Amended, *, as_of: date) -> str:
    """Why a clause binds nobody on the day; "" where it does."""
    if as_of < local_day(agreement):
        return f"not in force before {day(local_day(agreement))}"
    if text.withdrawn is not None:
        return f"withdrawn on {day(text.withdrawn.agreed)}"
    if suspended := text.suspended(as_of):
        first, last = suspended.first, suspended.last
        since = f" from {day(first)}" if first else ""
        return f"suspended{since}{f' to {day(last)}' if last else ''}"
    if text.at_odds:
        return f"amendments contradict each other: {listed(one.id for one in text.at_odds)}"
    return ""
