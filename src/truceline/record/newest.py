"""The newest checkpoint as a store finds it: read, and by whose key. No storage."""

from truceline.record import checkpoint as checkpoints
from truceline.record.checkpoint import Checkpoint
from truceline.record.note import NoteError, Signer
from truceline.record.store import Head
from truceline.terms.problem import Problem, RefusedError


class Newest:
    """What the newest checkpoint says. A text is taken apart once; another one, anew."""

    def __init__(self, *, where: str) -> None:
        self._where = where
        self._read: tuple[str, Head] | None = None

    def head(self, note: str) -> Head:
        """The head that this text commits to.

        Raises:
            RefusedError: it is no checkpoint.
        """
        read = self._read  # once: another thread may put another there
        if read is None or read[0] != note:
            said = said_by(note, where=self._where)
            self._read = read = note, Head(size=said.size, root=said.root)
        return read[1]

    def signed(self, note: str, head: Head) -> None:
        """Remember what was just signed over that head: it need not be taken apart."""
        self._read = note, head


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
