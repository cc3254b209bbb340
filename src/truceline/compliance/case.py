"""What one provision is weighed from on one day. Not the weighing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from truceline.compliance.evidence import Bearing
from truceline.terms.agreement import Agreement, Amendment, Provision
from truceline.terms.entry import Patrolled


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    provision: Provision  # as it reads on that day
    agreement: Agreement
    evidence: Sequence[Bearing]
    as_of: date
    watched: Sequence[Patrolled]
    unowed: Sequence[Patrolled] = ()  # days on which nothing was owed need nobody to watch them
    triggers: Sequence[Bearing] = ()  # what sets the time of a procedure running
    notices: Sequence[Amendment] = ()  # declarations on record that a term shall end
