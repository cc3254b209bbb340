"""When a body met, as a dated list, and how often at the least. Not what it came to."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from truceline.ledgers.balancing.account import in_record_order
from truceline.ledgers.books import Row, in_book_order
from truceline.ledgers.ledger import Account, Figure, Mark, Stand
from truceline.ledgers.sentences import in_order
from truceline.ledgers.tracking.course import sure_by
from truceline.ledgers.tracking.spoken import Spoken
from truceline.terms.printed import span
from truceline.terms.when import When
from truceline.weighing.held import Held

HELD = "held"
STATES = (HELD, "planned", "postponed", "cancelled")
_MOST_DAYS = 12  # the latest that a sentence names


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One telling of one session in one book."""

    book: str
    when: When
    figure: Figure


def posted(row: Row) -> Session:
    state = row.posting.state.strip().casefold()
    note = f"at {', '.join(row.posting.places)}" if row.posting.places else ""
    return Session(
        book=row.booked.keeper,
        when=row.posting.when,
        figure=row.figure(counts=state == HELD, note=note),
    )


def heard(one: Spoken) -> Iterable[Session]:
    """In every book it stands in. A denial, a plan and a session without a date do not count."""
    if one.claim.when is None:
        return
    why_not = one.note or ("denied" if one.claim.denies else "")
    state = HELD if one.claim.could_have_happened else one.claim.modality.value
    place = f"at {', '.join(one.claim.places)}" if one.claim.places else ""
    note = "; ".join(filter(None, (why_not, place)))
    for book in one.books:
        yield Session(
            book=book,
            when=one.claim.when,
            figure=one.figure(book, state=state, counts=not why_not, note=note),
        )


def sessions(name: str, told: Sequence[Session], *, held: Held, as_of: date) -> Account:
    """All of them; those that are over by the day count."""
    over = [one for one in told if one.figure.counts and sure_by(one.when) <= as_of]
    books = in_book_order((one.book for one in told), held)
    return Account(
        name=name,
        unit="sessions",
        figures=in_record_order(one.figure for one in told),
        stands=tuple(_stand(book, [one for one in over if one.book == book]) for book in books),
        course=tuple(
            Mark(
                book=one.book,
                first=one.when.first or sure_by(one.when),
                last=sure_by(one.when),
                state=HELD,
            )
            for one in sorted(over, key=lambda one: (books.index(one.book), one.when))
        ),
    )


def _stand(book: str, over: Sequence[Session]) -> Stand:
    """Sessions of one day are one; a month in which another is dated may be that other."""
    apart: list[When] = []
    for when in sorted({one.when for one in over}, key=lambda when: (sure_by(when), when)):
        if not apart or (when.first or date.min) > sure_by(apart[-1]):
            apart.append(when)
    if not apart:
        return Stand(book=book, because="none is said to have been held")
    days = ", ".join(span(when) for when in apart[-_MOST_DAYS:])
    more = f"{len(apart) - _MOST_DAYS} before, " if len(apart) > _MOST_DAYS else ""
    return Stand(
        book=book,
        low=len(apart),
        because=f"at least {len(apart)} held: {more}{days}",
        cites=in_order(cite for one in over for cite in one.figure.cites),
    )
