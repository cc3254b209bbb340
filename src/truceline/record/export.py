"""A record as a folder of plain files (c2sp.org/tlog-tiles), and such a folder read back.

The folder holds everything that proves the record, and nothing from the vault. It can be served by
any web server, copied to a stick, and checked by strangers' tools.
"""

import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Protocol

from truceline.record import checkpoint as checkpoints
from truceline.record.checkpoint import Checkpoint
from truceline.record.edge import TILE_WIDTH, Edge, grow, subtrees_in, width
from truceline.record.merkle import HASH_BYTES, inclusion_path, leaf_hash
from truceline.record.note import MAX_NOTE_BYTES, Known, NoteError
from truceline.record.store import ForkedRecordError
from truceline.record.tiles import CHECKPOINT, MAX_BUNDLE_BYTES, TileName, bundles, pack, unpack
from truceline.terms.problem import DamagedError

Progress = Callable[[int, int], None]  # entries done, entries in all

TILES_KEPT = 64  # in memory while proofs are built: half a megabyte


class Source(Protocol):
    """The part of a record that is written out."""

    def checkpoint(self) -> str: ...

    def leaves(self, start: int = 0, stop: int | None = None) -> Iterator[bytes]: ...


class ExportError(DamagedError):
    """The files are not what their checkpoint commits to. Names the first wrong one."""


def write_tree(
    record: Source,
    folder: Path,
    *,
    note: str | None = None,
    progress: Progress = lambda _done, _total: None,
) -> Checkpoint:
    """Write the record's files, or those that an older export in this folder does not have.

    `note` is the record's checkpoint with cosignatures, where there are some.

    Raises:
        ForkedRecordError: the entries are not what the checkpoint commits to.
        OSError: the folder cannot be written to.
    """
    note = record.checkpoint() if note is None else note
    said = checkpoints.read(note)
    edge = Edge()
    leaves = record.leaves(0, said.size)
    for name in bundles(said.size):
        progress(edge.size, said.size)
        part = tuple(islice(leaves, name.width))
        hashes = [leaf_hash(leaf) for leaf in part]
        edge, filled = grow(edge, hashes)
        put(folder, name, pack(part))
        for tile in filled:
            put(folder, TileName(level=tile.level, n=tile.n), tile.hashes)
    if (edge.size, edge.root) != (said.size, said.root):
        raise ForkedRecordError(
            f"the entries do not lead to the checkpoint of {said.size}: nothing was published"
        )
    for name, hashes_at_edge in edge_tiles(edge):
        put(folder, name, hashes_at_edge)
    # Bytes first, head last: a crash before the next line leaves an older checkpoint, or none, over
    # files that still contain all it commits to.
    os.sync()
    replace(folder / CHECKPOINT, note.encode())
    os.sync()
    progress(said.size, said.size)
    return said


def drop_outgrown(folder: Path) -> None:
    """Remove partial files whose full ones are there: those serve older checkpoints as well."""
    for partial in sorted((folder / "tile").rglob("*.p")):
        if partial.with_suffix("").is_file():
            shutil.rmtree(partial, ignore_errors=True)


