"""What the parties signed, clause by clause, as dated data. Not what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from graphlib import CycleError, TopologicalSorter

from truceline.terms.book import Detail
from truceline.terms.claim import Act, Quantity
from truceline.terms.names import Named
from truceline.terms.place import Zone
from truceline.terms.utc import require_utc

MOST_SPECIFIC = 3  # PA-X codebook: 1 rhetorical, 2 a general mechanism, 3 detailed


class Obligation(StrEnum):
    """What kind of undertaking a provision is; each is weighed by one function."""

    STANDING_PROHIBITION = "standing-prohibition"  # never do it again
    ACHIEVEMENT = "achievement"  # have done it by a day
    CEILING = "ceiling"  # no more than so many
    FLOOR = "floor"  # no fewer than so many
    ESTABLISHMENT = "establishment"  # a body, post or centre shall exist
    EXCHANGE = "exchange"  # all for all
    TERM = "term"  # runs for years, renewed unless notice is given
    STANDING_DUTY = "standing-duty"  # protect, guarantee, look after
    KEEP_OPEN = "keep-open"  # a route, crossing or link stays open
    PERMIT = "permit"  # let others do it: monitors come and see, people return
    SCHEDULE = "schedule"  # step by step, each by its day
    PROCEDURE = "procedure"  # meet, notify, answer within so many days, again and again


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


class RenderingStatus(StrEnum):
    """Who stands behind a rendering. Where there are official ones, only they decide."""

    OFFICIAL = "official"
    TRANSLATION = "official translation"
    INFORMAL = "informal"  # a translation or copy that no party issued
    PRESS = "press summary"


OFFICIAL = frozenset({RenderingStatus.OFFICIAL.value, RenderingStatus.TRANSLATION.value})


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendering:
    """One language version or translation of the agreement, with who issued it."""

    id: str
    language: str  # BCP 47
    issuer: str
    status: str  # a RenderingStatus; older records may hold another word, which is not official
    source: str  # where it was published


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What one rendering says in one provision, in our own words."""

    rendering: str
    text: str
    deadline: Deadline | None = None
    gives: tuple[Detail, ...] = ()  # "arms: light weapons": what else it gives, field by field


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One part of a schedule. It shows by its places, or by the amount reached by then."""

    name: str
    deadline: Deadline
    places: tuple[str, ...] = ()
    amount: Quantity | None = None  # in all, not since the step before

    def __post_init__(self) -> None:
        if not self.places and self.amount is None:
            raise ValueError(f"step {self.name} gives neither places nor an amount to tell it by")


@dataclass(frozen=True, slots=True, kw_only=True)
class Procedure:
    """What has to follow within so many days, each time."""

    within_days: int
    after: tuple[Act, ...] = ()  # what sets the time running; empty: the last time it was done

    def __post_init__(self) -> None:
        if self.within_days < 1:
            raise ValueError("a procedure gives at least one day")


class Holds(StrEnum):
    """How a provision waits for, or goes with, another of the same agreement."""

    ONLY_IF = "only-if"  # owed only once the other stands so
    NOT_BEFORE = "not-before"  # not to be done before the other is
    ALONGSIDE = "alongside"  # owed while the other is carried out


class State(StrEnum):
    """How another provision has to stand for one that is owed only then."""

    DONE = "done"
    BEGUN = "begun"
    MISSED = "missed"
    KEPT = "kept"
    BROKEN = "broken"  # found by a person


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """What holds one provision to another clause of its agreement."""

    holds: Holds
    clause: str
    state: State = State.DONE  # for only-if


@dataclass(frozen=True, slots=True, kw_only=True)
class Exemption:
    """What the text allows all the same: by whom, where. Empty: anyone, anywhere."""

    acts: tuple[Act, ...]
    actors: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Standard:
    """The evidence that the agreement or its mechanism asks for before a finding."""

    origins: int = 1  # independent accounts, at least
    observed: bool = False  # and one of them by somebody who was watching
    text: str = ""  # who set it, and where

    def __post_init__(self) -> None:
        if self.origins < 1:
            raise ValueError("a standard asks for at least one account")


@dataclass(frozen=True, slots=True, kw_only=True)
class Codes:
    """How researchers code a provision (PAM's provision names, PA-X's categories)."""

    pam: tuple[str, ...] = ()
    pax: tuple[str, ...] = ()
    specificity: int | None = None  # PA-X 0-3; None: nobody has coded it

    def __post_init__(self) -> None:
        if self.specificity is not None and not 0 <= self.specificity <= MOST_SPECIFIC:
            raise ValueError(f"specificity is 0 to {MOST_SPECIFIC}, not {self.specificity}")


NO_CODES = Codes()


@dataclass(frozen=True, slots=True, kw_only=True)
class Provision:
    """One undertaking of one clause: who owes what, where, by when."""

    clause: str  # "6.1": the clause's own number, and a part of it where it holds several
    title: str
    obligation: Obligation
    bearers: tuple[str, ...]  # names of the parties that undertake it
    beneficiaries: tuple[str, ...] = ()  # to whom it is owed; empty: to all other parties
    objects: tuple[str, ...] = ()  # what it is done with or to: "heavy weapons"
    acts: tuple[Act, ...]  # acts that bear on it: that break a prohibition, that fulfil a duty
    adverse: tuple[Act, ...] = ()  # acts that speak against a duty being kept
    actors: tuple[str, ...] = ()  # only acts of these bear on it; empty: of the bearers or anyone
    places: tuple[str, ...] = ()  # only acts there bear on it; empty: anywhere
    wordings: tuple[Wording, ...]
    ceilings: tuple[Quantity, ...] = ()
    floors: tuple[Quantity, ...] = ()
    term: Term | None = None
    steps: tuple[Step, ...] = ()
    procedure: Procedure | None = None
    ties: tuple[Tie, ...] = ()
    warn_days: int = 7
    replaces: tuple[str, ...] = ()  # "agreement/clause" of earlier provisions it supersedes
    exempt: tuple[Exemption, ...] = ()
    standard: Standard | None = None  # None: none is laid down
    verification: str = ""  # how it is to be checked, and by whom
    codes: Codes = NO_CODES

    def __post_init__(self) -> None:
        if not self.wordings:
            raise ValueError(f"clause {self.clause} has no wording in any rendering")
        for kind, is_given in {
            Obligation.TERM: self.term is not None,
            Obligation.SCHEDULE: bool(self.steps),
            Obligation.PROCEDURE: self.procedure is not None,
        }.items():
            if (self.obligation is kind) != is_given:
                raise ValueError(
                    f"clause {self.clause}: a {kind.value} obligation has a {kind.value}, "
                    "others have none"
                )
        if self.obligation is Obligation.FLOOR and not self.floors:
            raise ValueError(f"clause {self.clause}: a floor obligation gives its floors")
        if len({step.name for step in self.steps}) < len(self.steps):
            raise ValueError(f"clause {self.clause}: two of its steps have one name")


class Amends(StrEnum):
    """What an amendment changes in its provision."""

    DEADLINE = "deadline"  # another day, under one rendering or under all
    CEILING = "ceiling"  # another number that is allowed
    FLOOR = "floor"  # another number that is needed
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
    step: str = ""  # of a schedule


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
    floors: tuple[Quantity, ...] = ()
    term: Term | None = None
    first: date | None = None  # of a suspension
    last: date | None = None  # None: until something else is agreed

    def __post_init__(self) -> None:
        given = {
            Amends.DEADLINE: bool(self.deadlines),
            Amends.CEILING: bool(self.ceilings),
            Amends.FLOOR: bool(self.floors),
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
            return any(
                one.step == two.step
                and (one.rendering == two.rendering or "" in {one.rendering, two.rendering})
                for one in self.deadlines
                for two in other.deadlines
            )
        if kinds in ({Amends.CEILING}, {Amends.FLOOR}):
            units, others = (
                {one.unit.casefold() for one in (*each.ceilings, *each.floors)}
                for each in (self, other)
            )
            return bool(units & others)
        return kinds in ({Amends.TERM}, {Amends.SUSPENSION})


@dataclass(frozen=True, slots=True, kw_only=True)
class Signatory:
    """Who signed: for which party, in which post, on which day. The person stays in the vault."""

    party: str
    post: str
    signed: date | None = None  # None: on the day of the agreement


@dataclass(frozen=True, slots=True, kw_only=True)
class Responsible:
    """A party took responsibility for a force or group that signed nothing itself."""

    party: str
    actor: str  # a force or body of the agreement's names
    source: str


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
    signatories: tuple[Signatory, ...] = ()
    guarantors: tuple[str, ...] = ()  # names; they undertake nothing by it
    responsible: tuple[Responsible, ...] = ()  # who answers for whom
    scope: tuple[str, ...] = ()  # places in which it applies; empty: the text sets no bounds
    zones: tuple[Zone, ...] = ()
    succeeds: tuple[str, ...] = ()  # ids of agreements that end when this one enters into force

    def __post_init__(self) -> None:
        require_utc(self.in_force)
        if waiting := circle(self.provisions):
            raise ValueError(f"{self.id}: clauses {', '.join(waiting)} wait for each other")

    def decides(self, rendering: str) -> bool:
        """Whether what it says is held against anyone: only official ones are, if there are any."""
        official = {one.id for one in self.renderings if one.status in OFFICIAL}
        return not official or rendering in official

    def provision(self, clause: str) -> Provision:
        """Raises LookupError where there is no such clause."""
        for provision in self.provisions:
            if provision.clause == clause:
                return provision
        raise LookupError(f"{self.id} has no clause {clause}")


def circle(provisions: Sequence[Provision]) -> tuple[str, ...]:
    """Clauses that wait for each other in a circle, or for one that is not there; () if none."""
    known = {provision.clause for provision in provisions}
    waits = {one.clause: {tie.clause for tie in one.ties} for one in provisions}
    for clause, others in waits.items():
        if missing := others - known:
            return (clause, *sorted(missing))
    try:
        TopologicalSorter(waits).prepare()
    except CycleError as error:
        return tuple(str(clause) for clause in error.args[1])
    return ()


def in_waiting_order(provisions: Sequence[Provision]) -> tuple[Provision, ...]:
    """Each after those it waits for."""
    by_clause = {one.clause: one for one in provisions}
    waits = {one.clause: {tie.clause for tie in one.ties} for one in provisions}
    return tuple(by_clause[clause] for clause in TopologicalSorter(waits).static_order())
