"""What the pages are made from. They ask it; they never write."""

from collections.abc import Sequence
from typing import Protocol

from truceline.publishing.report import Report
from truceline.publishing.seals import Seals
from truceline.publishing.trace import Trace
from truceline.record.store import Head
from truceline.terms.charter import KeyState
from truceline.terms.question import Question


class Readable(Protocol):
    """A document's readable text, and where stretches of its decoded original went in it."""

    @property
    def plain(self) -> str: ...

    def to_plain(self, start: int, end: int) -> tuple[int, int]: ...


class Source(Protocol):
    """Called by one thread at a time: the one that runs the server."""

    def head(self) -> Head:
        """The newest head. Cheap: it is asked for every request."""

    def report(self, question: Question) -> Report: ...

    def document(self, sha256: str) -> Readable | None:
        """None where its words are withheld or cannot be read."""

    def trace(self, name: str) -> Trace:
        """Called only for a claim or posting that a report holds, or tells was taken back."""

    def checkpoint(self) -> str:
        """The newest, with the lines of those who are known to have cosigned it."""

    def keys(self) -> Sequence[KeyState]: ...

    def disorder(self) -> Sequence[str]:
        """A sentence for each author whose own count has gaps or forks on record."""

    def seals(self) -> Seals:
        """How far witnesses have cosigned the record. Cheap: it is asked for every request."""

    def file(self, name: str) -> bytes | None:
        """A file of the record as c2sp.org/tlog-tiles names it; None where there is none."""
