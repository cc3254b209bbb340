"""Rows of books that give states: how long they hold, and what is wrong with them. No course."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from truceline.ledgers.books import Row
from truceline.ledgers.tracking.course import Said, sure_by
from truceline.terms.problem import Problem


def kept_to(known: Iterable[Row], *, as_of: date) -> dict[str, date]:
    """The last day of which each book says anything: up to it the book is kept."""
    found: dict[str, date] = {}
    for row in known:
        last = sure_by(row.posting.when)
        if last <= as_of:
            found[row.booked.keeper] = max(last, found.get(row.booked.keeper, date.min))
    return found


def said(
    of_one_thing: Sequence[tuple[Row, str]], *, kept: Mapping[str, date], as_of: date
) -> list[tuple[str, Said]]:
    """The states that rows give one thing. The last of each book holds while the book is kept."""
    sure = [(row, state) for row, state in of_one_thing if sure_by(row.posting.when) <= as_of]
    last = kept_to((row for row, _ in sure), as_of=as_of)
    return [
        (
            keeper := row.booked.keeper,
            Said(
                state=state,
                when=row.posting.when,
                cite=row.name,
                kept=kept[keeper] if sure_by(row.posting.when) == last[keeper] else None,
                by=row.posting.by,
            ),
        )
        for row, state in sure
    ]


def unknown_state(row: Row, states: Iterable[str]) -> Problem:
    """A word for a state that this ledger does not know."""
    return Problem(
        code="unknown-state",
        where=row.at,
        message=(
            f'"{row.posting.state}" is no state this ledger knows; the row is not counted, and '
            f"{row.posting.account} stands as the other rows have it."
        ),
        remedy=f"Write one of: {', '.join(states)}.",
    )


def not_a_state(row: Row, what: str) -> Problem:
    """A figure where only a state has a meaning, or the other way round."""
    return Problem(
        code="measure-does-not-fit",
        where=row.at,
        message=(
            f"{row.posting.account} is posted as {row.posting.measure.value}; {what}. "
            "The row is not counted."
        ),
        remedy="Correct the row's measure and enter the book again.",
    )
