"""Whether somebody was watching, where and when a provision needs it. Not what they saw."""

from enum import StrEnum

from truceline.compliance.case import Case
from truceline.terms.agreement import Provision
from truceline.weighing.coverage import Asked, Coverage, cover
from truceline.weighing.in_force import first_day
from truceline.weighing.stretches import Days, days


class Watch(StrEnum):
    WHOLE = "somebody was watching the whole time"
    PART = "somebody watched only part of the time or of the places"
    NONE = "nobody is on record as watching"


def watched(case: Case) -> Watch:
    """How far it was watched from entry into force to the day of the question."""
    seen = coverage_of(case)
    if seen.whole:
        return Watch.WHOLE
    return Watch.NONE if seen.none else Watch.PART


def coverage_of(case: Case) -> Coverage:
    """Every act and place of the provision on every day on which anything was owed."""
    asked = asked_of(case.provision, owed=owed_days(case))
    return cover(case.watches, asked, agreement=case.agreement)


def asked_of(provision: Provision, *, owed: Days) -> Asked:
    """What should have been watched of it."""
    return Asked(
        days=owed,
        places=provision.places,
        acts=tuple(dict.fromkeys((*provision.adverse, *provision.acts))),
    )


def owed_days(case: Case) -> Days:
    """Since entry into force; a suspension needs nobody to watch it."""
    return days(first_day(case.agreement), case.as_of) - case.unowed
