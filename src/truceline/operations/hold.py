"""The record of a centre, folded: at once where it is short, else as far as it is asked for."""

from dataclasses import dataclass
from datetime import UTC, datetime

from truceline.operations import index
from truceline.operations.centre import Centre
from truceline.operations.parts import in_parts
from truceline.operations.walk import entries
from truceline.record.store import Head
from truceline.terms.admitted import admitted
from truceline.terms.charter import Opened
from truceline.weighing.held import Held, fold


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
    """Everything on record up to entry `stop`, folded; people still under their code names.

    To be asked while the centre is open.
    """
    size = centre.record.head().size if stop is None else stop
    if size < index.PIECE:
        return fold(entries(centre, start=0, stop=size))
    found = index.known(centre, size=size)
    if not found.size:  # all is read for the index: nothing needs to be looked for then
        return fold(index.read_on(centre, found, size=size))
    for _ in index.read_on(centre, found, size=size):
        pass
    return in_parts(centre, found)


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
