"""One account of a page: the rows of every book and the numbers told, set side by side.

A book that is kept comes to what its rows come to; what its keeper says elsewhere is shown beside
it and changes no sum. Whoever keeps no book is taken at their word.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from truceline.ledgers.balancing.balance import Balance, balance
from truceline.ledgers.balancing.difference import difference
from truceline.ledgers.balancing.told import Told, figures, marks, stand, standing
from truceline.ledgers.books import Row, in_book_order
from truceline.ledgers.ledger import Account, Figure, Mark, Stand
from truceline.ledgers.sentences import listed
from truceline.terms.book import Measure
from truceline.terms.problem import Problem
from truceline.weighing.amount import told
from truceline.weighing.held import Held, order


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """What one account is made of."""

    rows: tuple[Row, ...] = ()
    told: tuple[Told, ...] = ()
    measure: Measure = Measure.STOCK  # of what is told
    aside: tuple[Figure, ...] = ()  # shown, and in no sum
    note: Callable[[Row], str] = lambda _row: ""
    where: bool = False  # whether a row without places may be the total of rows with places


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """An account, and what became of its books."""

    account: Account
    balances: tuple[Balance, ...]
    latest: tuple[Told, ...]  # told by those who keep no book, and by reports
    problems: tuple[Problem, ...]


def make(account: Account, material: Material, *, held: Held, as_of: date) -> Made:
    """Fill an account that has its name, unit and limit."""
    balances = balance(
        (
            row.line(account.name, where=row.posting.places if material.where else ())
            for row in material.rows
        ),
        as_of=as_of,
    )
    kept = {one.book: one for one in balances}
    said = standing(material.told)
    spoken = {book: latest for book, latest in said.items() if book not in kept}
    left_out = {name for one in balances for name in one.left_out}
    order_of_books = in_book_order((*kept, *spoken), held)
    stands = [
        _kept(kept[book], said.get(book, ())) if book in kept else stand(book, spoken[book])
        for book in order_of_books
    ]
    return Made(
        account=replace(
            account,
            figures=in_record_order(
                (
                    *(_figure(row, left_out, material.note) for row in material.rows),
                    *figures(material.told, material.measure),
                    *material.aside,
                )
            ),
            stands=tuple(stands),
            difference=difference(stands, account.unit),
            course=tuple(_course(order_of_books, kept, material.told, as_of=as_of)),
        ),
        balances=balances,
        latest=tuple(one for latest in spoken.values() for one in latest),
        problems=tuple(problem for one in balances for problem in one.problems),
    )


def in_record_order(found: Iterable[Figure]) -> tuple[Figure, ...]:
    return tuple(sorted(found, key=lambda figure: [order(name) for name in figure.cites]))


def by_place(rows: Iterable[Row]) -> dict[tuple[str, ...], list[Row]]:
    """Rows of the whole first, then those of each place by itself."""
    found: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: bool(row.posting.places)):
        found[row.posting.places].append(row)
    return found


def _figure(row: Row, left_out: set[str], note: Callable[[Row], str]) -> Figure:
    if row.name in left_out:
        return row.figure(counts=False, note="left out of the sum")
    return row.figure(note=note(row))


def _kept(balanced: Balance, said: Sequence[Told]) -> Stand:
    """A kept book, and what its keeper says elsewhere that the book leaves no room for."""
    found = balanced.stand
    reached = balanced.expected
    other = [one for one in said if reached is not None and not one.range.meets(reached)]
    if not other:
        return found
    words = listed(f"{told(one.stated)} (claim {one.name})" for one in other)
    return replace(found, because=f"{found.because} Its keeper says otherwise elsewhere: {words}.")


def _course(
    books: Sequence[str], kept: dict[str, Balance], spoken: Sequence[Told], *, as_of: date
) -> Iterator[Mark]:
    for book in books:
        yield from kept[book].course if book in kept else marks(book, spoken, as_of=as_of)
