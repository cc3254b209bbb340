"""Enter that somebody was kept from watching: where, when, how and by whom. It finds no breach."""

from dataclasses import replace
from datetime import datetime

from truceline.operations.append import append
from truceline.operations.centre import Centre
from truceline.operations.hold import hold
from truceline.operations.patrol import names_on_record, require_watchable, unknown
from truceline.operations.seal import require_nobody_named
from truceline.operations.sign import names_of
from truceline.terms.entry import Hindered
from truceline.terms.names import Kind
from truceline.terms.problem import Problem, RefusedError
from truceline.weighing.held import Held


def hinder(centre: Centre, hindrance: Hindered, *, by: str, now: datetime) -> int:
    """Append a hindrance; returns the index of its entry.

    Raises:
        RefusedError: as for a patrol, or done by somebody that no agreement on record names,
            or a delay of less than nothing.
    """
    held = hold(centre)
    require_watchable(held, hindrance, today=now.date())
    require_known(held, hindrance)
    for text, where in ((hindrance.post, "--post"), (hindrance.because, "--because")):
        require_nobody_named(text, where, names=names_of(centre, held))
    fact = replace(
        hindrance,
        places=tuple(dict.fromkeys(hindrance.places)),
        post=hindrance.post.strip(),
        because=hindrance.because.strip(),
    )
    return append(centre, [fact], by=centre.signer(by), now=now).size - 1


def require_known(held: Held, hindrance: Hindered) -> None:
    """Raises RefusedError where nobody on record is who did it, or a delay is less than nothing."""
    if hindrance.hours is not None and hindrance.hours < 0:
        raise RefusedError(
            Problem(
                code="wrong-hours",
                where="--hours",
                message=f"{hindrance.hours} hours is not a delay.",
                remedy="Give how long the delay was, in whole hours.",
            )
        )
    known = names_on_record(held, kinds=frozenset(Kind) - {Kind.PLACE, Kind.PERSON})
    if hindrance.by and hindrance.by not in known:
        raise RefusedError(unknown(hindrance.by, known, code="unknown-name"))
