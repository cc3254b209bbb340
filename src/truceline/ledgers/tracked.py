"""One thing's states in every book, side by side. What the states mean is its ledger's."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from truceline.ledgers.books import in_book_order
from truceline.ledgers.course import Said, Stretch, course, marks, stand
from truceline.ledgers.differing import difference
from truceline.ledgers.ledger import Account, Figure
from truceline.weighing.held import Held

Books = dict[str, tuple[Stretch, ...]]


def courses(said: Iterable[tuple[str, Said]], held: Held, *, as_of: date) -> Books:
    """The course of each book, in the order in which books are shown."""
    lines: dict[str, list[Said]] = defaultdict(list)
    for book, one in said:
        lines[book].append(one)
    return {book: course(lines[book], as_of=as_of) for book in in_book_order(lines, held)}


def tracked(name: str, figures: Sequence[Figure], books: Books, *, as_of: date) -> Account:
    """The account of one thing that has a state."""
    return Account(
        name=name,
        figures=tuple(figures),
        stands=tuple(stand(book, each, as_of=as_of) for book, each in books.items()),
        difference=difference(books, as_of=as_of),
        course=tuple(mark for book, each in books.items() for mark in marks(book, each)),
    )
