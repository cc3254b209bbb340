"""Expressions that count from another day the text has told: "the same day", "two days later".

Without such a day in the same paragraph they fix none. It looks for no expression itself.
"""

import re
from datetime import date, timedelta

from truceline.reading import days
from truceline.reading.days import Stretch
from truceline.reading.numerals import NUMBER, whole
from truceline.reading.resolving import PARTS_OF_DAY, Moment, Seen

_UNIT = r"(?P<unit>minute|min|hour|hr|day|week|fortnight|month|year)s?"
_N = rf"(?P<n>{NUMBER}|an?)"
_NOT_EVENT = r"(?!\s(?:yesterday|tomorrow|the|a|an|its|his|her|their|that|it|he|she|they|we)\b)"

PATTERNS = (
    (
        (
            r"\b(?:(?:that|the) (?:very )?same|that(?: very)?) (?P<part>day|night|morning|afternoon"
            r"|evening)\b"
        ),
        "same",
    ),
    (
        (
            r"\b(?:on |in |by |until )?the (?P<way>next|following|previous|preceding) (?P<part>day"
            r"|night|morning|afternoon|evening)\b"
        ),
        "beside",
    ),
    (rf"\b(?P<way>the day (?:after|before))\b{_NOT_EVENT}", "beside"),
    (
        r"\b(?P<way>that|the same|the following|the next|the previous) (?P<unit>week|month|year)\b",
        "unit_beside",
    ),
    (
        (
            rf"\bwithin (?:the )?(?P<next>next |coming |following )?{_N}[ -]{_UNIT}\b"
            r"(?P<event>\s(?:of|after|from|before|following|prior)\b)?"
        ),
        "within",
    ),
    (rf"\bin {_N}[ -]{_UNIT}(?:'s?)?(?P<time> time)\b", "in_time"),
    (r"\b(?:earlier|later) (?:in the|that) day\b", "same_day"),
    (r"\bd\s?(?:-\s?day\s?)?[+-]\s?\d{1,4}\b|\bd-day\b", "of_plan"),
)


def same(match: re.Match[str], seen: Seen) -> Moment | None:
    """The very day told before."""
    return _found(match, seen, _part_of(match["part"], seen.before))


def same_day(match: re.Match[str], seen: Seen) -> Moment | None:
    """Earlier in the day: of the day or the night told last."""
    return _found(match, seen, seen.told)


def beside(match: re.Match[str], seen: Seen) -> Moment | None:
    way = match["way"].lower()
    step = -1 if way in {"previous", "preceding", "the day before"} else 1
    told = seen.before and days.shifted(seen.before, days=step)
    part = match.groupdict().get("part") or "day"
    if part in {"morning", "afternoon", "evening", "night"} and step < 0 and told is None:
        return _found(match, seen, None)
    return _found(match, seen, _part_of(part, told))


def unit_beside(match: re.Match[str], seen: Seen) -> Moment | None:
    """The week, month or year of the day told before, or the one beside it."""
    way, unit = match["way"].lower(), match["unit"].lower()
    step = {"the following": 1, "the next": 1, "the previous": -1}.get(way, 0)
    told = seen.before or (seen.published if step < 0 else None)  # the week before the report
    if told is None:
        return _found(match, seen, None)
    if unit == "week":
        at = days.shifted(told, days=7 * step)
        return _found(match, seen, days.week(at) if at else None)
    if unit == "month":
        return _found(match, seen, days.month(told.year, told.month + step))
    return _found(match, seen, days.year(told.year + step))


def counted(match: re.Match[str], seen: Seen) -> Moment | None:
    """Two days later is a day; two weeks later is only a week, two months later a month."""
    way = match["way"].strip().lower()
    sign = -1 if way in {"earlier", "before that"} else 1
    return _found(match, seen, _so_far_off(match, seen.before, sign=sign))


def within(match: re.Match[str], seen: Seen) -> Moment | None:
    """A term that runs from the day of the report; of an event, its last day is not known."""
    count = _count(match["n"])
    unit = match["unit"].lower()
    if (
        match["event"]
        or seen.published is None
        or count is None
        or unit[0:3] in {"min", "hou", "hr"}
    ):
        return _none(match, value=_length(count, unit), kind="duration")
    last = _last_of_term(seen.published, count, unit) if seen.ahead else None
    if last is None:
        return _none(match, value=_length(count, unit), kind="duration")
    return Moment(
        start=match.start(),
        end=match.end(),
        kind="date",
        stretch=days.day(last),
        mod="by",
        anchor=seen.published,
    )


def in_time(match: re.Match[str], seen: Seen) -> Moment | None:
    """In three days' time: counted from the day of the report."""
    return Moment(
        start=match.start(),
        end=match.end(),
        kind="date",
        stretch=_so_far_off(match, seen.published, sign=1),
        anchor=seen.published,
    )


def of_plan(match: re.Match[str], _: Seen) -> Moment | None:
    """D+60 counts from a day that the plan knows and the text need not."""
    return _none(match, value="", kind="ref")


RESOLVE = {
    "same": same,
    "same_day": same_day,
    "beside": beside,
    "unit_beside": unit_beside,
    "within": within,
    "in_time": in_time,
    "of_plan": of_plan,
}


def _found(match: re.Match[str], seen: Seen, stretch: Stretch | None) -> Moment:
    part = PARTS_OF_DAY.get((match.groupdict().get("part") or "").lower(), "")
    return Moment(
        start=match.start(),
        end=match.end(),
        kind="date" if stretch else "ref",
        stretch=stretch,
        clock=part if stretch else "",
        anchor=seen.before if stretch else None,
    )


def _none(match: re.Match[str], *, value: str, kind: str) -> Moment:
    return Moment(start=match.start(), end=match.end(), kind=kind, value=value)


def _part_of(part: str, told: date | None) -> Stretch | None:
    if told is None:
        return None
    if part.lower() != "night":
        return days.day(told)
    after = days.shifted(told, days=1)
    return days.days(told, after) if after else None


def _so_far_off(match: re.Match[str], at: date | None, *, sign: int) -> Stretch | None:
    count, unit = _count(match["n"]), match["unit"].lower()
    if at is None or count is None or count > _FARTHEST or unit[0:3] in {"min", "hou", "hr"}:
        return None
    if unit == "day":
        found = days.shifted(at, days=sign * count)
        return days.day(found) if found else None
    if unit in {"week", "fortnight"}:
        weeks = count * (2 if unit == "fortnight" else 1)
        middle = days.shifted(at, days=7 * sign * weeks)
        return days.week(middle) if middle else None
    if unit == "month":
        return days.month(at.year, at.month + sign * count)
    return days.year(at.year + sign * count)


def _last_of_term(at: date, count: int, unit: str) -> date | None:
    """The last day of a term that begins on a day; months and years end on its like number."""
    if count > _FARTHEST:
        return None
    if unit in {"month", "year"}:
        months = count * (12 if unit == "year" else 1)
        year, month = divmod(at.year * 12 + at.month - 1 + months, 12)
        return days.exact_or_last(year, month + 1, at.day)
    length = {"week": 7, "fortnight": 14}.get(unit, 1) * count
    return at + timedelta(days=length)


def _length(count: int | None, unit: str) -> str:
    return days.length(count, unit) if count is not None else ""


def _count(text: str) -> int | None:
    return 1 if text.lower() in {"a", "an"} else whole(text)


_FARTHEST = 900  # of any unit: no report looks further
