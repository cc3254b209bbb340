"""The record in memory: for trials and dry runs. Complete, and gone when the program ends."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import datetime
from threading import RLock

from truceline.record import checkpoint as checkpoints
from truceline.record.adoption import adoption, require_led_to
from truceline.record.checkpoint import Checkpoint
from truceline.record.edge import Edge, grow
from truceline.record.leaf import Admitted, Said, admit, leaves_of, said_in, time_line_of
from truceline.record.merkle import inclusion_path, leaf_hash, range_root, subtrees_of
from truceline.record.note import Signer
from truceline.record.store import Head, StaleHeadError
from truceline.terms.codec import time_line


class MemoryRecord:
    """A `Record` under the same contract as the one on disk, signed checkpoints included."""

    def __init__(self, *, origin: str, signer: Signer) -> None:
        self._origin = origin
        self._signer = signer
        self._lock = RLock()
        self._leaves: list[bytes] = []
        self._hashes: list[bytes] = []
        self._said: dict[str, Said] = {}
        self._edge = Edge()
        self._checkpoints = {0: self._signed(self._edge)}

    @property
    def origin(self) -> str:
        return self._origin

    def head(self) -> Head:
        edge = self._edge
        return Head(size=edge.size, root=edge.root)

    def checkpoint(self) -> str:
        return self._checkpoints[self._edge.size]

    def checkpoints(self, start: int = 0, stop: int | None = None) -> Iterator[tuple[int, str]]:
        stop = self._edge.size if stop is None else stop
        return iter(
            [(size, note) for size, note in self._checkpoints.items() if start <= size <= stop]
        )

    def leaves(self, start: int = 0, stop: int | None = None) -> Iterator[bytes]:
        return iter(self._leaves[max(start, 0) : stop])

    def inclusion(self, index: int, *, size: int | None = None) -> tuple[bytes, ...]:
        """The audit path of entry `index` in the newest tree, or in that of an older size."""
        return inclusion_path(index, self._known(size), subtree=subtrees_of(self._hashes))

    def tile(self, level: int, n: int) -> bytes:
        """What there is of a hash tile at the newest checkpoint, full or partial."""
        full = {(tile.level, tile.n): tile.hashes for tile in grow(Edge(), self._hashes)[1]}
        return full.get((level, n)) or self._edge.partial[level]

    def root_at(self, size: int) -> bytes:
        """The root the record had when it held that many entries."""
        return range_root(0, self._known(size), subtree=subtrees_of(self._hashes))

    def known_size(self, at: datetime) -> int:
        """How many entries had been recorded by that instant."""
        return bisect_right(self._leaves, time_line(at).encode(), key=time_line_of)

    def author_state(self, key_name: str) -> tuple[int, str]:
        """The `seq` and `prev` that this author's next envelope must carry."""
        said = self._said.get(key_name, Said())
        return said.count, said.prev

    def append(self, notes: Sequence[bytes], *, onto: Head, now: datetime) -> Head:
        admitted = tuple(admit(note) for note in notes)
        with self._lock:
            self._require(onto)
            if not admitted:
                return onto
            last = time_line_of(self._leaves[-1]) if self._leaves else b""
            leaves = leaves_of(admitted, last=last, now=now)
            hashes = [leaf_hash(leaf) for leaf in leaves]
            edge, _ = grow(self._edge, hashes)
            self._checkpoints[edge.size] = self._signed(edge)
            return self._keep(leaves, edge, hashes=hashes, admitted=admitted)

    def adopt(self, leaves: Sequence[bytes], signed: Sequence[str], *, onto: Head) -> Head:
        adopted = adoption(leaves, signed, origin=self._origin, size=onto.size)
        with self._lock:
            self._require(onto)
            hashes = [leaf_hash(leaf) for leaf in leaves]
            edge, _ = grow(self._edge, hashes)
            require_led_to(edge, adopted)
            self._checkpoints.update(adopted.signed)
            return self._keep(leaves, edge, hashes=hashes, admitted=adopted.admitted)

    def close(self) -> None:
        """It is gone when the program ends."""

    def _require(self, onto: Head) -> None:
        if self.head() != onto:
            raise StaleHeadError(
                f"the record holds {self._edge.size} entries, not {onto.size}: read again and retry"
            )

    def _keep(
        self,
        leaves: Sequence[bytes],
        edge: Edge,
        *,
        hashes: Sequence[bytes],
        admitted: Sequence[Admitted],
    ) -> Head:
        self._leaves += leaves
        self._hashes += hashes
        for author, said in said_in(admitted).items():
            count = self._said.get(author, Said()).count + said.count
            self._said[author] = Said(count=count, digest=said.digest)
        self._edge = edge
        return self.head()

    def _signed(self, edge: Edge) -> str:
        newest = Checkpoint(origin=self._origin, size=edge.size, root=edge.root)
        return checkpoints.sign(newest, self._signer)

    def _known(self, size: int | None) -> int:
        if size is None:
            return self._edge.size
        if not 0 <= size <= self._edge.size:
            raise ValueError(f"the record holds {self._edge.size} entries; there is no size {size}")
        return size
