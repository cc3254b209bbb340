"""When something happened, as precisely as the source allows and no more.

A calendar date, month or year, or an interval of them with either end open, written as
ISO 8601-1 dates and ISO 8601-2 open intervals: 2020-11-09, 2020-11, 2020,
2020-11-10/2020-11-11, ../2020-11-30, 2020-11/.. . A day is never invented.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class When:
    """A stretch of whole days in the source's own calendar; `value` is its only spelling."""

    value: str

    def __post_init__(self) -> None:
        first, last = self.first, self.last
        if first and last and last < first:
            raise ValueError(f"{self.value} ends before it begins")
        if first is None and last is None:
            raise ValueError(f"{self.value!r} says nothing: at least one end must be a date")

    @property
    def first(self) -> date | None:
        """The first day it can be; None where the start is open."""
        start, _ = self._ends()
        return None if start == ".." else _day(start, last=False)

    @property
    def last(self) -> date | None:
        """The last day it can be; None where the end is open."""
        _, end = self._ends()
        return None if end == ".." else _day(end, last=True)

    def overlaps(self, other: "When") -> bool:
        return (self.first or date.min) <= (other.last or date.max) and (
            other.first or date.min
        ) <= (self.last or date.max)

    def _ends(self) -> tuple[str, str]:
        start, slash, end = self.value.partition("/")
        return (start, end) if slash else (start, start)


def on(day: date) -> When:
    return When(value=day.isoformat())


def between(first: date | None, last: date | None) -> When:
    if first == last and first is not None:
        return on(first)
    start, end = (day.isoformat() if day else ".." for day in (first, last))
    return When(value=f"{start}/{end}")


@lru_cache(maxsize=8192)  # a record of many claims tells of few days
def _day(text: str, *, last: bool) -> date:
    match = _DATE.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is not a date, month or year such as 2020-11-09")
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None  # noqa: S101 the pattern has a year in every match
    if month is None:
        return date(year, 12, 31) if last else date(year, 1, 1)
    if day is None:
        return date(year, month, monthrange(year, month)[1] if last else 1)
    return date(year, month, day)
