"""How verification fails: with the first wrong thing, named."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from truceline.record.store import DamagedDocumentError
from truceline.terms.problem import RefusedError


class VerifyError(Exception):
    """The first wrong thing, named."""


@contextmanager
def naming(what: str) -> Iterator[None]:
    """Say which thing it was that could not be read or was not as promised."""
    try:
        yield
    except RefusedError as error:
        problem = error.problems[0]
        raise VerifyError(
            f"{what} ({problem.where}): {problem.message} {problem.remedy}"
        ) from error
    except (
        sqlite3.Error,
        DamagedDocumentError,
        ValueError,
        OverflowError,
        MemoryError,
    ) as error:
        raise VerifyError(f"{what}: {error}") from error


def blob(value: object) -> bytes:
    """The bytes in a column; a damaged file may hold anything there."""
    match value:
        case bytes():
            return value
        case _:
            raise ValueError(f"bytes should stand here, not {type(value).__name__}")


def number(value: object) -> int:
    """The whole number in a column; a damaged file may hold anything there."""
    match value:
        case int():
            return value
        case _:
            raise ValueError(f"a number should stand here, not {type(value).__name__}")
