"""Whose books there are on one ledger, and their rows as lines and figures. It adds nothing up."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from truceline.ledgers.balancing.line import Line, days
from truceline.ledgers.ledger import ALL_ACCOUNTS, REPORTS, Figure
from truceline.ledgers.sentences import listed
from truceline.terms.book import Ledger, Measure, Posting
from truceline.terms.claim import AGREEMENT, NARRATOR, Claim
from truceline.terms.names import Kind, Named
from truceline.terms.problem import Problem
from truceline.weighing.amount import unit
from truceline.weighing.held import Booked, Held, order

# What measures length, area, weight or time counts neither people nor arms.
MEASURED = frozenset(
    {"hectares", "km", "km2", "m", "m2", "tonnes", "percent", "%"}
    | {"acre", "acres", "dunam", "dunams", "dunum", "dunums", "mile", "miles", "feet", "yards"}
    | {"kg", "kilogram", "kilograms", "litre", "litres"}
    | {"minutes", "hours", "days", "weeks", "months", "years"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One posting, with the name it is cited by and the unit it counts in."""

    name: str
    booked: Booked
    unit: str  # "": a state, or nobody knows how many and nothing tells of what

    @property
    def posting(self) -> Posting:
        return self.booked.posting

    @property
    def at(self) -> str:
        book = f"{self.booked.keeper}'s book of {self.booked.ledger.value}"
        return f"{book}, row {self.posting.row} (posting {self.name})"

    def detail(self, field: str) -> str:
        """What the row says in a further column, as it is compared; "" where it says nothing."""
        found = (one.value for one in self.posting.details if one.field.casefold() == field)
        return next(found, "").casefold().strip()

    def has(self, field: str) -> bool:
        return any(one.field.casefold() == field for one in self.posting.details)

    def line(self, account: str, *, where: tuple[str, ...] = ()) -> Line:
        """As the double-entry core takes it, in the account a ledger gives it."""
        posting = self.posting
        return Line(
            name=self.name,
            book=self.booked.keeper,
            account=account,
            unit=self.unit,
            measure=posting.measure,
            when=posting.when,
            stated=posting.amount,
            where=where,
            apart=(
                posting.of,
                posting.by,
                *posting.places,
                *(f"{one.field}: {one.value}" for one in posting.details),
            ),
            at=self.at,
            file=self.booked.document,
        )

    def figure(self, *, counts: bool = True, note: str = "") -> Figure:
        posting = self.posting
        return Figure(
            book=self.booked.keeper,
            measure=posting.measure,
            stated=posting.amount,
            state=posting.state,
            when=posting.when,
            says=self.booked.keeper,
            cites=(self.name,),
            counts=counts,
            note=note,
        )


def rows(held: Held, ledger: Ledger, *, as_of: date) -> tuple[Row, ...]:
    """The rows of every book on that ledger that begin by the day.

    Books stand in the record's order, rows in that of their file: the parts of a book that was
    written at a post may have come in any order.
    """
    names = sorted(
        (name for name, booked in held.postings.items() if booked.ledger is ledger), key=order
    )
    begins: dict[tuple[str, str], int] = {}
    for at, name in enumerate(names):
        begins.setdefault(_file(held.postings[name]), at)
    names.sort(
        key=lambda name: (begins[_file(held.postings[name])], held.postings[name].posting.row)
    )
    booked = [
        (name, held.postings[name])
        for name in names
        if days(held.postings[name].posting.when)[0] <= as_of
    ]
    known = {
        (one.keeper, one.posting.account): unit(one.posting.amount.unit)
        for _, one in reversed(booked)
        if one.posting.amount is not None
    }
    return tuple(Row(name=name, booked=one, unit=_unit(one, known)) for name, one in booked)


def _file(booked: Booked) -> tuple[str, str]:
    return booked.keeper, booked.document


def _unit(booked: Booked, known: Mapping[tuple[str, str], str]) -> str:
    """Where nobody knows how many: the unit of that account's first number in the same book."""
    posting = booked.posting
    if posting.amount is not None:
        return unit(posting.amount.unit)
    return known.get((booked.keeper, posting.account), "")


