"""The right edge of the tree: append without re-hashing, and the tiles that fall off it.

Tiles are those of C2SP tlog-tiles: 256 hashes each; tile (l, n) holds the roots of the perfect
subtrees of 256^l leaves from the n*256-th on. A full tile never changes again. Nothing is stored
here: `grow` is a pure function and the stores keep what it returns.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from truceline.record.merkle import HASH_BYTES, Subtree, fold, node_hash, perfect_root

TILE_HEIGHT = 8
TILE_WIDTH = 1 << TILE_HEIGHT
TILE_BYTES = TILE_WIDTH * HASH_BYTES


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """256 neighbouring hashes of one tile level, joined."""

    level: int
    n: int
    hashes: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """Everything needed to go on: the unfinished tile of every level, and the perfect subtrees."""

    size: int = 0
    partial: tuple[bytes, ...] = ()  # by level; possibly empty where the tile just became full
    peaks: tuple[bytes, ...] = ()  # roots of the perfect subtrees, largest first

    @property
    def root(self) -> bytes:
        return fold(self.peaks)


def grow(edge: Edge, leaf_hashes: Iterable[bytes]) -> tuple[Edge, tuple[Tile, ...]]:
    """The edge after these leaves, and the tiles they filled."""
    size = edge.size
    partial = [bytearray(hashes) for hashes in edge.partial] or [bytearray()]
    peaks = list(edge.peaks)
    filled = []
    for row in _subtrees(size, list(leaf_hashes)):
        partial[0] += b"".join(row)
        merged, height = perfect_root(row), len(row).bit_length() - 1
        left = size >> height
        while True:
            if height and height % TILE_HEIGHT == 0:
                level = height // TILE_HEIGHT
                filled.append(Tile(level=level - 1, n=left, hashes=bytes(partial[level - 1])))
                partial[level - 1].clear()
                if level == len(partial):
                    partial.append(bytearray())
                partial[level] += merged
            if not left & 1:
                break
            merged = node_hash(peaks.pop(), merged)
            height, left = height + 1, left >> 1
        peaks.append(merged)
        size += len(row)
    levels = tuple(bytes(hashes) for hashes in partial) if size else ()
    return Edge(size=size, partial=levels, peaks=tuple(peaks)), tuple(filled)


def _subtrees(size: int, leaf_hashes: Sequence[bytes]) -> Iterator[Sequence[bytes]]:
    """The leaves after `size` others, in perfect subtrees as large as fit, a tile at the most."""
    at = 0
    while at < len(leaf_hashes):
        place, rest = size + at, len(leaf_hashes) - at
        aligned = place & -place or TILE_WIDTH
        count = min(aligned, TILE_WIDTH, 1 << (rest.bit_length() - 1))
        yield leaf_hashes[at : at + count]
        at += count


def restored(size: int, partial: Sequence[bytes]) -> Edge:
    """The edge again, from its stored unfinished tiles.

    Raises:
        ValueError: they are not the unfinished tiles of that many entries.
    """
    if len(partial) != levels(size):
        raise ValueError(f"{size} entries have {levels(size)} tile levels, not {len(partial)}")
    peaks = []
    for level in reversed(range(len(partial))):
        hashes = partial[level]
        if len(hashes) != width(size, level=level) * HASH_BYTES:
            raise ValueError(f"the unfinished tile of level {level} does not fit {size} entries")
        peaks += _peaks_within(hashes)
    return Edge(size=size, partial=tuple(partial), peaks=tuple(peaks))


def levels(size: int) -> int:
    """How many tile levels a tree of this size has."""
    return -(-size.bit_length() // TILE_HEIGHT)


def width(size: int, *, level: int) -> int:
    """How many hashes the unfinished tile of a level holds (tlog-tiles, partial tiles)."""
    return (size >> (TILE_HEIGHT * level)) % TILE_WIDTH


def subtrees_in(tile: Callable[[int, int], bytes]) -> Subtree:
    """Hashes of perfect subtrees out of tiles; `tile(level, n)` gives what there is of one."""

    def subtree(height: int, index: int) -> bytes:
        level, above = divmod(height, TILE_HEIGHT)
        n, offset = divmod(index << above, TILE_WIDTH)
        part = tile(level, n)[offset * HASH_BYTES : (offset + (1 << above)) * HASH_BYTES]
        if len(part) != HASH_BYTES << above:
            raise ValueError(f"tile {level}/{n} holds too few hashes")
        return _perfect_root(part)

    return subtree


def _peaks_within(hashes: bytes) -> list[bytes]:
    peaks, start, rest = [], 0, len(hashes) // HASH_BYTES
    while rest:
        count = 1 << (rest.bit_length() - 1)
        stop = start + count * HASH_BYTES
        peaks.append(_perfect_root(hashes[start:stop]))
        start, rest = stop, rest - count
    return peaks


def _perfect_root(hashes: bytes) -> bytes:
    return perfect_root([hashes[at : at + HASH_BYTES] for at in range(0, len(hashes), HASH_BYTES)])
