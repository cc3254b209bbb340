"""Whether somebody was watching, where and when a provision needs it. Not what they saw."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from enum import StrEnum

from truceline.compliance.applies import around, first_day, names_of
from truceline.compliance.case import Case
from truceline.terms.agreement import Agreement, Provision
from truceline.terms.entry import Patrolled
from truceline.terms.names import Named


class Watch(StrEnum):
    WHOLE = "somebody was watching the whole time"
    PART = "somebody watched only part of the time or of the places"
    NONE = "nobody was watching"


def watched(case: Case) -> Watch:
    """How far it was watched from entry into force to the day of the question."""
    first = first_day(case.agreement)
    seen = watch(case.provision, case.agreement, patrols=case.watched, first=first, last=case.as_of)
    if seen is Watch.NONE or not case.unowed:
        return seen
    owed = (*case.watched, *case.unowed)
    return watch(case.provision, case.agreement, patrols=owed, first=first, last=case.as_of)


def watch(
    provision: Provision,
    agreement: Agreement,
    *,
    patrols: Iterable[Patrolled],
    first: date,
    last: date,
) -> Watch:
    """How far patrols covered every act and place of the provision on every day."""
    known, named = tuple(patrols), names_of(agreement)
    acts = dict.fromkeys((*provision.adverse, *provision.acts))
    parts = [(act, place) for act in acts for place in provision.places or ("",)]
    covered = [
        _days(
            [one for one in known if act in one.acts and _saw(one, named, place=place)],
            first=first,
            last=last,
        )
        for act, place in parts
    ]
    if parts and all(covered_days == (last - first).days + 1 for covered_days in covered):
        return Watch.WHOLE
    return Watch.PART if any(covered) else Watch.NONE


def _saw(patrol: Patrolled, named: Mapping[str, Named], *, place: str) -> bool:
    """A provision without places applies everywhere, so only a watch everywhere covers it."""
    if not patrol.places:
        return True
    return bool(place) and any(seen in around(named, place) for seen in patrol.places)


def _days(patrols: list[Patrolled], *, first: date, last: date) -> int:
    """Days from first to last on which at least one of them watched."""
    days, after = 0, first
    for patrol in sorted(patrols, key=lambda one: one.first):
        begin, end = max(patrol.first, after), min(patrol.last, last)
        if begin <= end:
            days += (end - begin).days + 1
            after = end + timedelta(days=1)
    return days
