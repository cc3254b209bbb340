"""Take the mark 'proposed' off clauses of an agreement's file that a person has read."""

import os
from collections.abc import Collection
from pathlib import Path

from truceline.intake.lined import MAX_BYTES
from truceline.intake.proposed import Accepted, accepted
from truceline.terms.problem import Problem, RefusedError


def accept(path: Path, clauses: Collection[str] | None) -> Accepted:
    """Rewrite the file without these marks, or without all with None; no other byte changes.

    The new file takes the old one's place when it is whole: a crash leaves the old one.

    Raises:
        RefusedError: the file cannot be read or written, or has no such clause.
    """
    path = path.resolve()  # a link stays a link
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
        found = accepted(data, clauses, where=path.name)
        if found.data != data:
            _replace(path, found.data)
    except OSError as error:
        raise RefusedError(
            Problem(
                code="unwritable",
                where=str(path),
                message=f"the file cannot be read or written: {error.strerror}.",
                remedy="Check the path and the permissions; nothing was changed.",
            )
        ) from error
    return found


def _replace(path: Path, data: bytes) -> None:
    beside = path.with_name(f".{path.name}.accepted")
    try:
        with beside.open("wb") as file:
            os.fchmod(file.fileno(), path.stat().st_mode & 0o7777)
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
