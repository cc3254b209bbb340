"""Calendar arithmetic on stretches of days with their precision kept. It reads no text."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from truceline.reading.numerals import whole_or_none
from truceline.terms.when import When


class Grain(StrEnum):
    """How finely a stretch was said."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    SEASON = "season"
    YEAR = "year"
    DECADE = "decade"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """From `first` to `last`, spelt as precisely as the source: 2020-11-09, 2020-11 or 2020."""

    first: str
    last: str
    grain: Grain

    @property
    def when(self) -> When:
        same = self.first == self.last
        return When(value=self.first if same else f"{self.first}/{self.last}")


def day(at: date) -> Stretch:
    return Stretch(first=at.isoformat(), last=at.isoformat(), grain=Grain.DAY)


def days(first: date, last: date) -> Stretch:
    return Stretch(first=first.isoformat(), last=last.isoformat(), grain=Grain.DAY)


def week(containing: date) -> Stretch:
    """Monday to Sunday (ISO 8601)."""
    monday = containing - timedelta(days=containing.weekday())
    return Stretch(
        first=monday.isoformat(),
        last=(monday + timedelta(days=6)).isoformat(),
        grain=Grain.WEEK,
    )


def month(year: int, number: int) -> Stretch:
    """A month; numbers below 1 and above 12 reach into the years beside."""
    year, number = year + (number - 1) // 12, (number - 1) % 12 + 1
    said = f"{year:04}-{number:02}"
    return Stretch(first=said, last=said, grain=Grain.MONTH)


def months(year: int, first: int, *, last: int, grain: Grain = Grain.SEASON) -> Stretch:
    return Stretch(first=f"{year:04}-{first:02}", last=f"{year:04}-{last:02}", grain=grain)


def year(number: int) -> Stretch:
    return Stretch(first=f"{number:04}", last=f"{number:04}", grain=Grain.YEAR)


def decade(first: int) -> Stretch:
    return Stretch(first=f"{first:04}", last=f"{first + 9:04}", grain=Grain.DECADE)


def part(whole: Stretch, which: str) -> Stretch | None:
    """The early, mid or late part of a stretch: thirds, as the field's own tables have them."""
    third = ("early", "mid", "late").index(which)
    number = int(whole.first[:4])
    if whole.grain is Grain.MONTH:
        in_month = int(whole.first[5:7])
        end = monthrange(number, in_month)[1]
        return days(
            date(number, in_month, (1, 11, 21)[third]), date(number, in_month, (10, 20, end)[third])
        )
    if whole.grain is Grain.YEAR:
        return months(number, 4 * third + 1, last=4 * third + 4)
    if whole.grain is Grain.DECADE:
        first, last = number + (0, 4, 7)[third], number + (3, 6, 9)[third]
        return Stretch(first=f"{first:04}", last=f"{last:04}", grain=Grain.SEASON)
    return None


def share(whole: Stretch, number: int, *, of: str) -> Stretch | None:
    """The first, second … or last week, half, quarter of a month or year; -1 for the last."""
    if whole.grain is Grain.YEAR:
        months_in = {"half": 6, "quarter": 3, "third": 4}.get(of)
        parts = 12 // months_in if months_in else 0
        at = parts if number < 0 else number
        if not months_in or not 1 <= at <= parts:
            return None
        first = months_in * (at - 1) + 1
        return months(int(whole.first), first, last=first + months_in - 1)
    if whole.grain is not Grain.MONTH or whole.first != whole.last:
        return None
    year, in_month = int(whole.first[:4]), int(whole.first[5:7])
    end = monthrange(year, in_month)[1]
    cuts = {"week": (1, 8, 15, 22), "half": (1, 16), "third": (1, 11, 21)}.get(of)
    if cuts is None or number > len(cuts):
        return None
    if of == "week" and number < 0:
        return days(date(year, in_month, end - 6), date(year, in_month, end))
    at = (len(cuts) if number < 0 else number) - 1
    last = 28 if of == "week" and at == len(cuts) - 1 else end
    until = cuts[at + 1] - 1 if at + 1 < len(cuts) else last
    return days(date(year, in_month, cuts[at]), date(year, in_month, until))


def shifted(at: date, *, days: int) -> date | None:
    """So many days on; None where the calendar has no such day."""
    try:
        return at + timedelta(days=days)
    except OverflowError:
        return None


