"""Mined land by area: what was suspected and confirmed, and what became of it. No mines in it.

The law of land release (IMAS 07.11), for each area and in each book: suspected and confirmed land =
cancelled + reduced + cleared + remaining, or the gap is shown. Land is nothing before it is found,
and land that is confirmed after it was suspected is the same land.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from truceline.ledgers.balancing.account import Made, Material, make
from truceline.ledgers.balancing.flowed import NOTHING, flowed
from truceline.ledgers.books import Row
from truceline.ledgers.ledger import Account, Figure
from truceline.ledgers.mined.area import M2, land, restated
from truceline.ledgers.mined.cleared import Cleared
from truceline.terms.book import Measure
from truceline.terms.claim import Bound, Quantity
from truceline.terms.when import on
from truceline.weighing.held import Held

FOUND = ("suspected", "confirmed")
RELEASED = ("cancelled", "reduced", "cleared")
REMAINING = "remaining"

# What each status may be posted as.
MEASURES = {
    **dict.fromkeys(FOUND, (Measure.IN, Measure.STOCK)),
    **dict.fromkeys(RELEASED, (Measure.OUT,)),
    REMAINING: (Measure.STOCK,),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """One row of land, with its status."""

    row: Row
    status: str

    @property
    def moved(self) -> bool:
        """Found before, under another status: no new land."""
        return self.status in FOUND and self.row.detail("from") in FOUND

    @property
    def in_m2(self) -> Row:
        amount = self.row.posting.amount
        return restated(self.row, land(amount) if amount else None, M2)


def area(name: str, parcels: Sequence[Parcel], *, held: Held, as_of: date) -> Made:
    """One area: what is left of it in each book, and whether the book balances."""
    flows = [one for one in parcels if one.row.posting.measure is not Measure.STOCK]
    stocks = [one for one in parcels if one.row.posting.measure is Measure.STOCK]
    lines = [one.in_m2 for one in flows if not one.moved]
    lines += _whole(stocks)
    lines += _nothing_before(lines)
    made = make(
        Account(name=f"{name}: suspected or confirmed land", unit=M2, limit=""),
        Material(rows=tuple(lines)),
        held=held,
        as_of=as_of,
    )
    left_out = {each for one in made.balances for each in one.left_out}
    account = replace(made.account, figures=tuple(_figure(one, left_out) for one in parcels))
    return replace(made, account=account)


def released(
    name: str,
    parcels: Sequence[Parcel],
    *,
    told: Cleared | None = None,
    held: Held,
    as_of: date,
) -> Iterator[Account]:
    """How much of it was cancelled, reduced and cleared in all, each by itself."""
    for status in RELEASED:
        rows = [one for one in parcels if one.status == status]
        also = told if status == "cleared" else None
        if rows or also:
            yield flowed(
                Account(name=f"{name or 'no place named'}: {status} land", unit=M2),
                [(one.in_m2, one.row.figure()) for one in rows],
                told=also.told if also else (),
                stated=also.stated if also else NOTHING,
                held=held,
                as_of=as_of,
            )


def _figure(one: Parcel, left_out: set[str]) -> Figure:
    """As its book states it, in its own unit."""
    if one.row.name in left_out:
        return one.row.figure(counts=False, note=f"{one.status}; left out of the sum")
    if one.moved:
        return one.row.figure(
            counts=False, note=f"{one.status}, before {one.row.detail('from')}: the same land"
        )
    return one.row.figure(note=one.status)


def _whole(stocks: Iterable[Parcel]) -> Iterator[Row]:
    """One stock for each book and day: the remaining land, or suspected and confirmed together."""
    known: dict[str, set[str]] = defaultdict(set)
    days: dict[tuple[str, str], list[Parcel]] = defaultdict(list)
    for one in stocks:
        keeper = one.row.booked.keeper
        known[keeper].add(one.status)
        days[keeper, one.row.posting.when.value].append(one)
    for (keeper, _), told in days.items():
        whole = [one for one in told if one.status == REMAINING]
        parts = {one.status for one in told}
        if whole:
            yield from (one.in_m2 for one in whole)
            continue
        missing = bool((known[keeper] & set(FOUND)) - parts)
        yield _sum([one.in_m2 for one in told], missing=missing)


def _sum(rows: Sequence[Row], *, missing: bool) -> Row:
    """Suspected and confirmed land of one day as one row; at least that, where one is missing."""
    amounts = [row.posting.amount for row in rows]
    bounds = {one.bound for one in amounts if one} - {Bound.EXACT}
    if missing:
        bounds = bounds | {Bound.AT_LEAST}
    first = rows[0]
    stated = None
    if all(amounts) and len(bounds) <= 1:
        stated = Quantity(
            value=sum(one.value for one in amounts if one),
            unit=M2,
            bound=next(iter(bounds), Bound.EXACT),
        )
    posting = replace(first.posting, amount=stated, details=())
    return replace(first, booked=replace(first.booked, posting=posting))


def _nothing_before(lines: Sequence[Row]) -> list[Row]:
    """For each book in which finding it is the first thing said of the area: nothing before."""
    by_book: dict[str, list[Row]] = defaultdict(list)
    for row in lines:
        by_book[row.booked.keeper].append(row)
    found = []
    for rows in by_book.values():
        first = min(rows, key=_begins)
        begun = first.posting.when.first
        if first.posting.measure is Measure.IN and begun is not None and begun > date.min:
            nothing = replace(
                first.posting,
                measure=Measure.STOCK,
                when=on(begun - timedelta(days=1)),
                amount=Quantity(value=0, unit=M2),
                details=(),
            )
            found.append(replace(first, booked=replace(first.booked, posting=nothing)))
    return found


def _begins(row: Row) -> tuple[date, bool]:
    """What is found on a day is found before it is released."""
    return row.posting.when.first or date.min, row.posting.measure is not Measure.IN
