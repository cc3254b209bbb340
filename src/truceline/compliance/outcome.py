"""What one provision comes to, before positions and deadlines are laid beside it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from truceline.compliance.evidence import Bearing, names
from truceline.compliance.finding import Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    status: Status
    because: str
    would_change: str
    citations: tuple[str, ...]
    ends: date | None = None  # of a term: the day on which it ends or ended for good


def outcome(
    status: Status, because: str, *, would_change: str, cites: Iterable[Bearing] = ()
) -> Outcome:
    return Outcome(
        status=status, because=because, would_change=would_change, citations=names(cites)
    )
