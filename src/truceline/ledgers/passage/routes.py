"""Which places are routes, under which names, and which clause they are held against. No state."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from truceline.terms.agreement import Agreement, Obligation, Provision
from truceline.terms.claim import Act
from truceline.terms.names import Kind
from truceline.weighing.held import Held
from truceline.weighing.nearness import Places, containment


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """A route or crossing, and the clauses that say something of it."""

    name: str
    clauses: tuple[str, ...] = ()  # "agreement/clause"
    limit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Routes:
    """All routes, those of the agreements first, and the names in use for places."""

    all: tuple[Route, ...]
    names: frozenset[str]
    spelled: Mapping[str, str]
    places: Places

    def name_of(self, account: str) -> str:
        """The one name for what a book calls so."""
        return self.spelled.get(account.strip().casefold(), account.strip())

    def part(self, route: Route, places: Iterable[str]) -> str:
        """What of the route is named: itself, or a place on it that is no route of its own."""
        named = tuple(places)
        if route.name in named:
            return route.name
        return next(
            (
                place
                for place in named
                if place not in self.names and route.name in self.places.within.get(place, ())
            ),
            "",
        )


def routes(held: Held, accounts: Iterable[str]) -> Routes:
    """Places that an agreement keeps open or wants opened, and what books have accounts of."""
    spelled = MappingProxyType(
        {
            spelling.strip().casefold(): one.name
            for agreement in held.agreements.values()
            for one in agreement.named
            if one.kind is Kind.PLACE
            for spelling in (*one.also, one.name)
        }
    )
    clauses: dict[str, dict[str, str]] = {}
    for clause, provision in _of_access(held.agreements.values()):
        for place in provision.places:
            clauses.setdefault(place, {})[clause] = _limit(provision)
    for account in accounts:
        name = account.strip()
        clauses.setdefault(spelled.get(name.casefold(), name), {})
    return Routes(
        all=tuple(
            Route(
                name=name,
                clauses=tuple(of),
                limit="; ".join(dict.fromkeys(limit for limit in of.values() if limit)),
            )
            for name, of in clauses.items()
        ),
        names=frozenset(clauses),
        spelled=spelled,
        places=containment(held.agreements.values()),
    )


def _of_access(agreements: Iterable[Agreement]) -> Iterator[tuple[str, Provision]]:
    """Provisions of a route. To permit entry to a province makes no route of the province."""
    for agreement in agreements:
        for provision in agreement.provisions:
            kept_open = provision.obligation is Obligation.KEEP_OPEN
            permits = provision.obligation is Obligation.PERMIT
            if kept_open or (Act.ACCESS in provision.acts and not permits):
                yield f"{agreement.id}/{provision.clause}", provision


def _limit(provision: Provision) -> str:
    return "to be kept open" if provision.obligation is Obligation.KEEP_OPEN else ""
