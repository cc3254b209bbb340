"""Rows of books of hazards, each put with its like, or the reason why it is with none. No sums."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from truceline.ledgers.books import MEASURED, Row, misfit
from truceline.ledgers.mined.area import is_land
from truceline.ledgers.mined.items import category
from truceline.ledgers.mined.land import MEASURES, REMAINING, Parcel
from truceline.ledgers.mined.maps import MAPS
from truceline.ledgers.tracking.state_rows import unknown_state
from truceline.ledgers.tracking.tracked import Tracked
from truceline.terms.book import Measure
from truceline.terms.problem import Problem
from truceline.weighing.amount import unit

STATES = ("suspected", "confirmed", "cancelled", "reduced", "cleared", "handed over")
HARM = {  # what a unit or an account is called, as it is compared, and what we call it
    "killed": "killed",
    "wounded": "injured",
    "accident": "accidents",
    "accidents": "accidents",
}


@dataclass(slots=True, kw_only=True)
class Kinds:
    """The rows of a page by what they are of. Nothing outside of one page sees it change."""

    land: dict[str, list[Parcel]] = field(default_factory=lambda: defaultdict(list))
    items: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    harm: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    states: dict[str, Tracked] = field(
        default_factory=lambda: defaultdict(lambda: Tracked(lasts=True))
    )
    maps: list[Row] = field(default_factory=list)

    def take(self, row: Row) -> Iterator[Problem]:
        """Put it with its like, or say why it is with none."""
        if row.posting.measure is Measure.STATE:
            yield from self._state(row)
        elif is_land(row.unit):
            yield from self._land(row)
        elif kind := next((each for each in _kinds(row) if each in HARM), ""):
            yield from self._harm(row, kind)
        elif row.unit in MEASURED or not category(row):
            yield misfit(row, counted="land in m2, hectares or km2, items, accidents or victims")
        else:
            self.items[category(row)].append(row)

    def _state(self, row: Row) -> Iterator[Problem]:
        account, state = row.posting.account.strip(), row.posting.state.strip().casefold()
        if account.casefold() in MAPS:
            self.maps.append(row)
        elif state in STATES:
            self.states[account].post(row, state)
        else:
            self.states[account].show(row, note="a state that this ledger does not know")
            yield unknown_state(row, STATES)

    def _land(self, row: Row) -> Iterator[Problem]:
        status = row.detail("status")
        if not status and row.posting.measure is Measure.STOCK:
            status = REMAINING
        if status not in MEASURES:
            yield _unknown_status(row, status)
        elif row.posting.measure not in MEASURES[status]:
            fits = " or ".join(one.value for one in MEASURES[status])
            yield _does_not_fit(row, f"{status} land is posted as {fits}")
        else:
            self.land[row.posting.account.strip()].append(Parcel(row=row, status=status))

    def _harm(self, row: Row, kind: str) -> Iterator[Problem]:
        if row.posting.measure is Measure.IN:
            self.harm[HARM[kind]].append(row)
        else:
            yield _does_not_fit(row, "accidents and victims are posted as in")


def _kinds(row: Row) -> tuple[str, str]:
    """What harm a row may count, by its unit or by its account ("killed", in people)."""
    return row.unit, unit(row.posting.account)


def _unknown_status(row: Row, status: str) -> Problem:
    return Problem(
        code="unknown-status",
        where=row.at,
        message=(
            f"{status!r} is no status of mined land; the row is left out and "
            f"{row.posting.account} comes to less than its book says."
        ),
        remedy=f"Write one of these in the column `status`: {', '.join(MEASURES)}.",
    )


def _does_not_fit(row: Row, why: str) -> Problem:
    return Problem(
        code="measure-does-not-fit",
        where=row.at,
        message=f"It is posted as {row.posting.measure.value}; {why}. The row is left out.",
        remedy="Correct the row's measure and enter the book again.",
    )
