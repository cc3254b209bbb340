"""The home of a mirror: its copy, its own key, and its memory of what it has cosigned.

Private and public parts lie apart: `record` may be served and copied, `keys` never.
"""

import fcntl
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from truceline.operations.whole import written
from truceline.record import checkpoint as checkpoints
from truceline.record import keys
from truceline.record.authors import Authors
from truceline.record.copy import RECORD, holds_copy
from truceline.record.cosignature import Cosigner, CosigningKey
from truceline.record.edge import TILE_WIDTH
from truceline.record.follow import opening_of
from truceline.record.note import NoteError
from truceline.record.published import OfFolder, entries_of, note_of, reading
from truceline.record.witness import Memory, Witness
from truceline.terms.problem import Problem, RefusedError

KEYS, MEMORY, MARK = "keys", "witness.db", ".mirror"
TRIES = 10  # each one lost to another request that did advance


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """An open mirror."""

    folder: Path
    key: CosigningKey
    memory: Memory


@contextmanager
def at_home(
    folder: Path, *, chance: Callable[[int], str] | None = None, name: str | None = None
) -> Iterator[Home]:
    """Open a mirror; with `chance`, make it where there is nothing yet.

    Raises:
        RefusedError: something else lies there, or a part of it is lost.
    """
    if chance is not None:
        _claim(folder)
    elif not (folder / MARK).is_file():
        raise _refused(
            "no-mirror",
            folder,
            "There is no mirror here.",
            "Make one first: truceline mirror SOURCE FOLDER.",
        )
    path = folder / MEMORY
    held = keys.names(folder / KEYS)
    # The memory first, then the key: a key whose memory is lost must never sign again, for it would
    # cosign a second history.
    if held and not path.exists():
        raise _refused(
            "memory-lost",
            folder,
            "What this mirror has cosigned is no longer known here, so it may not cosign.",
            "Mirror into another folder, under a new name, and tell the others.",
        )
    made = chance is not None and not held and not path.exists()
    with Memory.create(path) if made else Memory.open(path) as memory:
        yield Home(folder=folder, key=_key(folder, held, name=name, chance=chance), memory=memory)


def prepared(folder: Path, *, name: str) -> Cosigner:
    """The key of a mirror that has nothing to mirror yet, so that it can stand in a charter.

    A mirror that is there keeps its key.

    Raises:
        RefusedError: something else lies there, it cosigns under another name, or no key can have
            this one.
    """
    folder = folder.absolute()
    with written(folder), at_home(folder, name=name, chance=lambda _: "") as home:
        return home.key.cosigner


def watching(home: Home, *, clock: Callable[[], datetime]) -> Witness:
    """The witness of the record that is mirrored here, for requests from wherever they come.

    Raises:
        RefusedError: nothing was mirrored yet, so nobody knows whose signature to expect.
    """
    if not holds_copy(home.folder):
        raise _refused(
            "no-copy",
            home.folder,
            "Nothing was mirrored here yet.",
            "Mirror the record first: truceline mirror SOURCE FOLDER.",
        )
    copy = OfFolder(home.folder / RECORD)
    with reading(copy.where, "the copy held here"):
        size = checkpoints.read(note_of(copy)).size
        authors = Authors(opening_of(entries_of(copy, 0, count=min(TILE_WIDTH, size))[0]))
    return Witness(home.memory, [home.key], logs={authors.origin: authors.logs}, clock=clock)


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """One round at a time: two would lay their entries over each other.

    Raises:
        RefusedError: another program is pulling into this mirror.
    """
    with (folder / MARK).open("rb") as mark:
        try:
            fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise _refused(
                "busy",
                folder,
                "Another program is pulling into this mirror.",
                "Try again when it has finished.",
            ) from error
        yield  # the lock goes with the file, even in a crash


def _claim(folder: Path) -> None:
    if folder.exists() and not (folder / MARK).is_file() and any(folder.iterdir()):
        raise _refused(
            "place-taken",
            folder,
            "There is something here that is not a mirror; nothing was touched.",
            "Choose another folder.",
        )
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MARK).touch()


def _key(
    folder: Path,
    held: tuple[str, ...],
    *,
    name: str | None,
    chance: Callable[[int], str] | None,
) -> CosigningKey:
    if held:
        if name not in (None, held[0]):
            raise _refused(
                "other-key",
                folder,
                f"This mirror cosigns as {held[0]}.",
                "Leave --name out, or make another mirror under that name.",
            )
        return keys.load_cosigning(folder / KEYS, held[0])
    if chance is None:
        raise _refused("no-key", folder, "Its key is lost.", "Make another mirror, with a new key.")
    slug = re.sub(r"[^a-z0-9]+", "-", folder.name.lower()).strip("-") or "mirror"
    try:
        return keys.make_cosigning(folder / KEYS, name or f"{slug}-{chance(4)}")
    except NoteError as error:
        raise _refused("key-name", folder, f"{error}.", "Choose a name without spaces.") from error


def _refused(code: str, folder: Path, message: str, remedy: str) -> RefusedError:
    return RefusedError(Problem(code=code, where=str(folder), message=message, remedy=remedy))
