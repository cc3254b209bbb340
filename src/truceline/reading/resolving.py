"""From the words of one expression of time to the days it means. It looks for none itself."""

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from truceline.reading import days
from truceline.reading.calendar_words import numbers, seasons
from truceline.reading.days import Grain, Stretch
from truceline.reading.numerals import whole, whole_or_none
from truceline.reading.tense import ahead, pointing


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One expression. `yearless` keeps month and day where the year was not said."""

    start: int
    end: int
    kind: str  # as Timex.kind
    stretch: Stretch | None = None
    yearless: tuple[int, int | None] | None = None  # month, day
    weekday: int | None = None  # 0 is Monday
    clock: str = ""  # T16:05, or TMO for a morning
    leads: bool = False  # a time of day that opens its line
    value: str = ""  # as TIMEX3 has it, where the stretch does not tell
    mod: str = ""
    anchor: date | None = None  # the day it was counted from


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What resolving may look at: the day of publication and the sentence around."""

    published: date | None
    match: re.Match[str]
    text: str = ""  # as it was written; a match may be of the same in small letters
    before: date | None = None  # the day the paragraph told last
    told: Stretch | None = None  # the days it told last: one, or a night
    log: bool = False  # whether lines open with times of day
    clock_before: bool = False  # whether the expression before is a time of day
    ended: int = -1  # where the expression before ends
    period: Stretch | None = None  # what the report covers, where its heading tells

    @property
    def ahead(self) -> bool:
        return ahead(self.text, self.match.start(), end=self.match.end())


def _at(match: re.Match[str], stretch: Stretch | None, *, kind: str = "date") -> Moment:
    return Moment(start=match.start(), end=match.end(), kind=kind, stretch=stretch)


def _relative_year(word: str | None, published: date | None) -> int | None:
    offsets = {
        "last": -1,
        "the previous": -1,
        "this": 0,
        "the current": 0,
        "next": 1,
        "the coming": 1,
    }
    if word is None or published is None or word.lower() not in offsets:
        return None
    return published.year + offsets[word.lower()]


def dated(match: re.Match[str], seen: Seen) -> Moment | None:
    """A day and a month, with or without weekday, second day and year."""
    groups = match.groupdict()
    in_month = numbers("months")[groups["month"].lower().rstrip(".")]
    first, second = int(groups["day"]), int(groups["second"] or 0)
    wanted = numbers("weekdays").get((groups["weekday"] or "").lower().rstrip("."))
    said = groups["year"] or groups.get("dashed")
    year = int(said) if said else _relative_year(groups["relative"], seen.published)
    moment = _at(match, None)
    if year is not None:
        return _with(moment, _day_or_none(year, in_month, first, second))
    if groups["relative"] or not 1 <= first <= 31:  # noqa: PLR2004 days of a month
        return moment
    moment = Moment(
        start=moment.start,
        end=moment.end,
        kind="date",
        yearless=(in_month, first),
        weekday=wanted,
    )
    if seen.published is None:
        return moment
    if wanted is not None:
        return _with(moment, _by_weekday(in_month, first, wanted, to=seen.published))
    to_come, either = pointing(match.string, match.start(), end=match.end())
    found = days.nearest(in_month, first, to=seen.published, ahead=to_come)
    if either:  # it may have come or not by the day of publication
        found = days.closest(in_month, first, to=seen.published)
    if found is None or not second:
        return _with(moment, found)
    return _with(moment, _day_or_none(int(found.first[:4]), in_month, first, second))


def _with(moment: Moment, stretch: Stretch | None) -> Moment:
    return replace(moment, stretch=stretch)


def _day_or_none(year: int, in_month: int, first: int, second: int) -> Stretch | None:
    try:
        start = date(year, in_month, first)
        return days.days(start, date(year, in_month, second)) if second else days.day(start)
    except ValueError:
        return None  # 31 November: the source's slip, not ours to mend


def _by_weekday(in_month: int, in_day: int, wanted: int, *, to: date) -> Stretch | None:
    """The year in which that day falls on that weekday, if only one lies near."""
    fits = []
    for year in (to.year - 1, to.year, to.year + 1):
        found = _day_or_none(year, in_month, in_day, 0)
        if found and date.fromisoformat(found.first).weekday() == wanted:
            fits.append(found)
    return fits[0] if len(fits) == 1 else None


