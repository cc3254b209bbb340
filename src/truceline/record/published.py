"""A record as others see it: named files (c2sp.org/tlog-tiles), wherever they lie.

It reads and names; what the files hold is believed by nobody before it is checked.
"""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Protocol

from truceline.record import checkpoint as checkpoints
from truceline.record.edge import TILE_WIDTH, width
from truceline.record.merkle import HASH_BYTES
from truceline.record.note import MAX_NOTE_BYTES, NoteError
from truceline.record.sqlite import SqliteRecord
from truceline.record.tiles import CHECKPOINT, MAX_BUNDLE_BYTES, TileName, pack, parse_name, unpack
from truceline.terms.problem import Problem, RefusedError


class Tiled(Protocol):
    """The part of a record that its files are made of."""

    def checkpoint(self) -> str: ...

    def leaves(self, start: int = 0, stop: int | None = None) -> Iterator[bytes]: ...

    def tile(self, level: int, n: int) -> bytes:
        """What there is of a hash tile at the newest checkpoint, full or partial."""


class Published(Protocol):
    """A record's files, by their names below its prefix."""

    @property
    def where(self) -> str:
        """How a person calls the place."""

    def read(self, name: str, *, at_most: int) -> bytes:
        """The content of a file.

        Raises:
            RefusedError: not there, not reachable, or larger than `at_most`.
        """


def content(record: Tiled, name: str) -> bytes | None:
    """The file of that name, made from the record itself; None where there is no such file.

    Of a tile that has grown every narrower width is still given: whoever holds an older checkpoint
    may ask for it.
    """
    if name == CHECKPOINT:
        return record.checkpoint().encode()
    try:
        tile = parse_name(name)
    except ValueError:
        return None
    size = checkpoints.read(record.checkpoint()).size
    if tile.width > held_width(tile.level or 0, tile.n, size=size):
        return None
    if tile.level is None:
        start = tile.n * TILE_WIDTH
        return pack(tuple(record.leaves(start, start + tile.width)))
    return record.tile(tile.level, tile.n)[: tile.width * HASH_BYTES]


def held_width(level: int, n: int, *, size: int) -> int:
    """How many hashes the n-th tile of a level holds in a tree of that size."""
    full = size >> (8 * (level + 1))
    if n < full:
        return TILE_WIDTH
    return width(size, level=level) if n == full else 0


class OfRecord:
    """The files of a record that is open here."""

    def __init__(self, record: Tiled, *, where: str) -> None:
        self._record = record
        self.where = where

    def read(self, name: str, *, at_most: int) -> bytes:
        found = content(self._record, name)
        if found is None:
            raise _absent(self.where, name, "There is no such file.")
        return _bounded(found, at_most, where=f"{self.where}: {name}")


class OfFolder:
    """The files of an export, whoever wrote it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.where = str(folder)

    def read(self, name: str, *, at_most: int) -> bytes:
        try:
            with (self._folder / name).open("rb") as file:
                found = file.read(at_most + 1)
        except OSError as error:
            raise _absent(self.where, name, f"It cannot be read: {error.strerror}.") from error
        return _bounded(found, at_most, where=f"{self.where}: {name}")


@contextmanager
def of_path(path: Path) -> Iterator[Published]:
    """What lies there: an export, a mirror, or a centre (of which only the record is opened).

    Raises:
        RefusedError: none of the three.
    """
    if (path / "record.db").is_file():
        with closing(SqliteRecord.open(path / "record.db")) as record:
            yield OfRecord(record, where=str(path))
    elif (path / CHECKPOINT).is_file():
        yield OfFolder(path)
    elif (path / "record" / CHECKPOINT).is_file():
        yield OfFolder(path / "record")
    else:
        raise RefusedError(
            Problem(
                code="no-record",
                where=str(path),
                message="There is no record here: neither a centre, nor an export, nor a mirror.",
                remedy="Name a folder that holds one, or the address of a centre's pages.",
            )
        )


def note_of(source: Published) -> str:
    """The checkpoint as it stands there, unchecked.

    Raises:
        RefusedError: not there, or not text.
    """
    try:
        return source.read(CHECKPOINT, at_most=MAX_NOTE_BYTES).decode()
    except UnicodeDecodeError as error:
        raise wrong(source.where, f"{CHECKPOINT}: it is not text") from error


def entries_of(source: Published, n: int, *, count: int) -> tuple[bytes, ...]:
    """The first `count` entries of the n-th bundle.

    Raises:
        RefusedError: not there, or it does not hold that many entries.
    """
    name = str(TileName(level=None, n=n, width=count))
    found = source.read(name, at_most=MAX_BUNDLE_BYTES)
    try:
        return unpack(found, count=count)
    except ValueError as error:
        raise wrong(source.where, f"{name}: {error}") from error


def tiles_of(source: Published, *, size: int) -> Callable[[int, int], bytes]:
    """The hash tiles of a tree of that size, as `subtrees_in` asks for them."""

    def tile(level: int, n: int) -> bytes:
        count = held_width(level, n, size=size)
        if not count:
            raise ValueError(f"{size} entries have no tile {level}/{n}")
        name = str(TileName(level=level, n=n, width=count))
        found = source.read(name, at_most=count * HASH_BYTES)
        if len(found) != count * HASH_BYTES:
            raise wrong(source.where, f"{name}: it does not hold {count} hashes")
        return found

    return tile


def wrong(where: str, message: str) -> RefusedError:
    """A source that does not give what its own checkpoint commits to."""
    return RefusedError(
        Problem(
            code="source-wrong",
            where=where,
            message=f"What it gives is not what it promises: {message.rstrip('.')}.",
            remedy="Nothing of it was taken over. Ask its keeper, or take the record from another.",
        )
    )


@contextmanager
def reading(where: str, what: str) -> Iterator[None]:
    """Say what it was that could not be read or was not as promised."""
    try:
        yield
    except (NoteError, ValueError, OverflowError) as error:
        raise wrong(where, f"{what}: {error}") from error


def _absent(where: str, name: str, message: str) -> RefusedError:
    return RefusedError(
        Problem(
            code="not-there",
            where=f"{where}: {name}",
            message=message,
            remedy="Ask the keeper of the source for a complete one.",
        )
    )


def _bounded(found: bytes, at_most: int, *, where: str) -> bytes:
    if len(found) > at_most:
        raise wrong(where, f"it is larger than the {at_most} bytes such a file can have")
    return found
