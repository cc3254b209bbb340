"""Deadlines as an agreement's text gives them, in the words of the file. It works out no day."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from truceline.reading.drafting.lexicon import any_phrase, phrases
from truceline.reading.drafting.lexicon import words as words_of
from truceline.reading.drafting.proposal import Due
from truceline.reading.numerals import NUMBER, whole
from truceline.reading.spans import Span
from truceline.reading.timex import tag


@dataclass(frozen=True, slots=True, kw_only=True)
class DueSaid:
    """A deadline, where it stands, and what its days are counted from where the file cannot say."""

    start: int
    end: int
    due: Due | None  # None: it is counted from something the file has no word for
    days: int = 0  # in all, where it only counts
    counted_from: str = ""  # the words
    recurs: bool = False  # it runs anew each time


def dues(folded: str, start: int, *, end: int) -> tuple[DueSaid, ...]:
    """Every deadline in the stretch, in order, none inside another."""
    text = folded[start:end]
    found = sorted(
        (*_d_days(text), *_counted(text), *_dated(text)), key=lambda one: (one.start, -one.end)
    )
    kept: list[DueSaid] = []
    for one in found:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return tuple(_moved(one, start) for one in kept)


def again_days(folded: str, start: int, *, end: int) -> tuple[int, Span] | None:
    """How often something is to be done, in days, and the words that say so."""
    for days, listed in phrases("again").items():
        found = any_phrase(listed).search(folded, start, end)
        if found is not None:
            return int(days), found.span()
    every = _EVERY.search(folded, start, end)
    number = whole(every["n"]) if every else None
    return (number * _DAYS[every["unit"].lower()], every.span()) if every and number else None


_DAYS = {"hour": 0, "day": 1, "week": 7, "month": 30, "year": 365}
_HOURS_A_DAY = 24
_MOST = 9_999
_UNIT = r"(?:(?:working|calendar|consecutive)[ ])?(?P<unit>hour|day|week|month|year)s?(?:'|\b)"
_N = rf"(?P<n>{NUMBER}|an?)(?:\s\(\d{{1,4}}\))?"
_LATEST = (
    r"(?:no|not) later than|at the latest(?: by| on)?|by|before|until|on or before|on|at"
    r"|not exceeding|in"
)
_EVERY = re.compile(rf"\bevery\s(?P<n>{NUMBER})\s{_UNIT}", re.IGNORECASE)
_WITHIN = re.compile(
    rf"\b(?:(?P<late>(?:no|not) later than|at the latest)|within|in|for)\s(?:a\s"
    rf"(?:maximum\s)?(?:period|term|time limit)\s(?:of|not exceeding)\s)?"
    rf"(?:a maximum of\s|at most\s|no more than\s|not more than\s|the first\s)?"
    rf"(?:the\s)?{_N}\s{_UNIT}"
    rf"|\b(?:not\stake|take\s(?:no|not))\s(?:more|longer)\sthan\s(?P<n2>{NUMBER})\s"
    rf"(?P<unit2>hour|day|week|month|year)s?"
    rf"|\b(?:before|by)\s(?:the\s)?end\sof\s(?:the\s|these\s)?(?P<n3>{NUMBER})\s"
    rf"(?P<unit3>day|week|month)s?",
    re.IGNORECASE,
)
_AFTER = re.compile(
    rf"\b(?:(?P<late>{_LATEST}|until)\s)?(?:the\s)?{_N}\s{_UNIT}\s(?=(?:after|from|following)\b)",
    re.IGNORECASE,
)
_ORDINALS = (
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
)
_NTH = re.compile(
    rf"\b(?:(?P<late>{_LATEST})\s)+(?:the\s)(?P<nth>{'|'.join(_ORDINALS)}|\d{{1,3}}"
    rf"(?:st|nd|rd|th))\sday\s(?=(?:after|from|following)\b)",
    re.IGNORECASE,
)
_D_DAY = re.compile(
    rf"(?P<late>\b(?:{_LATEST})\s)?(?P<between>\b(?:between|from)\s)?\b"
    rf"(?:day\s)?[Dd](?:[ -]?day)?\s?\+\s?(?P<n>\d{{1,4}})(?:\sdays?)?"
    rf"(?:\s(?:and|to)\s(?:day\s)?[Dd](?:[ -]?day)?\s?\+\s?(?P<last>\d{{1,4}})"
    rf"(?:\sdays?)?)?(?:\sat\sthe\slatest)?"
)
_DAY_N = re.compile(
    r"\b(?:by|no later than|not later than|before|on)\sday\s(?P<n>\d{1,4})\b", re.IGNORECASE
)
_EVENT = re.compile(
    r"\s?(?:,?\s?(?:of|from|after|following|counted from|starting from)\s(?P<event>"
    r"(?:the\sdate\sof\s|the\s|its\s)?[^,;:.()]{1,80}))?",
    re.IGNORECASE,
)
_EVENT_ENDS = re.compile(
    r"\s(?:and|but|to|in order|so that|shall|will|must|all|no|the parties)\s", re.IGNORECASE
)
_DEADLINE_WORDS = frozenset({"by", "before", "until"})
_END_OF = re.compile(r"\b(?:end|close|last days?) of\b", re.IGNORECASE)
_MONTH = re.compile(r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)", re.IGNORECASE)
_WHOLE_DAY = len("2020-11-15")


def _counted(text: str) -> Iterator[DueSaid]:
    for match in _WITHIN.finditer(text):
        if match[0].lower().startswith("for"):
            continue
        if match["n2"] or match["n3"]:
            number, unit = match["n2"] or match["n3"], match["unit2"] or match["unit3"]
            yield _said(text, match.start(), match.end(), number=_number(number), unit=unit)
        elif not match[0].lower().startswith("in ") or _names_event(text, match.end()):
            event = _event(text, match.end())
            yield _said(
                text,
                match.start(),
                event.end,
                number=_number(match["n"]),
                unit=match["unit"],
                event=event,
            )
    for match in _AFTER.finditer(text):
        event = _event(text, match.end())
        yield _said(
            text,
            match.start(),
            event.end,
            number=_number(match["n"]),
            unit=match["unit"],
            event=event,
        )
    for match in _NTH.finditer(text):
        nth = match["nth"].lower()
        number = _ORDINALS.index(nth) + 1 if nth in _ORDINALS else int(re.sub(r"\D", "", nth))
        event = _event(text, match.end())
        yield _said(text, match.start(), event.end, number=number, unit="day", event=event)


def _d_days(text: str) -> Iterator[DueSaid]:
    for match in _D_DAY.finditer(text):
        days = int(match["last"] or match["n"])
        due = Due(way="within", value=f"{days} days", of="in-force")
        yield DueSaid(start=match.start(), end=match.end(), due=due, days=days)
    for match in _DAY_N.finditer(text):
        days = int(match["n"])
        due = Due(way="within", value=f"{days} days", of="in-force")
        yield DueSaid(start=match.start(), end=match.end(), due=due, days=days)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Event:
    end: int
    words: str = ""
    of: str = "in-force"  # "" where the file has no word for it
    recurs: bool = False


def _names_event(text: str, at: int) -> bool:
    return bool(_event(text, at).words)


def _event(text: str, at: int) -> _Event:
    match = _EVENT.match(text, at)
    if match is None or not match["event"]:
        return _Event(end=at)
    words = match["event"]
    cut = _EVENT_ENDS.search(words)
    words = words[: cut.start()] if cut else words
    end = match.start("event") + len(words.rstrip())
    recurs = any_phrase(words_of("each_time")).search(words) is not None
    for of in ("signing", "in-force"):
        if any_phrase(phrases("counted_from")[of]).search(words):
            return _Event(end=end, words=words.strip(), of=of)
    return _Event(end=end, words=words.strip(), of="", recurs=recurs)


def _said(
    text: str, start: int, end: int, *, number: int | None, unit: str, event: _Event | None = None
) -> DueSaid:
    """Hours are rounded up to whole days: the file knows no hours."""
    unit = unit.lower()
    if number is None or not 0 < number <= _MOST:
        return DueSaid(start=start, end=end, due=None, counted_from=text[start:end])
    event = event or _Event(end=end)
    if unit == "hour":
        number, unit = -(-number // _HOURS_A_DAY), "day"
    due = Due(way="within", value=f"{number} {unit}{'' if number == 1 else 's'}", of=event.of)
    return DueSaid(
        start=start,
        end=end,
        due=due if event.of else None,
        days=number * _DAYS[unit],
        counted_from=event.words,
        recurs=event.recurs,
    )


def _dated(text: str) -> Iterator[DueSaid]:
    """A day, month or year of the calendar with a word that makes a deadline of it."""
    for timex in tag(text, published=None):
        if timex.kind == "date" and timex.when is not None and timex.mod in _DEADLINE_WORDS:
            value = timex.when.value.removeprefix("../")
            due = _of_calendar(value, way=timex.mod, said=timex.text)
            yield DueSaid(start=timex.start, end=timex.end, due=due)


def _of_calendar(last: str, *, way: str, said: str) -> Due:
    """`last`: the last day, month or year that still counts, as the reader understands it."""
    if _END_OF.search(said):
        return Due(way="end_of", value=last[:7] if _MONTH.search(said) else last[:4])
    if way == "before":
        return Due(way="before", value=_day_after(last))
    if len(last) < _WHOLE_DAY:
        return Due(way="end_of", value=last)
    return Due(way=way, value=last)


def _day_after(last: str) -> str:
    """The day that "before" names: the reader keeps the last one that still counts."""
    year, month, day = (int(part) for part in (*last.split("-"), "12", "31")[:3])
    if last.count("-") < 2:  # noqa: PLR2004 a month or a year: its last day
        day = monthrange(year, month)[1]
    return (date(year, month, day) + timedelta(days=1)).isoformat()


def _number(said: str) -> int | None:
    return 1 if said.lower() in {"a", "an"} else whole(said)


def _moved(one: DueSaid, by: int) -> DueSaid:
    return replace(one, start=one.start + by, end=one.end + by)
