"""Accounts of people: every book's rows beside what reports tell, group by group. No words.

A kept book comes to what its rows come to. The book of the reports is everything that anybody is
quoted with, each event once; a party or body that keeps no book is taken at its quoted word.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from truceline.ledgers.account import Made, Material, in_record_order, make
from truceline.ledgers.books import Row, in_book_order
from truceline.ledgers.difference import difference
from truceline.ledgers.groups import Group, with_parts, with_wholes
from truceline.ledgers.hits import Hits
from truceline.ledgers.ledger import REPORTS, Account, Mark, Stand
from truceline.ledgers.sentences import in_order
from truceline.ledgers.toll import Event, Toll, toll
from truceline.ledgers.totals import Around
from truceline.terms.problem import Problem
from truceline.weighing.held import Held
from truceline.weighing.nearness import containment

MOST_POINTS = 60  # of the course of what reports tell


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """What one book of quoted words comes to."""

    stand: Stand
    course: tuple[Mark, ...]


def people(
    booked: Mapping[Group, Sequence[Row]], hits: Hits, *, held: Held, as_of: date
) -> tuple[tuple[Account, ...], tuple[Problem, ...]]:
    """Every lot in all, of each side, and of each group that some book gives."""
    told = (Group(lot=lot, side=side) for lot, side in hits.known)
    groups = _ordered(with_wholes((*booked, *told)), held)
    made = {
        one: make(
            Account(name=one.name, unit=one.lot, of=one.side),
            Material(rows=tuple(booked.get(one, ())), where=True),
            held=held,
            as_of=as_of,
        )
        for one in groups
    }
    stands = with_parts(made)
    around = surroundings(held)
    accounts = tuple(
        _account(one, made[one], stands[one], hits, held=held, as_of=as_of, around=around)
        for one in groups
    )
    return accounts, tuple(problem for one in made.values() for problem in one.problems)


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
    lots = list(dict.fromkeys(one.lot for one in groups))
    sides = ["", *in_book_order((one.side for one in groups if one.side), held)]
    come = {one: n for n, one in enumerate(groups)}
    return sorted(
        groups,
        key=lambda one: (lots.index(one.lot), sides.index(one.side), not one.is_whole, come[one]),
    )


def _account(
    group: Group,
    made: Made,
    stands: Sequence[Stand],
    hits: Hits,
    *,
    held: Held,
    as_of: date,
    around: Around,
) -> Account:
    kept = {one.book: one for one in stands}
    told = (
        {
            book: found
            for book in dict.fromkeys((*hits.books(group.lot, group.side), REPORTS))
            if book not in kept
            and (found := _told(group, hits, book, as_of=as_of, around=around)) is not None
        }
        if group.is_whole
        else {}
    )
    books = in_book_order((*kept, *told), held)
    stood = tuple(kept[book] if book in kept else told[book].stand for book in books)
    aside = hits.figures(group.lot, group.side) if group.is_whole else ()
    return replace(
        made.account,
        figures=in_record_order((*made.account.figures, *aside)),
        stands=stood,
        difference=difference(stood, group.lot),
        course=(*made.account.course, *(mark for one in told.values() for mark in one.course)),
    )


def _told(group: Group, hits: Hits, book: str, *, as_of: date, around: Around) -> _Told | None:
    events = tuple(hits.events(group.lot, group.side, book=book))
    if not events:
        return None
    reached = toll(events, as_of=as_of, around=around)
    numbers = len(tuple(hits.cites(group.lot, group.side, book=book)))
    return _Told(
        stand=Stand(
            book=book,
            low=reached.low,
            best=reached.best,
            high=reached.high,
            because=_because(events, numbers),
            cites=in_order(hits.cites(group.lot, group.side, book=book)),
        ),
        course=tuple(_course(book, events, as_of=as_of, around=around)),
    )


def _because(events: Sequence[Event], numbers: int) -> str:
    told = f"{_number(numbers, 'number')} told of {_number(len(events), 'event')}"
    denied = sum(event.denied for event in events)
    room = f" Of {_number(denied, 'event')} somebody says that it was nobody." if denied else ""
    return (
        f"{told}: low and high are the least and the most that any account of each allows, "
        f"best what most accounts give.{room}"
    )


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _course(book: str, events: Sequence[Event], *, as_of: date, around: Around) -> Iterator[Mark]:
    """What was reached by the end of each event, at no more points than a chart can show."""
    days = sorted({min(max(event.key[0], event.key[1]), as_of) for event in events})
    step = -(-len(days) // MOST_POINTS)
    points = [day for n, day in enumerate(days, start=1) if n % step == 0 or n == len(days)]
    for n, day in enumerate(points, start=1):
        reached: Toll = toll(events, as_of=day, around=around)
        last = points[n] - timedelta(days=1) if n < len(points) else None
        yield Mark(book=book, first=day, last=last, low=reached.low, high=reached.high)
