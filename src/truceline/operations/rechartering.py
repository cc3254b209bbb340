"""Another policy or other quorums for a record: appended when all offices sign here, or proposed.

It changes who seals from the next entry on, and nothing that is on record.
"""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from truceline.operations.centre import Centre
from truceline.operations.hold import look
from truceline.operations.keyring import keyring
from truceline.operations.together import append_together, proposed
from truceline.operations.unnamed import require_unnamed
from truceline.record import keyring as rings
from truceline.record.keyring import Attested
from truceline.record.policy import MAX_POLICY_BYTES
from truceline.terms.charter import Chartered, Quorum, Role
from truceline.terms.problem import Problem, RefusedError, sentence

MAX_BYTES = 40_000  # of a leaf's 65,535, which has to hold what stands around it too


def read_policy(path: Path) -> str:
    """The text of a policy; whether it is one is for the charter's rules.

    Raises:
        RefusedError: not there, or not text.
    """
    try:
        with path.open("rb") as file:
            return file.read(MAX_POLICY_BYTES + 1).decode()
    except OSError as error:
        raise _refused(path.name, f"It cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise _refused(path.name, sentence(error)) from error


def chosen(
    centre: Centre, *, policy: str | None, quorums: Sequence[Quorum], because: str
) -> Chartered:
    """What would be put on record. What is left out stays as the charter in force has it.

    Raises:
        RefusedError: no reason or one that names a person, or what no charter can say here.
    """
    ring = keyring(centre)
    reason = " ".join(because.split())
    if not reason:
        raise _refused("--because", "A change of the charter needs its reason.")
    require_unnamed(centre, reason, "--because", held=look(centre).held)
    fact = Chartered(
        policy=ring.policy if policy is None else policy,
        quorums=tuple(quorums) or ring.quorums,
        because=reason,
    )
    if len(fact.policy.encode()) > MAX_BYTES:
        raise _refused("--policy", f"An entry holds a policy of at most {MAX_BYTES:,} bytes.")
    everybody = Attested(fact=fact, by=ring.named(Role.OFFICE))
    try:
        rings.after(ring, centre.record.head().size, everybody)
    except ValueError as error:
        raise _refused("the charter", f"It cannot be so: {sentence(error)}") from error
    return fact


def change(centre: Centre, fact: Chartered, *, by: Sequence[str], now: datetime) -> int:
    """Append it; returns the index of the entry.

    Raises:
        RefusedError: not the offices of all parties sign.
    """
    signers = [centre.signer(name) for name in by]
    return append_together(centre, [fact], signers, where="--by", now=now)


def propose(centre: Centre, fact: Chartered, *, by: Sequence[str], now: datetime) -> str:
    """The same as a note for the other parties to sign; nothing is appended.

    Raises:
        RefusedError: no such key signs.
    """
    return proposed(centre, fact, [centre.signer(name) for name in by], now=now)


def _refused(where: str, message: str) -> RefusedError:
    return RefusedError(
        Problem(
            code="no-charter",
            where=where,
            message=message,
            remedy="Nothing was written. See truceline charter change --help and docs/keys.md.",
        )
    )