def monthly(match: re.Match[str], seen: Seen) -> Moment | None:
    groups = match.groupdict()
    which = groups["which"].lower() if groups["which"] else None
    name = groups["month"].rstrip(".")
    in_month = numbers("months")[name.lower()]
    if groups["year"]:
        return _at(match, days.month(int(groups["year"]), in_month))
    year = _relative_year(groups["relative"], seen.published)
    if year is not None:
        return _at(match, days.month(year, in_month))
    if which is None and not _month_alone(match, name):
        return None
    moment = Moment(start=match.start(), end=match.end(), kind="date", yearless=(in_month, None))
    if seen.published is None or groups["relative"]:
        return moment
    ahead = which == "next" or (which is None and seen.ahead)
    found = days.nearest(in_month, None, to=seen.published, ahead=ahead)
    if which in {"last", "next"} and found and in_month == seen.published.month:
        found = days.month(seen.published.year + (1 if ahead else -1), in_month)
    return _with(moment, found)


_BEFORE_MONTH = re.compile(
    r"\b(?:in|of|since|until|till|by|from|to|late|early|mid|during|before|after|through|and)[ -]\Z",
    re.IGNORECASE,
)


def _month_alone(match: re.Match[str], name: str) -> bool:
    """Words such as May and March and short forms mean a month where a preposition leads them."""
    if name.lower() in {"may", "march"} or len(name) < len("june"):
        return bool(_BEFORE_MONTH.search(match.string, max(0, match.start() - 10), match.start()))
    return not match.string[match.end() : match.end() + 2].strip().startswith("/")


def iso(match: re.Match[str], _: Seen) -> Moment | None:
    return _at(match, _day_or_none(int(match["y"]), int(match["m"]), int(match["d"]), 0))


def numeric(match: re.Match[str], _: Seen) -> Moment | None:
    """10.11.2020 is two days on two shores; only where one reading is left is it a date."""
    first, second = int(match["a"]), int(match["b"])
    if len(match["y"]) != 4:  # noqa: PLR2004 a century is not guessed either
        return _at(match, None)
    year = int(match["y"])
    readings = {_day_or_none(year, second, first, 0), _day_or_none(year, first, second, 0)} - {None}
    return _at(match, readings.pop() if len(readings) == 1 else None)


def seasonal(match: re.Match[str], seen: Seen) -> Moment | None:
    name = match["season"].lower()
    year = (
        int(match["year"]) if match["year"] else _relative_year(match["relative"], seen.published)
    )
    which = (match["which"] or "").lower()
    if year is None and not which:
        return None  # "the fall of the city", "a spring in the hills"
    if name == "winter":
        return _at(match, None)
    first, last = seasons()[name]
    if year is None and seen.published is not None:
        year = _season_year(which, first, last, published=seen.published)
    return _at(match, days.months(year, first, last=last) if year is not None else None)


def _season_year(which: str, first: int, last: int, *, published: date) -> int:
    if which == "next":
        return published.year + (published.month >= first)
    if which == "last":
        return published.year - (published.month <= last)
    return published.year


def decade(match: re.Match[str], seen: Seen) -> Moment | None:
    said = match["decade"]
    if len(said) == 4:  # noqa: PLR2004
        return _at(match, days.decade(int(said)))
    if seen.published is None:
        return _at(match, None)
    first = seen.published.year // 100 * 100 + int(said)
    return _at(match, days.decade(first if first <= seen.published.year else first - 100))


def years(match: re.Match[str], _: Seen) -> Moment | None:
    """As in 1992-1994 and 1992-94."""
    first, until = match["year"], match["until"]
    last = until if len(until) == len(first) else first[:2] + until
    if last < first:
        return None
    return _at(match, Stretch(first=first, last=last, grain=Grain.YEAR))


def yearly(match: re.Match[str], _: Seen) -> Moment | None:
    return _at(match, days.year(int(match["year"])))


def year_of_thing(match: re.Match[str], _: Seen) -> Moment | None:
    """In "the 2020 war" the year names the war; it does not date the sentence."""
    return _at(match, days.year(int(match["year"])), kind="ref")


def weekday(match: re.Match[str], seen: Seen) -> Moment | None:
    wanted = numbers("weekdays")[match["weekday"].lower().rstrip(".")]
    if len(match["weekday"].rstrip(".")) < len("sunday") and match["part"] is None:
        return None  # "Sun", "Sat", "Wed": words of their own when they stand alone
    if seen.published is None:
        return replace(_at(match, None), weekday=wanted)
    which = (match["which"] or "").lower()
    ahead = which == "next" or (which != "last" and seen.ahead)
    found = days.weekday(wanted, to=seen.published, ahead=ahead)
    if which in {"last", "next"} and found == seen.published:
        found += timedelta(days=7 if ahead else -7)
    part = PARTS_OF_DAY.get((match["part"] or "").lower(), "")
    if match["part"] != "night":
        return replace(_at(match, days.day(found)), clock=part)
    # Said on that very day, it is the night that has just passed.
    start = found - timedelta(days=1) if found == seen.published and not ahead else found
    return replace(_at(match, days.days(start, start + timedelta(days=1))), clock=part)


