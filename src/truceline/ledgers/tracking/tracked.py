"""One thing's states in every book, side by side. What the states mean is its ledger's."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from truceline.ledgers.balancing.account import in_record_order
from truceline.ledgers.books import Row, in_book_order
from truceline.ledgers.ledger import Account, Figure, Mark
from truceline.ledgers.sentences import listed
from truceline.ledgers.tracking.course import Said, Stretch, course, marks, stand, sure_by
from truceline.ledgers.tracking.differing import difference
from truceline.ledgers.tracking.spoken import Spoken
from truceline.ledgers.tracking.state_rows import said
from truceline.weighing.held import Held

Books = dict[str, tuple[Stretch, ...]]


@dataclass(slots=True, kw_only=True)
class Tracked:
    """What is gathered of one thing. Nothing outside of one page sees it change."""

    figures: list[Figure] = field(default_factory=list)
    rows: list[tuple[Row, str]] = field(default_factory=list)
    told: list[tuple[str, Said]] = field(default_factory=list)
    lasts: bool = False  # of states that go on unless another is said: agreed, handed over

    def post(self, row: Row, state: str, *, note: str = "") -> None:
        """A row of a book, which counts."""
        by = f"by {row.posting.by}" if row.posting.by else ""
        self.figures.append(row.figure(note="; ".join(filter(None, (note, by)))))
        self.rows.append((row, state))

    def show(self, row: Row, *, note: str) -> None:
        """A row of a book, which does not."""
        self.figures.append(row.figure(counts=False, note=note))

    def hear(self, one: Spoken, state: str, *, why_not: str = "") -> None:
        """A claim, in every book it stands in; `why_not` says why it does not count."""
        by = listed(actor.side for actor in one.claim.actors) if one.claim.actors else ""
        note = "; ".join(filter(None, (why_not, f"by {by}" if by else "")))
        for book in one.books:
            self.figures.append(one.figure(book, state=state, counts=not why_not, note=note))
            if not why_not:
                self.told.append((book, one.said(state, by=by)))

    def courses(self, held: Held, *, kept: Mapping[str, date], as_of: date) -> Books:
        """The course of each book, in the order in which books are shown."""
        lines: dict[str, list[Said]] = defaultdict(list)
        for book, one in (*said(self.rows, kept=kept, as_of=as_of), *self.told):
            lines[book].append(replace(one, kept=as_of) if self.lasts else one)
        return {book: course(lines[book], as_of=as_of) for book in in_book_order(lines, held)}

    def event(self, name: str, books: Books, *, as_of: date) -> Account:
        """The account of what happens once: it lasts no longer than it is told of."""
        account = self.account(name, books, as_of=as_of)
        told = (one for one in account.figures if one.counts and one.when and one.state)
        return replace(
            account,
            stands=tuple(replace(one, since=None) for one in account.stands),
            course=tuple(
                Mark(
                    book=one.book,
                    first=one.when.first or sure_by(one.when),
                    last=sure_by(one.when),
                    state=one.state,
                )
                for one in told
                if one.when and sure_by(one.when) <= as_of
            ),
        )

    def account(self, name: str, books: Books, *, as_of: date) -> Account:
        return Account(
            name=name,
            figures=in_record_order(self.figures),
            stands=tuple(stand(book, each, as_of=as_of) for book, each in books.items()),
            difference=difference(books, as_of=as_of),
            course=tuple(mark for book, each in books.items() for mark in marks(book, each)),
        )
