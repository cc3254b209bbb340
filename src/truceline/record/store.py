"""What a record must do, whatever keeps it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from truceline.terms.problem import DamagedError


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """How much has been recorded, and the RFC 6962 root that commits to it."""

    size: int
    root: bytes


class StaleHeadError(Exception):
    """Someone else appended first; read again and retry."""


class ForkedRecordError(DamagedError):
    """The stored entries no longer hash to the head that was stored with them."""


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

    def checkpoint(self) -> str:
        """The newest checkpoint as a signed note (C2SP tlog-checkpoint)."""

    def inclusion(self, index: int) -> tuple[bytes, ...]:
        """The RFC 6962 audit path of entry `index` in the tree of the newest checkpoint."""
