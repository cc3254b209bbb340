"""Expressions of time and the days they mean. A day is never invented, an order never guessed."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from truceline.reading import days
from truceline.reading.days import Grain, Stretch
from truceline.reading.moments import moments
from truceline.reading.resolving import Moment
from truceline.reading.text import fold
from truceline.terms.when import When

Kind = Literal["date", "duration", "set", "ref"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Timex:
    """Characters that speak of time; `when` is None where they do not fix any day.

    A "date" dates what the sentence tells. A "ref" may have a `when` too ("the 2020 war"), but it
    names a thing and does not date the sentence. Durations and sets never have one.
    """

    start: int
    end: int
    text: str
    kind: Kind
    when: When | None = None
    mod: str = ""  # since, until, by, after, before, early, mid, late, about; "" for none


def tag(text: str, *, published: date | None) -> tuple[Timex, ...]:
    """All expressions of time in the text, in order, none overlapping another.

    Without a day of publication, what is relative to it ("on Monday") has no `when`.
    """
    return expressions(fold(text), text, published=published)[0]


def expressions(
    folded: str, text: str, *, published: date | None
) -> tuple[tuple[Timex, ...], tuple[Moment, ...]]:
    """As `tag`, and the days and months said without their year, for whoever has to find it."""
    if published is not None and not _YEARS[0] <= published.year <= _YEARS[1]:
        published = None  # an impossible date is none, and the calendar ends near there
    found = list(moments(folded, published=published))
    spans = tuple(_timex(folded, text, span) for span in _ranges(folded, found))
    return spans, tuple(moment for moment in found if moment.yearless)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Span:
    start: int
    end: int
    kind: Kind
    stretch: Stretch | None
    mod: str = ""


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
        joins = link["word"] != "and" or (lead and lead["word"].lower() == "between")
        if joins:
            yield _joined(folded, left, right, start=lead.start() if lead else left.start)
            at += 2
        else:
            yield _parted(folded, left)
            at += 1


def _with_year_of(left: Moment, right: Moment) -> Moment:
    if left.yearless is None or right.yearless or right.stretch is None:
        return left
    if right.stretch.grain not in {Grain.DAY, Grain.MONTH} or right.stretch.when.first is None:
        return left
    month, day = left.yearless
    return replace(left, stretch=days.nearest(month, day, to=right.stretch.when.first, ahead=False))


def _joined(folded: str, left: Moment, right: Moment, *, start: int) -> _Span:
    first, last = _parted(folded, left), _parted(folded, right)
    stretch = None
    if first.stretch and last.stretch:
        stretch = Stretch(
            first=first.stretch.first, last=last.stretch.last, grain=last.stretch.grain
        )
    return _Span(start=min(start, first.start), end=right.end, kind="date", stretch=stretch)


def _parted(folded: str, moment: Moment) -> _Span:
    """The moment with an "early", "mid" or "end of" before it."""
    kind: Kind = moment.kind  # type: ignore[assignment]  # moments.py has only the four kinds
    span = _Span(start=moment.start, end=moment.end, kind=kind, stretch=moment.stretch)
    said = _PART.search(folded, max(0, moment.start - 24), moment.start)
    if said is None or kind != "date":
        return span
    which = next(name for name, value in said.groupdict().items() if value)
    if moment.stretch is None:
        return replace(span, start=said.start(), mod=which)
    if which == "end" and _UP_TO.search(folded, max(0, said.start() - 24), said.start()):
        last = days.day(days.last_day(moment.stretch))
        return replace(span, start=said.start(), stretch=last)
    third = "late" if which == "end" else which
    narrowed = days.part(moment.stretch, third)
    if narrowed is None and moment.stretch.grain is Grain.DAY:
        return span
    return replace(span, start=said.start(), stretch=narrowed or moment.stretch, mod=third)


def _timex(folded: str, text: str, span: _Span) -> Timex:
    """The span with a "since" or "by" before it, as the days it means."""
    said = _MOD.search(folded, max(0, span.start - 24), span.start) if span.kind == "date" else None
    start, end, mod = span.start, span.end, span.mod
    onwards = _ONWARDS.match(folded, end)
    if said is not None:
        mod = next(name for name, value in said.groupdict().items() if value)
        start = said.start()
    if onwards is not None and mod == "since":
        end = onwards.end()
    return Timex(
        start=start,
        end=end,
        text=text[start:end],
        kind=span.kind,
        when=_when(span.stretch, mod) if span.stretch else None,
        mod=mod,
    )


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
_LINK = re.compile(r",?\s?(?P<word>-|to|until|till|through|and)\s?(?:the\s)?", re.IGNORECASE)
_LEAD = re.compile(r"\b(?P<word>from|between)\s(?:the\s)?\Z", re.IGNORECASE)
_PART = re.compile(
    r"\b(?:(?P<early>early|(?:the )?(?:beginning|start|first days) of)"
    r"|(?P<mid>mid|(?:the )?middle of)|(?P<late>late)"
    r"|(?P<end>(?:the )?(?:end|close|last days) of))[ -](?:in )?(?:the )?\Z",
    re.IGNORECASE,
)
_UP_TO = re.compile(
    r"\b(?:by|before|until|till|than|to|through)(?: or at)?\s(?:the\s)?\Z", re.IGNORECASE
)
_MOD = re.compile(
    r"\b(?:(?P<since>since|(?:as )?from|starting(?: from| on)?|beginning(?: from| on)?)"
    r"|(?P<until>until|till|up to)|(?P<by>by|no later than|not later than)"
    r"|(?P<before>before|prior to|ahead of)|(?P<after>after|following)"
    r"|(?P<about>around|about|circa|on or about))\s(?:the\s)?(?:on\s)?\Z",
    re.IGNORECASE,
)
_ONWARDS = re.compile(r"\s(?:on|onwards?)\b", re.IGNORECASE)
