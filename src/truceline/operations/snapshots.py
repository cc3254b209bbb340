"""A fold goes on from what was kept of it: the newest state, or one of a shorter prefix.

A question about what was known earlier so costs the entries since the last snapshot before it.
What is kept may be deleted at any time; what is damaged, or of another record, is never used. What
somebody replaced with skill is used, as their copy of the program would be: it is for the hash that
another site comes to (`truceline state`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Generic, TypeVar

from truceline import __version__
from truceline.operations.centre import Centre
from truceline.record.cache import Kept
from truceline.terms.codec import dump, load

T = TypeVar("T")

EVERY = 10_000  # entries between two snapshots, in a record that is not long
MOST = 16  # snapshots of one fold: each holds all before it, so many would outgrow the record
WORTH = 100  # the newest state is written again when a hundredth was added: writing takes time too
_DIGEST_BYTES = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind(Generic[T]):
    """A fold of which states are kept."""

    name: str  # another number where what is folded changes its shape
    shape: type[T]
    nothing: T
    go_on: Callable[[Centre, T, range], T]  # with these entries; fold(a + b) = fold(b, fold(a))


def folded(centre: Centre, kind: Kind[T], *, size: int) -> T:
    """The state after so many entries, made from as few of them as can be."""
    head = centre.record.head()
    begun, state = _kept(centre, kind, size=size)
    start = begun
    marks = snapshots_of(head.size)
    mark = max((one for one in marks if one <= size), default=0)
    if mark > start:
        state = kind.go_on(centre, state, range(start, mark))
        root = centre.record.root_at(mark)
        kept = Kept(size=mark, root=root, state=_sealed(state))
        centre.views.keep_beside(kind.name, kept, version=__version__, spare=marks)
        start = mark
    if size > start:
        state = kind.go_on(centre, state, range(start, size))
    if size == head.size and (size - begun) * WORTH > size:
        kept = Kept(size=size, root=head.root, state=_sealed(state))
        centre.views.keep(kind.name, kept, version=__version__)
    return state


def snapshots_of(size: int) -> range:
    """The prefixes of which snapshots are kept in a record of that size."""
    step = EVERY
    while size // step > MOST:
        step *= 2  # the longer steps are among the shorter: half of them stay
    return range(step, size + 1, step)


def _kept(centre: Centre, kind: Kind[T], *, size: int) -> tuple[int, T]:
    """The longest kept prefix of this very record, made by this code; else none."""
    upto = size
    while upto > 0:
        kept = centre.views.largest(kind.name, version=__version__, upto=upto)
        if kept is None or not 0 < kept.size <= upto:
            break
        if centre.record.root_at(kept.size) == kept.root:
            try:
                return kept.size, _unsealed(kept.state, kind.shape)
            except ValueError:
                pass
        upto = kept.size - 1
    return 0, kind.nothing


def _sealed(state: object) -> bytes:
    dumped = dump(state)
    return sha256(dumped).digest() + dumped


def _unsealed(kept: bytes, shape: type[T]) -> T:
    """Raises ValueError: bytes were changed since, or it was never a state of that fold."""
    dumped = memoryview(kept)[_DIGEST_BYTES:]
    if sha256(dumped).digest() != kept[:_DIGEST_BYTES]:
        raise ValueError("what was kept has changed since")
    return load(bytes(dumped), shape)