def exact_or_last(year: int, in_month: int, in_day: int) -> date | None:
    """That day, or the last of its month where the month is too short for it."""
    if not 1 <= year <= _LAST_YEAR:
        return None
    return date(year, in_month, min(in_day, monthrange(year, in_month)[1]))


LENGTHS = {"day": 1, "week": 7}  # days


def moved(at: date, count: int, *, unit: str) -> date | None:
    """So many days, weeks, months or years on, or back; a month on is the same day of the next."""
    if unit in LENGTHS:
        return shifted(at, days=count * LENGTHS[unit])
    months_on = count * (12 if unit == "year" else 1)
    number, in_month = divmod(at.year * 12 + at.month - 1 + months_on, 12)
    return exact_or_last(number, in_month + 1, at.day)


def counted(said: str) -> int | None:
    """A number that stands before a unit of time."""
    return 1 if said.lower() in {"a", "an"} else whole_or_none(said)


def said(stretch: Stretch | None, clock: str) -> str:
    """A stretch as TIMEX3 has it: 2019-05-15T06:30, 2019-W20, 2019-05, 199; two ends by a slash."""
    if stretch is None:
        return ""
    if clock and stretch.grain is Grain.DAY:
        return f"{stretch.first}{clock}"
    if stretch.grain is Grain.WEEK:
        year, number, _ = date.fromisoformat(stretch.first).isocalendar()
        return f"{year}-W{number:02}"
    if stretch.grain is Grain.DECADE:
        return stretch.first[:3]
    same = stretch.first == stretch.last
    return stretch.first if same else f"{stretch.first}/{stretch.last}"


def length(count: int, unit: str) -> str:
    """A duration as ISO 8601 has it: P3D, PT24H, P5Y."""
    code = _CODES.get(unit.lower().removesuffix("s"))
    if code is None:
        return ""
    if unit.lower().startswith(("decade", "fortnight")):
        count *= 10 if unit.lower().startswith("decade") else 2
    return f"PT{count}{code[1]}" if code[0] == "T" else f"P{count}{code}"


_CODES = {
    "second": "TS",
    "sec": "TS",
    "minute": "TM",
    "min": "TM",
    "hour": "TH",
    "hr": "TH",
    "h": "TH",
    "day": "D",
    "week": "W",
    "fortnight": "W",
    "month": "M",
    "year": "Y",
    "decade": "Y",
}
_LAST_YEAR = 9000


def last_day(whole: Stretch) -> date:
    end = whole.when.last
    assert end is not None  # noqa: S101 a stretch has both ends
    return end


def before(whole: Stretch) -> str:
    """The last day, month or year wholly before it, as precise as it is itself."""
    number = int(whole.first[:4])
    if len(whole.first) == len("2020"):
        return f"{number - 1:04}"
    in_month = int(whole.first[5:7])
    if len(whole.first) == len("2020-11"):
        return month(number, in_month - 1).first
    return (date.fromisoformat(whole.first) - timedelta(days=1)).isoformat()


def exact(year: int, in_month: int, in_day: int) -> date | None:
    """That day; None where the calendar has none such (31 November)."""
    try:
        return date(year, in_month, in_day)
    except ValueError:
        return None


def nearest(in_month: int, in_day: int | None, *, to: date, ahead: bool) -> Stretch | None:
    """The last such day or month not after `to`, or the next one not before it."""
    step = 1 if ahead else -1
    for number in range(to.year, to.year + 9 * step, step):  # 29 February may be eight years off
        try:
            found = day(date(number, in_month, in_day)) if in_day else month(number, in_month)
        except ValueError:
            continue
        stretch = found.when
        if (ahead and (stretch.last or to) >= to) or (not ahead and (stretch.first or to) <= to):
            return found
    return None


def closest(in_month: int, in_day: int, *, to: date) -> Stretch | None:
    """The last or the next such day, whichever is nearer; the next where both are as near."""
    found = [nearest(in_month, in_day, to=to, ahead=ahead) for ahead in (True, False)]
    return min((f for f in found if f), key=lambda f: abs((last_day(f) - to).days), default=None)


def weekday(number: int, *, to: date, ahead: bool) -> date:
    """The last such weekday not after `to`, or the next one not before it; `to` itself counts."""
    offset = (number - to.weekday()) % 7 if ahead else -((to.weekday() - number) % 7)
    return to + timedelta(days=offset)
