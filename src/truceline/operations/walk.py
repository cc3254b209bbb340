"""The entries of a centre's own record, one after the other or at some places. None is checked."""

from collections.abc import Iterable, Iterator, Sequence

from truceline.operations.centre import Centre
from truceline.terms.admitted import told
from truceline.terms.entry import Told
from truceline.terms.problem import DamagedError

NEAR = 16  # entries: what lies so close together is read at once


def entries(centre: Centre, *, start: int, stop: int) -> Iterator[tuple[int, Told]]:
    """Raises DamagedError naming the entry that is none."""
    return _read(enumerate(centre.record.leaves(start, stop), start))


def entries_at(centre: Centre, places: Sequence[int]) -> Iterator[tuple[int, Told]]:
    """Those at these places, which are in order. Raises DamagedError as `entries` does."""
    return _read(leaves_at(centre, places))


def leaves_at(centre: Centre, places: Sequence[int]) -> Iterator[tuple[int, bytes]]:
    """The leaves at these places, which are in order."""
    for run in _runs(places):
        wanted = set(run)
        for index, leaf in enumerate(centre.record.leaves(run[0], run[-1] + 1), run[0]):
            if index in wanted:
                yield index, leaf


def _runs(places: Sequence[int]) -> Iterator[Sequence[int]]:
    begun = 0
    for at in range(1, len(places) + 1):
        if at == len(places) or places[at] - places[at - 1] > NEAR:
            yield places[begun:at]
            begun = at


def _read(leaves: Iterable[tuple[int, bytes]]) -> Iterator[tuple[int, Told]]:
    for index, leaf in leaves:
        try:
            entry = told(leaf)
        except ValueError as error:
            raise DamagedError(f"Entry {index} cannot be read: {error}.") from error
        yield index, entry
