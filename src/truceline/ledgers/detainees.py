"""People held, people missing and remains: list against list, all for all. It names nobody.

Of a book's rows this ledger understands:

- state rows, one person each: `held`, `detained`, `captured`, `remains`, and when they are let go
  `released`, `exchanged`, `repatriated`, `transferred`; of people claimed: `claimed`, `missing`,
  and when they come back `returned`, `received`, `identified`. `of`: whose they are; `by`: who
  holds them, as the keeper says.
- a column `list`: the number under which a person stands on that list; rows of one number are one
  person. Without it, the rows are joined by name where a name tells.
- a column `category`: prisoner of war, civilian, remains, missing: as what they are held.
- stock, in, out in people: numbers of an account, beside the lists and never added to them.

Names stay in the vault. Without them people are counted and not compared.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from truceline.ledgers.balancing.account import Made, Material, make
from truceline.ledgers.books import Row, in_book_order, parted, rows, strangers
from truceline.ledgers.detained.compared import Comparison, Standing, Status, compare
from truceline.ledgers.detained.held_by import PEOPLE, Lists, accounts
from truceline.ledgers.detained.lists import kept
from truceline.ledgers.detained.persons import People, Person, course, states
from truceline.ledgers.ledger import Account, Page
from truceline.ledgers.people.hits import heard
from truceline.ledgers.people.people import people as told_of_people
from truceline.ledgers.tracking.state_rows import unknown_state
from truceline.ledgers.watched import laid_down, watched
from truceline.terms.book import Ledger, Measure
from truceline.terms.claim import Act
from truceline.terms.problem import Problem, RefusedError
from truceline.weighing.held import Held

NOBODY: People = MappingProxyType({})
_TOLD: Mapping[tuple[Act, str], str] = {
    (Act.DETAINEE_EXCHANGE, unit): f"exchanged {unit}" for unit in ("prisoners", "bodies", "people")
}


def page(held: Held, *, as_of: date, people: People = NOBODY) -> Page:
    """Every holder and side, list against list; numbers and what reports tell beside them."""
    posted = rows(held, Ledger.DETAINEES, as_of=as_of)
    of_people, of_numbers = parted(posted, lambda row: row.posting.measure is Measure.STATE)
    known = [row for row in of_people if course(row) is not None]
    lists = _lists(held, known, people, as_of=as_of)
    compared = {side: _compared(lists, side) for side in _sides(lists)}
    numbers = tuple(_numbers(of_numbers, held, as_of=as_of))
    told, further = told_of_people({}, heard(held, _TOLD, as_of=as_of), held=held, as_of=as_of)
    return Page(
        ledger=Ledger.DETAINEES,
        as_of=as_of,
        accounts=(
            *(account for pair in _pairs(lists) for account in accounts(pair, lists, compared)),
            *(one.account for one in numbers),
            *told,
        ),
        coverage=watched(
            held,
            laid_down(held, Act.DETAINEE_EXCHANGE),
            as_of=as_of,
            acts=(Act.DETAINEE_EXCHANGE,),
        ),
        problems=(
            *(unknown_state(row, states()) for row in of_people if course(row) is None),
            *strangers(posted, held),
            *(problem for one in (*lists.holding, *lists.claiming) for problem in one.problems),
            *(problem for one in compared.values() for problem in one.problems),
            *(_whose(row) for row in known if not row.posting.of and not _claims(row)),
            *(problem for one in numbers for problem in one.problems),
            *further,
        ),
    )


def _lists(held: Held, known: Sequence[Row], people: People, *, as_of: date) -> Lists:
    of_keeper: dict[str, list[Row]] = defaultdict(list)
    for row in known:
        of_keeper[row.booked.keeper].append(row)
    keepers = in_book_order(of_keeper, held)
    return Lists(
        held=held,
        as_of=as_of,
        holding=tuple(kept(one, of_keeper[one], people, holding=True) for one in keepers),
        claiming=tuple(kept(one, of_keeper[one], people, holding=False) for one in keepers),
    )


def _everybody(lists: Lists) -> Iterator[Person]:
    for one in (*lists.holding, *lists.claiming):
        yield from one.persons


def _sides(lists: Lists) -> tuple[str, ...]:
    return in_book_order((one.side for one in _everybody(lists) if one.side), lists.held)


def _pairs(lists: Lists) -> list[tuple[str, str]]:
    """Holder and side, in the agreement's order; a holder or side that nobody names comes last."""
    found = {(one.holder, one.side) for one in _everybody(lists)}
    holders = (*in_book_order((holder for holder, _ in found if holder), lists.held), "")
    sides = (*in_book_order((side for _, side in found if side), lists.held), "")
    return [(holder, side) for holder in holders for side in sides if (holder, side) in found]


def _compared(lists: Lists, side: str) -> Comparison:
    """What a side claims against what every other holds of it; other bodies' lists stand apart."""
    claimed = [
        one
        for book in lists.claiming
        for one in book.persons
        if book.keeper == side and one.side == side
    ]
    held = [
        one
        for book in lists.holding
        for one in book.persons
        if one.side == side != book.keeper and one.holder == book.keeper
    ]
    try:
        return compare(claimed, held, where=f"{side}'s list and those of its holders")
    except RefusedError as error:
        untold = (
            *(Standing(status=Status.UNTOLD, claimed=(one,)) for one in claimed),
            *(Standing(status=Status.UNTOLD, held=(one,)) for one in held),
        )
        return Comparison(standings=untold, problems=error.problems)


def _numbers(posted: Sequence[Row], held: Held, *, as_of: date) -> Iterator[Made]:
    """Stocks and flows as somebody states them, each account and side by itself."""
    found: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
    for row in posted:
        found[row.posting.account, row.posting.of, row.unit or PEOPLE].append(row)
    sides = in_book_order((side for _, side, _ in found if side), held)
    order = {side: n for n, side in enumerate((*sides, ""))}
    for (account, side, unit), some in sorted(found.items(), key=lambda each: order[each[0][1]]):
        name = f"{account or PEOPLE}, in numbers{f', {side}' if side else ''}"
        material = Material(rows=tuple(replace(row, unit=unit) for row in some))
        yield make(Account(name=name, unit=unit, of=side), material, held=held, as_of=as_of)


def _claims(row: Row) -> bool:
    return str(course(row)) in {"claimed", "back"}


def _whose(row: Row) -> Problem:
    return Problem(
        code="whose-people",
        where=row.at,
        message=(
            "The row does not say whose the person is. It is counted by itself and compared with "
            "no list."
        ),
        remedy="Fill the column `of` with the party or body whose the person is.",
    )
