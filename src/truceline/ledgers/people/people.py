"""Accounts of people: every book's rows beside what reports tell, group by group. No words.

A kept book comes to what its rows come to. *All accounts* are what everybody who is quoted
allows, each event once; a party or body that keeps no book is taken at its quoted word.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from truceline.ledgers.balancing.account import Material, in_record_order, make
from truceline.ledgers.balancing.difference import difference
from truceline.ledgers.balancing.totals import Around
from truceline.ledgers.books import Row, in_book_order
from truceline.ledgers.ledger import ALL_ACCOUNTS, REPORTS, Account, Mark, Stand
from truceline.ledgers.people.groups import Group, with_parts, with_wholes
from truceline.ledgers.people.hits import ANYBODY, Hits, Whose
from truceline.ledgers.people.toll import Event, Tolls
from truceline.ledgers.sentences import in_order, positions
from truceline.terms.problem import Problem
from truceline.weighing.held import Held
from truceline.weighing.nearness import containment

MOST_POINTS = 24  # of the course of what reports tell


def people(
    booked: Mapping[Group, Sequence[Row]],
    hits: Hits,
    *,
    held: Held,
    as_of: date,
    lasting: frozenset[str] = frozenset(),
) -> tuple[tuple[Account, ...], tuple[Problem, ...]]:
    """Every lot in all, of each side, and of each group that some book gives.

    `lasting`: lots that people leave again. How many are in one is a stock, and what is told of
    events a flow: it has an account of its own.
    """
    told = (Group(lot=lot, side=who.side, named=who.named) for lot, who in hits.known)
    groups = _ordered(with_wholes((*booked, *told)), held)
    made = {
        one: make(
            Account(name=one.name, unit=one.lot, of=one.side or one.named),
            Material(
                rows=tuple(booked.get(one, ())),
                told=hits.still(one.lot, whose(one)) if one.is_whole else (),
                where=True,
            ),
            held=held,
            as_of=as_of,
        )
        for one in groups
    }
    stands = with_parts(made)
    page = _Page(hits=hits, held=held, as_of=as_of, around=surroundings(held))
    accounts: list[Account] = []
    for one in groups:
        if _stands_for_one(one, groups, booked, hits=hits):
            continue
        whole = _with_stands(made[one].account, stands[one], held=held)
        if one.is_whole and one.lot in lasting:
            new = Account(name=f"newly {one.name}", unit=one.lot, of=one.side or one.named)
            accounts += [each for each in (whole, page.told(one, new)) if _says(each)]
        else:
            accounts.append(page.told(one, whole) if one.is_whole else whole)
    return tuple(accounts), tuple(problem for one in made.values() for problem in one.problems)


def _stands_for_one(
    group: Group, groups: Sequence[Group], booked: Mapping[Group, Sequence[Row]], *, hits: Hits
) -> bool:
    """Whether a lot in all would only say again what is told of the one side named in it."""
    if whose(group) != ANYBODY or any(one.lot == group.lot for one in booked):
        return False
    others = [one for one in groups if one.lot == group.lot and one != group]
    return len(others) == 1 and not any(hits.figures(group.lot, ANYBODY))


def surroundings(held: Held) -> Around:
    """The places that hold a place, as the agreements have it; the whole holds all."""
    within = containment(held.agreements.values()).within

    def around(where: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
        if not where:
            return ()
        shared = frozenset[str].intersection(*(within.get(name, frozenset()) for name in where))
        return (*((name,) for name in sorted(shared)), ())

    return around


def _ordered(groups: Sequence[Group], held: Held) -> list[Group]:
    """Lots as they come; of each the whole, then the sides in the agreement's order."""
    lots = positions(one.lot for one in groups)
    names = (name for one in groups for name in (one.side, one.named) if name)
    sides = positions(("", *in_book_order(names, held)))
    come = positions(groups)
    return sorted(
        groups,
        key=lambda one: (
            lots[one.lot],
            bool(one.named),
            sides[one.side or one.named],
            not one.is_whole,
            come[one],
        ),
    )


def whose(group: Group) -> Whose:
    return Whose(side=group.side, named=group.named)


def _with_stands(account: Account, stands: Sequence[Stand], *, held: Held) -> Account:
    books = positions(in_book_order((one.book for one in stands), held))
    ordered = tuple(sorted(stands, key=lambda one: books[one.book]))
    return replace(account, stands=ordered, difference=difference(ordered, account.unit))


def _says(account: Account) -> bool:
    return bool(account.figures or account.stands)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    """What is the same for every account."""

    hits: Hits
    held: Held
    as_of: date
    around: Around

    def told(self, group: Group, account: Account) -> Account:
        """The account with what reports tell of events, of whoever keeps no book."""
        kept = {one.book for one in account.stands}
        voices = (book for book in self.hits.books(group.lot, whose(group)) if book != REPORTS)
        books = dict.fromkeys((*voices, ALL_ACCOUNTS))
        events = {
            book: found
            for book in books
            if book not in kept
            and (found := tuple(self.hits.events(group.lot, whose(group), book=book)))
        }
        tolls = {book: Tolls(some, around=self.around) for book, some in events.items()}
        stands = (
            *account.stands,
            *(
                self._stand(group, book, events=some, tolls=tolls[book])
                for book, some in events.items()
            ),
        )
        figures = (*account.figures, *self.hits.figures(group.lot, whose(group)))
        course = (
            mark
            for book, some in events.items()
            for mark in self._course(book, events=some, tolls=tolls[book])
        )
        filled = _with_stands(
            replace(account, figures=in_record_order(figures), course=(*account.course, *course)),
            stands,
            held=self.held,
        )
        # Of a lot in all, one may be quoted with its own people only, another with others'.
        apart = whose(group) == ANYBODY and any(
            lot == group.lot and who != ANYBODY for lot, who in self.hits.known
        )
        return replace(filled, difference=account.difference) if apart else filled

    def _stand(self, group: Group, book: str, *, events: Sequence[Event], tolls: Tolls) -> Stand:
        reached = tolls.by(self.as_of)
        cites = in_order(self.hits.cites(group.lot, whose(group), book=book))
        return Stand(
            book=book,
            low=reached.low,
            best=reached.best,
            high=reached.high,
            because=_because(events, len(cites)),
            cites=cites,
        )

    def _course(self, book: str, *, events: Sequence[Event], tolls: Tolls) -> Iterator[Mark]:
        """What was reached by the end of each event, at as many points as a chart can show."""
        days = sorted({min(event.key[1], self.as_of) for event in events})
        step = max(1, -(-len(days) // MOST_POINTS))
        points = [day for n, day in enumerate(days, start=1) if n % step == 0 or n == len(days)]
        for n, day in enumerate(points, start=1):
            reached = tolls.by(day)
            last = points[n] - timedelta(days=1) if n < len(points) else None
            yield Mark(book=book, first=day, last=last, low=reached.low, high=reached.high)


def _because(events: Sequence[Event], numbers: int) -> str:
    told = f"{_number(numbers, 'number')} told of {_number(len(events), 'event')}"
    denied = sum(event.denied for event in events)
    room = f" Of {_number(denied, 'event')} somebody says that it was nobody." if denied else ""
    if numbers == len(events):
        return f"{told}.{room}"
    return (
        f"{told}: low and high are the least and the most that any account of each allows, "
        f"best what most accounts give.{room}"
    )


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