class ExportedTree:
    """Such a folder, whoever wrote it. Believed only as far as its checkpoint goes."""

    def __init__(self, folder: Path, *, logs: Iterable[Known]) -> None:
        """Raises ExportError: there is no checkpoint, or none of these keys signed it."""
        self._folder = folder
        self._tile = lru_cache(TILES_KEPT)(self._read_tile)
        try:
            self.note = _read(folder / CHECKPOINT, at_most=MAX_NOTE_BYTES).decode()
            self.checkpoint = checkpoints.open_checkpoint(self.note, logs)
        except (NoteError, UnicodeDecodeError) as error:
            raise ExportError(f"{CHECKPOINT}: {error}") from error

    def leaves(self, start: int = 0, stop: int | None = None) -> Iterator[bytes]:
        """Entries as they stand in the bundles, in order. `verify` says whether they are right."""
        size = self.checkpoint.size
        stop = size if stop is None else min(stop, size)
        first = max(start, 0) // TILE_WIDTH
        for n in range(first, -(-stop // TILE_WIDTH)):
            base = n * TILE_WIDTH
            leaves = self._bundle(n)
            yield from leaves[max(start - base, 0) : stop - base]

    def inclusion(self, index: int, *, size: int | None = None) -> tuple[bytes, ...]:
        """The audit path of an entry, made of the tiles."""
        size = self.checkpoint.size if size is None else size
        if size > self.checkpoint.size:
            raise ValueError(f"there are {self.checkpoint.size} entries; there is no size {size}")
        return inclusion_path(index, size, subtree=subtrees_in(self._tile))

    def verify(self, *, progress: Progress = lambda _done, _total: None) -> None:
        """Hash every entry again and compare every tile and the root.

        Signatures of authors are not looked at: the record is checked by its own verifier.

        Raises:
            ExportError: something is missing or wrong, or the tree has another root.
        """
        edge = Edge()
        size = self.checkpoint.size
        for n in range(-(-size // TILE_WIDTH)):
            progress(edge.size, size)
            hashes = [leaf_hash(leaf) for leaf in self._bundle(n)]
            edge, filled = grow(edge, hashes)
            for tile in filled:
                self._require(TileName(level=tile.level, n=tile.n), tile.hashes)
        if edge.root != self.checkpoint.root:
            raise ExportError(f"the entries do not have the root that {CHECKPOINT} commits to")
        for name, hashes_at_edge in edge_tiles(edge):
            self._require(name, hashes_at_edge)
        progress(size, size)

    def _require(self, name: TileName, hashes: bytes) -> None:
        if self._content(name, at_most=name.width * HASH_BYTES) != hashes:
            raise ExportError(f"{name}: it does not hold the hashes of what is below it")

    def _bundle(self, n: int) -> tuple[bytes, ...]:
        count = min(TILE_WIDTH, self.checkpoint.size - n * TILE_WIDTH)
        name = TileName(level=None, n=n, width=count)
        try:
            return unpack(self._content(name, at_most=MAX_BUNDLE_BYTES), count=count)
        except ValueError as error:
            raise ExportError(f"{name}: {error}") from error

    def _read_tile(self, level: int, n: int) -> bytes:
        full = (self.checkpoint.size >> (8 * level)) // TILE_WIDTH
        part = TILE_WIDTH if n < full else width(self.checkpoint.size, level=level)
        name = TileName(level=level, n=n, width=part)
        hashes = self._content(name, at_most=part * HASH_BYTES)
        if len(hashes) != part * HASH_BYTES:
            raise ExportError(f"{name}: it does not hold {part} hashes")
        return hashes

    def _content(self, name: TileName, *, at_most: int) -> bytes:
        return _read(self._folder / str(name), at_most=at_most)


def edge_tiles(edge: Edge) -> Iterator[tuple[TileName, bytes]]:
    """The partial tiles of every level; an empty one is not a file."""
    for level, hashes in enumerate(edge.partial):
        if hashes:
            n = edge.size >> (8 * (level + 1))
            yield TileName(level=level, n=n, width=len(hashes) // HASH_BYTES), hashes


def put(folder: Path, name: TileName, content: bytes) -> None:
    """Write a file unless it is there with that very content: what was damaged is mended."""
    path = folder / str(name)
    try:
        with path.open("rb") as file:
            if file.read(len(content) + 1) == content:
                return
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
    replace(path, content)


def replace(path: Path, content: bytes) -> None:
    """The old content or the new one, never half of it."""
    fresh = path.with_name(f".{path.name}.new")
    fresh.write_bytes(content)
    fresh.replace(path)


def _read(path: Path, *, at_most: int) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(at_most + 1)
    except OSError as error:
        where = "/".join(path.parts[-5:])
        raise ExportError(f"{where}: it cannot be read: {error.strerror}") from error
    if len(content) > at_most:
        raise ExportError(f"{path.name}: it is larger than such a file can be")
    return content
