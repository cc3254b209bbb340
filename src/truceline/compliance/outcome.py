"""What one provision comes to, before positions and deadlines are laid beside it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import NamedTuple

from truceline.compliance.evidence import Bearing, names
from truceline.compliance.finding import Status
from truceline.weighing.span import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    status: Status
    because: str
    would_change: str
    citations: tuple[str, ...]
    entries: tuple[int, ...] = ()  # that it leans on and that are no claims
    ends: date | None = None  # of a term: the day on which it ends or ended for good
    begun: bool = False  # whether anybody says that some of it is done or under way
    done: Span | None = None  # when it was done, as far as anybody says that it was
    undone: date | None = None  # the latest day on which it is said not to be done
    still: tuple[tuple[str, date], ...] = ()  # parts that are open, each with its last day


def outcome(
    status: Status, because: str, *, would_change: str, cites: Iterable[Bearing] = ()
) -> Outcome:
    return Outcome(
        status=status, because=because, would_change=would_change, citations=names(cites)
    )


class Stand(NamedTuple):
    """Where something stands and what that leans on; its sentences are put when they are asked for.

    What comes in a thousand parts is told of by a few of them.
    """

    status: Status
    cites: tuple[Sequence[Bearing], ...]
    told: Callable[[], tuple[str, str]]  # because, would change

    def outcome(self) -> Outcome:
        because, would_change = self.told()
        return outcome(self.status, because, would_change=would_change, cites=chain(*self.cites))
