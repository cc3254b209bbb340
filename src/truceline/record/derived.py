"""What is stored beside the entries and could be made from them again: hashes and counts.

It is never trusted, only compared; a wrong hash here misleads proofs, not the record.
"""

from collections.abc import Iterable, Mapping

from truceline.record.edge import TILE_BYTES, TILE_WIDTH, Edge, Tile, width
from truceline.record.leaf import Said
from truceline.record.merkle import HASH_BYTES
from truceline.record.stored import Row, Stored
from truceline.record.wrong import VerifyError, blob


class Derived:
    """The tiles, the edge and the authors' counts of a record of this size, as stored."""

    def __init__(self, stored: Stored, size: int) -> None:
        self._stored = stored
        self._size = size
        self._lowest = stored.lowest_tiles()

    def leaf_hashes(self, n: int) -> bytes:
        """What is stored as the hashes of entries n*256 and on; to be asked for in order."""
        name = self.holder_of(n * TILE_WIDTH)
        if n < self._size // TILE_WIDTH:
            row, expected = next(self._lowest, None), (n, TILE_BYTES)
        else:
            row = self._lowest_edge()
            expected = (0, width(self._size, level=0) * HASH_BYTES)
        if row is None or row[0] != expected[0]:
            raise VerifyError(f"{name} is missing")
        if not isinstance(row[1], bytes) or len(row[1]) != expected[1]:
            raise VerifyError(f"{name}: it does not hold the {expected[1]} bytes it should")
        return row[1]

    def holder_of(self, index: int) -> str:
        """What to call the place where the hash of an entry is stored."""
        n = index // TILE_WIDTH
        return f"tile 0/{n}" if n < self._size // TILE_WIDTH else "edge 0"

    def require(self, edge: Edge, *, high: Iterable[Tile], said: Mapping[str, Said]) -> None:
        """Compare with what the entries really lead to.

        Raises:
            VerifyError: something differs, is missing, or should not be there.
        """
        extra = next(self._lowest, None)
        if extra is not None:
            raise VerifyError(f"tile 0/{extra[0]}: the record does not reach that far")
        self._require_high(high)
        self._require_edge(edge)
        self._require_counts(said)
        self._stored.require_sound()

    def _require_high(self, high: Iterable[Tile]) -> None:
        stored = {(level, n): hashes for level, n, hashes in self._stored.higher_tiles()}
        for tile in high:
            if stored.pop((tile.level, tile.n), None) != tile.hashes:
                raise VerifyError(f"tile {tile.level}/{tile.n}: it is not made of the tiles below")
        for level, n in stored:
            raise VerifyError(f"tile {level}/{n}: the record does not reach that far")

    def _require_edge(self, edge: Edge) -> None:
        stored = {row[0]: row[1] for row in self._stored.edge()}
        for level, hashes in enumerate(edge.partial):
            if stored.pop(level, None) != hashes:
                raise VerifyError(f"edge {level}: it is not made of the tiles below")
        for extra in stored:
            raise VerifyError(f"edge {extra}: the record does not reach that high")

    def _require_counts(self, said: Mapping[str, Said]) -> None:
        stored = {
            blob(name).decode(): (count, digest) for name, count, digest in self._stored.authors()
        }
        for name in sorted(stored.keys() | said.keys()):
            one = said.get(name)
            if stored.get(name) != (one and (one.count, one.digest)):
                raise VerifyError(f"author {name}: the count stored is not that of the entries")

    def _lowest_edge(self) -> Row | None:
        return next((row for row in self._stored.edge() if row[0] == 0), None)
