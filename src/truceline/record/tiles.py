"""Names and contents of the files of a tiled log (c2sp.org/tlog-tiles). No file is touched here.

A record of any size is a finite set of files: hash tiles of 256 neighbouring hashes by level, and
bundles of 256 entries. What a file is called says all about it, and full files never change.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from truceline.record.edge import TILE_WIDTH, levels, width
from truceline.terms.codec import MAX_LEAF_BYTES

CHECKPOINT = "checkpoint"
MAX_LEVEL = 63
MAX_BUNDLE_BYTES = TILE_WIDTH * (2 + MAX_LEAF_BYTES)

_LENGTH_BYTES = 2  # big-endian, before each entry of a bundle
_NAME = re.compile(
    r"tile/(entries|[0-9]|[1-5][0-9]|6[0-3])/((?:x[0-9]{3}/){0,5}[0-9]{3})"
    r"(?:\.p/([1-9][0-9]?|1[0-9]{2}|2[0-4][0-9]|25[0-5]))?",
    re.ASCII,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TileName:
    """Which file: the n-th of its level, or of the entry bundles; and how much of it there is."""

    level: int | None  # None: a bundle of entries
    n: int
    width: int = TILE_WIDTH  # less: partial

    def __post_init__(self) -> None:
        if self.level is not None and not 0 <= self.level <= MAX_LEVEL:
            raise ValueError(f"there is no tile level {self.level}")
        if self.n < 0 or not 1 <= self.width <= TILE_WIDTH:
            raise ValueError(f"there is no tile {self.n} of width {self.width}")

    def __str__(self) -> str:
        """The path below a log's prefix: 1234067 is x001/x234/067."""
        what = "entries" if self.level is None else str(self.level)
        digits = f"{self.n:03d}"
        digits = digits.zfill(-(-len(digits) // 3) * 3)
        *high, last = (digits[at : at + 3] for at in range(0, len(digits), 3))
        partial = f".p/{self.width}" if self.width < TILE_WIDTH else ""
        return f"tile/{what}/{''.join(f'x{part}/' for part in high)}{last}{partial}"


def parse_name(path: str) -> TileName:
    """Read a path below a log's prefix, in exactly the form in which we would print it.

    Raises:
        ValueError: no tile is called so.
    """
    found = _NAME.fullmatch(path)
    if found is None:
        raise ValueError(f"no tile is called {path[:100]!r}")
    what, digits, partial = found.groups()
    name = TileName(
        level=None if what == "entries" else int(what),
        n=int(digits.replace("x", "").replace("/", "")),
        width=int(partial) if partial else TILE_WIDTH,
    )
    if str(name) != path:
        raise ValueError(f"no tile is called {path!r}; perhaps {name} was meant")
    return name


def hash_tiles(size: int) -> Iterator[TileName]:
    """All hash tiles of a tree of this size, level by level."""
    for level in range(levels(size)):
        yield from _row(level, size, unit=level)


def bundles(size: int) -> Iterator[TileName]:
    """All entry bundles of a tree of this size."""
    yield from _row(None, size, unit=0)


def pack(leaves: Sequence[bytes]) -> bytes:
    """The content of a bundle."""
    return b"".join(len(leaf).to_bytes(_LENGTH_BYTES) + leaf for leaf in leaves)


def unpack(bundle: bytes, *, count: int) -> tuple[bytes, ...]:
    """The entries in a bundle.

    Raises:
        ValueError: not a bundle of that many entries.
    """
    leaves, end = _unpacked(bundle)
    if end != len(bundle) or len(leaves) != count:
        raise ValueError(f"it does not hold {count} entries, each after its length")
    return leaves


def unpack_all(bundle: bytes) -> tuple[bytes, ...]:
    """As many entries as there are.

    Raises:
        ValueError: the last one ends elsewhere than it should.
    """
    leaves, end = _unpacked(bundle)
    if end != len(bundle):
        raise ValueError("it does not hold entries, each after its length")
    return leaves


def _unpacked(bundle: bytes) -> tuple[tuple[bytes, ...], int]:
    """The entries, and where the last one says to end."""
    leaves = []
    at = 0
    while at < len(bundle):
        start = at + _LENGTH_BYTES
        at = start + int.from_bytes(bundle[at:start])
        leaves.append(bundle[start:at])
    return tuple(leaves), at


def _row(level: int | None, size: int, *, unit: int) -> Iterator[TileName]:
    full = size >> (8 * (unit + 1))
    yield from (TileName(level=level, n=n) for n in range(full))
    rest = width(size, level=unit)
    if rest:  # an empty partial tile does not exist
        yield TileName(level=level, n=full, width=rest)