PARTS_OF_DAY = {"morning": "TMO", "afternoon": "TAF", "evening": "TEV", "night": "TNI"}  # TIMEX3


def deictic(match: re.Match[str], seen: Seen) -> Moment | None:
    if seen.published is None:
        return _at(match, None)
    word = match["word"].lower()
    offset = {
        "the day before yesterday": -2,
        "yesterday": -1,
        "tomorrow": 1,
        "the day after tomorrow": 2,
    }.get(word, 0)
    at = seen.published + timedelta(days=offset)
    part = next((value for name, value in PARTS_OF_DAY.items() if name in match[0].lower()), "")
    if word in {"last night", "overnight"}:
        return replace(_at(match, days.days(at - timedelta(days=1), at)), clock="TNI")
    if word == "tonight" or match["night"]:
        return replace(_at(match, days.days(at, at + timedelta(days=1))), clock="TNI")
    return replace(_at(match, days.day(at)), clock=part)


def unit(match: re.Match[str], seen: Seen) -> Moment | None:
    which, unit = match["which"].lower(), match["unit"].lower()
    before = match.string[max(0, match.start() - 4) : match.start()].lower()
    if before == "the " and which in {"last", "next"}:
        return _at(match, None, kind="ref")  # "the last year": twelve months, not the calendar's
    if seen.published is None:
        return _at(match, None)
    offset = {"last": -1, "next": 1, "the coming": 1}.get(which, 0)
    if (
        unit == "week"
        and which == "this"
        and seen.period
        and (seen.period.first != seen.period.last)
    ):
        return _at(match, seen.period)
    whole_unit = _calendar_unit(unit, offset=offset, published=seen.published)
    if which == "earlier this":
        return _at(match, _between(whole_unit.when.first, seen.published))
    if which == "later this":
        return _at(match, _between(seen.published, whole_unit.when.last))
    return _at(match, whole_unit)


def _between(first: date | None, last: date | None) -> Stretch | None:
    return days.days(first, last) if first and last else None


def _calendar_unit(unit: str, *, offset: int, published: date) -> Stretch:
    if unit == "year":
        return days.year(published.year + offset)
    if unit == "month":
        return days.month(published.year, published.month + offset)
    monday = published + timedelta(days=7 * offset - published.weekday())
    if unit == "weekend":
        return days.days(monday + timedelta(days=5), monday + timedelta(days=6))
    return days.week(monday)


def unit_with_edge(match: re.Match[str], seen: Seen) -> Moment | None:
    """The year in "the end of the year"; timex.py takes the edge for its part."""
    if seen.published is None:
        return _at(match, None)
    unit = _calendar_unit(match["unit"].lower(), offset=0, published=seen.published)
    return Moment(start=match.start("unit"), end=match.end(), kind="date", stretch=unit)


def _count(text: str) -> int | None:
    return 1 if text.lower() in {"a", "an"} else whole_or_none(text)


def reporting(match: re.Match[str], seen: Seen) -> Moment | None:
    """What the report covers, as its own heading says; a week is more than the day it is dated."""
    whole_period = seen.period
    if (
        whole_period
        and whole_period.first == whole_period.last
        and "day" not in match.group().lower()
    ):
        whole_period = None
    return _at(match, whole_period, kind="date" if whole_period else "ref")


def past_unit(match: re.Match[str], seen: Seen) -> Moment | None:
    """The past day: from the day before to the day of the report, no hour left out."""
    at = seen.published
    if at is None:
        return _at(match, None)
    back = 7 if match["unit"] and match["unit"].lower() == "week" else 1
    found = days.days(at - timedelta(days=back), at)
    night = match["unit"] and match["unit"].lower() == "night"
    return replace(_at(match, found), clock="TNI" if night else "")


def to_date(match: re.Match[str], seen: Seen) -> Moment | None:
    """So far this year: from its first day to the day of the report."""
    if seen.published is None:
        return _at(match, None)
    whole_unit = _calendar_unit(match["unit"].lower(), offset=0, published=seen.published)
    return _at(match, _between(whole_unit.when.first, seen.published))


def share_of_year(match: re.Match[str], _: Seen) -> Moment | None:
    """A quarter or half of a year that is named."""
    piece = {"Q": "quarter", "H": "half"}.get((match["kind"] or "").upper(), match["piece"])
    number = int(match["n"]) if match["n"] else ORDINALS[match["nth"].lower()]
    year = days.year(int(match["year"] or match["of"]))
    found = days.share(year, number, of=(piece or "").lower())
    return _at(match, found) if found else None


