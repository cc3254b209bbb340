"""What PostgreSQL says when it refuses, turned into what a person can act on."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from truceline.terms.problem import Problem, RefusedError


@contextmanager
def refusing(where: str) -> Iterator[None]:
    """Turn any failure of the server or the way to it into a sentence."""
    try:
        yield
    except psycopg.Error as error:
        raise RefusedError(problem(error, where)) from error


def problem(error: psycopg.Error, where: str) -> Problem:
    state = error.sqlstate or ""
    for prefix, code, message, remedy in _FAILURES:
        if state.startswith(prefix):
            return Problem(code=code, where=where, message=message, remedy=remedy)
    if isinstance(error, psycopg.OperationalError):
        return Problem(
            code="server-away",
            where=where,
            message=f"the database server does not answer any more: {_said(error)}.",
            remedy="When it is back, run the command again: what is on record is not added twice.",
        )
    return Problem(
        code="damaged",
        where=where,
        message=f"the database cannot be read as it should: {_said(error)}.",
        remedy="Run truceline verify, and bring back a copy that passes.",
    )


def cannot_connect(error: psycopg.OperationalError, where: str) -> Problem:
    """A way in that failed. No code tells why, only words; these hold no password."""
    tried = error.pgconn
    if tried is not None and (tried.needs_password or tried.used_password):
        return Problem(
            code="wrong-password",
            where=where,
            message="the server wants another password, or no such user may connect."
            if tried.used_password
            else "the server wants a password, and none was given.",
            remedy="Put it in the file ~/.pgpass or the variable PGPASSWORD, not in the address.",
        )
    return Problem(
        code="cannot-connect",
        where=where,
        message=f"the database cannot be reached: {_said(error)}.",
        remedy="Check the address, that the server runs and that the database was made (createdb).",
    )


def _said(error: psycopg.Error) -> str:
    """The first thing it said, in one line."""
    return " ".join(str(error).split()).rstrip(".") or type(error).__name__


_FAILURES = (
    (
        "55P03",
        "locked",
        "another program is writing to it and has not finished.",
        "Try again when it has; nothing was written.",
    ),
    ("40", "locked", "other programs write at the same time.", "Try again; nothing was written."),
    (
        "42501",
        "not-allowed",
        "this user of the database may not do that.",
        "Connect as the user who made the centre, or have an administrator allow it.",
    ),
    (
        "25006",
        "cannot-write",
        "this server only reads: it is a standby, or set so.",
        "Connect to the server that takes writes.",
    ),
    (
        "53100",
        "disk-full",
        "the disk of the server is full; nothing was written.",
        "Free some space there and try again.",
    ),
    (
        "53",
        "server-full",
        "the server has no room for this now; nothing was written.",
        "Try again later, or have an administrator raise its limits.",
    ),
    (
        "54",
        "too-large",
        "this is larger than the database can hold in one place.",
        "Split it, or keep it elsewhere and deposit a description.",
    ),
    (
        "57",
        "server-away",
        "the server was stopped, or ended this.",
        "When it is back, run the command again: what is on record is not added twice.",
    ),
    (
        "58",
        "disk-failing",
        "the disk of the server did not do what it was asked.",
        "Check that disk before anything else; then run truceline verify.",
    ),
)
