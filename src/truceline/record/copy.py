"""A full copy of somebody's record in a folder of ours, and how new entries get into it.

Entries arrive in a folder of their own and are followed there. Only what leads to the signed
checkpoint is moved into the copy, and the copy's own checkpoint is replaced last: at every moment
the copy is whole, and what had arrived before a crash is not fetched again.
"""

import os
import shutil
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import chain
from pathlib import Path

from truceline.record import checkpoint as checkpoints
from truceline.record.checkpoint import Checkpoint
from truceline.record.edge import TILE_BYTES, TILE_WIDTH, levels, restored, subtrees_in, width
from truceline.record.export import TILES_KEPT, drop_outgrown, edge_tiles, put, replace
from truceline.record.follow import Follower, dumped, loaded, opening_of
from truceline.record.merkle import Subtree, leaf_hash
from truceline.record.published import OfFolder, Published, entries_of, note_of, tiles_of
from truceline.record.tiles import CHECKPOINT, TileName, bundles, hash_tiles, pack
from truceline.terms.problem import Problem, RefusedError

Progress = Callable[[int, int], None]  # entries done, entries in all

RECORD, INCOMING, PLACE = "record", "incoming", "place.json"


class OtherEntriesError(ValueError):
    """The source gives other entries than the copy holds, or than its checkpoint commits to."""


class Copy:
    """What is held, as far as its checkpoint goes."""

    def __init__(self, folder: Path, *, progress: Progress = lambda _done, _total: None) -> None:
        """Raises RefusedError: the copy is not what its own checkpoint commits to."""
        self.folder = folder
        self.files = OfFolder(folder / RECORD)
        try:
            self.note = note_of(self.files)
            self.said = checkpoints.read(self.note)
            self._follower = self._followed(progress)
            checkpoints.open_checkpoint(self.note, self._follower.authors.logs)
        except (RefusedError, ValueError) as error:
            raise RefusedError(
                Problem(
                    code="damaged",
                    where=str(folder / RECORD),
                    message=f"The copy held here is damaged: {str(error).rstrip('.')}.",
                    remedy="Keep it, and mirror into another folder.",
                )
            ) from error

    @property
    def follower(self) -> Follower:
        """At the end of the copy. It can be used once: it moves on."""
        return self._follower

    @property
    def subtree(self) -> Subtree:
        return subtree_in(self.files, size=self.said.size)

    def _followed(self, progress: Progress) -> Follower:
        size = self.said.size
        opened = opening_of(entries_of(self.files, 0, count=min(TILE_WIDTH, size))[0])
        tile = tiles_of(self.files, size=size)
        edge = restored(
            size,
            [
                tile(level, size >> (8 * (level + 1))) if width(size, level=level) else b""
                for level in range(levels(size))
            ],
        )
        if edge.root != self.said.root:
            raise ValueError("its hashes do not lead to its checkpoint")
        place = self.folder / PLACE
        at = loaded(place.read_text("utf-8"), edge=edge) if place.is_file() else None
        if at is not None:
            return Follower(opened, at=at)
        follower = Follower(opened)  # what was remembered is lost: once more from the beginning
        for n in range(-(-size // TILE_WIDTH)):
            progress(follower.edge.size, size)
            leaves = entries_of(self.files, n, count=min(TILE_WIDTH, size - n * TILE_WIDTH))
            follower.take(leaves, tile=lambda n: tile(0, n))
        if follower.edge != edge:
            raise ValueError("its entries do not lead to its checkpoint")
        return follower


def subtree_in(source: Published, *, size: int) -> Subtree:
    """The perfect subtrees of a tree of that size, out of a source's hash tiles."""
    return subtrees_in(lru_cache(TILES_KEPT)(tiles_of(source, size=size)))


def holds_copy(folder: Path) -> bool:
    return (folder / RECORD / CHECKPOINT).is_file()


def has_arrived(folder: Path) -> bool:
    """Whether something waits from a round that was cut off."""
    return (folder / INCOMING).is_dir()


def arrive(
    source: Published,
    folder: Path,
    *,
    said: Checkpoint,
    follower: Follower,
    progress: Progress = lambda _done, _total: None,
) -> None:
    """Fetch every entry up to that checkpoint and follow it; what is right waits in `incoming`.

    Raises:
        OtherEntriesError: an entry is wrong, or all of them do not lead to the checkpoint.
        RefusedError: the source does not give them.
    """
    incoming = folder / INCOMING
    incoming.mkdir(exist_ok=True)
    held = follower.edge
    for n in range(held.size // TILE_WIDTH, -(-said.size // TILE_WIDTH)):
        progress(follower.edge.size, said.size)
        leaves = _bundle(source, incoming, n=n, count=min(TILE_WIDTH, said.size - n * TILE_WIDTH))
        known = held.size - n * TILE_WIDTH if n == held.size // TILE_WIDTH else 0
        if known and b"".join(map(leaf_hash, leaves[:known])) != held.partial[0]:
            raise OtherEntriesError(f"before entry {held.size} it gives others than are held here")
        try:
            filled = follower.take(leaves[known:], tile=lambda n: _low_tile(folder, n))
        except ValueError as error:
            raise OtherEntriesError(str(error)) from error
        for tile in filled:
            put(incoming, TileName(level=tile.level, n=tile.n), tile.hashes)
    if (follower.edge.size, follower.edge.root) != (said.size, said.root):
        raise OtherEntriesError("its entries do not lead to its checkpoint")
    for name, hashes in edge_tiles(follower.edge):
        put(incoming, name, hashes)
    progress(said.size, said.size)


def move_in(folder: Path, *, size: int) -> OfFolder:
    """Lay what has arrived beside what is held. The copy's checkpoint does not cover it yet."""
    incoming, record = folder / INCOMING, folder / RECORD
    record.mkdir(exist_ok=True)
    for name in chain(bundles(size), hash_tiles(size)):
        path, to = incoming / str(name), record / str(name)
        if path.is_file():
            to.parent.mkdir(parents=True, exist_ok=True)
            path.replace(to)
    os.sync()
    return OfFolder(record)


def settle(folder: Path, note: str, *, follower: Follower) -> None:
    """Let the copy's checkpoint cover what was moved in."""
    # Bytes first, head last: a crash before this line leaves the older checkpoint, whole.
    replace(folder / RECORD / CHECKPOINT, note.encode())
    os.sync()
    replace(folder / PLACE, dumped(follower.place).encode())
    drop_outgrown(folder / RECORD)
    forget_arrived(folder)


def forget_arrived(folder: Path) -> None:
    shutil.rmtree(folder / INCOMING, ignore_errors=True)


def _low_tile(folder: Path, n: int) -> bytes:
    """A full tile of leaf hashes, from what has arrived or from the copy."""
    name = str(TileName(level=0, n=n))
    arrived = (folder / INCOMING / name).is_file()
    held = OfFolder(folder / (INCOMING if arrived else RECORD))
    return held.read(name, at_most=TILE_BYTES)


def _bundle(source: Published, incoming: Path, *, n: int, count: int) -> Sequence[bytes]:
    """From what arrived before a crash, or from the source."""
    name = TileName(level=None, n=n, width=count)
    if (incoming / str(name)).is_file():
        return entries_of(OfFolder(incoming), n, count=count)
    leaves = entries_of(source, n, count=count)
    put(incoming, name, pack(leaves))
    return leaves
