"""On which day a time of day falls: told beside it, or the day of the report it stands in."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from truceline.reading import days
from truceline.reading.days import Grain
from truceline.reading.headed import Section
from truceline.reading.resolving import Moment


def dated_hours(
    folded: str, found: Sequence[Moment], *, sections: Sequence[Section]
) -> list[Moment]:
    """The moments with each time of day on its day, as far as the text fixes one."""
    joined = _beside(folded, _spans(folded, found))
    return _of_reports(joined, sections=sections) if sections else joined


def _spans(folded: str, found: Sequence[Moment]) -> list[Moment]:
    """Two times of day with "to" between them are one: 0615 to 0630."""
    told: list[Moment] = []
    for moment in found:
        last = told[-1] if told else None
        if last and _both_hours(last, moment) and _TO.fullmatch(folded, last.end, moment.start):
            clock = f"{last.clock.partition('/')[0]}/{moment.clock}"
            told[-1] = replace(last, end=moment.end, clock=clock)
        else:
            told.append(moment)
    return told


def _both_hours(left: Moment, right: Moment) -> bool:
    return bool(left.clock and right.clock) and left.stretch is None and right.stretch is None


def _beside(folded: str, found: Sequence[Moment]) -> list[Moment]:
    """16:05 on 2 February; Monday at 4 p.m.; in the early hours of Friday: one expression each."""
    told: list[Moment] = []
    for moment in found:
        last = told[-1] if told else None
        if last and _may_join(last, moment) and _GAP.fullmatch(folded, last.end, moment.start):
            day, hour = (last, moment) if moment.clock and not moment.stretch else (moment, last)
            told[-1] = replace(
                day,
                start=last.start,
                end=moment.end,
                clock=hour.clock,
                leads=hour.leads,
                stretch=_night(day, hour),
            )
        else:
            told.append(moment)
    return told


def _may_join(left: Moment, right: Moment) -> bool:
    day, hour = (left, right) if right.clock and not right.stretch else (right, left)
    if (
        not hour.clock
        or hour.stretch
        or _DIGIT.match(day.clock)
        or day.kind != "date"
        or hour.kind != "ref"
    ):
        return False
    known = day.stretch
    if known is None:
        return True
    return known.grain is Grain.DAY and (known.first == known.last or hour.clock == "TNI")


def _night(day: Moment, hour: Moment) -> days.Stretch | None:
    """The night of a day reaches into the next; every other part of it does not."""
    if day.stretch is None or hour.clock != "TNI" or day.stretch.first != day.stretch.last:
        return day.stretch
    first = date.fromisoformat(day.stretch.first)
    after = days.shifted(first, days=1)
    return days.days(first, after) if after else day.stretch


def _of_reports(found: Sequence[Moment], *, sections: Sequence[Section]) -> list[Moment]:
    """What has an hour and no day has the day of its report, or of its entry in a log."""
    told: list[Moment] = []
    waiting = list(sections)
    here: Section | None = None
    day: date | None = None
    entry = ""
    for moment in found:
        while waiting and waiting[0].start <= moment.start:
            here, entry = waiting.pop(0), ""
            day = date.fromisoformat(here.dates.first) if here.dates else None
        if moment.leads and moment.clock and moment.stretch and moment.stretch.grain is Grain.DAY:
            day, entry = date.fromisoformat(moment.stretch.first), moment.clock
        elif here and day and moment.clock and not moment.stretch and moment.kind == "ref":
            if moment.leads and here.log:
                if _hour(entry) - _hour(moment.clock) > _HALF_A_DAY:
                    day += timedelta(days=1)  # past midnight
                entry = moment.clock
            told.append(_on(moment, day, entry=entry, as_of=here.as_of))
            continue
        told.append(moment)
    return told


def _on(moment: Moment, day: date, *, entry: str, as_of: str) -> Moment:
    """On the day of the report; the evening before where the report was closed earlier that day."""
    hour = _hour(moment.clock)
    late = entry and not moment.leads and hour - _hour(entry) > _HALF_A_DAY
    if late or (as_of and not entry and hour > _hour(as_of)):
        day -= timedelta(days=1)
    stretch = days.day(day)
    if moment.clock == "TNI":
        stretch = days.days(day, day + timedelta(days=1))
    return replace(moment, kind="date", stretch=stretch, anchor=day)


def _hour(clock: str) -> int:
    """Hours and minutes as one number; -1 for a mere part of the day."""
    said = _HOUR.match(clock)
    return int(said[1]) * 60 + int(said[2]) if said else -1


_HALF_A_DAY = 12 * 60  # minutes
_DIGIT = re.compile(r"T\d")
_HOUR = re.compile(r"T(\d\d):(\d\d)")
_TO = re.compile(r"\s?(?:-|to|until|till|and)\s?|", re.IGNORECASE)
_GAP = re.compile(
    r"\s?(?:T|[,/(-]\s?)?(?:(?:at|on|of|the|around|about|from|in|by|early|late|shortly|just|before"
    r"|after|approximately|exactly|between|local time,?)\s){0,4}",
    re.IGNORECASE,
)
