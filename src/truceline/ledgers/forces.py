"""What the agreement allows of each force, and what sources say is there. It finds no breach.

Of a book's rows this ledger understands:

- account: the category in the clause's words ("personnel", "armoured personnel carriers"), or the
  name of the force, or nothing: the whole that the clause limits. Any other name is a category by
  itself, which no clause limits.
- measure and amount: stock, so many are there; in and out, so many came or left. The unit is that
  of the category, never an area, a length or a time.
- of: the party or force that is counted; empty: the keeper's own.
- places: a post or a zone is counted by itself and never taken for the whole.
- details: `rotation`, whatever its value: came or left in exchange for others.

A party's rows of its own force are declared, another party's are alleged, a body's are observed.
Numbers that reports tell are of presence; those of a withdrawal are shown and do not count.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import date

from truceline.ledgers.balancing.account import Made, Material, by_place, make
from truceline.ledgers.balancing.told import Hearing, Told, figures
from truceline.ledgers.books import (
    MEASURED,
    Row,
    in_book_order,
    misfit,
    parted,
    rows,
    sides,
    split_states,
    strangers,
)
from truceline.ledgers.ledger import Account, Page, Stand
from truceline.ledgers.limits import Limit, limits
from truceline.ledgers.sentences import in_order, listed
from truceline.ledgers.watched import watched
from truceline.terms.book import Ledger, Measure
from truceline.terms.claim import Act
from truceline.weighing.amount import Range, counted, unit
from truceline.weighing.held import Held
from truceline.weighing.nearness import Places, Speaks, containment, whereabouts

# Acts whose numbers tell how much of a force is there.
PRESENT = frozenset({Act.DEPLOYMENT, Act.MONITORING})

Parts = Mapping[tuple[str, ...], Made]  # what is booked of single places

WATCHED = (Act.DEPLOYMENT, Act.MONITORING)  # what a patrol looks for that counts a force

# Categories that are units themselves, as weighing.amount writes them.
CATEGORIES = frozenset(
    {"personnel", "armoured personnel carriers", "vehicles and special equipment", "tanks"}
    | {"armoured vehicles", "artillery pieces", "aircraft", "helicopters", "drones", "boats"}
    | {"observation posts", "checkpoints", "observers", "fighters"}
)


def page(held: Held, *, as_of: date) -> Page:
    """Every limit as it reads on the day, then every category told or booked without one."""
    allowed = tuple(limits(held, as_of=as_of))
    booked, problems = split_states(rows(held, Ledger.FORCES, as_of=as_of))
    units = CATEGORIES.union(limit.unit for limit in allowed)
    fitting, others = parted(booked, lambda row: _fits(row, units))
    problems += [misfit(row, counted=row.posting.account or "people or pieces") for row in others]
    made = list(_accounts(allowed, fitting, held=held, as_of=as_of))
    return Page(
        ledger=Ledger.FORCES,
        as_of=as_of,
        accounts=tuple(one.account for one in made),
        coverage=watched(held, {one.agreement for one in allowed}, as_of=as_of, acts=WATCHED),
        problems=(
            *problems,
            *strangers(booked, held),
            *dict.fromkeys(each for one in made for each in one.problems),
        ),
    )


def _accounts(
    allowed: Sequence[Limit], booked: Sequence[Row], *, held: Held, as_of: date
) -> Iterator[Made]:
    acts = PRESENT.union({Act.WITHDRAWAL}, *(limit.acts for limit in allowed))
    hearing = Hearing(held, as_of=as_of, acts=acts)
    side_of, places = sides(held), containment(held.agreements.values())
    limited: set[str] = set()
    for limit in allowed:
        found = [row for row in booked if _is_of(row, limit, side_of=side_of, places=places)]
        limited |= {row.name for row in found}
        yield from _limited(limit, found, hearing, held=held, as_of=as_of)
    owned = {(owner, limit.unit) for limit in allowed for owner in limit.owners}
    yield from _unlimited(hearing, owned, held=held, as_of=as_of)
    others: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
    for row in booked:
        if row.name not in limited:
            others[_about(row, side_of), row.posting.account, row.unit].append(row)
    for (side, name, counts), found in others.items():
        for where, some in by_place(found).items():
            account = Account(name=_named(name or counts, where), unit=counts, of=side)
            material = Material(rows=tuple(some), note=_note(held, (side,)))
            yield make(account, material, held=held, as_of=as_of)


def _limited(
    limit: Limit, booked: Sequence[Row], hearing: Hearing, *, held: Held, as_of: date
) -> Iterator[Made]:
    """The whole that is limited, and then what is booked of single places."""
    told = tuple(_told(limit, hearing, PRESENT | (limit.acts - {Act.WITHDRAWAL})))
    left = tuple(_told(limit, hearing, frozenset({Act.WITHDRAWAL})))
    split = by_place(booked)
    account = Account(
        name=limit.unit,
        unit=limit.unit,
        of=", ".join(limit.owners),
        clause=f"{limit.agreement}/{limit.clause}",
        limit=limit.told,
        limits=limit.numbers,
    )
    note = _note(held, limit.owners)
    parts = {
        places: make(
            replace(account, name=_named(limit.unit, places), limit="", limits=()),
            Material(rows=tuple(some), note=note),
            held=held,
            as_of=as_of,
        )
        for places, some in split.items()
        if places
    }
    material = Material(
        rows=tuple(split.get((), ())),
        told=told,
        aside=tuple(figures(left, Measure.OUT, note="said to have left")),
        note=note,
    )
    whole = make(account, material, held=held, as_of=as_of)
    yield replace(whole, account=_compared(whole, limit, parts, held=held))
    yield from parts.values()


def _told(limit: Limit, hearing: Hearing, acts: frozenset[Act]) -> Iterator[Told]:
    """Every number of the limited unit that is told of the force; denials tell none."""
    for name, claim in hearing.claims.items():
        if claim.denies or claim.act not in acts:
            continue
        number = counted(claim.quantities).get(limit.unit)
        if number is not None and any(actor.side in limit.owners for actor in claim.actors):
            yield hearing.told(name, number)


def _unlimited(
    hearing: Hearing, owned: AbstractSet[tuple[str, str]], *, held: Held, as_of: date
) -> Iterator[Made]:
    """What reports tell of forces that no clause limits: how many of what, whose, where.

    A number told of several sides together is nobody's own, and one of another place another's.
    """
    told: dict[tuple[str, str, tuple[str, ...]], list[Told]] = defaultdict(list)
    for name, claim in hearing.claims.items():
        owners = {actor.side for actor in claim.actors}
        if claim.denies or claim.act not in PRESENT or len(owners) != 1:
            continue
        (side,) = owners
        for counts, number in counted(claim.quantities).items():
            if counts in CATEGORIES and (side, counts) not in owned:
                told[side, counts, claim.places].append(hearing.told(name, number))
    for (side, counts, places), numbers in told.items():
        account = Account(name=_named(counts, places), unit=counts, of=side)
        yield make(account, Material(told=tuple(numbers)), held=held, as_of=as_of)


def _compared(whole: Made, limit: Limit, parts: Parts, *, held: Held) -> Account:
    """Against what each book comes to; one that books only places comes to their sum at least."""
    account = whole.account
    known = {one.book: one for one in account.stands if one.low is not None}
    of_places = {one.book: one for one in _sums(parts, held) if one.book not in known}
    stands = {one.book: one for one in account.stands} | of_places
    kept = {one.book for one in whole.balances} | of_places.keys()
    stated = {
        f"{one.book}'s book": Range(least=one.low, most=one.high)
        for one in stands.values()
        if one.low is not None and one.book in kept
    }
    stated |= {f"claim {one.name}": one.range for one in whole.latest}
    nothing = "all numbers stated are of what was agreed or planned" if account.figures else ""
    return replace(
        account,
        stands=tuple(stands[book] for book in in_book_order(stands, held)),
        compares=limit.compare(stated, nothing=nothing or "no number"),
    )


def _sums(parts: Parts, held: Held) -> list[Stand]:
    """What the places in each book come to, one that lies within another counted once."""
    within = containment(held.agreements.values()).within
    by_book: dict[str, dict[frozenset[str], Stand]] = defaultdict(dict)
    for places, part in parts.items():
        for one in part.balances:
            if one.stand.low is not None:
                by_book[one.book][frozenset(places)] = one.stand
    return [
        Stand(
            book=book,
            low=sum(one.low or 0 for one in outer),
            because="Of single places only: nobody says how many there are in all.",
            cites=in_order(name for one in outer for name in one.cites),
        )
        for book, found in by_book.items()
        for outer in (_outermost(found, within),)
    ]


def _outermost(
    found: Mapping[frozenset[str], Stand], within: Mapping[str, frozenset[str]]
) -> list[Stand]:
    """Those of places that neither lie in, nor are among, another's."""
    around = {
        places: frozenset[str]().union(*(within.get(one, frozenset()) for one in places)) | places
        for places in found
    }
    return [
        stand
        for places, stand in found.items()
        if not any(other != places and other & around[places] for other in found)
    ]


