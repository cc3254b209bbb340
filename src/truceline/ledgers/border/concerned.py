"""Who has to agree on a segment, and whether they do. Only both books make it agreed."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from truceline.ledgers.sentences import listed
from truceline.ledgers.tracking.course import sentence
from truceline.ledgers.tracking.tracked import Books
from truceline.terms.claim import Act
from truceline.terms.problem import Problem
from truceline.weighing.held import Held

AGREED = frozenset({"agreed", "demarcated"})


def concerned(held: Held, between: Iterable[str]) -> tuple[str, ...]:
    """Whom a book names; else the parties that undertook the delimitation; else all parties."""
    parties = tuple(dict.fromkeys(one for each in held.agreements.values() for one in each.parties))
    named = tuple(dict.fromkeys(between))
    bearers = {
        bearer
        for each in held.agreements.values()
        for provision in each.provisions
        if Act.DELIMITATION in provision.acts
        for bearer in provision.bearers
    }
    among = set(named) or bearers & set(parties) or set(parties)
    known = tuple(one for one in parties if one in among)
    return (*known, *(one for one in named if one not in known))


def compared(books: Books, parties: Sequence[str], *, as_of: date) -> str:
    """Agreed by all of them, by some, or by none."""
    now = {one: books[one][-1] for one in parties if books.get(one)}
    agree = [one for one in parties if one in now and now[one].state in AGREED]
    if parties and len(agree) == len(parties):
        return f"agreed: the books of {listed(parties)} say so"
    if not agree:
        return "not agreed: no party's book says so"
    others = (
        f"{one}: {sentence(now[one], as_of=as_of)}" if one in now else f"{one} says nothing of it"
        for one in parties
        if one not in agree
    )
    return f"not agreed by all: {listed(agree)} says so; {'; '.join(others)}"


def demarcated_alone(name: str, books: Books, parties: Sequence[str]) -> Iterator[Problem]:
    """A segment that a book has demarcated although a party never agreed to it."""
    marked = {
        book: one for book, course in books.items() for one in course if one.state == "demarcated"
    }
    silent = [
        party for party in parties if not any(one.state in AGREED for one in books.get(party, ()))
    ]
    if marked and silent:
        yield Problem(
            code="demarcated-not-agreed",
            where=f"{name}: {', '.join(cite for one in marked.values() for cite in one.cites)}",
            message=(
                f"It is demarcated in the book of {listed(marked)}, and nothing of "
                f"{listed(silent)} says that it was ever agreed. It is shown as each book has it."
            ),
            remedy="Enter the day on which it was agreed, or correct the state.",
        )
