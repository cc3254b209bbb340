"""What a record, a vault and views must do, whatever keeps them."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from truceline.terms.problem import DamagedError


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """How much has been recorded, and the RFC 6962 root that commits to it."""

    size: int
    root: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A fold's state and the head it belongs to."""

    size: int
    root: bytes
    state: bytes


class StaleHeadError(Exception):
    """Someone else appended first; read again and retry."""


class ForkedRecordError(DamagedError):
    """The stored entries no longer hash to the head that was stored with them."""


class NotInVaultError(LookupError):
    """The vault does not hold this, or holds it no longer."""


class DamagedDocumentError(DamagedError):
    """What the vault holds under a hash does not have that hash."""


class Record(Protocol):
    """Leaves in order, a tree over them, and a signed checkpoint for every append."""

    @property
    def origin(self) -> str:
        """The record's name: first line of every checkpoint."""

    def head(self) -> Head: ...

    def leaves(self, start: int = 0, stop: int | None = None) -> Iterator[bytes]:
        """The bytes of entries start to stop (exclusive; None: all), in order."""

    def append(self, notes: Sequence[bytes], *, onto: Head, now: datetime) -> Head:
        """Add signed notes, each under a time line of `now` (never before the last one).

        Raises:
            StaleHeadError: the head is no longer `onto`.
            ValueError: a note is too long for a leaf.
        """

    def adopt(self, leaves: Sequence[bytes], signed: Sequence[str], *, onto: Head) -> Head:
        """Add entries of another copy of this record, time lines and checkpoints as they are.

        Nothing is signed here. The last checkpoint covers exactly what is then on record; who
        signed, and whether the checkpoints between fit, is for verify.

        Raises:
            StaleHeadError: the head is no longer `onto`.
            ForkedRecordError: the entries do not lead to the last of the checkpoints.
        """

    def checkpoint(self) -> str:
        """The newest checkpoint as a signed note (C2SP tlog-checkpoint)."""

    def checkpoints(self, start: int = 0, stop: int | None = None) -> Iterator[tuple[int, str]]:
        """The signed checkpoints over start to stop entries (inclusive; None: all), by size."""

    def inclusion(self, index: int, *, size: int | None = None) -> tuple[bytes, ...]:
        """The RFC 6962 audit path of entry `index` in the newest tree, or one of an older size."""

    def tile(self, level: int, n: int) -> bytes:
        """What there is of a hash tile at the newest checkpoint, full or partial."""

    def root_at(self, size: int) -> bytes:
        """The root the record had when it held that many entries."""

    def known_size(self, at: datetime) -> int:
        """How many entries had been recorded by that instant."""

    def author_state(self, key_name: str) -> tuple[int, str]:
        """The `seq` and `prev` that this author's next envelope must carry."""

    def close(self) -> None: ...


class Holdings(Protocol):
    """What must be erasable: documents, the names behind code names, and sealed parts."""

    def put(self, data: bytes, *, name: str) -> str:
        """Keep these bytes; return their SHA-256. What is there already keeps its first name."""

    def get(self, digest: str) -> bytes:
        """The bytes under this SHA-256, hashed again.

        Raises:
            NotInVaultError: never here, or erased.
            DamagedDocumentError: the bytes have changed.
        """

    def has(self, digest: str) -> bool: ...

    def digests(self) -> tuple[str, ...]:
        """The SHA-256 of every document, in order."""

    def name_of(self, digest: str) -> str:
        """The file name a document came with.

        Raises:
            NotInVaultError: never here, or erased.
        """

    def code_for(self, person: str, *, fresh: Callable[[], str]) -> str:
        """The code name of a person, the same every time; a new one is "person:" and `fresh()`."""

    def names(self) -> Mapping[str, str]:
        """Who is behind each code name."""

    def keep_part(self, commitment: str, *, salt: bytes, payload: bytes) -> None:
        """Keep what a commitment commits to. What is there already stays."""

    def part(self, commitment: str) -> tuple[bytes, bytes]:
        """Salt and payload behind a commitment. Whether they fit it is for whoever asks.

        Raises:
            NotInVaultError: never here, or erased.
        """

    def parts(self) -> tuple[str, ...]:
        """The commitment of every sealed part, in order."""

    def forget(
        self,
        *,
        documents: Iterable[str] = (),
        people: Iterable[str] = (),
        parts: Iterable[str] = (),
    ) -> None:
        """Delete them, by hash, code name and commitment. `flush` comes after."""

    def forgetting(self) -> bool:
        """Whether something was deleted and its bytes may still lie where it was."""

    def flush(self) -> None:
        """Leave no byte of what was deleted, as far as the store can.

        Raises:
            RefusedError: somebody else is using it; what was deleted is still to be flushed.
        """

    def close(self) -> None: ...


class Folds(Protocol):
    """The newest state of each fold. What fails here is no cache, never an error."""

    def newest(self, name: str, *, version: str) -> Kept | None: ...

    def keep(self, name: str, kept: Kept, *, version: str) -> None:
        """Replace what is kept of this fold, other versions of the code included."""

    def largest(self, name: str, *, version: str, upto: int) -> Kept | None:
        """Of all that is kept of this fold, what belongs to the most entries, at most so many."""

    def keep_beside(self, name: str, kept: Kept, *, version: str, spare: Collection[int]) -> None:
        """Keep one more state of this fold, besides the newest.

        Of others kept so, those stay that belong to `spare` sizes and were made by this code.
        """

    def pieces(self, name: str, *, version: str, upto: int) -> tuple[Kept, ...]:
        """What is kept of a fold in pieces, those of at most so many entries, in their order."""

    def keep_pieces(self, name: str, pieces: Sequence[Kept], *, version: str) -> None:
        """Keep these pieces too, in the place of others of their sizes, and of this code only."""

    def clear(self) -> None:
        """Keep nothing any more, and leave no byte of it, as far as the store can.

        Raises:
            RefusedError: somebody else is using it.
        """

    def close(self) -> None: ...


def beside(name: str) -> str:
    """What the names begin with under which more states of a fold are kept."""
    return f"{name} of "
