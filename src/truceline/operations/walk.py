"""The entries of a centre's own record, one after the other or at some places. None is checked."""

from collections.abc import Iterator, Sequence
from itertools import count

from truceline.operations.centre import Centre
from truceline.terms.admitted import told
from truceline.terms.entry import Told
from truceline.terms.problem import DamagedError

NEAR = 16  # entries: what lies so close together is read at once


def entries(centre: Centre, *, start: int, stop: int) -> Iterator[tuple[int, Told]]:
    """Raises DamagedError naming the entry that is none."""
    places = count(start)
    try:
        yield from zip(places, map(told, centre.record.leaves(start, stop)), strict=False)
    except ValueError as error:
        raise _damaged(next(places) - 1, error) from error


def entries_at(centre: Centre, places: Sequence[int]) -> Iterator[tuple[int, Told]]:
    """Those at these places, which are in order. Raises DamagedError as `entries` does."""
    for index, leaf in leaves_at(centre, places):
        try:
            said = told(leaf)
        except ValueError as error:
            raise _damaged(index, error) from error
        yield index, said


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


def _damaged(index: int, error: ValueError) -> DamagedError:
    return DamagedError(f"Entry {index} cannot be read: {error}.")