def day_of_month(match: re.Match[str], seen: Seen) -> Moment | None:
    """The 9th of this month."""
    if seen.published is None:
        return _at(match, None)
    offset = {"last": -1, "next": 1}.get(match["which"].lower(), 0)
    whole_month = days.month(seen.published.year, seen.published.month + offset).first
    found = days.exact(int(whole_month[:4]), int(whole_month[5:7]), int(match["day"]))
    return _at(match, days.day(found) if found else None)


ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1, "final": -1}


def ago(said: re.Match[str], seen: Seen) -> Moment | None:
    """Three days ago is a day; three weeks ago is only a week, three months ago a month."""
    count, unit = _count(said["n"]), said["unit"].lower()
    if seen.published is None or count is None or count > _FARTHEST.get(unit, 0):
        return _at(said, None)
    at, found = seen.published, None
    match unit:
        case "minute" | "min" | "second":
            return _at(said, None, kind="ref")
        case "fortnight":
            found = days.week(at - timedelta(weeks=2 * count))
        case "hour" | "hr":
            latest = at - timedelta(days=count // 24)
            found = days.days(latest - timedelta(days=1), latest)
        case "day":
            found = days.day(at - timedelta(days=count))
        case "week":
            middle = at - timedelta(weeks=count)
            found = days.days(middle - timedelta(days=3), middle + timedelta(days=3))
        case "month":
            found = days.month(at.year, at.month - count)
        case _:
            found = days.year(at.year - count)
    return replace(_at(said, found), anchor=at)


_FARTHEST = {
    "hour": 9000,
    "hr": 9000,
    "day": 4000,
    "week": 600,
    "fortnight": 300,
    "month": 1200,
    "year": 900,
}  # then: no count


def counted_stretch(match: re.Match[str], seen: Seen) -> Moment | None:
    """As in "the past 24 hours": up to the day of publication, no day left out."""
    count, unit = whole(match["n"]), match["unit"].lower()
    if seen.published is None or count is None or count > _FARTHEST.get(unit, 0):
        return _at(match, None)
    if match["event"] or match["dir"].lower() in {"preceding", "following"}:
        return _at(match, None, kind="ref")  # before or after something, not counted from today
    at, ahead = seen.published, match["dir"].lower() in {"next", "coming"}
    if unit in {"month", "year"}:
        return replace(_at(match, None, kind="duration"), value=days.length(count, unit))
    reach = {
        "hour": timedelta(days=-(-count // 24)),
        "hr": timedelta(days=-(-count // 24)),
        "day": timedelta(days=count),
        "fortnight": timedelta(weeks=2 * count),
    }.get(unit, timedelta(weeks=count))
    return _at(match, days.days(at, at + reach) if ahead else days.days(at - reach, at))


def duration(match: re.Match[str], _: Seen) -> Moment | None:
    count = 1 if match["n"].lower() in {"a", "an"} else whole_or_none(match["n"])
    value = days.length(count, match["unit"]) if count is not None else ""
    if match["n"].lower() == "half an":
        value = {"hour": "PT30M"}.get(match["unit"].lower(), "")
    bound = _BOUND.search(match.string, max(0, match.start() - 16), match.start())
    mod = _BOUNDS[bound["word"].lower()] if bound else ""
    return Moment(start=match.start(), end=match.end(), kind="duration", value=value, mod=mod)


_BOUNDS = {
    "at least": "at least",
    "more than": "more than",
    "over": "more than",
    "up to": "at most",
    "at most": "at most",
    "no more than": "at most",
    "less than": "less than",
    **dict.fromkeys(("nearly", "about", "around", "almost", "some", "approximately"), "about"),
}
_BOUND = re.compile(
    rf"\b(?P<word>{'|'.join(sorted(_BOUNDS, key=len, reverse=True))})\s\Z", re.IGNORECASE
)


def reference(match: re.Match[str], _: Seen) -> Moment | None:
    return _at(match, None, kind="ref")


def repeated(match: re.Match[str], _: Seen) -> Moment | None:
    said = match.group().lower()
    weekday = next(
        (n for name, n in numbers("weekdays").items() if name.endswith("day") and name in said),
        None,
    )
    unit = next((value for name, value in _REPEATED.items() if name in said), "")
    return replace(
        _at(match, None, kind="set"), value=unit if weekday is None else f"XXXX-WXX-{weekday + 1}"
    )


_REPEATED = {
    "hour": "PT1H",
    "day": "P1D",
    "dai": "P1D",
    "night": "P1D",
    "morning": "P1D",
    "week": "P1W",
    "month": "P1M",
    "year": "P1Y",
    "annual": "P1Y",
}
