"""Books written short: one row a call, kept by whoever the test names."""

import re
from dataclasses import fields, is_dataclass, replace
from enum import Enum

import msgspec
import pytest

from truceline.terms.book import Detail, Ledger, Measure, Posting
from truceline.terms.claim import Bound, Quantity
from truceline.terms.entry import Dated, Sure
from truceline.terms.when import When
from truceline.weighing.held import Booked, Held

FIRST_ENTRY = 1000  # of books; claims have the entries before


def amount(told):
    """A quantity from such words as: about 2000 personnel. None: nobody knows how many."""
    if told is None:
        return None
    bound, value, unit = re.fullmatch(r"(\D*)(\d+) (.+)", told).groups()
    return Quantity(
        value=int(value), unit=unit, bound=Bound(bound.strip()) if bound else Bound.EXACT
    )


def booked(ledger, measure, told, when, **rest):
    """One row. `keeper` keeps the book, `doc` is its file, `place` names places with "; "."""
    place, state = rest.pop("place", ""), rest.pop("state", "")
    keeper, doc = rest.pop("keeper", "Northland"), rest.pop("doc", "")
    posting = Posting(
        row=rest.pop("row", 2),
        account=rest.pop("account", ""),
        measure=Measure(measure),
        when=When(value=when),
        amount=amount(told),
        state=state,
        of=rest.pop("of", ""),
        by=rest.pop("by", ""),
        places=tuple(name for name in place.split("; ") if name),
        details=tuple(Detail(field=name, value=value) for name, value in rest.items()),
    )
    return Booked(
        ledger=Ledger(ledger), keeper=keeper, document=doc or f"book of {keeper}", posting=posting
    )


def on_record(held, *rows):
    """The same with these rows, one entry for each."""
    names = (f"{n}.1" for n in range(FIRST_ENTRY, FIRST_ENTRY + len(rows)))
    return replace(held, postings=dict(zip(names, rows, strict=True)))


def row(keeper, account, when, **rest):
    """One row of a book of states, of access unless told otherwise."""
    ledger, told = rest.pop("ledger", "access"), rest.pop("amount", None)
    measure = rest.pop("measure", "state" if "state" in rest else "stock")
    return booked(ledger, measure, told, when, keeper=keeper, account=account, **rest)


def published(held, days):
    """The same with the days on which documents were published, as their depositors told."""
    return replace(
        held,
        documents={
            name: msgspec.structs.replace(
                one,
                published=Dated(when=When(value=days[name]), sure=Sure.TOLD, because="told")
                if name in days
                else None,
            )
            for name, one in held.documents.items()
        },
    )


def mirrored(value, pairs=(("Northland", "Southland"),)):
    """The same with the names of rivals exchanged wherever they stand, in mappings too."""
    match value:
        case Enum():
            return value
        case str():
            for one, other in pairs:
                value = value.replace(one, "\0").replace(other, one).replace("\0", other)
            return value
        case tuple() | frozenset():
            return type(value)(mirrored(one, pairs) for one in value)
        case _ if hasattr(value, "items"):
            return {mirrored(key, pairs): mirrored(one, pairs) for key, one in value.items()}
        case _ if is_dataclass(value) or isinstance(value, msgspec.Struct):
            names = getattr(value, "__struct_fields__", None) or [one.name for one in fields(value)]
            return type(value)(**{one: mirrored(getattr(value, one), pairs) for one in names})
        case _:
            return value


class Books:
    """What tests of ledgers are written with."""

    amount = staticmethod(amount)
    booked = staticmethod(booked)
    row = staticmethod(row)
    on_record = staticmethod(on_record)
    published = staticmethod(published)
    mirrored = staticmethod(mirrored)
    nothing = Held()


@pytest.fixture(scope="session")
def books():
    return Books
