"""Everything that can enter the record."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

import msgspec

from truceline.terms.agreement import Agreement
from truceline.terms.book import Posted
from truceline.terms.charter import Chartered, KeyAdded, KeyRevoked, Opened
from truceline.terms.claim import Act, Claim
from truceline.terms.issued import Issued
from truceline.terms.problem import Problem
from truceline.terms.sealing import Erased, OpenedTo, Sealed
from truceline.terms.utc import require_utc
from truceline.terms.when import When

_DAY_H = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """An agreement was signed in. Its file, with the names of people, is in the vault."""

    agreement: Agreement
    document: str  # SHA-256 of the file


class Sure(StrEnum):
    """How sure a date of publication is."""

    TOLD = "told"  # whoever deposited it said so
    TEXT = "text"  # follows from the text's own evidence
    GUESSED = "guessed"  # only the page says so and nothing contradicts it


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """When a document was published, where that was found and how sure it is."""

    when: When
    sure: Sure
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Deposited:
    """A document arrived. Its bytes and its file name are in the vault, under this hash.

    Taken out of another one, a mail or an archive, it says of which and where it stands there.
    """

    document: str  # SHA-256, hex
    media_type: str
    size: int
    source: str = ""  # the publisher's name or a code name; "" where nobody said
    published: When | None = None  # only what the depositor said
    within: str = ""  # SHA-256 of the document it was taken out of; "" where it came by itself
    part: str = ""  # where it stands there: "record 17"

    def __post_init__(self) -> None:
        if bool(self.within) != bool(self.part):
            raise ValueError("what is part of a document says of which, and where in it")
        if self.within and self.within == self.document:
            raise ValueError(f"document {self.document} cannot be a part of itself")


class NoiseKind(StrEnum):
    CHROME = "chrome"  # menus, banners, share buttons
    ADVERT = "advert"  # advertising marks
    TEASER = "teaser"  # other stories
    REPEAT = "repeat"  # the same block again


@dataclass(frozen=True, slots=True, kw_only=True)
class Noise:
    """Characters of a document that are not its report. Flagged, never removed."""

    start: int
    end: int
    kind: NoiseKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A reader found these claims in a deposited document.

    A long document fills several of these: `part` of `parts`, counted from 1. Its dating stands
    in the first.
    """

    document: str
    reader: str  # name and version
    part: int
    parts: int
    claims: tuple[Claim, ...]
    published: Dated | None = None
    noise: tuple[Noise, ...] = ()
    copy_of: tuple[str, ...] = ()  # documents already on record that this one repeats
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Retracted:
    """The source took a claim or posting back."""

    claim: str
    reason: str


class Ruling(StrEnum):
    VERIFIED = "verified"
    UNFOUNDED = "unfounded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruled:
    """A person ruled on claims. Rulings cite claims, never incidents."""

    claims: tuple[str, ...]
    ruling: Ruling
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Patrolled:
    """Somebody was watching: where, for which acts, from the first to the last day."""

    places: tuple[str, ...]  # empty: everywhere the agreement applies
    acts: tuple[Act, ...]
    first: date
    last: date
    post: str = ""  # name of the post, patrol or team site; never where exactly it stood
    hours: int | None = None  # watched in all on these days; None: nobody counted them

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"a watch that began on {self.first} ended on {self.last}")
        if self.hours is not None and not 0 <= self.hours <= _DAY_H * (self._days + 1):
            raise ValueError(f"{self.hours} hours do not fit {self._days + 1} days")

    @property
    def _days(self) -> int:
        return (self.last - self.first).days


class Hindrance(StrEnum):
    """How somebody who should have watched was kept from it."""

    DENIED = "denied"
    DELAYED = "delayed"
    CONDITIONAL = "conditional"  # only with an escort, only so far, only after notice
    IMPEDED = "impeded"  # by mines, weather, jamming


@dataclass(frozen=True, slots=True, kw_only=True)
class Hindered:
    """Somebody was kept from watching: where, on which days, by whom."""

    places: tuple[str, ...]  # empty: everywhere the agreement applies
    how: Hindrance
    first: date
    last: date
    by: str = ""  # party, force or body; "" where nobody can say, or where it was nobody's doing
    post: str = ""  # which post or patrol
    hours: int | None = None  # how long a delay was
    because: str = ""  # the reason that was given

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"a hindrance that began on {self.first} ended on {self.last}")


Fact = (
    Opened
    | Chartered
    | KeyAdded
    | KeyRevoked
    | Signed
    | Deposited
    | Read
    | Retracted
    | Ruled
    | Patrolled
    | Hindered
    | Posted
    | Issued
    | Sealed
    | OpenedTo
    | Erased
)


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """A fact and who said it: all that a fold asks of an entry.

    A Struct: of these one is made for every entry whenever a record is folded.
    """

    by: str  # key name: a post or an office, never a person
    fact: Fact


class Entry(Told, frozen=True, kw_only=True):
    """A fact, who said it, and the time at which the record took it in."""

    at: datetime

    def __post_init__(self) -> None:
        require_utc(self.at)
