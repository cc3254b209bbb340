"""Enter that somebody was watching: without it, silence is never compliance."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from truceline.operations.append import append
from truceline.operations.centre import Centre
from truceline.operations.hold import hold
from truceline.operations.seal import require_nobody_named
from truceline.operations.sign import names_of
from truceline.terms.entry import Hindered, Patrolled
from truceline.terms.names import Kind
from truceline.terms.problem import Problem, RefusedError
from truceline.weighing.held import Held


def patrol(centre: Centre, watch: Patrolled, *, by: str, now: datetime) -> int:
    """Append a patrol or post; returns the index of its entry.

    Raises:
        RefusedError: a place no agreement on record names, a day still to come, a post that names
            a person, or an unknown key.
    """
    held = hold(centre)
    require_watchable(held, watch, today=now.date())
    require_nobody_named(watch.post, "--post", names=names_of(centre, held))
    fact = replace(
        watch,
        places=tuple(dict.fromkeys(watch.places)),
        acts=tuple(dict.fromkeys(watch.acts)),
        post=watch.post.strip(),
    )
    return append(centre, [fact], by=centre.signer(by), now=now).size - 1


def require_watchable(held: Held, one: Patrolled | Hindered, *, today: date) -> None:
    """Raises RefusedError where a place is unknown or a day is still to come."""
    known = names_on_record(held, kinds=frozenset({Kind.PLACE}))
    problems = [
        unknown(place, known, code="unknown-place") for place in one.places if place not in known
    ]
    if one.last > today:
        problems.append(
            Problem(
                code="wrong-days",
                where=f"{one.first} to {one.last}",
                message="what was watched is not in the future.",
                remedy="Give the last day that was watched.",
            )
        )
    if problems:
        raise RefusedError(*problems)


def names_on_record(held: Held, *, kinds: frozenset[Kind]) -> set[str]:
    return {
        one.name
        for agreement in held.agreements.values()
        for one in agreement.named
        if one.kind in kinds
    }


def unknown(name: str, known: Iterable[str], *, code: str) -> Problem:
    return Problem(
        code=code,
        where=name,
        message="no agreement on record names this.",
        remedy=f"Use one of: {', '.join(sorted(known)) or 'none is named'}.",
    )
