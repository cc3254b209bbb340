"""One row of one book, as a ledger chose it. Not whether it is right, and no sum of rows."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from truceline.terms.book import Measure
from truceline.terms.claim import Quantity
from truceline.terms.when import When
from truceline.weighing.amount import Range, possible

UNKNOWN = Range(least=0, most=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A stock or a flow. A ledger that counts by place puts the place into the account."""

    name: str  # "1042.3": the posting or claim that is cited
    book: str
    account: str
    unit: str  # weighing.amount.unit of it
    measure: Measure
    when: When
    stated: Quantity | None  # None: nobody knows how many
    where: tuple[str, ...] = ()  # of flows: a total without places holds the figures of places
    apart: tuple[str, ...] = ()  # what else tells it from a row that is otherwise the same
    at: str = ""  # where it stands: "Northland's book of forces, row 7"
    file: str = ""  # a row that a later file carries on is no mistake

    def __post_init__(self) -> None:
        if self.measure is Measure.STATE:
            raise ValueError(f"{self.name}: a state is not an amount")

    @property
    def amount(self) -> Range:
        return UNKNOWN if self.stated is None else possible(self.stated)

    @property
    def first(self) -> date:
        return days(self.when)[0]

    @property
    def last(self) -> date:
        return days(self.when)[1]

    @property
    def stands(self) -> date:
        """The day at whose end a stock is stated; of "since May", the day it began."""
        return self.first if self.last == date.max else self.last

    @property
    def found(self) -> str:
        """Where people find it."""
        return self.at or f"posting {self.name}"


@lru_cache(maxsize=65_536)
def days(when: When) -> tuple[date, date]:
    """The first and the last day it can be; the ends of time where it leaves them open."""
    return when.first or date.min, when.last or date.max
