"""Finds, for each kind of obligation, where a provision stands. Not what parties say of it."""

from collections.abc import Callable, Mapping

from truceline.compliance.case import Case
from truceline.compliance.conduct import standing_duty, standing_prohibition
from truceline.compliance.deadlines import achievement, establishment, exchange
from truceline.compliance.keeping import keep_open
from truceline.compliance.limits import limits
from truceline.compliance.mandate import term
from truceline.compliance.outcome import Outcome
from truceline.compliance.permitting import permit
from truceline.compliance.procedure import procedure
from truceline.compliance.schedule import schedule
from truceline.terms.agreement import Obligation

KINDS: Mapping[Obligation, Callable[[Case], Outcome]] = {
    Obligation.STANDING_PROHIBITION: standing_prohibition,
    Obligation.ACHIEVEMENT: achievement,
    Obligation.CEILING: limits,
    Obligation.FLOOR: limits,
    Obligation.ESTABLISHMENT: establishment,
    Obligation.EXCHANGE: exchange,
    Obligation.TERM: term,
    Obligation.STANDING_DUTY: standing_duty,
    Obligation.KEEP_OPEN: keep_open,
    Obligation.PERMIT: permit,
    Obligation.SCHEDULE: schedule,
    Obligation.PROCEDURE: procedure,
}


def find(case: Case) -> Outcome:
    """Where the provision stands at the end of the day, by the rules of docs/statuses.md."""
    return KINDS[case.provision.obligation](case)
