"""What a report contains, before any format. Names are resolved and quotes are cut out here.

Operations builds it from the centre; html, csv, geojson and json only render it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType

from truceline.compliance.coverage import Sheet
from truceline.compliance.doubtful import NO_DOUBT, Doubtful
from truceline.compliance.finding import Finding
from truceline.ledgers.ledger import Page
from truceline.publishing.seals import NOTHING, Seals
from truceline.publishing.trace import TakenBack
from truceline.terms.agreement import Agreement
from truceline.terms.charter import Contested
from truceline.terms.claim import Claim
from truceline.terms.problem import Problem
from truceline.terms.question import Question
from truceline.terms.sealing import Erasures
from truceline.weighing.contradiction import Contradiction
from truceline.weighing.held import Booked, Document, Judged
from truceline.weighing.incident import Incident


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A claim as people see it: names instead of code names, and the words it rests on."""

    name: str  # "1042.3"
    claim: Claim  # with plain names
    quote: str  # the readable words; "" where the document was withheld
    before: str  # the readable text just before and after the quote
    after: str
    ruling: Judged | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Everything one question brings back, and the head it was folded from."""

    question: Question
    origin: str
    size: int  # entries folded
    root: bytes  # RFC 6962 root over those entries
    version: str  # of Truceline
    agreements: Mapping[str, Agreement]
    documents: Mapping[str, Document]
    titles: Mapping[str, str]  # document -> the name it is shown by (first line or file name)
    claims: Mapping[str, Shown]
    incidents: tuple[Incident, ...]
    contradictions: tuple[Contradiction, ...]
    findings: tuple[Finding, ...]
    recorded: datetime  # when the last entry folded was recorded; the epoch where there is none
    left_out: int  # documents not counted: published later, or nobody can say when
    ledgers: tuple[Page, ...] = ()  # all of them, in the order of `Ledger`
    postings: Mapping[str, Booked] = field(default_factory=lambda: MappingProxyType({}))
    # file of a book -> the name it arrived under, "" where the vault has forgotten it
    books: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    coverage: tuple[Sheet, ...] = ()  # how much was watched: the denominator of every count
    problems: tuple[Problem, ...] = ()  # what the board leaves out, and why
    # of claims and postings that count no more, where claims are here
    taken_back: Mapping[str, TakenBack] = field(default_factory=lambda: MappingProxyType({}))
    # entries by keys that were revoked, recorded since they are doubted
    contested: Mapping[int, Contested] = field(default_factory=lambda: MappingProxyType({}))
    doubtful: Doubtful = NO_DOUBT  # what of the watching rests on those
    # Entries under a claim besides its own, where the claims themselves are not here.
    rests: Mapping[str, tuple[int, ...]] = field(default_factory=lambda: MappingProxyType({}))
    erased: Erasures = field(default_factory=Erasures)  # ever, whatever the question's clocks
    # how far witnesses have cosigned the record by now, whatever the question's clocks
    seals: Seals = NOTHING
