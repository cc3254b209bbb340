"""Where one provision stands on one day, for whom, and why."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from truceline.terms.agreement import Amendment
from truceline.terms.issued import Issued


class Status(StrEnum):
    """The status words of decision D16."""

    NOT_YET_DUE = "not yet due"
    DUE_SOON = "due soon"
    MET = "met"
    MET_LATE = "met late"
    PARTLY_MET = "partly met"
    OVERDUE = "overdue"
    KEPT_SO_FAR = "kept so far"
    BREACH_ALLEGED = "breach alleged"
    BREACH_FOUND = "breach found"  # only after a person's ruling
    DISPUTED = "disputed"
    SUPERSEDED = "superseded"
    NOT_MONITORED = "not monitored"
    CANNOT_TELL = "cannot tell"


NOTICE_CLOSES = "notice window closes"
TERM_ENDS = "term ends"


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """The last day under one rendering, and how that rendering puts it."""

    rendering: str
    date: date
    part: str = ""  # which step of a schedule, "" where there is one day for the whole
    says: str = ""  # "before 15 November 2020"; "notice window closes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """What one party, or the mechanism, says of this provision."""

    party: str
    says: str
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Differs:
    """A source that puts the provision otherwise than its text."""

    claim: str
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a person with the mandate found of this provision over one period."""

    issued: Issued
    by: str  # the key it was issued with: a post or an office
    entry: int
    replaced_by: int | None = None  # the entry of a later finding on the same claims


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One provision on one day. `because` is a sentence; every claim it leans on is cited."""

    agreement: str
    clause: str
    title: str
    status: Status
    because: str
    would_change: str  # what would change it
    due: tuple[Due, ...]
    positions: tuple[Position, ...]
    citations: tuple[str, ...]
    differs: tuple[Differs, ...] = ()
    renderings_disagree: str = ""  # a sentence where the deadlines of renderings differ
    amended_by: tuple[Amendment, ...] = ()  # what was agreed later, by the day of the question
    watched: str = ""  # the denominator: days watched of days asked, who was kept from it
    entries: tuple[int, ...] = ()  # cited beside the claims: patrols that were turned away
    found: tuple[Found, ...] = ()  # what people issued of it by that day, the latest last
