"""Which events a denial denies. It does not decide who is right."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from truceline.terms.claim import Act, Claim
from truceline.weighing.event import Event
from truceline.weighing.linking import ALWAYS, months
from truceline.weighing.nearness import Places, Speaks, Telling, periods, telling, whereabouts

_Index = Mapping[tuple[Act, int | None], list[Event]]  # month None: every event of the act


def denials(
    claims: Mapping[str, Claim], events: Sequence[Event], *, places: Places
) -> Mapping[str, list[str]]:
    """The denials of each event, under the name of its first claim.

    A denial of a whole period or province denies every event in it. One that gives neither joins
    an event only if just one can be meant.
    """
    by_telling: dict[Telling, list[str]] = defaultdict(list)
    for name, claim in claims.items():
        by_telling[telling(claim)].append(name)
    index = _by_month(events)
    found: dict[str, list[str]] = defaultdict(list)
    for denial, names in by_telling.items():
        for event in _denied(denial, _candidates(denial, index), places=places):
            found[event.names[0]].extend(names)
    return found


def _denied(denial: Telling, events: Iterable[Event], *, places: Places) -> Sequence[Event]:
    open_to = [event for event in events if not _elsewhere(denial, event.told, places=places)]
    pinned = [event for event in open_to if _covers(denial, event.told, places=places)]
    if pinned or denial.when is not None or denial.places:
        return pinned
    named = [event for event in open_to if denial.sides & event.told.sides]
    return named if len(named) == 1 else ()


def _elsewhere(denial: Telling, event: Telling, *, places: Places) -> bool:
    """Whether the denial is of something else. Who is said not to have done it must be in it."""
    return (
        periods(denial, event) is Speaks.AGAINST
        or whereabouts(denial.places, event.places, places=places) is Speaks.AGAINST
        or bool(denial.sides and event.sides and not denial.sides & event.sides)
    )


def _covers(denial: Telling, event: Telling, *, places: Places) -> bool:
    """Whether the denied period or place holds that of the event, or is the same."""
    days = (
        denial.when is not None
        and event.when is not None
        and denial.days[0] <= event.days[0]
        and event.days[1] <= denial.days[1]
    )
    return days or any(
        place in denial.places or places.within.get(place, frozenset()) & denial.places
        for place in event.places
    )


def _by_month(events: Sequence[Event]) -> _Index:
    index: dict[tuple[Act, int | None], list[Event]] = defaultdict(list)
    for event in events:
        index[event.told.act, None].append(event)
        touched = months(event.told)
        for month in (ALWAYS,) if touched is None else touched:
            index[event.told.act, month].append(event)
    return index


def _candidates(denial: Telling, index: _Index) -> Iterable[Event]:
    touched = months(denial)
    if touched is None:
        return index.get((denial.act, None), [])
    near = {
        event.names[0]: event
        for month in (ALWAYS, *touched)
        for event in index.get((denial.act, month), [])
    }
    return near.values()
