"""What takes the offices of several parties: appended when all of them sign here, or proposed.

What everybody who checks the record would refuse is not signed in the first place.
"""

from collections.abc import Sequence
from datetime import datetime

from truceline.operations.append import append, noted
from truceline.operations.centre import Centre
from truceline.operations.hold import look
from truceline.operations.keyring import keyring, require_may
from truceline.record import keyring as rings
from truceline.record.keyring import Attested
from truceline.record.note import Signer
from truceline.terms.entry import Fact
from truceline.terms.problem import Problem, RefusedError, sentence


def append_together(
    centre: Centre, facts: Sequence[Fact], signers: Sequence[Signer], *, where: str, now: datetime
) -> int:
    """Append facts under the signatures of all these; returns the index of the last entry.

    Raises:
        RefusedError: the rules of the record ask for others, or more.
    """
    for signer in signers:
        require_may(centre, signer, person=True)
    ring = keyring(centre)
    by = tuple(signer.name for signer in signers)
    try:
        for fact in facts:
            rings.after(ring, centre.record.head().size, Attested(fact=fact, by=by))
    except ValueError as error:
        raise RefusedError(
            Problem(
                code="too-few",
                where=where,
                message=f"The charter does not allow it: {sentence(error)}",
                remedy="Sign with more offices (--by, repeated), or have the other parties sign: "
                "--propose FILE. Nothing was written.",
            )
        ) from error
    first, *others = signers
    return append(centre, facts, by=first, also=others, now=now).size - 1


def proposed(centre: Centre, fact: Fact, signers: Sequence[Signer], *, now: datetime) -> str:
    """The fact as a note under these signatures, for others to add theirs. Nothing is appended.

    Raises:
        RefusedError: one of them may not say it in any company.
    """
    for signer in signers:
        require_may(centre, signer, person=True)
    return to_be_signed(centre, fact, signers, now=now)


def to_be_signed(centre: Centre, fact: Fact, signers: Sequence[Signer], *, now: datetime) -> str:
    """The fact as a note of the first of these signers, to which others may add their lines."""
    author = signers[0].name
    return noted(centre, [fact], seen=look(centre), by=signers, now=now, author=author)[0].decode()
