"""A border by segments: proposed, agreed, demarcated, disputed, in every book. It draws no line.

Of a book's rows this ledger understands:

- account: the segment. state rows: proposed, agreed, demarcated or disputed. A column `between`
  names the parties that have to agree, with "; " between them; without it, those that undertook
  the delimitation, or else all parties.
- stock rows in m or km: how long the segment is.
- account "session": held, planned, postponed or cancelled; `by` names the commission.

A segment is agreed only where the book of every party concerned says so.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from truceline.ledgers.balancing.account import Made, Material, make
from truceline.ledgers.books import Row, rows
from truceline.ledgers.border.concerned import compared, concerned, demarcated_alone
from truceline.ledgers.border.segments import Segments, commissions
from truceline.ledgers.border.sessions import sessions
from truceline.ledgers.ledger import Account, Page
from truceline.ledgers.mined.area import M, length, restated
from truceline.ledgers.sentences import listed
from truceline.ledgers.tracking.spoken import spoken
from truceline.ledgers.tracking.state_rows import kept_to
from truceline.ledgers.tracking.tracked import Books
from truceline.ledgers.watched import laid_down, watched
from truceline.terms.book import Ledger
from truceline.terms.claim import Act
from truceline.weighing.held import Held


def page(held: Held, *, as_of: date) -> Page:
    """Every segment, how long it is, and the commissions' sessions."""
    posted, found = (
        rows(held, Ledger.BOUNDARY, as_of=as_of),
        Segments(commissions=commissions(held)),
    )
    problems = [problem for row in posted for problem in found.post(row)]
    for one in spoken(held, (Act.DELIMITATION, Act.MEETING), as_of=as_of):
        problems += found.hear(one)
    kept = kept_to(posted, as_of=as_of)
    courses = {
        name: each.courses(held, kept=kept, as_of=as_of) for name, each in found.states.items()
    }
    of = {name: concerned(held, found.between.get(name, ())) for name in courses}
    lengths = [_length(name, each, held=held, as_of=as_of) for name, each in found.lengths.items()]
    return Page(
        ledger=Ledger.BOUNDARY,
        as_of=as_of,
        accounts=(
            *(
                _segment(name, found, courses[name], parties=of[name], as_of=as_of)
                for name in courses
            ),
            *(one.account for one in lengths),
            *(
                sessions(f"sessions of {name or 'a body not named'}", each, held=held, as_of=as_of)
                for name, each in found.sessions.items()
            ),
        ),
        coverage=watched(
            held, laid_down(held, Act.DELIMITATION), as_of=as_of, acts=(Act.DELIMITATION,)
        ),
        problems=(
            *problems,
            *(one for name in courses for one in demarcated_alone(name, courses[name], of[name])),
            *(problem for one in lengths for problem in one.problems),
        ),
    )


def _segment(
    name: str, found: Segments, books: Books, *, parties: Sequence[str], as_of: date
) -> Account:
    return replace(
        found.states[name].account(name, books, as_of=as_of),
        limit=f"agreed only where the books of {listed(parties)} say so" if parties else "",
        compares=compared(books, parties, as_of=as_of),
    )


def _length(name: str, posted: Sequence[Row], *, held: Held, as_of: date) -> Made:
    """In metres; each figure in the unit in which it was posted."""
    lines = (
        restated(row, length(row.posting.amount) if row.posting.amount else None, M)
        for row in posted
    )
    made = make(
        Account(name=f"{name}: length", unit=M), Material(rows=tuple(lines)), held=held, as_of=as_of
    )
    stated = {row.name: row.posting.amount for row in posted}
    figures = tuple(replace(one, stated=stated[one.cites[0]]) for one in made.account.figures)
    return replace(made, account=replace(made.account, figures=figures))
