"""Marks of what is being sealed: by them, what a crash left without an entry is found.

A mark lies beside the stores from before the payload is kept until its entry is on record, and
whoever seals holds it locked. It never speaks of what is on record: a vault may hold parts whose
entries are not here, and they are no business of ours.
"""

import fcntl
import os
from base64 import b64decode
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from truceline.operations.centre import Centre
from truceline.operations.whole import written
from truceline.terms.codec import b64

MARKS = "sealing"


@contextmanager
def marked(centre: Centre, commitment: str) -> Iterator[None]:
    """While a part is sealed. If that fails the mark stays, for `left` to look what became of it.

    Raises:
        RefusedError: the mark cannot be written; then nothing was kept.
    """
    folder = centre.folder / MARKS
    name = b64decode(commitment).hex()
    fresh, path = folder / f".{name}", folder / name
    with ExitStack() as stack:
        with written(folder):
            folder.mkdir(mode=0o700, exist_ok=True)
            mark = stack.enter_context(fresh.open("xb"))
            # Locked before anybody can see it under its name: the lock goes with the process.
            fcntl.flock(mark, fcntl.LOCK_EX)
            fresh.rename(path)
            _sync(folder)
            _sync(centre.folder)
        yield
        with written(folder):
            path.unlink()


@contextmanager
def left(centre: Centre) -> Iterator[tuple[str, ...]]:
    """The commitments that a crash left without an entry; once they are dealt with, their marks go.

    What an entry names is never among them, nor what another program is about to name.

    Raises:
        RefusedError: the marks cannot be read or taken away.
    """
    folder = centre.folder / MARKS
    with ExitStack() as stack, written(folder):
        free = [one for one in _marks(folder) if _lock(one, stack)]
        # Looked at once they are locked: nobody is between keeping and appending any more.
        found = [b64(bytes.fromhex(one.name)) for one in free if not one.name.startswith(".")]
        yield _unnamed(centre, found)
        for one in free:
            one.unlink(missing_ok=True)


def _marks(folder: Path) -> list[Path]:
    with suppress(FileNotFoundError):
        return sorted(folder.iterdir())
    return []


def _lock(path: Path, stack: ExitStack) -> bool:
    """False: somebody is sealing, or has finished meanwhile."""
    try:
        mark = stack.enter_context(path.open("rb"))
        fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (FileNotFoundError, BlockingIOError):
        return False
    return True


def _unnamed(centre: Centre, commitments: list[str]) -> tuple[str, ...]:
    """Those in no entry's text at all. That takes all entries, and comes after a crash only."""
    wanted = {one: one.encode() for one in commitments}
    for leaf in centre.record.leaves() if wanted else ():
        for one in [one for one, text in wanted.items() if text in leaf]:
            del wanted[one]
    return tuple(wanted)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
