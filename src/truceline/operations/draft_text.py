"""Propose provisions from an agreement's text that somebody pasted. It writes no record."""

from collections.abc import Sequence
from pathlib import Path

from truceline.reading.drafting.draft import draft
from truceline.reading.drafting.proposal import Drafted
from truceline.reading.guard import MAX_DOCUMENT_BYTES, bounded
from truceline.reading.text import to_text
from truceline.terms.problem import Problem, RefusedError


def draft_text(path: Path, *, media_type: str, parties: Sequence[str] = ()) -> Drafted:
    """What the text proposes. `parties`: who they are, where the person names them.

    It is read in a process of its own, with a limit of time and memory.

    Raises:
        RefusedError: it cannot be read, is no text, or too much of it.
    """
    found = bounded(propose, _bytes(path), media_type, path.name, tuple(parties))
    if isinstance(found, Problem):
        raise RefusedError(found)
    return found


def propose(
    data: bytes, media_type: str, where: str, parties: tuple[str, ...] = ()
) -> Drafted | Problem:
    """As `draft_text`, of bytes at hand and in this process."""
    text = to_text(data, media_type=media_type, where=where)
    return text if isinstance(text, Problem) else draft(text, where=where, given=parties)


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MAX_DOCUMENT_BYTES + 1)
    except OSError as error:
        raise RefusedError(
            Problem(
                code="unreadable",
                where=str(path),
                message=f"the text cannot be read: {error.strerror}.",
                remedy="Check the path and the permissions.",
            )
        ) from error
