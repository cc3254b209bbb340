"""A person's ruling on claims, signed and appended."""

from collections.abc import Sequence
from datetime import datetime

from truceline.operations.append import append
from truceline.operations.centre import Centre
from truceline.operations.hold import hold
from truceline.operations.keyring import require_may
from truceline.operations.seal import require_nobody_named
from truceline.operations.sign import names_of
from truceline.operations.taken_back import missing
from truceline.terms.entry import Ruled, Ruling
from truceline.terms.problem import Problem, RefusedError


def rule(
    centre: Centre, claims: Sequence[str], *, ruling: Ruling, because: str, by: str, now: datetime
) -> int:
    """Append a ruling; returns the index of its entry.

    Raises:
        RefusedError: an unknown claim, no reason or one that names a person, or a key that may not
            rule (decision D15).
    """
    held = hold(centre)
    signer = centre.signer(by)
    problems = [
        Problem(
            code="unknown-claim",
            where=claim,
            message=missing(centre, claim, otherwise="no claim of this name is on record."),
            remedy="List the names with: truceline claims CENTRE",
        )
        for claim in claims
        if claim not in held.claims
    ]
    if not because.strip():
        problems.append(
            Problem(
                code="no-reason",
                where="--because",
                message="a ruling needs its reason.",
                remedy="Say in a sentence what was checked and how.",
            )
        )
    if problems:
        raise RefusedError(*problems)
    require_may(centre, signer, person=True)
    require_nobody_named(because, "--because", names=names_of(centre, held))
    fact = Ruled(claims=tuple(dict.fromkeys(claims)), ruling=ruling, reason=because.strip())
    return append(centre, [fact], by=signer, now=now, held=held).size - 1
