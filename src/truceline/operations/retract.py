"""Enter that a source took something back: claims, or postings of a book. Nothing is deleted."""

from collections.abc import Sequence
from datetime import datetime

from truceline.operations.append import append
from truceline.operations.centre import Centre
from truceline.operations.hold import hold
from truceline.operations.keyring import require_may
from truceline.operations.seal import require_nobody_named
from truceline.operations.sign import names_of
from truceline.terms.entry import Retracted
from truceline.terms.problem import Problem, RefusedError
from truceline.weighing.held import Held, order


def retract(
    centre: Centre, names: Sequence[str], *, because: str, by: str, now: datetime
) -> tuple[str, ...]:
    """Append one retraction for each claim or posting; returns their names.

    The number of an entry stands for all that it holds.

    Raises:
        RefusedError: a name that is not on record, no reason or one that names a person, or a key
            that may not: what is taken back changes the board, so a person signs it.
    """
    held = hold(centre)
    signer = centre.signer(by)
    gone = list(dict.fromkeys(one for name in names for one in _meant(name, held)))
    problems = [
        Problem(
            code="unknown-name",
            where=name,
            message="no claim or posting of this name is on record.",
            remedy="A name is an entry and a place in it, such as 1042.3; it may have been taken "
            "back already.",
        )
        for name in names
        if not _meant(name, held)
    ]
    if not because.strip():
        problems.append(
            Problem(
                code="no-reason",
                where="--because",
                message="taking something back needs its reason.",
                remedy="Say in a sentence who took it back, and how that is known.",
            )
        )
    if problems:
        raise RefusedError(*problems)
    require_may(centre, signer, person=True)
    require_nobody_named(because, "--because", names=names_of(centre, held))
    facts = [Retracted(claim=name, reason=because.strip()) for name in gone]
    append(centre, facts, by=signer, now=now)
    return tuple(gone)


def _meant(name: str, held: Held) -> list[str]:
    if name in held.claims or name in held.postings:
        return [name]
    entry = f"{name}."
    inside = (one for one in (*held.claims, *held.postings) if one.startswith(entry))
    return sorted(inside, key=order) if name.isdecimal() else []
