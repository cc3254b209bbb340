"""Where a day or a number stands in a chart, and which of them are named on its edge."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from itertools import islice, pairwise

from truceline.publishing.svg import LETTER
from truceline.terms.printed import MONTHS

MOST_TICKS = 5
MONTHS_IN_A_YEAR = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """Whole days from left to right; a day takes as much room as any other."""

    first: date
    last: date
    left: float
    right: float

    def start(self, day: date) -> float:
        """The left edge of a day; a day outside stands at the edge."""
        inside = min(max(day, self.first), self.last)
        return self._at((inside - self.first).days)

    def end(self, day: date) -> float:
        inside = min(max(day, self.first), self.last)
        return self._at((inside - self.first).days + 1)

    def ticks(self) -> list[tuple[float, str]]:
        """Few enough to be read: days, months or years."""
        for every in _EVERY:
            found = list(islice(every(self.first, self.last), MOST_TICKS + 1))
            ticks = [(self.start(day), label) for day, label in found]
            if len(found) <= MOST_TICKS and _apart(ticks):
                break
        return ticks

    def _at(self, days: int) -> float:
        whole = (self.last - self.first).days + 1
        return self.left + (self.right - self.left) * days / whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """Whole numbers from the ground up; the ground is nought, so that no difference is swollen."""

    most: int
    top: float
    bottom: float

    def at(self, value: int) -> float:
        return self.bottom - (self.bottom - self.top) * min(value, self.most) / self.most

    def ticks(self) -> list[tuple[float, str]]:
        step = _step(self.most)
        return [(self.at(value), f"{value:,}") for value in range(0, self.most + 1, step)]


def _apart(ticks: Sequence[tuple[float, str]]) -> bool:
    """Whether there is room between every label and the next."""
    return all(at + (len(label) + 2) * LETTER <= then for (at, label), (then, _) in pairwise(ticks))


def reaching(value: int) -> int:
    """The round number at which the edge of numbers up to `value` ends."""
    step = _step(max(value, 1))
    return -(-max(value, 1) // step) * step


def _step(most: int) -> int:
    power = 1
    while True:
        for factor in (1, 2, 5):
            if factor * power * MOST_TICKS >= most:
                return factor * power
        power *= 10


def _every_day(step: int, first: date, last: date) -> Iterator[tuple[date, str]]:
    for days in range(0, (last - first).days + 1, step):
        day = first + timedelta(days=days)
        year = f" {day.year}" if days == 0 else ""
        yield day, f"{day.day} {MONTHS[day.month - 1][:3]}{year}"


def _every_month(step: int, first: date, last: date) -> Iterator[tuple[date, str]]:
    begin, end = (day.year * MONTHS_IN_A_YEAR + day.month - 1 for day in (first, last))
    for month in range(begin, end + 1):
        if month % step == 0:
            year, index = divmod(month, MONTHS_IN_A_YEAR)
            day = date(year, index + 1, 1)
            if day >= first:
                yield day, f"{MONTHS[index][:3]} {year}"


def _every_year(step: int, first: date, last: date) -> Iterator[tuple[date, str]]:
    for year in range(first.year, last.year + 1):
        if year % step == 0 and date(year, 1, 1) >= first:
            yield date(year, 1, 1), str(year)


_EVERY: tuple[Callable[[date, date], Iterator[tuple[date, str]]], ...] = (
    *(partial(_every_day, step) for step in (1, 2, 5, 10, 15)),
    *(partial(_every_month, step) for step in (1, 2, 3, 6)),
    *(partial(_every_year, step) for step in (1, 2, 5, 10, 20, 50, 100, 500, 2000)),
)
