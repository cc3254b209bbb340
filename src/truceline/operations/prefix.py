"""The first so many entries of a published record, folded. Nothing is believed before it is hashed.

The files are anybody's: all of them are read, and what they give must lead to their checkpoint.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from truceline.record import checkpoint as checkpoints
from truceline.record.authors import ABOUT_KEYS, keys_after
from truceline.record.checkpoint import Checkpoint
from truceline.record.edge import TILE_WIDTH, Edge, grow
from truceline.record.keyring import NONE, Keyring
from truceline.record.merkle import leaf_hash
from truceline.record.note import parse_vkey
from truceline.record.published import Published, entries_of, note_of, reading, wrong
from truceline.terms.charter import Role
from truceline.terms.codec import decode_leaf
from truceline.terms.entry import Entry
from truceline.weighing.held import Held, fold


@dataclass(frozen=True, slots=True, kw_only=True)
class Prefix:
    """Which entries count: those known at an instant, or so many; of both, the fewer."""

    known_at: datetime | None = None
    size: int | None = None


WHOLE = Prefix()


@dataclass(frozen=True, slots=True, kw_only=True)
class Folded:
    """What those entries come to."""

    origin: str
    held: Held
    keys: Keyring
    root: bytes
    recorded: datetime  # when the last of them was


def folded(source: Published, prefix: Prefix = WHOLE) -> Folded:
    """Fold a prefix of what a source gives.

    Raises:
        RefusedError: it is not what the source's own checkpoint commits to.
    """
    note = note_of(source)
    with reading(source.where, "checkpoint"):
        said = checkpoints.read(note)
    walk = _Walk(source, said, prefix=prefix)
    held = fold(walk.entries())
    walk.require_led_there()
    with reading(source.where, "the keys"):
        keys = keys_after(walk.about_keys[: walk.keys_in_prefix], onto=NONE)
        latest = keys_after(walk.about_keys[walk.keys_in_prefix :], onto=keys)
        logs = [parse_vkey(latest.keys[name].vkey) for name in latest.named(Role.LOG)]
        checkpoints.open_checkpoint(note, logs)
    return Folded(origin=said.origin, held=held, keys=keys, root=walk.root, recorded=walk.recorded)


class _Walk:
    """One pass over all bundles, of which only the prefix is decoded."""

    def __init__(self, source: Published, said: Checkpoint, *, prefix: Prefix) -> None:
        self._source, self._said, self._prefix = source, said, prefix
        self._edge = Edge()
        self._size: int | None = None  # of the prefix, once it is known
        self.root = self._edge.root
        self.recorded = datetime.fromtimestamp(0, UTC)
        self.about_keys: list[tuple[int, bytes]] = []
        self.keys_in_prefix = 0

    def entries(self) -> Iterator[tuple[int, Entry]]:
        for n in range(-(-self._said.size // TILE_WIDTH)):
            start = n * TILE_WIDTH
            leaves = entries_of(self._source, n, count=min(TILE_WIDTH, self._said.size - start))
            hashes = [leaf_hash(leaf) for leaf in leaves]
            for index, leaf in enumerate(leaves, start):
                entry = self._within(index, leaf)
                if entry is None and self._size is None:
                    self._end(index, hashes[: index - start])
                if not index or any(mark in leaf for mark in ABOUT_KEYS):
                    self.about_keys.append((index, leaf))
                if entry is not None:
                    self.recorded = entry.at
                    yield index, entry
            self._edge, _ = grow(self._edge, hashes)
        if self._size is None:
            self._end(self._said.size, [])

    def require_led_there(self) -> None:
        if (self._edge.size, self._edge.root) != (self._said.size, self._said.root):
            raise wrong(self._source.where, "its entries do not lead to its checkpoint")

    def _within(self, index: int, leaf: bytes) -> Entry | None:
        """The entry, if it still belongs to the prefix."""
        if self._size is not None or index == self._prefix.size:
            return None
        with reading(self._source.where, f"entry {index}"):
            entry = decode_leaf(leaf)
        late = self._prefix.known_at is not None and entry.at > self._prefix.known_at
        return None if late else entry

    def _end(self, size: int, rest: list[bytes]) -> None:
        self._size = size
        self.root = grow(self._edge, rest)[0].root
        self.keys_in_prefix = len(self.about_keys)