def _is_of(row: Row, limit: Limit, *, side_of: Mapping[str, str], places: Places) -> bool:
    """Whether a row counts what the clause limits: its side, its category, its places."""
    if row.unit != limit.unit or _about(row, side_of) not in limit.owners:
        return False
    account = row.posting.account
    if account and unit(account) != limit.unit and side_of.get(account) not in limit.owners:
        return False
    spoken = whereabouts(frozenset(row.posting.places), frozenset(limit.places), places=places)
    return spoken is not Speaks.AGAINST


def _fits(row: Row, units: frozenset[str]) -> bool:
    """Categories that are units themselves are counted in these units only."""
    category = unit(row.posting.account)
    if category in units:
        return row.unit == category
    return bool(row.unit) and row.unit not in MEASURED


def _about(row: Row, side_of: Mapping[str, str]) -> str:
    name = row.posting.of or row.booked.keeper
    return side_of.get(name, name)


def _named(category: str, places: Sequence[str]) -> str:
    return f"{category}, {listed(places)}" if places else category


def _note(held: Held, owners: Sequence[str]) -> Callable[[Row], str]:
    parties = {party for one in held.agreements.values() for party in one.parties}
    side_of = sides(held)

    def note(row: Row) -> str:
        keeper = side_of.get(row.booked.keeper, row.booked.keeper)
        other = "alleged" if keeper in parties else "observed"
        who = "declared" if keeper in owners else other
        return f"{who}, rotation" if row.has("rotation") else who

    return note
