"""What falls due, and what changed between two days. Asks the centre; appends nothing."""

from datetime import UTC, datetime

from truceline.compliance.changes import Change, between
from truceline.compliance.due import DueItem, falling_due
from truceline.operations.ask import held_at
from truceline.operations.centre import Centre
from truceline.publishing.calendar import calendar
from truceline.publishing.report import Report
from truceline.terms.codec import decode_leaf
from truceline.terms.question import Question


def agenda(
    report: Report, *, within_days: int | None = None, passed: bool = False
) -> tuple[DueItem, ...]:
    """Everything that falls due off one answer, the nearest first."""
    return falling_due(
        report.findings,
        report.agreements,
        on=report.question.as_of,
        within_days=within_days,
        passed=passed,
    )


def as_calendar(centre: Centre, report: Report, items: tuple[DueItem, ...]) -> bytes:
    """The agenda as an iCalendar file, stamped with the time of the last entry counted."""
    return calendar(
        items,
        origin=report.origin,
        stamp=_recorded(centre, size=report.size),
        version=report.version,
    )


def changed(centre: Centre, before: Question, after: Question) -> tuple[Change, ...]:
    """What stands otherwise under the later question than under the earlier one, and why."""
    return between(held_at(centre, before), held_at(centre, after), asked=(before, after))


def _recorded(centre: Centre, *, size: int) -> datetime:
    last = next(centre.record.leaves(size - 1, size), None) if size else None
    return decode_leaf(last).at if last else datetime.min.replace(tzinfo=UTC)
