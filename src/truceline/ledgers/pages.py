"""Every ledger as of one day, each made by its own module. It counts nothing itself."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Protocol

from truceline.ledgers import (
    access,
    boundary,
    casualties,
    forces,
    hazards,
    meetings,
    returns,
    weapons,
)
from truceline.ledgers.ledger import Page
from truceline.terms.book import Detail, Ledger
from truceline.weighing.held import Held

# What the file of a book tells of the person in one row: by document and row. Never on record.
People = Mapping[tuple[str, int], tuple[Detail, ...]]
NOBODY: People = MappingProxyType({})


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
    del people  # until a list of people is compared
    return tuple(
        MAKERS[ledger](held, as_of=as_of) if ledger in MAKERS else Page(ledger=ledger, as_of=as_of)
        for ledger in Ledger
    )
