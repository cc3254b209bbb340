"""Where in the record each kind of entry stands, and what is about one document, claim or posting.

The record is what is read; this says where to look. So views.db repeats nothing of it, and a
question about an earlier day looks into the same index, only at less of it. It is kept in pieces,
each written once: what a piece tells of never changes. A piece counts only after those before it,
and only for the record under whose root it was made; whatever else is found is made again.
"""

import re
import sys
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from itertools import islice
from zlib import crc32

from truceline import __version__
from truceline.operations.centre import Centre
from truceline.operations.walk import entries
from truceline.record.cache import Kept
from truceline.terms.codec import KIND_OF
from truceline.terms.entry import Fact, Told
from truceline.weighing.resting import keys_of

FOLD = "index/2"  # another number where a piece changes its shape
PIECE = 1024  # entries that one piece tells of

_CODES = {fact: n for n, fact in enumerate(KIND_OF)}
# The order of the kinds is part of what the bytes of a piece mean.
_VERSION = f"{__version__}+{sha256(' '.join(KIND_OF.values()).encode()).hexdigest()[:16]}"
_PLACE_BITS = 16
_PLACE = (1 << _PLACE_BITS) - 1  # within a piece
_KEY_BYTES = 8  # hash and place
_SEAL_BYTES = 32
_AT_ONCE = 64  # entries: few enough to stay in a processor's cache


class Index:
    """What stands where in the first so many entries."""

    def __init__(self) -> None:
        self._kinds = bytearray()  # one for each entry
        # Of each whole piece, and of the entries after: hash of a key and place, in order there.
        self._keys: list[array[int]] = []
        self._rest: list[int] = []
        self._authors: set[str] = set()  # of the entries after
        self._seals: list[bytes] = []  # of the pieces that are kept

    @property
    def size(self) -> int:
        return len(self._kinds)

    def count(self, kinds: Iterable[type[Fact]]) -> int:
        """How many entries are of these kinds."""
        return sum(self._kinds.count(_CODES[kind]) for kind in kinds)

    def places(self, kinds: Iterable[type[Fact]]) -> Sequence[int]:
        """The entries of these kinds, in order."""
        wanted = re.compile(b"[%s]" % re.escape(bytes(_CODES[kind] for kind in kinds)))
        return [found.start() for found in wanted.finditer(self._kinds)]

    def about(self, key: str) -> Sequence[int]:
        """The entries that may be about this document, claim or posting, in order."""
        wanted = _hashed(key)
        found = {len(self._keys) * PIECE + (one & _PLACE) for one in _run(self._rest, wanted)}
        for number, keys in enumerate(self._keys):
            found.update(number * PIECE + (one & _PLACE) for one in _run(keys, wanted))
        return sorted(found)

    def stretches(self, author: str) -> Sequence[range]:
        """Where all entries of an author are among others: of pieces it is noted who spoke."""
        name, whole = _hashed(_author(author)), len(self._keys) * PIECE
        return [
            *(
                range(number * PIECE, number * PIECE + PIECE)
                for number, keys in enumerate(self._keys)
                if _run(keys, name)
            ),
            range(whole, self.size),
        ]

    def noting(self, found: Iterable[tuple[int, Told]]) -> Iterator[tuple[int, Told]]:
        """The same entries, which follow those known so far; each is noted before it passes."""
        found, place = iter(found), self.size % PIECE
        while some := list(islice(found, min(_AT_ONCE, PIECE - place))):
            facts = [said.fact for _, said in some]
            self._kinds += bytes([_CODES[type(fact)] for fact in facts])
            self._rest += [
                _hashed(key) | at for at, fact in enumerate(facts, place) for key in keys_of(fact)
            ]
            self._authors |= {said.by for _, said in some}
            place = self.size % PIECE
            if not place:
                spoke = [_hashed(_author(name)) for name in self._authors]
                self._keys.append(array("Q", sorted(self._rest + spoke)))
                self._rest, self._authors = [], set()
            yield from some
        self._rest.sort()

    def kept(self, kept: Iterable[Kept]) -> Sequence[Kept]:
        """Go on with these pieces, as far as they follow each other; those that did."""
        taken = []
        for one in kept:
            seal, body = one.state[:_SEAL_BYTES], one.state[_SEAL_BYTES:]
            if one.size != self.size + PIECE or seal != self._seal(one, body):
                break
            if len(body) < PIECE or (len(body) - PIECE) % _KEY_BYTES:
                break
            self._seals.append(seal)
            self._kinds += body[:PIECE]
            self._keys.append(_swapped(array("Q", body[PIECE:])))
            taken.append(one)
        return taken

    def to_keep(self) -> Iterator[tuple[int, bytes]]:
        """Size and bytes of each whole piece that is not kept yet."""
        for number in range(len(self._seals), len(self._keys)):
            start = number * PIECE
            body = self._kinds[start : start + PIECE] + _swapped(self._keys[number]).tobytes()
            yield start + PIECE, bytes(body)

    def sealed(self, size: int, body: bytes, *, root: bytes) -> Kept:
        """The next piece as it is kept: its seal covers the one before it."""
        seal = self._seal(Kept(size=size, root=root, state=b""), body)
        self._seals.append(seal)
        return Kept(size=size, root=root, state=seal + body)

    def cut(self, size: int) -> None:
        """Know nothing of later entries."""
        whole = size // PIECE
        if whole < len(self._keys):
            self._rest = [one for one in self._keys[whole] if one & _PLACE < size % PIECE]
        del self._kinds[size:], self._keys[whole:], self._seals[whole:]

    def _seal(self, of: Kept, body: bytes) -> bytes:
        before = self._seals[-1] if self._seals else b""
        return sha256(before + of.size.to_bytes(8) + of.root + body).digest()


