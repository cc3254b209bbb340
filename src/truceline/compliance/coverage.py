"""How much was watched, for every place and provision of an agreement. Not what was seen there."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from truceline.compliance.register import signed_by
from truceline.terms.agreement import Agreement
from truceline.terms.names import Kind
from truceline.terms.question import Question
from truceline.weighing.coverage import Asked, Coverage, cover
from truceline.weighing.held import Held
from truceline.weighing.in_force import first_day
from truceline.weighing.stretches import Days, days
from truceline.weighing.watches import Watches, watches


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One place and how much of it was watched; "" is everywhere the agreement applies."""

    place: str
    coverage: Coverage


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One agreement from its first whole day in force to the day of the question."""

    agreement: str
    title: str
    first: date
    last: date
    everywhere: Coverage
    lines: tuple[Line, ...]  # places, as the agreement names them

    @property
    def sentence(self) -> str:
        """What stands beside every count that is not of one place or provision."""
        return self.everywhere.sentence


def sheets(held: Held, *, question: Question) -> tuple[Sheet, ...]:
    """A sheet for each agreement that existed on that day, in the order of signing."""
    known = watches(held)
    return tuple(_sheet(one, known, last=question.as_of) for one in signed_by(held, question.as_of))


def _sheet(agreement: Agreement, known: Watches, *, last: date) -> Sheet:
    """Everywhere means the agreement's own scope, where it has one."""
    first = first_day(agreement)
    asked = days(first, last)
    return Sheet(
        agreement=agreement.id,
        title=agreement.title,
        first=first,
        last=last,
        everywhere=cover(known, Asked(days=asked, places=agreement.scope), agreement=agreement),
        lines=tuple(
            Line(
                place=place,
                coverage=cover(known, Asked(days=asked, places=(place,)), agreement=agreement),
            )
            for place in _places(agreement, known, asked=asked)
        ),
    )


def _places(agreement: Agreement, known: Watches, *, asked: Days) -> Iterator[str]:
    """Those that a provision or the scope speaks of, or where somebody watched or could not."""
    spoken = {place for one in agreement.provisions for place in one.places} | {*agreement.scope}
    entered = {place for one in known.watches if one.days & asked for place in one.places}
    entered |= {
        place
        for one in known.hindrances
        if days(one.first, one.last) & asked
        for place in one.places
    }
    for one in agreement.named:
        if one.kind is Kind.PLACE and one.name in spoken | entered:
            yield one.name
