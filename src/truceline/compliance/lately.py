"""Until when anything is recorded of what is still due, and how long there is. It finds nothing."""

from collections.abc import Sequence
from datetime import date

from truceline.compliance.case import Case
from truceline.compliance.finding import Due, Status
from truceline.compliance.sentences import day, listed

# What more could be told of: the others say it themselves, or are done, decided or put aside.
_OPEN = frozenset({Status.PARTLY_MET, Status.OVERDUE, Status.DISPUTED, Status.CANNOT_TELL})
_MOST_TOLD = 3  # places spelt out


def lately(case: Case, status: Status, *, due: Sequence[Due]) -> str:
    """Such as: nothing is recorded for the mill after 18 November 2030; due in 2 days."""
    if status not in _OPEN or not due:
        return ""
    places = case.provision.places
    latest = _latest(case)
    if not places:
        return _sentence([_nothing("", latest.get(""))], _left(case, due))
    by_day: dict[date | None, list[str]] = {}
    for place in places:
        by_day.setdefault(latest.get(place), []).append(place)
    told = [_nothing(_some(here), until) for until, here in by_day.items()]
    return _sentence(told, _left(case, due))


def _sentence(told: Sequence[str], left: str) -> str:
    said = f"{', '.join(told)}; {left}."
    return f"{said[:1].upper()}{said[1:]}"


def _latest(case: Case) -> dict[str, date]:
    """The last day by which anything is told of each place; of the whole, under "", without."""
    latest: dict[str, date] = {}
    for one in case.evidence:
        heard = one.heard
        until = heard.done_by if one.is_fact else None
        if until is None or until > case.as_of:
            continue
        for place in heard.claim.places if case.provision.places else ("",):
            if until > latest.get(place, date.min):
                latest[place] = until
    return latest


def _nothing(place: str, until: date | None) -> str:
    where = f" for {place}" if place else " of it"
    return f"nothing is recorded{where}{f' after {day(until)}' if until else ''}"


def _some(places: Sequence[str]) -> str:
    more = len(places) - _MOST_TOLD
    return listed([*places[:_MOST_TOLD], *([f"{more} more"] if more > 0 else [])])


def _left(case: Case, due: Sequence[Due]) -> str:
    """To the nearest last day that is still to come, or since the latest that passed."""
    ahead = [one.date for one in due if one.date >= case.as_of]
    if not ahead:
        return f"the last day passed {_days((case.as_of - max(one.date for one in due)).days)} ago"
    left = (min(ahead) - case.as_of).days
    return f"due in {_days(left)}" if left else "due today"


def _days(count: int) -> str:
    return f"{count:,} day" if count == 1 else f"{count:,} days"
