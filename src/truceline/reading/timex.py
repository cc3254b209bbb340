"""Expressions of time and the days they mean. A day is never invented, an order never guessed."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from truceline.reading import days
from truceline.reading.days import Grain, Stretch
from truceline.reading.headed import Section, heads, is_headed, is_log, logged
from truceline.reading.hours import dated_hours
from truceline.reading.moments import moments
from truceline.reading.resolving import ORDINALS, Moment
from truceline.reading.text import fold
from truceline.terms.when import When

Kind = Literal["date", "duration", "set", "ref"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Timex:
    """Characters that speak of time; `when` is None where they do not fix any day.

    A "date" dates what the sentence tells. A "ref" may have a `when` too ("the 2020 war"), but it
    names a thing and does not date the sentence. Durations and sets never have one. `type`,
    `value`, `mod` and `anchor` are those of TIMEX3 (ISO 24617-1); the words of `mod` are ours.
    """

    start: int
    end: int
    text: str
    kind: Kind
    when: When | None = None
    mod: str = ""  # since, until, by, after, before, early, mid, late, about; of lengths: at least
    value: str = ""  # 2019-05-15T06:30Z, 2019-W20, P5Y; "" where the words tell none
    anchor: date | None = None  # the day from which it was counted: of the report, or told before
    leads: bool = False  # a time of day that opens an entry of a log

    @property
    def type(self) -> str:
        """DATE, TIME, DURATION or SET."""
        if self.kind in {"duration", "set"}:
            return self.kind.upper()
        return "TIME" if "T" in self.value else "DATE"


def tag(
    text: str, *, published: date | None, sections: Sequence[Section] = ()
) -> tuple[Timex, ...]:
    """All expressions of time in the text, in order, none overlapping another.

    Without a day of publication, what is relative to it ("on Monday") has no `when`.
    """
    return expressions(fold(text), text, published=published, sections=sections)[0]


def expressions(
    folded: str, text: str, *, published: date | None, sections: Sequence[Section] = ()
) -> tuple[tuple[Timex, ...], tuple[Moment, ...]]:
    """As `tag`, and the days and months said without their year, for whoever has to find it."""
    published = _possible(published)
    found = list(moments(folded, published=published, sections=sections))
    found = dated_hours(folded, found, sections=sections)
    spans: list[Timex] = []
    for one in (_timex(folded, text, span) for span in _ranges(folded, found)):
        if spans and spans[-1].end > one.start and spans[-1].when and not one.when:
            continue  # "until now" in "from 9 May until now"
        while spans and spans[-1].end > one.start:
            spans.pop()  # "two days" in "two days after 9 May"
        spans.append(one)
    return tuple(spans), tuple(moment for moment in found if moment.yearless)


def sections_of(
    text: str, *, published: date | None, skip: Sequence[tuple[int, int]] = ()
) -> tuple[Section, ...]:
    """The parts of a report that its headings date; `skip` is what is no part of the report."""
    folded, published = fold(text), _possible(published)
    log = is_log(folded, skip=skip)
    found: list[Section] = []
    for line in heads(folded, skip=skip):
        if not _DIGIT.search(line.text):
            continue
        said, _ = expressions(line.text, line.text, published=published)
        one = [t for t in said if t.kind == "date" and t.when]
        if len(one) != 1 or not is_headed(line, found=(one[0].start, one[0].end)):
            continue
        section = _section(line.start, one[0], published=published)
        found += [section] if section else []
    if log and not found and published:
        found = [Section(start=0, period=days.day(published), day=published)]
    return logged(found, log=log)


def _section(start: int, said: Timex, *, published: date | None) -> Section | None:
    when = said.when
    if (
        when is None
        or when.first is None
        or when.last is None
        or len(when.value) < len("2020-01-01")
    ):
        return None
    if published is not None and when.last > published:
        return None  # it dates something to come, and not this report
    hour = said.value.partition("T")[2]
    return Section(
        start=start,
        period=days.days(when.first, when.last),
        day=when.last,
        as_of=f"T{hour}" if hour[:1].isdigit() else "",
    )


def _possible(published: date | None) -> date | None:
    """An impossible date is none, and the calendar ends near there."""
    return published if published and _YEARS[0] <= published.year <= _YEARS[1] else None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Span:
    start: int
    end: int
    kind: Kind
    stretch: Stretch | None
    moment: Moment
    mod: str = ""
    value: str = ""


def _ranges(folded: str, found: Sequence[Moment]) -> Iterator[_Span]:
    """Joins "from A to B"; gives A the year that only B says."""
    at = 0
    while at < len(found):
        left = found[at]
        right = found[at + 1] if at + 1 < len(found) else None
        link = right and _LINK.fullmatch(folded, left.end, right.start)
        if right is None or not link or right.kind != "date" or left.kind != "date":
            yield _parted(folded, left)
            at += 1
            continue
        left = _with_year_of(left, right)
        lead = _LEAD.search(folded, max(0, left.start - 12), left.start)
        if _joins(left, right, link=link["word"].lower(), lead=lead):
            yield _joined(folded, left, right, start=lead.start() if lead else left.start)
            at += 2
        else:
            yield _parted(folded, left)
            at += 1


def _joins(left: Moment, right: Moment, *, link: str, lead: re.Match[str] | None) -> bool:
    """Whether two expressions are the ends of one stretch; "and" joins only what is one."""
    if link != "and":
        return True
    if lead and lead["word"].lower() == "between":
        return True
    first, last = left.stretch, right.stretch
    if not (first and last and first.grain is last.grain is Grain.DAY):
        return False
    ends = first.when.last, last.when.first
    return bool(ends[0] and ends[1] and (ends[1] - ends[0]).days == 1)  # Monday and Tuesday


def _with_year_of(left: Moment, right: Moment) -> Moment:
    if left.yearless is None or right.yearless or right.stretch is None:
        return left
    if right.stretch.grain not in {Grain.DAY, Grain.MONTH} or right.stretch.when.first is None:
        return left
    month, day = left.yearless
    told = days.nearest(month, day, to=right.stretch.when.first, ahead=False)
    return replace(left, stretch=told, anchor=None)


def _joined(folded: str, left: Moment, right: Moment, *, start: int) -> _Span:
    first, last = _parted(folded, left), _parted(folded, right)
    stretch = None
    if first.stretch and last.stretch:
        stretch = Stretch(
            first=first.stretch.first, last=last.stretch.last, grain=last.stretch.grain
        )
    ends = [days.said(one.stretch, one.moment.clock) for one in (first, last)]
    return _Span(
        start=min(start, first.start),
        end=right.end,
        kind="date",
        stretch=stretch,
        moment=right,
        value="/".join(ends) if stretch else "",
    )


def _parted(folded: str, moment: Moment) -> _Span:
    """The moment with an "early", "mid", "end of" or "first week of" before it."""
    kind: Kind = moment.kind  # type: ignore[assignment]  # moments.py has only the four kinds
    span = _Span(
        start=moment.start,
        end=moment.end,
        kind=kind,
        stretch=moment.stretch,
        moment=moment,
        mod=moment.mod,
        value=moment.value,
    )
    if kind != "date":
        return span
    return _shared(folded, span) or _around(folded, span) or _part(folded, span)


def _part(folded: str, span: _Span) -> _Span:
    """The early, middle or late part of it, or its end."""
    moment = span.moment
    said = _PART.search(folded, max(0, moment.start - 24), moment.start)
    if said is None:
        return span
    which = next(name for name, value in said.groupdict().items() if value)
    if moment.stretch is None:
        return replace(span, start=said.start(), mod=which)
    if which == "end" and _UP_TO.search(folded, max(0, said.start() - 24), said.start()):
        last = days.day(days.last_day(moment.stretch))
        return replace(span, start=said.start(), stretch=last)
    if which == "early" and _SINCE.search(folded, max(0, said.start() - 24), said.start()):
        first = moment.stretch.when.first
        return replace(span, start=said.start(), stretch=days.day(first) if first else None)
    third = "late" if which == "end" else which
    narrowed = days.part(moment.stretch, third)
    if narrowed is None and moment.stretch.grain is Grain.DAY:
        return span
    value = days.said(moment.stretch, "") if narrowed is None or said["end"] is None else ""
    return replace(
        span, start=said.start(), stretch=narrowed or moment.stretch, mod=third, value=value
    )


def _shared(folded: str, span: _Span) -> _Span | None:
    """The first week of May, the second half of 2019, the week of 5 May."""
    said = _SHARE.search(folded, max(0, span.start - 40), span.start)
    if said is None:
        return None
    whole = span.stretch
    if said["week"]:
        first = whole.when.first if whole and whole.grain is Grain.DAY else None
        found = first and _week(first, said["week"].lower())
    else:
        found = whole and days.share(
            whole, ORDINALS.get(said["nth"].lower(), 0) or -1, of=said["piece"].lower()
        )
    return replace(span, start=said.start(), stretch=found or None)


def _week(told: date, way: str) -> Stretch:
    if way == "of":
        return days.week(told)
    back = way == "ending"
    other = days.shifted(told, days=-6 if back else 6) or told
    return days.days(other, told) if back else days.days(told, other)


def _around(folded: str, span: _Span) -> _Span | None:
    """Two days after 9 May; the 24 hours to 6 May; the night of 3 May; overnight into 4 May."""
    told = span.stretch
    if told is None or told.grain is not Grain.DAY:
        return None
    first, last = told.when.first, told.when.last
    assert first is not None  # noqa: S101 a stretch of days has both ends
    assert last is not None  # noqa: S101
    said = _OFF.search(folded, max(0, span.start - 48), span.start)
    if said is not None:
        return _off(span, said, first=first, last=last)
    night = _NIGHT.search(folded, max(0, span.start - 32), span.start)
    if night is None or (last - first).days > 1:
        return None
    if first != last:
        return replace(span, start=night.start(), value=days.said(days.day(first), "TNI"))
    into = night["into"] is not None
    other = days.shifted(first, days=-1 if into else 1)
    if other is None:
        return None
    stretch = days.days(other, first) if into else days.days(first, other)
    value = days.said(days.day(min(other, first)), "TNI")
    return replace(span, start=night.start(), stretch=stretch, value=value)


def _off(span: _Span, said: re.Match[str], *, first: date, last: date) -> _Span | None:
    count, unit = days.counted(said["n"]), said["unit"].lower()
    if count is None or count > _FARTHEST:
        return None
    way = said["way"].lower()
    if unit == "hour" or way in {"to", "until", "up to", "ending", "till"}:
        reach = -(-count // 24) if unit == "hour" else count * days.LENGTHS.get(unit, 0)
        start = days.shifted(last, days=-reach)
        back = way not in {"after", "from", "of", "following"}
        if start is None or not reach or not back:
            return None
        return replace(span, start=said.start(), stretch=days.days(start, last), value="")
    sign = -1 if way in {"before", "prior to"} else 1
    other = days.moved(last if sign > 0 else first, sign * count, unit=unit)
    if other is None:
        return None
    mod = "by" if said["within"] else ""
    return replace(span, start=said.start(), stretch=days.day(other), mod=mod, value="")


def _timex(folded: str, text: str, span: _Span) -> Timex:
    """The span with a "since" or "by" before it, as the days it means."""
    said = _MOD.search(folded, max(0, span.start - 24), span.start) if span.kind == "date" else None
    start, end, mod = span.start, span.end, span.mod
    onwards = _ONWARDS.match(folded, end)
    if said is not None:
        mod = next(name for name, value in said.groupdict().items() if value)
        start = said.start()
    if mod == "before" and _END.match(folded, span.start):
        mod = "by"  # "before the end of June": its last day still counts
    if said is not None and span.moment.clock:
        mod = _of_hour(mod, said.group())
    if said is not None and said.group().lower().startswith("from") and _both_told(folded, span):
        start, mod = said.start(), ""  # from 9 to 12 May
    if onwards is not None and (mod == "since" or (onwards["now"] and not mod)):
        end, mod = onwards.end(), "since"
    kind = span.kind
    if kind == "date" and _COMPARED.search(folded, max(0, start - 32), start):
        kind = "ref"  # "more than on Monday": the day of what it is compared with
    return Timex(
        start=start,
        end=end,
        text=text[start:end],
        kind=kind,
        when=_when(span.stretch, mod) if span.stretch else None,
        mod=mod,
        value=span.value or days.said(span.stretch, span.moment.clock) or _unknown(span.moment),
        anchor=span.moment.anchor,
        leads=span.moment.leads,
    )


def _both_told(folded: str, span: _Span) -> bool:
    return _TWO_DAYS.match(folded, span.moment.start, span.moment.end) is not None


def _of_hour(mod: str, said: str) -> str:
    """Before 6 a.m. on Monday is on Monday; since and until then run on."""
    if mod in {"before", "after"} or (mod == "since" and "since" not in said.lower()):
        return "about"
    return mod


def _unknown(moment: Moment) -> str:
    """What is known of a day that is not: XXXX-05-09, XXXX-WXX-1, T06:30."""
    if moment.yearless:
        month, day = moment.yearless
        return f"XXXX-{month:02}" + (f"-{day:02}" if day else "") + moment.clock
    if moment.weekday is not None:
        return f"XXXX-WXX-{moment.weekday + 1}{moment.clock}"
    return moment.clock


def _when(stretch: Stretch, mod: str) -> When | None:
    first, last = stretch.first, stretch.last
    value = {
        "since": f"{first}/..",
        "after": f"{first}/..",
        "until": f"../{last}",
        "by": f"../{last}",
        "before": f"../{days.before(stretch)}",
    }.get(mod, first if first == last else f"{first}/{last}")
    try:
        return When(value=value)
    except ValueError:
        return None  # it ends before it begins: the source's slip, or ours


_YEARS = 1000, 9000
_DIGIT = re.compile(r"\d")
_FARTHEST = 900  # of any unit
_LINK = re.compile(
    r",?\s?(?P<word>-|to|until|till|through|and|/)\s?(?:the\s|on\s|early on\s|late on\s)?",
    re.IGNORECASE,
)
_LEAD = re.compile(r"\b(?P<word>from|between)\s(?:the\s)?\Z", re.IGNORECASE)
_PART = re.compile(
    r"\b(?:(?P<early>early|(?:the )?(?:very )?(?:beginning|start|first days|outset) of)"
    r"|(?P<mid>mid|(?:the )?middle of)|(?P<late>late)"
    r"|(?P<end>(?:the )?(?:very )?(?:end|close|last days) of))[ -](?:in )?(?:the )?(?:month of )?"
    r"\Z",
    re.IGNORECASE,
)
_SHARE = re.compile(
    r"\b(?:the )?(?:(?P<nth>first|second|third|fourth|last|final) (?P<piece>week|half|quarter"
    r"|third) (?:of|in)|week (?P<week>of|ending|beginning|commencing|starting)(?: on)?)\s(?:the )?"
    r"\Z",
    re.IGNORECASE,
)
_OFF = re.compile(
    r"\b(?P<within>within )?(?:the )?(?:last |past |previous |preceding )?"
    r"(?P<n>[a-z]{1,12}(?:-[a-z]{3,5})?|\d{1,3}|an?)[ -](?P<unit>hour|day|week|month|year)s?"
    r"(?: period)? (?P<way>to|until|till|up to|ending|before|prior to|after|from|of|following)\s"
    r"(?:the )?(?:on )?\Z",
    re.IGNORECASE,
)
_NIGHT = re.compile(
    r"\b(?:(?:the )?(?:night|evening and night) (?:of|on|from)|(?:overnight|(?:the )?night)"
    r" (?P<into>in|to))(?(into)to)?\s(?:the )?\Z",
    re.IGNORECASE,
)
_END = re.compile(r"(?:the )?(?:very )?(?:end|close) of\b", re.IGNORECASE)
_UP_TO = re.compile(
    r"\b(?:by|before|until|till|than|to|through)(?: or at)?\s(?:the\s)?\Z", re.IGNORECASE
)
_SINCE = re.compile(r"\bsince\s(?:the\s)?\Z", re.IGNORECASE)
_MOD = re.compile(
    r"\b(?:(?P<since>since|(?:as )?from|starting(?: from| on)?|beginning(?: from| on)?)"
    r"|(?P<until>until|till|up to)|(?P<by>by|no later than|not later than)"
    r"|(?P<before>before|prior to|ahead of)|(?P<after>after|following)"
    r"|(?P<about>around|about|circa|on or about))\s(?:the\s)?(?:on\s)?\Z",
    re.IGNORECASE,
)
_TWO_DAYS = re.compile(
    r"\d{1,2}(?:st|nd|rd|th)?\s?(?:-|/|to|until|till|through)\s?(?:the\s)?\d", re.IGNORECASE
)
_ONWARDS = re.compile(
    r"\s(?:on\b(?!\s[A-Z\d])|onwards?\b"
    r"|(?P<now>(?:to|until|till|through|up to|and)\s(?:now|date|the present(?: day)?|present)\b))",
    re.IGNORECASE,
)
_COMPARED = re.compile(
    r"\b(?:than|as(?: many| much)? as|compared (?:with|to)|against|(?:up|down) from)"
    r"(?: it (?:was|had been))?(?: (?:those|that))?\s(?:on |in |during |over )?(?:the )?\Z",
    re.IGNORECASE,
)
