"""What is held, read from the record part by part as it is asked for; the whole where that is less.

It is the Held that folding all of these entries would give: every part is the fold of the entries
of its kinds, every value that of the entries about its key. It reads the record whenever it is
asked, so it is asked while its centre is open.
"""

from collections.abc import ItemsView, Iterator, KeysView, Mapping, Sequence, ValuesView
from types import MappingProxyType

from truceline.operations.centre import Centre
from truceline.operations.index import Index
from truceline.operations.walk import entries, entries_at
from truceline.weighing.held import Held, fold
from truceline.weighing.resting import BY_KEY, KINDS, place_of

FEW = 64  # entries that are read at once rather than looked for
LOOK = 200  # entries are read in the time that it takes to look for one key in a long record
MOST = 4  # times as many entries: so few more are read with those that are asked for


def in_parts(centre: Centre, index: Index) -> Held:
    """What is held after the entries of an index. Nothing is read yet."""
    held = object.__new__(_Parts)
    object.__setattr__(held, "_reading", _Reading(centre, index))
    object.__setattr__(held, "size", index.size)
    return held


class _Parts(Held):
    """A Held of which a part is there once it was asked for: until then its slot is empty."""

    __slots__ = ("_reading",)
    _reading: "_Reading"

    def __getattr__(self, name: str) -> object:
        if name not in KINDS:
            raise AttributeError(name)
        reading = self._reading
        part = MappingProxyType(_Values(reading, name)) if name in BY_KEY else reading.part(name)
        object.__setattr__(self, name, part)
        return part


class _Reading:
    """A record, its index, and the parts that were read of it."""

    def __init__(self, centre: Centre, index: Index) -> None:
        self._centre, self._index = centre, index
        self._parts: dict[str, object] = {}

    def count(self, name: str) -> int:
        """How many entries a part rests on."""
        return self._index.count(KINDS[name])

    def part(self, name: str) -> object:
        """The whole of a part. What comes with it for little is kept too."""
        if name not in self._parts:
            kinds, size = KINDS[name], self._index.size
            whole = size <= MOST * self._index.count(kinds)
            held = fold(
                entries(self._centre, start=0, stop=size)
                if whole
                else entries_at(self._centre, self._index.places(kinds))
            )
            for other, its in KINDS.items():
                if whole or set(its) <= set(kinds):
                    self._parts.setdefault(other, getattr(held, other))
        return self._parts[name]

    def value(self, name: str, key: str) -> object:
        """One value of a part, of which nothing else is read.

        Raises:
            KeyError: there is none.
        """
        held = fold(entries_at(self._centre, self._places(key)))
        return getattr(held, name)[key]

    def _places(self, key: str) -> Sequence[int]:
        about, stands = self._index.about(key), place_of(key)
        if stands is None or stands >= self._index.size:
            return about
        return sorted({*about, stands})


class _Values(Mapping[str, object]):
    """A part by its keys: looked for one by one, until reading all of them costs no more."""

    def __init__(self, reading: _Reading, name: str) -> None:
        self._reading, self._name = reading, name
        self._looks = max(reading.count(name) - FEW, 0) / LOOK  # that are left
        self._whole: Mapping[str, object] | None = None

    def __getitem__(self, key: str) -> object:
        if self._whole is None and self._looks > 0:
            self._looks -= 1
            return self._reading.value(self._name, key)
        return self._all()[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())

    # As those of the whole, which go through it many times faster.
    def keys(self) -> KeysView[str]:
        return self._all().keys()

    def values(self) -> ValuesView[object]:
        return self._all().values()

    def items(self) -> ItemsView[str, object]:
        return self._all().items()

    def _all(self) -> Mapping[str, object]:
        if self._whole is None:
            whole = self._reading.part(self._name)
            assert isinstance(whole, Mapping)  # noqa: S101 those that are asked by key are
            self._whole = whole
        return self._whole
