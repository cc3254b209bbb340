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


class Amends(StrEnum):
    """What an amendment changes in its provision."""

    DEADLINE = "deadline"  # another day, under one rendering or under all
    CEILING = "ceiling"  # another number that is allowed
    TERM = "term"  # another term: an extension, or a shorter one
    SUSPENSION = "suspension"  # nothing is owed for a time
    WITHDRAWN = "withdrawn"  # nothing is owed any more
    NOTICE = "notice"  # a party declared that the term ends
    INTERPRETATION = "interpretation"  # how the parties read it; changes no value


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """The deadline that an amendment puts in the place of another."""

    deadline: Deadline
    rendering: str = ""  # of the provision amended; "": under all of them


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment:
    """What was agreed later about one provision. The older text still answers for older days."""

    id: str
    provision: str  # "agreement/clause"
    agreed: date
    parties: tuple[str, ...]  # who agreed it, or gave notice
    amends: Amends
    text: str  # in our own words
    source: str
    rendering: str  # which rendering of its own file tells it so
    deadlines: tuple[Moved, ...] = ()
    ceilings: tuple[Quantity, ...] = ()
    term: Term | None = None
    first: date | None = None  # of a suspension
    last: date | None = None  # None: until something else is agreed

    def __post_init__(self) -> None:
        given = {
            Amends.DEADLINE: bool(self.deadlines),
            Amends.CEILING: bool(self.ceilings),
            Amends.TERM: self.term is not None,
            Amends.SUSPENSION: self.first is not None,
        }
        for kind, is_given in given.items():
            if is_given != (self.amends is kind):
                raise ValueError(
                    f"amendment {self.id} of the {self.amends.value}: "
                    f"{'it gives' if is_given else 'it lacks'} a new {kind.value}"
                )
        if self.last is not None and (self.first is None or self.last < self.first):
            raise ValueError(f"amendment {self.id}: its suspension ends before it begins")

    def contradicts(self, other: "Amendment") -> bool:
        """Whether two amendments agreed on one day cannot both have been meant."""
        if (self.provision, self.agreed) != (other.provision, other.agreed):
            return False
        kinds = {self.amends, other.amends}
        if Amends.WITHDRAWN in kinds:
            return kinds != {Amends.WITHDRAWN, Amends.INTERPRETATION}
        if kinds == {Amends.DEADLINE}:
            mine, theirs = ({one.rendering for one in each.deadlines} for each in (self, other))
            return bool(mine & theirs) or "" in mine | theirs
        if kinds == {Amends.CEILING}:
            units, others = (
                {one.unit.casefold() for one in each.ceilings} for each in (self, other)
            )
            return bool(units & others)
        return kinds in ({Amends.TERM}, {Amends.SUSPENSION})


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
    amendments: tuple[Amendment, ...] = ()  # of its own provisions, or of earlier agreements'
    source: str = ""

    def __post_init__(self) -> None:
        require_utc(self.in_force)

    def provision(self, clause: str) -> Provision:
        """Raises LookupError where there is no such clause."""
        for provision in self.provisions:
            if provision.clause == clause:
                return provision
        raise LookupError(f"{self.id} has no clause {clause}")
