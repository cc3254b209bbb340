"""Several things, each due on its own day, as one undertaking. Not how each of them stands."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from truceline.compliance.case import Case
from truceline.compliance.finding import Status
from truceline.compliance.outcome import Outcome
from truceline.compliance.sentences import listed
from truceline.terms.agreement import ByWord, Deadline, Provision
from truceline.weighing.held import order
from truceline.weighing.span import Span

_DONE = frozenset({Status.MET, Status.MET_LATE})
_MOST_TOLD = 6  # parts spelt out in a sentence
# What a monitor has to look at first.
_PRESSING = (Status.OVERDUE, Status.DISPUTED, Status.DUE_SOON)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    name: str
    last_day: date
    outcome: Outcome


def due_by(case: Case, last: Deadline) -> Case:
    """The same case with one day, under every rendering."""
    return replace(case, provision=with_day(case.provision, last))


def with_day(provision: Provision, last: Deadline) -> Provision:
    wordings = tuple(replace(one, deadline=last) for one in provision.wordings)
    return replace(provision, wordings=wordings)


def by(last_day: date) -> Deadline:
    return Deadline(word=ByWord.BY, day=last_day)


def together(parts: Sequence[Part]) -> Outcome:
    """The whole is met when every part is; before, it stands as its most pressing part."""
    status = _status(parts)
    decides = next((one for one in parts if one.outcome.status is status), parts[0])
    rest = len(parts) - _MOST_TOLD
    told = [f"{one.name}: {one.outcome.status}" for one in parts[:_MOST_TOLD]]
    listing = listed([*told, f"{rest} more"] if rest > 0 else told)
    cites = {name for one in parts for name in one.outcome.citations}
    return Outcome(
        status=status,
        because=f"{_first_up(listing)}. Of {decides.name}: {decides.outcome.because}",
        would_change=decides.outcome.would_change,
        citations=tuple(sorted(cites, key=order)),
        done=_done(parts) if status in _DONE else None,
        undone=max((one.outcome.undone for one in parts if one.outcome.undone), default=None),
        still=tuple((one.name, one.last_day) for one in parts if one.outcome.status not in _DONE),
    )


def _status(parts: Sequence[Part]) -> Status:
    stands = {one.outcome.status for one in parts}
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
    spans = [one.outcome.done for one in parts if one.outcome.done]
    starts = [one.first for one in spans if one.first]
    ends = [one.last for one in spans if one.last]
    return Span(
        first=max(starts) if len(starts) == len(parts) else None,
        last=max(ends) if len(ends) == len(parts) else None,
    )


def _first_up(text: str) -> str:
    return text[:1].upper() + text[1:]
