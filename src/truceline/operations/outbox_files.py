"""The files of an outbox, which is carried about: read up to a length, and no pipes or devices.

What they say is for `outbox`.
"""

import os
from pathlib import Path
from stat import S_ISREG

from truceline.record.proof import MAX_RECEIPT_BYTES
from truceline.terms.problem import Problem, RefusedError

MAX_REASON_BYTES = 16_000  # why a centre refused a note, or contests it


def content(path: Path, *, at_most: int) -> bytes:
    """All of it.

    Raises:
        OSError: not there, not a plain file, or longer.
    """
    with open(path, "rb", opener=_at_once) as file:
        found = os.fstat(file.fileno())
        if not S_ISREG(found.st_mode):
            raise OSError(f"{path.name} is no plain file")
        if found.st_size > at_most or len(data := file.read(at_most + 1)) > at_most:
            raise OSError(f"{path.name} has more than {at_most} bytes")
    return data


def text_in(path: Path) -> str:
    """Raises OSError: as for its content. ValueError: it is not text."""
    return content(path, at_most=MAX_RECEIPT_BYTES).decode()


def reason_in(path: Path) -> str:
    """A reason, for people only; nothing where there is none."""
    try:
        return content(path, at_most=MAX_REASON_BYTES).decode(errors="replace")
    except FileNotFoundError:
        return ""
    except OSError as error:
        return f"the reason kept here cannot be read: {error}"


def keep_for_owner(path: Path, data: bytes) -> None:
    """The old content or the new one, never half of it; others on this machine read neither.

    Raises:
        OSError: the disk did not take it.
    """
    fresh = path.with_name(f".{path.name}.new")
    fresh.unlink(missing_ok=True)  # from a crash, and whoever could read it then
    with open(fresh, "xb", opener=_for_owner) as file:
        file.write(data)
    fresh.replace(path)


def _at_once(path: str, flags: int) -> int:
    """Nobody is waited for: a pipe without a writer opens, and is then seen to be one."""
    return os.open(path, flags | os.O_NONBLOCK)


def _for_owner(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def refused(code: str, where: Path, message: str, remedy: str) -> RefusedError:
    return RefusedError(Problem(code=code, where=str(where), message=message, remedy=remedy))
