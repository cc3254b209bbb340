"""What two dates of birth say for or against their being one person's. Silence says nothing."""

from dataclasses import dataclass
from datetime import date

from truceline.terms.when import When

SAME_DAY, EXCHANGED, SAME_YEAR, YEAR_APART = 125, 80, 50, 0  # tenths of a bit
ONE_OF_TWO, NEITHER = 15, -20  # the year being the same, of day and month
TWO_YEARS_APART, YEARS_APART = -30, -75
DOUBT = 10  # a year of doubt makes an agreement tell so much less

Days = tuple[date, date]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What one field says: for (above nought), against (below) or nothing (nought)."""

    weight: int
    because: str = ""


SILENT = Part(weight=0)


def births(one: Days | None, other: Days | None) -> Part:
    """Two days, years or stretches of birth, from the first day to the last."""
    if one is None or other is None:
        return SILENT
    (first, last), (start, end) = one, other
    apart = max(first.year - end.year, start.year - last.year, 0)
    if apart > 1:
        weight = YEARS_APART if apart > 2 else TWO_YEARS_APART  # noqa: PLR2004
        return Part(weight=weight, because=f"born {apart} years apart")
    if apart == 1:
        return Part(weight=YEAR_APART, because="born a year apart")
    if first == last and start == end:
        return _days(first, start)
    doubt = max(last.year - first.year, end.year - start.year)
    return Part(weight=max(SAME_YEAR - DOUBT * doubt, 0), because="born the same year")


def days(when: When | None) -> Days | None:
    """Where one end is open nothing is said."""
    return (when.first, when.last) if when and when.first and when.last else None


def _days(one: date, other: date) -> Part:
    if one == other:
        return Part(weight=SAME_DAY, because="born the same day")
    if (one.year, one.month, one.day) == (other.year, other.day, other.month):
        return Part(weight=EXCHANGED, because="born the same year, day and month exchanged")
    if one.year != other.year:
        return Part(weight=YEAR_APART, because="born a year apart")
    if one.month == other.month or one.day == other.day:
        return Part(weight=ONE_OF_TWO, because="born the same year, day or month differs")
    return Part(weight=NEITHER, because="born the same year, day and month differ")
