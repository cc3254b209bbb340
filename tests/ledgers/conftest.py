"""Rows of books, written short."""

from dataclasses import replace
from itertools import count

import pytest

from truceline.terms.book import Detail, Ledger, Measure, Posting
from truceline.terms.claim import Bound, Quantity
from truceline.terms.entry import Dated, Sure
from truceline.terms.when import When
from truceline.weighing.held import Booked

FIRST_BOOK = 100  # entries before it are documents


def row(keeper, account, when, *, state="", amount="", ledger="access", measure="", **rest):
    """One line of `keeper`'s book. A further keyword is a further column of it."""
    of, by, places = rest.pop("of", ""), rest.pop("by", ""), rest.pop("place", "")
    return (
        ledger,
        keeper,
        Posting(
            row=rest.pop("at", 2),
            account=account,
            measure=Measure(measure or ("state" if state else "stock")),
            when=When(value=when),
            amount=quantity(amount) if amount else None,
            state=state,
            of=of,
            by=by,
            places=tuple(name for name in places.split("; ") if name),
            details=tuple(Detail(field=field, value=value) for field, value in rest.items()),
        ),
    )


def quantity(told):
    """A quantity from such words as: about 200 m2."""
    *bound, value, unit = told.split(" ")
    return Quantity(value=int(value), unit=unit, bound=Bound(" ".join(bound) or "exact"))


def enter(held, *rows):
    """The rows as books on record, one entry for each book."""
    entries: dict[tuple[str, str], int] = {}
    numbers: dict[int, count] = {}
    postings = {}
    for ledger, keeper, posting in rows:
        entry = entries.setdefault((ledger, keeper), FIRST_BOOK + len(entries))
        number = next(numbers.setdefault(entry, count(1)))
        postings[f"{entry}.{number}"] = Booked(
            ledger=Ledger(ledger),
            keeper=keeper,
            document=f"book-{entry}",
            posting=replace(posting, row=number + 1),  # row 1 is the header
        )
    return replace(held, size=FIRST_BOOK + len(entries), postings=postings)


def published(held, days):
    """The documents with the days on which they were published, as their depositors told."""
    return replace(
        held,
        documents={
            name: replace(
                one,
                published=Dated(when=When(value=days[name]), sure=Sure.TOLD, because="told")
                if name in days
                else None,
            )
            for name, one in held.documents.items()
        },
    )


class Books:
    """What tests of ledgers of states are written with."""

    row = staticmethod(row)
    enter = staticmethod(enter)
    published = staticmethod(published)


@pytest.fixture(scope="session")
def books():
    return Books
