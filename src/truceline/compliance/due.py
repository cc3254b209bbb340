"""Everything that falls due, day by day, off the board. It finds nothing the board did not find."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from truceline.compliance.finding import NOTICE_CLOSES, TERM_ENDS, Due, Finding, Status
from truceline.compliance.register import board
from truceline.terms.agreement import Agreement
from truceline.terms.question import Question
from truceline.weighing.held import Held, heard
from truceline.weighing.incident import incidents

_DONE = frozenset({Status.MET, Status.MET_LATE})
_OF_A_TERM = frozenset({NOTICE_CLOSES, TERM_ENDS})


@dataclass(frozen=True, slots=True, kw_only=True)
class DueItem:
    """One day on which something falls due, under the renderings that say so."""

    agreement: str
    clause: str
    title: str
    renderings: tuple[str, ...]
    date: date
    part: str  # which step of a schedule
    says: str  # "by 15 November 2020"; "notice window closes"
    days_left: int  # from the day of the question; negative once it has passed
    status: Status
    because: str
    warn_days: int  # how many days, the last included, it is called due soon
    revision: int  # how often the provision had been amended by then


def due(
    held: Held, *, question: Question, within_days: int | None = None, passed: bool = False
) -> tuple[DueItem, ...]:
    """What falls due from the day of the question on, the nearest first.

    `within_days`: only what falls due in so many days. `passed`: also last days that have passed
    with the matter still open.
    """
    known = heard(held, question)
    findings = board(known, incidents(known), question=question)
    return falling_due(
        findings,
        known.agreements,
        on=question.as_of,
        within_days=within_days,
        passed=passed,
    )


def falling_due(
    findings: Sequence[Finding],
    agreements: Mapping[str, Agreement],
    *,
    on: date,
    within_days: int | None = None,
    passed: bool = False,
) -> tuple[DueItem, ...]:
    """The same, off a board that has been drawn up already."""
    found = (item for finding in findings for item in _items(finding, agreements, on=on))
    most = (date.max - on).days if within_days is None else within_days
    return tuple(
        sorted(
            (one for one in found if (passed or one.days_left >= 0) and one.days_left <= most),
            key=lambda one: (one.date, one.agreement, _order(one, agreements), one.part, one.says),
        )
    )


def warns_from(item: DueItem) -> date:
    """The first day on which it is called due soon."""
    return item.date - timedelta(days=max(item.warn_days - 1, 0))


def _items(finding: Finding, agreements: Mapping[str, Agreement], *, on: date) -> Iterator[DueItem]:
    """Renderings that say the same of the same day make one item."""
    agreement = agreements.get(finding.agreement)
    still = [one for one in finding.due if _is_open(finding, one, on=on)]
    for day, part, says in dict.fromkeys((one.date, one.part, one.says) for one in still):
        yield DueItem(
            agreement=finding.agreement,
            clause=finding.clause,
            title=finding.title,
            renderings=tuple(
                one.rendering
                for one in still
                if (one.date, one.part, one.says) == (day, part, says)
            ),
            date=day,
            part=part,
            says=says,
            days_left=(day - on).days,
            status=finding.status,
            because=finding.because,
            warn_days=agreement.provision(finding.clause).warn_days if agreement else 0,
            revision=len(finding.amended_by),
        )


def _is_open(finding: Finding, one: Due, *, on: date) -> bool:
    """A term that was renewed runs on to its next days; whatever else is done is done."""
    if finding.status is Status.SUPERSEDED:
        return False
    if finding.status in _DONE:
        return one.says in _OF_A_TERM and one.date >= on
    return True


def _order(one: DueItem, agreements: Mapping[str, Agreement]) -> int:
    """The place of the clause in its agreement."""
    agreement = agreements.get(one.agreement)
    clauses = [provision.clause for provision in agreement.provisions] if agreement else []
    return clauses.index(one.clause) if one.clause in clauses else len(clauses)
