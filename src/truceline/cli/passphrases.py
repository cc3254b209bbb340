"""Where a passphrase comes from: a file, the environment, or somebody at the terminal.

Never from an argument: those stand in the list of processes and in the shell's memory.
"""

import os
import stat
import sys
from functools import cache
from pathlib import Path

import click

from truceline.terms.problem import Problem, RefusedError

VARIABLE, BEFORE = "TRUCELINE_PASSPHRASE", "TRUCELINE_OLD_PASSPHRASE"
MAX_BYTES = 1_000
OPTION = click.option(
    "--passphrase-file",
    type=click.Path(path_type=Path),
    help=f"Its first line opens the keys, or locks new ones. Else {VARIABLE}, else you are asked.",
)


def unlock(name: str) -> str | None:
    """The passphrase of a key; None where nobody can be asked."""
    given = _given()
    if given is not None:
        return given
    return _asked(name) if sys.stdin.isatty() else None


def chosen() -> str | None:
    """A passphrase for new keys; None where nobody says one."""
    given = _given()
    if given is not None or not sys.stdin.isatty():
        return given
    said: str = click.prompt(
        "A passphrase for the new key", hide_input=True, confirmation_prompt=True, err=True
    )
    return said


def asked_for(name: str) -> str | None:
    """What a key is under now; the one given is for what comes."""
    return _asked(name) if sys.stdin.isatty() else os.environ.get(BEFORE)


def given() -> str | None:
    """One that was put down for this command, without asking anybody."""
    return _given()


@cache
def _asked(name: str) -> str:
    said: str = click.prompt(f"Passphrase of {name}", hide_input=True, err=True)
    return said


def _given() -> str | None:
    path = click.get_current_context().find_root().params.get("passphrase_file")
    if path is not None:
        return _first_line(path)
    return os.environ.get(VARIABLE) or None


def _first_line(path: Path) -> str:
    try:
        with path.open("rb") as file:
            if os.fstat(file.fileno()).st_mode & (stat.S_IRWXG | stat.S_IRWXO):
                raise _refused(path, "Others on this machine can read it.", "chmod 600 it.")
            line = file.read(MAX_BYTES).decode().split("\n", 1)[0].rstrip("\r")
    except OSError as error:
        raise _refused(path, f"It cannot be read: {error.strerror}.", "Check it.") from error
    except UnicodeDecodeError as error:
        raise _refused(path, "It is not text.", "Put the passphrase on its first line.") from error
    if not line:
        raise _refused(path, "Its first line is empty.", "Put the passphrase there.")
    return line


def _refused(path: Path, message: str, remedy: str) -> RefusedError:
    return RefusedError(
        Problem(code="passphrase-file", where=str(path), message=message, remedy=remedy)
    )
