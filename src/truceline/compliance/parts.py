"""Several things, each due on its own day, as one undertaking. Not how each of them stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

from truceline.compliance.case import Case
from truceline.compliance.evidence import names
from truceline.compliance.finding import Status
from truceline.compliance.outcome import Outcome, Stand
from truceline.compliance.sentences import listed
from truceline.weighing.span import Span

_DONE = frozenset({Status.MET, Status.MET_LATE})
_MOST_TOLD = 6  # parts spelt out in a sentence
# What a monitor has to look at first.
_PRESSING = (Status.OVERDUE, Status.DISPUTED, Status.DUE_SOON)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    name: str
    last_day: date
    stand: Stand
    done: Span | None  # when it was done, as far as anybody says that it was
    undone: date | None  # the latest day on which it is said not to be done


def under_each(case: Case, last_day: date) -> tuple[date, ...]:
    """One day for every rendering."""
    return (last_day,) * len(case.provision.wordings)


def together(parts: Sequence[Part]) -> Outcome:
    """The whole is met when every part is; before, it stands as its most pressing part."""
    status = _status(parts)
    decides = next((one for one in parts if one.stand.status is status), parts[0])
    because, would_change = decides.stand.told()
    rest = len(parts) - _MOST_TOLD
    told = [f"{one.name}: {one.stand.status}" for one in parts[:_MOST_TOLD]]
    listing = listed([*told, f"{rest} more"] if rest > 0 else told)
    cited = {id(each): each for one in parts for each in one.stand.cites}  # many share them
    return Outcome(
        status=status,
        because=f"{_first_up(listing)}. Of {decides.name}: {because}",
        would_change=would_change,
        citations=names(chain(*cited.values())),
        done=_done(parts) if status in _DONE else None,
        undone=max((one.undone for one in parts if one.undone), default=None),
        still=tuple((one.name, one.last_day) for one in parts if one.stand.status not in _DONE),
    )


def _status(parts: Sequence[Part]) -> Status:
    stands = {one.stand.status for one in parts}
    if stands <= _DONE:
        return Status.MET_LATE if Status.MET_LATE in stands else Status.MET
    for status in _PRESSING:
        if status in stands:
            return status
    begun = bool(stands & {*_DONE, Status.PARTLY_MET})
    if stands & {Status.CANNOT_TELL, Status.PARTLY_MET}:
        return Status.PARTLY_MET if begun else Status.CANNOT_TELL
    return Status.NOT_YET_DUE


def _done(parts: Sequence[Part]) -> Span | None:
    spans = [one.done for one in parts if one.done]
    starts = [one.first for one in spans if one.first]
    ends = [one.last for one in spans if one.last]
    return Span(
        first=max(starts) if len(starts) == len(parts) else None,
        last=max(ends) if len(ends) == len(parts) else None,
    )


def _first_up(text: str) -> str:
    return text[:1].upper() + text[1:]
