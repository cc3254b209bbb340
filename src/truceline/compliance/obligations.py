"""Finds, for each kind of obligation, where a provision stands. Not what parties say of it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from truceline.compliance.conduct import ceiling, standing_duty, standing_prohibition
from truceline.compliance.deadlines import achievement, establishment, exchange
from truceline.compliance.evidence import Bearing
from truceline.compliance.mandate import term
from truceline.compliance.outcome import Outcome
from truceline.terms.agreement import Agreement, Obligation, Provision
from truceline.terms.entry import Patrolled

KINDS: Mapping[Obligation, Callable[..., Outcome]] = {
    Obligation.STANDING_PROHIBITION: standing_prohibition,
    Obligation.ACHIEVEMENT: achievement,
    Obligation.CEILING: ceiling,
    Obligation.ESTABLISHMENT: establishment,
    Obligation.EXCHANGE: exchange,
    Obligation.TERM: term,
    Obligation.STANDING_DUTY: standing_duty,
}


def find(
    provision: Provision,
    agreement: Agreement,
    *,
    evidence: Sequence[Bearing],
    as_of: date,
    watched: Sequence[Patrolled],
) -> Outcome:
    """Where the provision stands at the end of `as_of`, by the rules of docs/statuses.md."""
    kind = KINDS[provision.obligation]
    return kind(provision, agreement, evidence=evidence, as_of=as_of, watched=watched)
