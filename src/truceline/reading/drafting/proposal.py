"""What is proposed for one undertaking, and the words of each field. Nothing of it is settled."""

from dataclasses import dataclass
from enum import StrEnum

from truceline.terms.agreement import Holds, Obligation
from truceline.terms.claim import Act, Quantity
from truceline.terms.problem import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """One party, the other names the text gives it, and where it is introduced."""

    name: str
    also: tuple[str, ...] = ()
    start: int
    end: int

    @property
    def spellings(self) -> tuple[str, ...]:
        return (self.name, *self.also)


class Field(StrEnum):
    """The fields of a clause that are proposed, by their names in the file."""

    OBLIGATION = "obligation"
    BEARERS = "bearers"
    BENEFICIARIES = "beneficiaries"
    ACTS = "acts"
    PLACES = "places"
    CEILINGS = "ceilings"
    FLOORS = "floors"
    DEADLINE = "deadline"
    STEPS = "steps"
    TERM = "term"
    PROCEDURE = "procedure"
    TIES = "ties"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rest:
    """The characters of the pasted text that one field rests on."""

    field: Field
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NotTold:
    """A field that the kind of undertaking needs and the text does not give."""

    field: Field
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A deadline as the file writes it: {within: 30 days, of: signing}. No day is worked out."""

    way: str  # by, before, until, within, end_of
    value: str
    of: str = ""  # signing, in-force; "" where it is a day of the calendar


@dataclass(frozen=True, slots=True, kw_only=True)
class DueStep:
    """One step of a schedule."""

    name: str
    due: Due
    places: tuple[str, ...] = ()
    amount: Quantity | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Waits:
    """A tie to another number of the same text."""

    holds: Holds
    clause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """One undertaking, proposed."""

    clause: str
    title: str
    obligation: Obligation
    start: int  # the stretch of the text it is drawn from
    end: int
    bearers: tuple[str, ...] = ()
    beneficiaries: tuple[str, ...] = ()
    acts: tuple[Act, ...] = ()
    places: tuple[str, ...] = ()
    ceilings: tuple[Quantity, ...] = ()
    floors: tuple[Quantity, ...] = ()
    due: Due | None = None
    steps: tuple[DueStep, ...] = ()
    years: int = 0  # of a term; 0: none told
    notice_months: int | None = None
    within_days: int = 0  # of a procedure; 0: none told
    ties: tuple[Waits, ...] = ()
    rests: tuple[Rest, ...] = ()
    not_told: tuple[NotTold, ...] = ()


class Why(StrEnum):
    """Why words that bind made no provision."""

    NOT_UNDERSTOOD = "not-understood"
    OF_THE_TEXT = "of-the-text-itself"
    NO_UNDERTAKING = "no-undertaking"  # a clause of the text in which nothing was found
    BEFORE_THE_CLAUSES = "before-the-clauses"


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """Words that bind, or look so, and made no provision."""

    why: Why
    label: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafted:
    """All that a text proposes. `text` is what every place points into."""

    text: str
    title: str
    signed: str = ""  # as the file writes it; "" where the text does not tell
    signed_at: tuple[int, int] = (0, 0)
    parties: tuple[Party, ...] = ()
    places: tuple[str, ...] = ()  # every place of the proposals, once
    proposals: tuple[Proposal, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    problems: tuple[Problem, ...] = ()