def known(centre: Centre, *, size: int) -> Index:
    """What is kept of the index of the first so many entries."""
    index = Index()
    upto = min(centre.record.head().size, -(-size // PIECE) * PIECE)
    taken = index.kept(centre.views.pieces(FOLD, version=_VERSION, upto=upto))
    # A seal covers all before it: if the last piece is of this very record, so are they.
    while taken and centre.record.root_at(taken[-1].size) != taken[-1].root:
        taken = taken[:-1]
        index.cut(len(taken) * PIECE)
    index.cut(min(size, index.size))
    return index


def read_on(centre: Centre, index: Index, *, size: int) -> Iterator[tuple[int, Told]]:
    """The entries that the index does not tell of, up to `size`. At their end it does, for ever."""
    yield from index.noting(entries(centre, start=index.size, stop=size))
    fresh = [
        index.sealed(stop, body, root=centre.record.root_at(stop)) for stop, body in index.to_keep()
    ]
    if fresh:
        centre.views.keep_pieces(FOLD, fresh, version=_VERSION)


def index_of(centre: Centre, *, size: int) -> Index:
    """The index of the first so many entries, from what is kept and what is not.

    Raises:
        DamagedError: naming an entry that is none.
    """
    index = known(centre, size=size)
    for _ in read_on(centre, index, size=size):
        pass
    return index


def _author(name: str) -> str:
    """What no document, claim or posting is called."""
    return f"\n{name}"


def _hashed(key: str) -> int:
    """Keys that hash to the same are all read: what is said of each is for the entries to tell."""
    return crc32(key.encode(errors="surrogatepass")) << _PLACE_BITS  # whatever was typed


def _run(keys: Sequence[int], wanted: int) -> Sequence[int]:
    first = bisect_left(keys, wanted)
    last = first
    while last < len(keys) and keys[last] <= wanted | _PLACE:
        last += 1
    return keys[first:last]


def _swapped(keys: "array[int]") -> "array[int]":
    """As it is kept, little end first; and back."""
    if sys.byteorder == "big":
        keys = array("Q", keys)
        keys.byteswap()
    return keys
