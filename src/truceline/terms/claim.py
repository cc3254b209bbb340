"""What one document says happened. A claim is not yet an incident."""

from dataclasses import dataclass
from enum import StrEnum

from truceline.terms.when import When


class Act(StrEnum):
    """What is done. Each maps to PLOVER events and CAMEO roots in reading/lexicon."""

    ACCESS = "access"
    ACCUSATION = "accusation"
    AGREEMENT = "agreement"
    AID = "aid"
    CASUALTIES = "casualties"
    CEASEFIRE = "ceasefire"
    CONTROL = "control"
    DELIMITATION = "delimitation"
    DEMAND = "demand"
    DEMINING = "demining"
    DEPLOYMENT = "deployment"
    DETAINEE_EXCHANGE = "detainee-exchange"
    DISPLACEMENT = "displacement"
    HOSTILITIES = "hostilities"
    MANDATE = "mandate"
    MEETING = "meeting"
    MONITORING = "monitoring"
    PROTEST = "protest"
    REJECTION = "rejection"
    RETURN = "return"
    SUPPORT = "support"
    TRANSFER = "transfer"
    WARNING = "warning"
    WITHDRAWAL = "withdrawal"


class Modality(StrEnum):
    """How the source puts it forward. Only the first two can make an incident."""

    HAPPENED = "happened"
    ONGOING = "ongoing"
    PLANNED = "planned"
    REQUIRED = "required"
    DEMANDED = "demanded"
    PREDICTED = "predicted"  # also: conditional


class Bound(StrEnum):
    EXACT = "exact"
    ABOUT = "about"
    AT_LEAST = "at least"
    MORE_THAN = "more than"
    AT_MOST = "at most"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A counted number with the bound its source put on it. Whole numbers only."""

    value: int
    unit: str
    bound: Bound = Bound.EXACT

    def __post_init__(self) -> None:
        if self.value < 0:
            raise ValueError(f"{self.value} {self.unit}: a count is never negative")


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """The exact characters of the document a claim rests on: code points of its decoded text."""

    document: str  # SHA-256 of the document's bytes, hex
    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"a quote from {self.start} to {self.end} holds no characters")


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who acts or speaks: a state, body, force or person, and whom they act for.

    In the record a person's `name` is a code name from the vault ("person:7f3a…"), because what
    cannot be erased must not name a person. Outside the record it is the plain name.
    """

    name: str
    of: str = ""  # the state or party they belong to, "" where the text does not tell

    @property
    def side(self) -> str:
        """The party whose voice this is, or the name itself where it stands for no one else."""
        return self.of or self.name

    @property
    def described(self) -> bool:
        """Whether a text has only words for them and no name: "armed men". They may be anybody."""
        return self.name[:1].islower() and not self.of and ":" not in self.name


NARRATOR = Actor(name="narrator")  # the document's own voice
AGREEMENT = Actor(name="agreement")  # what a source says the agreement lays down


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One act, put forward by someone, resting on one quote."""

    quote: Quote
    act: Act
    says: tuple[Actor, ...]  # who puts it forward; never empty
    via: str = ""  # who passed it on, if named (an agency)
    actors: tuple[Actor, ...] = ()
    targets: tuple[Actor, ...] = ()
    places: tuple[str, ...] = ()
    when: When | None = None
    modality: Modality = Modality.HAPPENED
    denies: bool = False
    quantities: tuple[Quantity, ...] = ()
    rule: str  # which rule and trigger proposed it: "deployment:entered"

    def __post_init__(self) -> None:
        if not self.says:
            raise ValueError("a claim is always somebody's: use NARRATOR for the document's voice")

    @property
    def could_have_happened(self) -> bool:
        """Whether this tells of something that took or takes place, rather than a plan or wish."""
        return self.modality is Modality.HAPPENED or self.modality is Modality.ONGOING
