"""What is declared, stored, seen and missing of each type of weapon, site by site. No verdict.

Of a book's rows this ledger understands:

- account: the type ("howitzers", "tanks"); unit: the same, or pieces, never an area or a length.
- measure and amount: stock, so many are there; in, so many came in; out, so many were taken out.
- of: whose they are; empty: the keeper's own.
- places: the storage site, or where they were seen; every place is counted by itself.
- details: `calibre` (types of two calibres are two types); `status`: declared (without it, what a
  party books of its own), stored, seen (without it, what anybody else books), missing, or in
  violation: seen where they may not be.

Stored is held against what the owner declares of that site less what is missing there: what neither
tells is left open, because missing is not mismatch. Nobody here says "violation": a place where a
clause forbids weapons makes a sighting there alleged or observed, by whoever tells it, and no more.
Of reports the ledger takes the weapons whose presence is told of, as seen.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from truceline.ledgers.armed.arms import (
    DECLARED,
    MISSING,
    OUTSIDE,
    PRESENT,
    SEEN,
    STATUSES,
    STORED,
    Kind,
    fitting,
    kinds,
    status_of,
    told,
    unknown_status,
)
from truceline.ledgers.armed.bans import Ban, bans
from truceline.ledgers.balancing.account import Made, Material, make
from truceline.ledgers.balancing.told import Told, hull
from truceline.ledgers.books import Row, in_book_order, parted, rows, sides, split_states, strangers
from truceline.ledgers.ledger import Account, Page, Stand
from truceline.ledgers.sentences import amount, listed, positions
from truceline.ledgers.watched import watched
from truceline.terms.book import Ledger
from truceline.terms.claim import Act, Bound, Quantity
from truceline.weighing.amount import Range
from truceline.weighing.held import Held

_WATCHED = (Act.DEPLOYMENT, Act.WITHDRAWAL)
_NONE = Range(least=0, most=0)  # missing, where nobody says that any are


def page(held: Held, *, as_of: date) -> Page:
    """Every type of every side, place by place; of each what is declared, stored, seen, missing."""
    booked, problems = split_states(rows(held, Ledger.WEAPONS, as_of=as_of))
    good, misfits = fitting(booked)
    side_of = sides(held)
    known, others = parted(good, lambda row: bool(status_of(row, side_of)))
    problems += misfits
    problems += [unknown_status(row) for row in others]
    forbidden = tuple(bans(held, as_of=as_of, acts=PRESENT))
    made = _made(kinds(known, side_of), told(held, as_of=as_of), held=held, as_of=as_of)
    return Page(
        ledger=Ledger.WEAPONS,
        as_of=as_of,
        accounts=tuple(_account(kind, made, forbidden=forbidden) for kind in made),
        coverage=watched(held, held.agreements, as_of=as_of, acts=_WATCHED),
        problems=(
            *problems,
            *strangers(known, held),
            *(problem for one in made.values() for problem in one.problems),
        ),
    )


def _made(
    booked: Mapping[Kind, Sequence[Row]],
    said: Mapping[Kind, Sequence[Told]],
    *,
    held: Held,
    as_of: date,
) -> dict[Kind, Made]:
    found = dict.fromkeys((*booked, *said))
    types = positions((one.type, one.calibre) for one in found)
    owners = positions(("", *in_book_order((one.side for one in found if one.side), held)))
    sites = positions(one.places for one in found)
    return {
        kind: make(
            Account(name=kind.name, unit=kind.type, of=kind.side),
            Material(
                rows=tuple(booked.get(kind, ())),
                told=tuple(said.get(kind, ())),
            ),
            held=held,
            as_of=as_of,
        )
        for kind in sorted(
            found,
            key=lambda one: (
                types[one.type, one.calibre],
                owners[one.side],
                sites[one.places],
                STATUSES.index(one.status),
            ),
        )
    }


def _account(kind: Kind, made: Mapping[Kind, Made], *, forbidden: Sequence[Ban]) -> Account:
    """What is stored beside what should be; what is seen beside what a clause forbids there."""
    account = made[kind].account
    if kind.status == STORED:
        return _beside_declared(kind, account, made)
    ban = next((one for one in forbidden if one.covers(kind.side, kind.places)), None)
    if kind.status not in {SEEN, OUTSIDE} or ban is None:
        return account
    seen = [one for one in account.stands if one.low]
    who = listed(f"{one.book} {amount(Range(least=one.low or 0, most=one.high))}" for one in seen)
    return replace(
        account,
        clause=ban.clause,
        limit=f"none there: {ban.title}",
        limits=(Quantity(value=0, unit=account.unit, bound=Bound.AT_MOST),),
        compares=f"above: none may be there, and it is said by {who}" if seen else "",
    )


def _beside_declared(kind: Kind, account: Account, made: Mapping[Kind, Made]) -> Account:
    declared = _stated(replace(kind, status=DECLARED), made, first=kind.side)
    if declared is None:
        return account
    missing = _stated(replace(kind, status=MISSING), made, first="") or _NONE
    due = Range(
        least=max(0, declared.least - (missing.most or 0)) if missing.most is not None else 0,
        most=None if declared.most is None else max(0, declared.most - missing.least),
    )
    less = f", less {amount(missing)} missing" if missing != _NONE else ""
    exact = (Quantity(value=due.least, unit=account.unit),) if due.least == due.most else ()
    return replace(
        account,
        limit=f"declared {amount(declared)}{less}",
        limits=exact,
        compares=_against(account.stands, due),
    )


def _stated(kind: Kind, made: Mapping[Kind, Made], *, first: str) -> Range | None:
    """What is booked of a kind: by that book if it says so, else whatever any book leaves open."""
    stands = (
        [one for one in made[kind].account.stands if one.low is not None] if kind in made else []
    )
    chosen = [one for one in stands if one.book == first] or stands
    return hull([Range(least=one.low or 0, most=one.high) for one in chosen]) if chosen else None


def _against(stands: Sequence[Stand], due: Range) -> str:
    stored = {
        one.book: Range(least=one.low, most=one.high) for one in stands if one.low is not None
    }
    for book, found in stored.items():
        if not found.meets(due):
            word = "below" if found.least < due.least else "above"
            return f"{word}: {book} has {amount(found)} stored where {amount(due)} should be"
    if not stored:
        return "cannot tell: nobody says how many are stored"
    if all(one.least == one.most == due.least == due.most for one in stored.values()):
        return "within: as many are stored as are declared and not missing"
    return "cannot tell: the numbers leave room"
