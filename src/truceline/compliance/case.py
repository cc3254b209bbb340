"""What one provision is weighed from on one day. Not the weighing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from truceline.compliance.evidence import Bearing
from truceline.compliance.finding import Found
from truceline.terms.agreement import Agreement, Amendment, Provision
from truceline.weighing.incident import Incident
from truceline.weighing.stretches import NO_DAYS, Days
from truceline.weighing.watches import NOBODY, Watches


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    provision: Provision  # as it reads on that day
    agreement: Agreement
    evidence: Sequence[Bearing]
    as_of: date
    watches: Watches = NOBODY  # who watched, and who was kept from it
    unowed: Days = NO_DAYS  # on which nothing was owed: they need nobody to watch them
    triggers: Sequence[Bearing] = ()  # what sets the time of a procedure running
    found: tuple[Found, ...] = ()  # what people issued of it by that day
    incidents: Sequence[Incident] = ()
    notices: Sequence[Amendment] = ()  # declarations on record that a term shall end
