"""The walk along a record's entries: each hashed, in its place and time, under its checkpoints.

It goes a tile at a time, as nearly all are whole; where anything in one is odd it goes through that
one entry by entry, and names the first that is wrong.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from truceline.record.audit import Audit
from truceline.record.authors import Authors
from truceline.record.commitments import Commitments
from truceline.record.derived import Derived
from truceline.record.edge import TILE_WIDTH, Edge, Tile, grow
from truceline.record.judge import entry_in
from truceline.record.leaf import TIME_LINE_BYTES, later_time
from truceline.record.merkle import HASH_BYTES, leaf_hash, leaf_hashes
from truceline.record.named import Documents, is_about_a_document
from truceline.record.stored import Row, Stored
from truceline.record.wrong import VerifyError, blob, naming
from truceline.terms.charter import Opened
from truceline.terms.codec import MAX_LEAF_BYTES, b64

Progress = Callable[[int, int], None]  # entries checked, entries in all


class Walk:
    """One pass over the entries, checking what is stored beside them on the way."""

    def __init__(
        self, stored: Stored, documents: Documents | None, *, against: Sequence[str]
    ) -> None:
        self._rows = stored
        self.documents = documents
        self.authors = _authors(stored)
        self.commitments = Commitments(stored, self.authors, against=against)
        self.size = self.commitments.size
        self.edge = Edge()
        self._derived = Derived(stored, self.size)
        self._pending: list[bytes] = []  # leaf hashes not yet in the edge
        self._high: list[Tile] = []  # recomputed tiles above level 0: 1/256 of the hashes
        self._stored = b""  # what the database has as the leaf hashes of this tile
        self._last_time = b""

    def run(self, audit: Audit, progress: Progress) -> None:
        """Straight through: the entries with their checkpoints, then what is derived from them.

        Raises:
            VerifyError: something is wrong; the first thing.
        """
        self._require_covered()
        self._check_roots(0)
        try:
            self._walk(audit, progress)
        except Exception:  # whatever it is, a file that cannot be read included
            audit.finish()  # an entry before that may be wrong in what it says: it comes first
            raise
        audit.finish()
        self.commitments.require_all_checked()
        self._derived.require(self.edge, high=self._high, said=self.authors.said)
        progress(self.size, self.size)

    def hash_of(self, index: int) -> bytes:
        """Of an entry that was checked before: the rows are all of one moment."""
        row = next(iter(self._rows.leaves(index, index + 1)), None)
        return leaf_hash(blob(None if row is None else row[0]))

    def _walk(self, audit: Audit, progress: Progress) -> None:
        start = 0
        for rows in self._pieces():
            if start % TILE_WIDTH == 0:
                progress(start, self.size)
                self._grow()
                self._stored = self._derived.leaf_hashes(start // TILE_WIDTH)
            leaves = self._whole(start, rows)
            if leaves is None:
                self._one_by_one(start, rows, audit=audit)
            else:
                self._hand_on(start, leaves, audit=audit)
            start += len(rows)
            self._check_roots(start)
        if start != self.size:
            raise self._missing(start)

    def _pieces(self) -> Iterator[list[Row]]:
        """The rows of all entries in order, cut at tiles, checkpoints and what is too long."""
        rows, start = self._rows.entries(), 0
        while True:
            tile = TILE_WIDTH - start % TILE_WIDTH
            piece: list[Row] = []
            try:
                for row in islice(rows, min(tile, self.commitments.room(start) or tile)):
                    piece.append(row)
                    if isinstance(row[1], bytes) and len(row[1]) > MAX_LEAF_BYTES:
                        break  # it is refused when it is looked at: of such no second one is held
            finally:
                if piece:  # also what was read before the file turned out to be damaged
                    yield piece
            if not piece:
                return
            start += len(piece)

    def _whole(self, start: int, rows: Sequence[Row]) -> Sequence[bytes] | None:
        """The leaves of these rows, hashed, where nothing at all is odd about them."""
        numbers, leaves = zip(*rows, strict=True)
        if numbers != tuple(range(start, start + len(rows))) or set(map(type, leaves)) != {bytes}:
            return None
        hashes, place = leaf_hashes(leaves), start % TILE_WIDTH * HASH_BYTES
        if b"".join(hashes) != self._stored[place : place + len(hashes) * HASH_BYTES]:
            return None
        if max(map(len, leaves)) > MAX_LEAF_BYTES:
            return None
        times, last = [leaf[:TIME_LINE_BYTES] for leaf in leaves], self._last_time
        if times != sorted(times):
            return None
        try:
            for line in dict.fromkeys(times):
                last = later_time(line, last=last)
        except ValueError:
            return None
        self._last_time = last
        self._pending += hashes
        return leaves

    def _hand_on(self, start: int, leaves: Sequence[bytes], *, audit: Audit) -> None:
        """To whom it falls to say what is wrong in what they say."""
        taken = 0
        if self.documents is not None:
            for place, leaf in enumerate(leaves):
                if is_about_a_document(leaf):
                    audit.take(leaves[taken : place + 1])
                    taken = place + 1
                    with naming(f"entry {start + place}"):
                        self.documents.take(leaf)
        audit.take(leaves[taken:])

    def _one_by_one(self, start: int, rows: Sequence[Row], *, audit: Audit) -> None:
        for expected, (index, leaf) in enumerate(rows, start):
            if index != expected:
                raise self._missing(expected)
            if not isinstance(leaf, bytes) or len(leaf) > MAX_LEAF_BYTES:
                raise VerifyError(f"entry {index}: not a leaf of at most {MAX_LEAF_BYTES} bytes")
            self._check_hash(expected, leaf)
            with naming(f"entry {index}"):
                self._last_time = later_time(leaf, last=self._last_time)
            self._hand_on(expected, [leaf], audit=audit)

    def _missing(self, index: int) -> VerifyError:
        return VerifyError(
            f"entry {index} is missing: the newest checkpoint covers {self.size} entries"
        )

    def _require_covered(self) -> None:
        row = self._rows.first_from(self.size)
        if row is not None:
            raise VerifyError(
                f"entry {row[0]}: no checkpoint covers it; the newest covers {self.size}"
            )

    def _check_hash(self, index: int, leaf: bytes) -> None:
        hashed, place = leaf_hash(leaf), index % TILE_WIDTH
        if hashed != self._stored[place * HASH_BYTES : (place + 1) * HASH_BYTES]:
            raise self._blame(index)
        self._pending.append(hashed)

    def _blame(self, index: int) -> VerifyError:
        """Entry and stored hash differ: the next checkpoint tells which of the two has changed."""
        fixed = self.commitments.after(index)
        rest = self._rows.leaves(index, fixed.size)
        edge, _ = grow(self.edge, [*self._pending, *leaf_hashes(blob(leaf) for (leaf,) in rest)])
        commits = f"what the checkpoint of {fixed.size} entries commits to"
        if (edge.size, edge.root) != (fixed.size, fixed.root):
            return VerifyError(f"entry {index}: the leaf does not hash to {commits}")
        holder = self._derived.holder_of(index)
        return VerifyError(f"{holder}: the hash stored for entry {index} is not {commits}")

    def _check_roots(self, size: int) -> None:
        for name, fixed in self.commitments.at(size):
            self._grow()
            if fixed.root != self.edge.root:
                raise VerifyError(
                    f"{name}: it commits to root {b64(fixed.root)}, "
                    f"but the entries have {b64(self.edge.root)}"
                )

    def _grow(self) -> None:
        self.edge, tiles = grow(self.edge, self._pending)
        self._high += (tile for tile in tiles if tile.level)
        self._pending.clear()


def _authors(stored: Stored) -> Authors:
    row = next(iter(stored.leaves(0, 1)), None)
    if row is None:
        raise VerifyError("entry 0 is missing: a record begins with the entry that opens it")
    with naming("entry 0"):
        _, fact, _ = entry_in(blob(row[0]))
        match fact:
            case Opened():
                return Authors(fact)
            case _:
                raise ValueError("it does not open a record")
