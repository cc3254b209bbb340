"""The keys of a centre's record, and the entries that are contested since a key was revoked.

Both are folded from the record; what is kept of them in views.db may be deleted at any time.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from truceline import __version__
from truceline.operations.centre import Centre
from truceline.operations.index import PIECE, index_of
from truceline.operations.snapshots import Kind, folded
from truceline.operations.walk import leaves_at
from truceline.record.authors import keys_after
from truceline.record.cache import Kept
from truceline.record.keyring import NONE, Keyring
from truceline.record.note import Signer
from truceline.terms.charter import (
    PEOPLE,
    Chartered,
    Contested,
    KeyAdded,
    KeyRevoked,
    KeyState,
    Opened,
    Role,
)
from truceline.terms.codec import decode_time, dump, load, split_leaf
from truceline.terms.problem import DamagedError, Problem, RefusedError

KEYS, CONTESTED = "keys/1", "contested/1"
_ABOUT_KEYS = (Opened, Chartered, KeyAdded, KeyRevoked)
_TICK = timedelta(milliseconds=1)  # of a leaf's time line


def keyring(centre: Centre, *, stop: int | None = None) -> Keyring:
    """Who may sign what after so many entries.

    Raises:
        DamagedError: an entry about keys is not as it was promised.
    """
    size = centre.record.head().size if stop is None else stop
    return folded(centre, _KEYRING, size=size)


def contested(centre: Centre, *, stop: int | None = None) -> Mapping[int, Contested]:
    """The entries, by number, whose key was revoked by then and that came too late to be sure."""
    size = centre.record.head().size if stop is None else stop
    ring = keyring(centre, stop=size)
    doubted = {name: key for name, key in ring.keys.items() if key.since is not None}
    if not doubted:
        return {}
    earliest = min(key.since for key in doubted.values() if key.since is not None)
    start = centre.record.known_size(earliest - _TICK)
    found, start = _kept_contested(centre, doubted, start=start, size=size)
    for stretch in _stretches(centre, doubted, start=start, size=size):
        for index, leaf in enumerate(
            centre.record.leaves(stretch.start, stretch.stop), stretch.start
        ):
            one = _contested(index, leaf, doubted)
            if one is not None:
                found[index] = one
    if size == centre.record.head().size:
        state = dump(_Contested(doubted=tuple(doubted), found=tuple(found.values())))
        kept = Kept(size=size, root=centre.record.root_at(size), state=state)
        centre.views.keep(CONTESTED, kept, version=__version__)
    return found


def require_may(centre: Centre, signer: Signer, *, person: bool = False) -> None:
    """Refuse what everybody who checks the record would refuse, before it is signed.

    Raises:
        RefusedError: the key is none of this record, was revoked, or is not a person's.
    """
    key = keyring(centre).keys.get(signer.name)
    if key is None or key.vkey != signer.vkey or key.role is Role.LOG:
        raise _refused("key-unknown", signer, "this key may not add entries to this record.")
    if not key.stands:
        raise _refused(
            "key-revoked", signer, f"this key was revoked by entry {key.revoked}: {key.because}"
        )
    if person and key.role not in PEOPLE:
        raise _refused(
            "key-may-not-rule",
            signer,
            "only a person's key rules; this one is not a person's in this record.",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Contested:
    """What is kept: good as long as the same keys are doubted."""

    doubted: tuple[str, ...]
    found: tuple[Contested, ...]


def _stretches(centre: Centre, doubted: Iterable[str], *, start: int, size: int) -> Sequence[range]:
    """Where to look for entries of those who are doubted, in order."""
    if size - start <= PIECE:
        return [range(start, size)]
    index = index_of(centre, size=size)
    told = {(one.start, one.stop) for name in doubted for one in index.stretches(name)}
    return [range(max(first, start), last) for first, last in sorted(told) if last > start]


def _contested(index: int, leaf: bytes, doubted: Mapping[str, KeyState]) -> Contested | None:
    time_line, _, signatures = split_leaf(leaf)
    name = signatures.split(" ", 2)[1]
    key = doubted.get(name)
    if key is None or key.since is None or key.revoked is None:
        return None
    if decode_time(time_line) < key.since:
        return None
    return Contested(
        entry=index, key=name, since=key.since, revoked=key.revoked, because=key.because
    )


def _go_on(centre: Centre, ring: Keyring, new: range) -> Keyring:
    found = index_of(centre, size=new.stop).places(_ABOUT_KEYS)
    places = found[bisect_left(found, new.start) :]
    try:
        return keys_after(leaves_at(centre, places), onto=ring)
    except ValueError as error:
        raise DamagedError(f"The keys of this record cannot be told: {error}.") from error


_KEYRING = Kind(name=KEYS, shape=Keyring, nothing=NONE, go_on=_go_on)


def _kept_contested(
    centre: Centre, doubted: Mapping[str, KeyState], *, start: int, size: int
) -> tuple[dict[int, Contested], int]:
    kept = centre.views.newest(CONTESTED, version=__version__)
    if kept is None or not start <= kept.size or not _is_of(centre, kept, size=size):
        return {}, start
    try:
        state = load(kept.state, _Contested)
    except ValueError:
        return {}, start
    if state.doubted != tuple(doubted):
        return {}, start
    return {one.entry: one for one in state.found}, kept.size


def _is_of(centre: Centre, kept: Kept, *, size: int) -> bool:
    return kept.size <= size and centre.record.root_at(kept.size) == kept.root


def _refused(code: str, signer: Signer, message: str) -> RefusedError:
    return RefusedError(
        Problem(
            code=code,
            where=signer.name,
            message=message,
            remedy="See who may: truceline keys CENTRE. Sign with such a key: --by NAME.",
        )
    )
