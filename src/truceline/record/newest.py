"""The newest checkpoint as a store finds it when it opens: read, and by whose key. No storage."""

from truceline.record import checkpoint as checkpoints
from truceline.record.checkpoint import Checkpoint
from truceline.record.note import NoteError, Signer
from truceline.terms.problem import Problem, RefusedError


def said_by(note: str, *, where: str) -> Checkpoint:
    try:
        return checkpoints.read(note)
    except NoteError as error:
        raise damaged(f"Its newest checkpoint cannot be read: {error}.", where=where) from error


def damaged(message: str, *, where: str) -> RefusedError:
    return RefusedError(
        Problem(
            code="damaged",
            where=where,
            message=message,
            remedy="Run truceline verify, and bring back a copy that passes.",
        )
    )


def require_own(note: str, signer: Signer, *, where: str) -> None:
    try:
        checkpoints.open_checkpoint(note, [signer.verifier])
    except NoteError as error:
        raise RefusedError(
            Problem(
                code="wrong-key",
                where=where,
                message=f"The newest checkpoint was not signed by {signer.verifier}: {error}.",
                remedy="Use the key this record was made with.",
            )
        ) from error
