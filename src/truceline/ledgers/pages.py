"""Every ledger as of one day, each made by its own module. It counts nothing itself."""

from collections.abc import Mapping
from datetime import date
from functools import partial
from types import MappingProxyType
from typing import Protocol

from truceline.ledgers import (
    access,
    boundary,
    casualties,
    detainees,
    forces,
    hazards,
    meetings,
    returns,
    weapons,
)
from truceline.ledgers.detained.persons import People
from truceline.ledgers.detainees import NOBODY
from truceline.ledgers.ledger import Page
from truceline.terms.book import Ledger
from truceline.weighing.held import Held


class Maker(Protocol):
    """Makes the page of one ledger."""

    def __call__(self, held: Held, *, as_of: date) -> Page: ...


MAKERS: Mapping[Ledger, Maker] = MappingProxyType(
    {
        Ledger.FORCES: forces.page,
        Ledger.HAZARDS: hazards.page,
        Ledger.RETURNS: returns.page,
        Ledger.ACCESS: access.page,
        Ledger.BOUNDARY: boundary.page,
        Ledger.WEAPONS: weapons.page,
        Ledger.CASUALTIES: casualties.page,
        Ledger.MEETINGS: meetings.page,
    }
)


def pages(held: Held, *, as_of: date, people: People = NOBODY) -> tuple[Page, ...]:
    """All of them, in the order of `Ledger`; one with nothing to show is empty.

    `people`: what the vault still holds of who stands in which row; without it people are
    counted and not compared.
    """
    lists = partial(detainees.page, people=people)
    return tuple(MAKERS.get(ledger, lists)(held, as_of=as_of) for ledger in Ledger)
