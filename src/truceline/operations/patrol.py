"""Enter that somebody was watching: without it, silence is never compliance."""

from collections.abc import Sequence
from datetime import date, datetime

from truceline.operations.append import append
from truceline.operations.centre import Centre
from truceline.operations.hold import hold
from truceline.terms.claim import Act
from truceline.terms.entry import Patrolled
from truceline.terms.names import Kind
from truceline.terms.problem import Problem, RefusedError


def patrol(
    centre: Centre,
    places: Sequence[str],
    *,
    acts: Sequence[Act],
    first: date,
    last: date,
    by: str,
    now: datetime,
) -> int:
    """Append a patrol or post: from the first day to the last; returns the index of its entry.

    No places: everywhere the agreements apply. No acts: for every act.

    Raises:
        RefusedError: a place no agreement on record names, days in the wrong order or still to
            come, or an unknown key.
    """
    named = {
        one.name
        for agreement in hold(centre).agreements.values()
        for one in agreement.named
        if one.kind is Kind.PLACE
    }
    problems = [
        Problem(
            code="unknown-place",
            where=place,
            message="no agreement on record names this place.",
            remedy=f"Use one of: {', '.join(sorted(named)) or 'none is named'}.",
        )
        for place in places
        if place not in named
    ]
    if not first <= last <= now.date():
        problems.append(
            Problem(
                code="wrong-days",
                where=f"{first} to {last}",
                message="a watch ends on or after the day it began, and not in the future.",
                remedy="Give the first and the last day that was watched.",
            )
        )
    if problems:
        raise RefusedError(*problems)
    fact = Patrolled(
        places=tuple(dict.fromkeys(places)),
        acts=tuple(dict.fromkeys(acts)) or tuple(Act),
        first=first,
        last=last,
    )
    return append(centre, [fact], by=centre.signer(by), now=now).size - 1
