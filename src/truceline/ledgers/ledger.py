"""What every ledger shows: accounts, the figures of each book, what they come to. Not its rules.

A ledger is a pure function of what is held and of a day. It adds nothing up across books: each
party's book stands beside the others', with the difference. Figures told in reports are a book too,
that of whoever says them.
"""

from dataclasses import dataclass
from datetime import date

from truceline.terms.book import Ledger, Measure
from truceline.terms.claim import Quantity
from truceline.terms.problem import Problem
from truceline.terms.when import When

REPORTS = "reports"  # the book of what documents say in their own voice
ALL_ACCOUNTS = "all accounts"  # what everybody who speaks of an event allows, taken together


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One number or state in one book, exactly as it was stated."""

    book: str  # whose: a party, a body, "reports", "all accounts"
    measure: Measure
    stated: Quantity | None = None  # None: of a state, or nobody knows how many
    state: str = ""
    when: When | None = None
    says: str = ""  # who said so, as people read it
    cites: tuple[str, ...] = ()  # claims and postings, as they are named
    counts: bool = True  # False: planned, required, denied, or a copy: shown and not counted
    note: str = ""  # why it does not count; "rotation"; ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """What one book comes to on the day: a range that its figures leave possible, or a state."""

    book: str
    low: int | None = None  # None: nothing is known
    best: int | None = None  # the latest figure as it was stated, or the one that most give
    high: int | None = None  # None with a `low`: no upper end
    state: str = ""
    since: date | None = None  # of a state: the first day it is said to be so
    balances: bool | None = None  # stock = opening + in - out; None: cannot be told
    because: str = ""
    cites: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One stretch of a book's course in time, for a chart: a range or a state from day to day."""

    book: str
    first: date
    last: date | None  # None: up to the day of the page
    low: int | None = None
    high: int | None = None
    state: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One thing counted or tracked, in one unit, in every book."""

    name: str  # "armoured personnel carriers"; "Old Bridge road"; "killed, civilians, Northland"
    unit: str = ""  # "" for states
    of: str = ""  # the side it is about
    clause: str = ""  # "agreement/clause" it is held against
    limit: str = ""  # "at most 40 personnel", "all for all", as the clause stands on the day
    limits: tuple[Quantity, ...] = ()  # the same as numbers with their bound, for a chart
    figures: tuple[Figure, ...] = ()  # in the record's order
    stands: tuple[Stand, ...] = ()  # parties in the agreement's order, bodies, reports
    difference: str = ""  # between the books, in a sentence; "" where they agree or only one speaks
    compares: str = ""  # against the limit: "within", "above", "cannot tell", each with its reason
    course: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One ledger as of one day."""

    ledger: Ledger
    as_of: date
    accounts: tuple[Account, ...] = ()
    coverage: str = ""  # the denominator: who watched how much of the time, who was kept from it
    problems: tuple[Problem, ...] = ()  # what was left out, why, and what can be done