def parted(found: Iterable[Row], fits: Callable[[Row], bool]) -> tuple[list[Row], list[Row]]:
    """Those that fit, and those that do not."""
    good: list[Row] = []
    bad: list[Row] = []
    for row in found:
        (good if fits(row) else bad).append(row)
    return good, bad


def split_states(found: Iterable[Row]) -> tuple[list[Row], list[Problem]]:
    """The rows that give amounts, and a problem for each that gives a state."""
    amounts, stated = parted(found, lambda row: row.posting.measure is not Measure.STATE)
    return amounts, [misplaced(row) for row in stated]


def misplaced(row: Row) -> Problem:
    return Problem(
        code="state-among-amounts",
        where=row.at,
        message=(
            f"{row.posting.account} is said to be {row.posting.state!r}. This ledger counts "
            "amounts; the row is left out."
        ),
        remedy="Enter how many there are, came or left, or enter it in a ledger of states.",
    )


def misfit(row: Row, *, counted: str) -> Problem:
    return Problem(
        code="unit-does-not-fit",
        where=row.at,
        message=(
            f"{row.posting.account} is given in {row.unit or 'no unit'}, and this account counts "
            f"{counted}. The row is left out of every sum."
        ),
        remedy="Correct the unit, or enter the row under the account it belongs to.",
    )


def unknown(row: Row, *, accounts: Iterable[str]) -> Problem:
    return Problem(
        code="unknown-account",
        where=row.at,
        message=(
            f"This ledger has no account {row.posting.account!r}. The row is left out of every sum."
        ),
        remedy=f"Name one of its accounts: {listed(accounts)}.",
    )


def strangers(found: Iterable[Row], held: Held) -> Iterator[Problem]:
    """A problem for each row that is about somebody of whom no agreement knows."""
    known = sides(held).keys() | keepers(held)
    for row in found:
        name = row.posting.of
        if name and held.agreements and name not in known:
            yield Problem(
                code="unknown-party",
                where=row.at,
                message=(
                    f"The row is about {name!r}, a name that no agreement gives. It is counted "
                    "by itself, beside no clause and under no party."
                ),
                remedy="Use a name of the agreement, or add this one to the agreement's names.",
            )


def sides(held: Held) -> dict[str, str]:
    """Every name and spelling of a party, state, force or body, with the side it stands for."""
    named = [one for agreement in held.agreements.values() for one in agreement.named]
    return {
        spelling: one.of or one.name
        for one in named
        if one.kind not in {Kind.PERSON, Kind.PLACE}
        for spelling in (*one.also, one.name)
    }


def voices(claim: Claim, known: frozenset[str]) -> tuple[str, ...]:
    """The books a claim belongs to: those of the parties and bodies that put it forward."""
    sides = dict.fromkeys(actor.side for actor in claim.says if actor not in {NARRATOR, AGREEMENT})
    return tuple(side for side in sides if side in known) or (REPORTS,)


def keepers(held: Held) -> frozenset[str]:
    """Who can have a book: parties, states, forces' sides, bodies, and whoever keeps one."""
    named = (one for agreement in held.agreements.values() for one in agreement.named)
    sides = {
        name for one in named if one.kind not in {Kind.PERSON, Kind.PLACE} for name in _of(one)
    }
    parties = {party for agreement in held.agreements.values() for party in agreement.parties}
    return frozenset(sides | parties | {booked.keeper for booked in held.postings.values()})


def in_book_order(books: Iterable[str], held: Held) -> tuple[str, ...]:
    """Parties in the order of their agreements, then others, reports, all accounts."""
    found = dict.fromkeys(books)
    parties = dict.fromkeys(
        party for agreement in held.agreements.values() for party in agreement.parties
    )
    first = [party for party in parties if party in found]
    last = (REPORTS, ALL_ACCOUNTS)
    others = [book for book in found if book not in parties and book not in last]
    return (*first, *others, *(book for book in last if book in found))


def _of(one: Named) -> Iterator[str]:
    yield one.of if one.kind is Kind.FORCE and one.of else one.name
