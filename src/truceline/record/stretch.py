"""What a stretch of entries says of itself, in few words. It knows no entry before the stretch.

Whoever looks at a stretch, on whatever core, hands on only this; joined in their order, stretches
say what the entries would, followed one after the other.
"""

from base64 import b64encode
from binascii import b2a_base64
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256

from truceline.terms.envelope import Cited

DIGEST_BYTES = sha256().digest_size


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """Entries of one author in the order they came, each citing the one before it."""

    first: int
    prev: str  # what the first of them cites
    digests: bytes  # SHA-256 of the text of each, joined

    @property
    def count(self) -> int:
        return len(self.digests) // DIGEST_BYTES

    @property
    def last(self) -> int:
        return self.first + self.count - 1

    @property
    def digest(self) -> bytes:
        """Of the last of them."""
        return self.digests[-DIGEST_BYTES:]

    def entries(self) -> Iterator[tuple[int, str, str]]:
        """Number, citation and own digest of each."""
        prev = self.prev
        for place in range(self.count):
            digest = self.digests[place * DIGEST_BYTES : (place + 1) * DIGEST_BYTES]
            own = b64encode(digest).decode()
            yield self.first + place, prev, own
            prev = own


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """What entries say of themselves, up to the first that is wrong."""

    entries: int  # that were good
    signatures: int
    links: Mapping[str, tuple[Links, ...]]  # by author, each author's in the order they came
    amends: tuple[tuple[int, tuple[Cited, ...]], ...]  # by entry, of those that amend any
    wrong: str = ""  # why the next one is; "" where none is


class Chaining:
    """Takes entries one by one and keeps what of their order must be handed on."""

    def __init__(self) -> None:
        self._open: dict[str, _Open] = {}
        self._done: dict[str, list[Links]] = {}

    def take(self, author: str, seq: int, *, prev: str, digest: bytes) -> None:
        open_ = self._open.get(author)
        if open_ is None or not open_.leads_to(seq, prev):
            self._close(author)
            open_ = self._open[author] = _Open(seq, prev)
        open_.digests.append(digest)

    def links(self) -> dict[str, tuple[Links, ...]]:
        """All that was taken."""
        for author in self._open:
            self._close(author)
        self._open.clear()
        return {author: tuple(links) for author, links in self._done.items()}

    def _close(self, author: str) -> None:
        open_ = self._open.get(author)
        if open_ is not None:
            links = Links(first=open_.first, prev=open_.prev, digests=b"".join(open_.digests))
            self._done.setdefault(author, []).append(links)


class _Open:
    """Links that may still grow."""

    __slots__ = ("digests", "first", "prev")

    def __init__(self, first: int, prev: str) -> None:
        self.first = first
        self.prev = prev
        self.digests: list[bytes] = []

    def leads_to(self, seq: int, prev: str) -> bool:
        """Whether an entry that says so follows the last of these."""
        if seq != self.first + len(self.digests):
            return False
        return b2a_base64(self.digests[-1], newline=False).decode() == prev
