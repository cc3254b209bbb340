"""Which events a denial denies. It does not decide who is right."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from truceline.terms.claim import Act, Claim
from truceline.weighing.event import Event
from truceline.weighing.linking import ALWAYS, months
from truceline.weighing.nearness import Places, Speaks, Telling, periods, telling, whereabouts

# Month None: every event of the act. Events are many and places few, so each place is asked once.
_Index = Mapping[tuple[Act, int | None], Mapping[frozenset[str], list[Event]]]


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
        for event in _denied(denial, _candidates(denial, index, places=places), places=places):
            found[event.names[0]].extend(names)
    return found


def _denied(denial: Telling, events: Iterable[Event], *, places: Places) -> Sequence[Event]:
    open_to = [event for event in events if not _of_other(denial, event.told)]
    pinned = [event for event in open_to if _covers(denial, event.told, places=places)]
    if pinned or denial.when is not None or denial.places:
        return pinned
    named = [event for event in open_to if denial.sides & event.told.sides]
    return named if len(named) == 1 else ()


def _of_other(denial: Telling, event: Telling) -> bool:
    """Whether the denial is of other days or people. Who is said not to have done it is in it."""
    return periods(denial, event) is Speaks.AGAINST or bool(
        denial.sides and event.sides and not denial.sides & event.sides
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
    index: dict[tuple[Act, int | None], dict[frozenset[str], list[Event]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for event in events:
        touched = months(event.told)
        for month in (None, *((ALWAYS,) if touched is None else touched)):
            index[event.told.act, month][event.told.places].append(event)
    return index


def _candidates(denial: Telling, index: _Index, *, places: Places) -> Iterable[Event]:
    """The events of its act and months that may have been where the denial is of."""
    touched = months(denial)
    near: dict[str, Event] = {}
    for month in (None,) if touched is None else (ALWAYS, *touched):
        for spots, events in index.get((denial.act, month), {}).items():
            if whereabouts(denial.places, spots, places=places) is not Speaks.AGAINST:
                near |= {event.names[0]: event for event in events}
    return near.values()
