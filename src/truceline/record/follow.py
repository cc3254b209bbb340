"""Somebody else's record followed entry by entry: hashed, and every signature checked, on the way.

It goes on from what was followed before, in flat memory. Where entries come from, where they are
kept, and which checkpoint they must lead to is for the caller.
"""

import json
from base64 import b64decode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Self

from truceline.record.authors import Authors, HashOf
from truceline.record.edge import TILE_WIDTH, Edge, Tile, grow
from truceline.record.judge import entry_in
from truceline.record.keyring import Keyring
from truceline.record.leaf import Said, later_time
from truceline.record.merkle import HASH_BYTES, leaf_hash
from truceline.terms.charter import Opened
from truceline.terms.codec import b64, dump, load

LowTile = Callable[[int], bytes]  # a full tile of leaf hashes, by its number


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """How far a record was followed."""

    edge: Edge
    last: bytes  # the time line of the last entry
    said: tuple[tuple[str, Said], ...]  # by author
    ring: Keyring


class Follower:
    """Takes entries in order and refuses the first that may not stand where it does."""

    def __init__(self, opened: Opened, *, at: Place | None = None) -> None:
        self.opened = opened
        self.authors = Authors(opened)
        self.edge = Edge()
        self._last = b""
        if at is not None:
            self.edge, self._last = at.edge, at.last
            self.authors.said, self.authors.ring = dict(at.said), at.ring

    @classmethod
    def beginning(cls, first: bytes) -> Self:
        """At the beginning of the record that this entry opens; it has not been taken yet.

        Raises:
            ValueError: it does not open a record.
        """
        return cls(opening_of(first))

    @property
    def place(self) -> Place:
        said = tuple(sorted(self.authors.said.items()))
        return Place(edge=self.edge, last=self._last, said=said, ring=self.authors.ring)

    def take(self, leaves: Sequence[bytes], *, tile: LowTile) -> tuple[Tile, ...]:
        """Follow on; the tiles that were filled on the way.

        `tile` gives the full tiles of leaf hashes that were filled before: entries cite entries.

        Raises:
            ValueError: names the first entry that is wrong; nothing can be followed after it.
        """
        start = self.edge.size
        new = [leaf_hash(leaf) for leaf in leaves]

        def hash_of(index: int) -> bytes:
            if index >= start:
                return new[index - start]
            n, place = divmod(index, TILE_WIDTH)
            hashes = self.edge.partial[0] if n == start // TILE_WIDTH else tile(n)
            return hashes[place * HASH_BYTES : (place + 1) * HASH_BYTES]

        for index, leaf in enumerate(leaves, start):
            self._admit(index, leaf, hash_of=hash_of)
        self.edge, filled = grow(self.edge, new)
        return filled

    def _admit(self, index: int, leaf: bytes, *, hash_of: HashOf) -> None:
        try:
            self._last = later_time(leaf, last=self._last)
            self.authors.admit(index, leaf, hash_of=hash_of)
        except ValueError as error:
            raise ValueError(f"entry {index}: {error}") from error


def opening_of(first: bytes) -> Opened:
    """What entry 0 says.

    Raises:
        ValueError: it does not open a record.
    """
    _, fact, _ = entry_in(first)
    match fact:
        case Opened():
            return fact
        case _:
            raise ValueError("entry 0 does not open a record")


def dumped(place: Place) -> str:
    """What must be remembered to go on, besides the tiles."""
    said = {name: [one.count, b64(one.digest)] for name, one in place.said}
    edge = place.edge
    kept = {
        "last": place.last.decode(),
        "ring": dump(place.ring).decode(),
        "root": b64(edge.root),
        "said": said,
        "size": edge.size,
    }
    return json.dumps(kept)


def loaded(text: str, *, edge: Edge) -> Place | None:
    """The place again, if it was remembered at this very edge; None: follow from the beginning."""
    try:
        kept = json.loads(text)
        if (kept["size"], kept["root"]) != (edge.size, b64(edge.root)):
            return None
        said = tuple(
            (str(name), Said(count=int(count), digest=b64decode(digest, validate=True)))
            for name, (count, digest) in kept["said"].items()
        )
        ring = load(str(kept["ring"]).encode(), Keyring)
        return Place(edge=edge, last=str(kept["last"]).encode(), said=said, ring=ring)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
