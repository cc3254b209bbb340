"""How far each provision was carried out, year by year, as researchers code it. Proposals only.

PAM's ordinal: 0 not initiated, 1 minimal, 2 intermediate, 3 full, for each provision at the end of
each year (Joshi, Quinn, Regan 2015, doi 10.1177/0022343314567486). A code is a coder's judgement:
here is the range that the board leaves open, and none where it says nothing. Silence is not zero.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from truceline.compliance.finding import Finding, Status
from truceline.compliance.register import board
from truceline.terms.agreement import Agreement, Codes
from truceline.terms.problem import Problem, RefusedError
from truceline.terms.question import Question
from truceline.weighing.held import Held, heard
from truceline.weighing.in_force import local_day
from truceline.weighing.incident import Incident

NONE, MINIMAL, INTERMEDIATE, FULL = range(4)
MOST_YEARS = 100

_LEFT_OPEN: dict[Status, tuple[int, int]] = {
    Status.MET: (FULL, FULL),
    Status.MET_LATE: (FULL, FULL),
    Status.KEPT_SO_FAR: (FULL, FULL),
    Status.PARTLY_MET: (MINIMAL, INTERMEDIATE),
    Status.OVERDUE: (NONE, INTERMEDIATE),  # said not to be done; it may have been begun
    Status.DISPUTED: (NONE, FULL),
    Status.BREACH_ALLEGED: (NONE, FULL),
    Status.BREACH_FOUND: (NONE, INTERMEDIATE),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """One provision at the end of one year. No `least`: what is on record leaves it open."""

    agreement: str
    clause: str
    title: str
    codes: Codes
    year: int  # of the calendar
    nth: int  # year of the agreement, from 1: the one in which it came into force
    as_of: date  # the last day of the year, or the day of the question
    least: int | None
    most: int | None
    status: Status
    because: str
    citations: tuple[str, ...]

    @property
    def score(self) -> int | None:
        """PAM's code, where only one is left."""
        return self.least if self.least == self.most else None


def scores(held: Held, incidents: Sequence[Incident], *, question: Question) -> tuple[Score, ...]:
    """Every provision of every agreement, year by year, in the order of the board.

    `said_by` holds for all years alike: a year is coded from all that was said of it by then.

    Raises:
        RefusedError: of more years than anybody codes; each takes a board of its own.
    """
    known = heard(held, question)
    _require_few(_years(known, question.as_of))
    return tuple(
        score
        for year in _years(known, question.as_of)
        for score in _year(year, known, incidents, question=question)
    )


def _years(held: Held, until: date) -> range:
    first = [local_day(one).year for one in held.agreements.values()]
    return range(min(first), until.year + 1) if first else range(0)


def _require_few(years: range) -> None:
    if len(years) > MOST_YEARS:
        raise RefusedError(
            Problem(
                code="too-many-years",
                where=f"{years.start} to {years.stop - 1}",
                message=f"These are {len(years):,} years; at most {MOST_YEARS} are coded.",
                remedy="Ask of an earlier day with --as-of, or look whether an agreement's entry "
                "into force has the year it should.",
            )
        )


def _year(
    year: int, held: Held, incidents: Sequence[Incident], *, question: Question
) -> Iterator[Score]:
    as_of = min(date(year, 12, 31), question.as_of)
    asked = Question(as_of=as_of, said_by=question.said_by, known_at=question.known_at)
    for finding in board(held, incidents, question=asked):
        agreement = held.agreements[finding.agreement]
        if local_day(agreement) <= as_of:
            yield _score(finding, agreement, as_of=as_of)


def _score(finding: Finding, agreement: Agreement, *, as_of: date) -> Score:
    least, most = _LEFT_OPEN.get(finding.status, (None, None))
    return Score(
        agreement=finding.agreement,
        clause=finding.clause,
        title=finding.title,
        codes=agreement.provision(finding.clause).codes,
        year=as_of.year,
        nth=as_of.year - local_day(agreement).year + 1,
        as_of=as_of,
        least=least,
        most=most,
        status=finding.status,
        because=finding.because,
        citations=finding.citations,
    )
