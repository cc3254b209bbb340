"""The record of a centre, folded; what was folded before is kept in views.db and only continued."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from truceline.operations.centre import Centre
from truceline.operations.snapshots import Kind, folded
from truceline.record.store import Head
from truceline.terms.admitted import admitted
from truceline.terms.charter import Opened
from truceline.terms.entry import Entry
from truceline.terms.problem import DamagedError
from truceline.weighing.held import NONE, Held, fold

FOLD = "held/2"  # another number where what is folded changes its shape


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """The record as somebody saw it who is about to append."""

    head: Head
    held: Held


def look(centre: Centre) -> Seen:
    """The record as it stands now."""
    head = centre.record.head()
    return Seen(head=head, held=hold(centre, stop=head.size))


def hold(centre: Centre, *, stop: int | None = None) -> Held:
    """Everything on record up to entry `stop`, folded; people still under their code names."""
    size = centre.record.head().size if stop is None else stop
    return folded(centre, _HELD, size=size)


def recorded(centre: Centre, *, size: int) -> datetime:
    """When the last of so many entries was recorded."""
    last = next(centre.record.leaves(size - 1, size), None) if size else None
    return admitted(last).at if last else datetime.fromtimestamp(0, UTC)


def opening(centre: Centre) -> Opened:
    """Entry 0: the record's name and its keys."""
    fact = admitted(next(centre.record.leaves(0, 1))).fact
    if not isinstance(fact, Opened):
        raise TypeError(f"entry 0 must open the record; it is {type(fact).__name__}")
    return fact


def _go_on(centre: Centre, held: Held, new: range) -> Held:
    return fold(_entries(centre, start=new.start, stop=new.stop), onto=held)


def _entries(centre: Centre, *, start: int, stop: int) -> Iterator[tuple[int, Entry]]:
    """Raises DamagedError naming the entry that is none."""
    for index, leaf in enumerate(centre.record.leaves(start, stop), start=start):
        try:
            yield index, admitted(leaf)
        except ValueError as error:
            raise DamagedError(f"Entry {index} cannot be read: {error}.") from error


_HELD = Kind(name=FOLD, shape=Held, nothing=NONE, go_on=_go_on)
