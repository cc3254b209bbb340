"""What falls due, what changed, how far it was carried out. Asks the centre; appends nothing."""

from truceline.compliance.changes import Change, between
from truceline.compliance.due import DueItem, falling_due
from truceline.compliance.scores import Score, scores
from truceline.operations.ask import held_at
from truceline.operations.centre import Centre
from truceline.publishing.report import Report
from truceline.terms.question import Question
from truceline.weighing.held import heard
from truceline.weighing.incident import incidents


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


def changed(centre: Centre, before: Question, after: Question) -> tuple[Change, ...]:
    """What stands otherwise under the later question than under the earlier one, and why."""
    return between(held_at(centre, before), held_at(centre, after), asked=(before, after))


def scored(centre: Centre, question: Question) -> tuple[Score, ...]:
    """How far each provision was carried out at the end of each year."""
    held = heard(held_at(centre, question), question)
    return scores(held, incidents(held), question=question)
