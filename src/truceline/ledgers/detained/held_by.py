"""The accounts of one holder and one side: what each list comes to, and who stands how on both."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from truceline.ledgers.balancing.difference import difference
from truceline.ledgers.detained.compared import Comparison, Standing, Status
from truceline.ledgers.detained.lists import Kept, stand, still
from truceline.ledgers.detained.persons import Person
from truceline.ledgers.ledger import Account, Stand
from truceline.ledgers.limits import why_off
from truceline.ledgers.sentences import in_order, listed
from truceline.terms.agreement import Obligation
from truceline.weighing.amended import amended, by_provision
from truceline.weighing.held import Held

PEOPLE = "people"

_SURE = frozenset({Status.BOTH, Status.DISPUTED})
_OPEN = frozenset({Status.POSSIBLE, Status.UNTOLD, Status.ALONE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Lists:
    """Everybody's lists on one day."""

    held: Held
    as_of: date
    holding: tuple[Kept, ...]
    claiming: tuple[Kept, ...]


def accounts(
    pair: tuple[str, str], lists: Lists, compared: Mapping[str, Comparison]
) -> Iterator[Account]:
    """What every list comes to, and then who stands how on the lists of the two."""
    holder, side = pair
    name = f"people{f' of {side}' if side else ''} held{f' by {holder}' if holder else ''}"
    stands = tuple(_stands(pair, lists))
    found = _between(pair, compared[side].standings) if side in compared else ()
    clause, limit = _clause(pair, lists.held, as_of=lists.as_of)
    everyone = [
        (book, one)
        for book in (*lists.holding, *lists.claiming)
        for one in book.persons
        if (one.holder, one.side) == pair
    ]
    yield Account(
        name=name,
        unit=PEOPLE,
        of=side,
        clause=clause,
        limit=limit,
        figures=tuple(row.figure() for _, one in everyone for row in one.rows),
        stands=stands,
        difference=difference(stands, PEOPLE),
        compares=_open(found, lists.as_of),
    )
    for status in Status:
        some = [one for one in found if one.status is status]
        if some:
            counted = tuple(_counted(some, holder=holder, side=side))
            yield Account(
                name=f"{status.value}: {name}",
                unit=PEOPLE,
                of=side,
                clause=clause,
                stands=counted,
                figures=tuple(
                    row.figure()
                    for one in some
                    for person in (*one.claimed, *one.held)
                    for row in person.rows
                ),
            )


def _stands(pair: tuple[str, str], lists: Lists) -> Iterator[Stand]:
    for books, noun in ((lists.holding, "let go"), (lists.claiming, "back")):
        for book in books:
            mine = [one for one in book.persons if (one.holder, one.side) == pair]
            if mine:
                yield stand(book, mine, as_of=lists.as_of, noun=noun)


def _between(pair: tuple[str, str], standings: Iterable[Standing]) -> tuple[Standing, ...]:
    """Of one side's comparison, what concerns this holder: as its list or the claim has it."""
    holder, _ = pair
    return tuple(
        one
        for one in standings
        if (one.held[0].holder if one.held else one.claimed[0].holder) == holder
    )


def _counted(some: Sequence[Standing], *, holder: str, side: str) -> Iterator[Stand]:
    for book, persons in (
        (holder, [person for one in some for person in one.held]),
        (side, [person for one in some for person in one.claimed]),
    ):
        if persons:
            yield Stand(
                book=book,
                low=len(persons),
                best=len(persons),
                high=len(persons),
                because=f"{len(persons)} on {book}'s list.",
                cites=in_order(name for person in persons for name in person.cites),
            )


def _open(found: Sequence[Standing], as_of: date) -> str:
    """All for all is open as long as anybody on either list is still held or claimed."""
    if not found or all(one.status is Status.ALONE for one in found):
        return "cannot tell: there is one list, and none to compare it with" if found else ""
    there = [one for one in found if _still(one.claimed, as_of) or _still(one.held, as_of)]
    if not there:
        return "nobody on either list is still held or claimed"
    both = sum(one.status in _SURE for one in there)
    untold = sum(one.status in _OPEN for one in there)
    said = [f"{both} still held or claimed on both lists"] if both else []
    if alone := len(there) - both - untold:
        said.append(f"{alone} on one list only")
    if untold:
        said.append(f"{untold} of whom nobody can tell")
    return f"open: {listed(said)}"


def _still(persons: Sequence[Person], as_of: date) -> int:
    return still(persons, as_of=as_of).most or 0


def _clause(pair: tuple[str, str], held: Held, *, as_of: date) -> tuple[str, str]:
    """The first clause by which the holder owes an exchange to the side."""
    amendments = by_provision(held.agreements.values())
    for agreement in held.agreements.values():
        for provision in agreement.provisions:
            owed = set(provision.bearers or agreement.parties)
            name = f"{agreement.id}/{provision.clause}"
            if provision.obligation is Obligation.EXCHANGE and pair[0] in owed:
                text = amended(provision, amendments.get(name, ()), on=as_of)
                off = why_off(agreement, text, as_of=as_of)
                return name, f"all for all{f' ({off})' if off else ''}"
    return "", ""
