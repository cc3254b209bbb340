"""What somebody books of what the agreement counts: lists, stocks, flows, states. Not the sums.

Each party and each mechanism keeps its own book. A book is never corrected by another's: where they
differ, the difference is shown.
"""

from dataclasses import dataclass
from enum import StrEnum

from truceline.terms.claim import Quantity
from truceline.terms.when import When


class Ledger(StrEnum):
    """What is counted together."""

    FORCES = "forces"
    DETAINEES = "detainees"  # people held, missing, and remains
    HAZARDS = "hazards"
    RETURNS = "returns"
    ACCESS = "access"
    BOUNDARY = "boundary"
    WEAPONS = "weapons"
    CASUALTIES = "casualties"
    MEETINGS = "meetings"  # and what was promised at them


class Measure(StrEnum):
    """What a figure is: stocks and flows are never added to each other."""

    STOCK = "stock"  # so many are there at the end of that time
    IN = "in"  # so many came in that time
    OUT = "out"  # so many left in that time
    STATE = "state"  # so it is, from that time on


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """One further field of a posting or a wording, as its source names it."""

    field: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """One line of a book."""

    row: int  # of the file it stands in: names of people are only there, in the vault
    account: str  # what is counted or tracked: a category, an area, a route, a segment, a promise
    measure: Measure
    when: When
    amount: Quantity | None = None  # None: of a state, or nobody knows how many
    state: str = ""  # of a state: open, cleared, agreed, ...
    of: str = ""  # the party or body it is about
    by: str = ""  # who did it, where that is another
    places: tuple[str, ...] = ()
    details: tuple[Detail, ...] = ()

    def __post_init__(self) -> None:
        if (self.measure is Measure.STATE) != bool(self.state):
            raise ValueError(f"row {self.row}: a state has its word, a figure has none")


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """Somebody's book, or a further part of it, was entered. Its file is in the vault."""

    ledger: Ledger
    keeper: str  # whose book: a party or body
    document: str  # SHA-256 of the file
    part: int
    parts: int
    postings: tuple[Posting, ...]
