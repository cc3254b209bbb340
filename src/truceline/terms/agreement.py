"""What the parties signed, clause by clause, as dated data. Not what came of it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from truceline.terms.claim import Act, Quantity
from truceline.terms.names import Named
from truceline.terms.utc import require_utc


class Obligation(StrEnum):
    """What kind of undertaking a provision is; each is weighed by one function."""

    STANDING_PROHIBITION = "standing-prohibition"  # never do it again
    ACHIEVEMENT = "achievement"  # have done it by a day
    CEILING = "ceiling"  # no more than so many
    ESTABLISHMENT = "establishment"  # a body, post or centre shall exist
    EXCHANGE = "exchange"  # all for all
    TERM = "term"  # runs for years, renewed unless notice is given
    STANDING_DUTY = "standing-duty"  # keep open, let return, guarantee


class ByWord(StrEnum):
    """How a rendering ties the deadline to its day."""

    BY = "by"  # the day itself still counts
    BEFORE = "before"  # the day before is the last
    UNTIL = "until"  # read as "by"; the reading is stored as an assumption


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    word: ByWord
    day: date
    assumption: str = ""

    @property
    def last_day(self) -> date:
        """The last day on which the undertaking is still met in time."""
        return self.day - timedelta(days=1) if self.word is ByWord.BEFORE else self.day


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A period that renews itself unless notice is given in time."""

    start: date
    years: int
    notice_months: int
    assumption: str = ""  # from which event the years are counted, if the text is silent

    def __post_init__(self) -> None:
        if self.years < 1 or self.notice_months < 0:
            raise ValueError("a term runs for at least one year and notice is not negative")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendering:
    """One language version or translation of the agreement, with who issued it."""

    id: str
    language: str  # BCP 47
    issuer: str
    status: str  # official, informal, press summary
    source: str  # where it was published


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What one rendering says in one provision, in our own words."""

    rendering: str
    text: str
    deadline: Deadline | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Provision:
    """One undertaking of one clause: who owes what, where, by when."""

    clause: str  # "6.1": the clause's own number, and a part of it where it holds several
    title: str
    obligation: Obligation
    bearers: tuple[str, ...]  # names of the parties that undertake it
    acts: tuple[Act, ...]  # acts that bear on it: that break a prohibition, that fulfil a duty
    adverse: tuple[Act, ...] = ()  # acts that speak against a duty being kept
    actors: tuple[str, ...] = ()  # only acts of these bear on it; empty: of the bearers or anyone
    places: tuple[str, ...] = ()  # only acts there bear on it; empty: anywhere
    wordings: tuple[Wording, ...]
    ceilings: tuple[Quantity, ...] = ()
    term: Term | None = None
    warn_days: int = 7
    replaces: tuple[str, ...] = ()  # "agreement/clause" of earlier provisions it supersedes

    def __post_init__(self) -> None:
        if not self.wordings:
            raise ValueError(f"clause {self.clause} has no wording in any rendering")
        if (self.obligation is Obligation.TERM) != (self.term is not None):
            raise ValueError(
                f"clause {self.clause}: a term obligation has a term, others have none"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """One signed text. Names of people are not in it: they stay in the vault."""

    id: str
    title: str
    signed: date
    in_force: datetime  # UTC instant of entry into force
    zone: str  # IANA name of the zone its own midnights are in
    parties: tuple[str, ...]  # names, in the fixed order in which they are always shown
    named: tuple[Named, ...]  # parties, forces, bodies and places; no persons
    renderings: tuple[Rendering, ...]
    provisions: tuple[Provision, ...]
    source: str = ""

    def __post_init__(self) -> None:
        require_utc(self.in_force)

    def provision(self, clause: str) -> Provision:
        """Raises LookupError where there is no such clause."""
        for provision in self.provisions:
            if provision.clause == clause:
                return provision
        raise LookupError(f"{self.id} has no clause {clause}")
