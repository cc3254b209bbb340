"""What the headings of a report say of its days: a bulletin's date, "as of", the lines of a log.

They date what follows them. Nothing else in a text is dated by its place.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from truceline.reading.calendar_words import headed_words, spelt
from truceline.reading.days import Grain, Stretch


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """From `start` to the next one: the day or period it reports on, and whether it is a log."""

    start: int
    period: Stretch | None = None
    day: date | None = None  # the one day, or the last of the period: what "today" means there
    as_of: str = ""  # T19:30: nothing in it is later than this hour of that day
    log: bool = False  # its lines open with times of day

    @property
    def dates(self) -> Stretch | None:
        """The one day that a time of day without its date means here."""
        whole = self.period
        one = whole and whole.first == whole.last and whole.grain is Grain.DAY
        return whole if one else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the text, without the white space around it."""

    start: int
    end: int
    text: str
    opens: bool  # stands before the first paragraph


def heads(folded: str, *, skip: Sequence[tuple[int, int]] = ()) -> Iterator[Line]:
    """Lines that may date what follows: the first ones of a report, and bare dates in it.

    What lies in `skip` (menus, notices) dates nothing: a page's banner is not the report's day.
    """
    spans = sorted(skip)
    body, seen = False, 0
    for match in _LINE.finditer(folded):
        text = match.group()
        if any(start <= match.start() < end for start, end in spans):
            continue
        seen += 1
        running = len(text) > _LONGEST or (text.endswith((".", "!", "?")) and " " in text)
        opens = not body and seen <= _OPENING and not running
        if opens or (len(text) <= _BARE and not running and _dated().search(text)):
            yield Line(start=match.start(), end=match.end(), text=text, opens=opens)
        body = body or running


def is_headed(line: Line, *, found: tuple[int, int]) -> bool:
    """Whether a date at `found` in the line is the day of what follows.

    Yes where the line calls itself a report, a log or an "as of", or is nothing but the date.
    """
    start, end = found
    rest = (line.text[:start] + " " + line.text[end:]).strip(" ,.:;-()[]#*")
    if not rest or _BARE_LEAD.fullmatch(rest):
        return True
    return line.opens and bool(headed_words() & set(_WORD.findall(rest.lower())))


def is_log(folded: str, *, skip: Sequence[tuple[int, int]] = ()) -> bool:
    """Whether lines or sentences open with times of day, again and again."""
    spans = sorted(skip)
    led = [m for m in _LED.finditer(folded) if not any(a <= m.start() < b for a, b in spans)]
    return len({m["clock"] for m in led}) >= _ENTRIES


def logged(sections: Sequence[Section], *, log: bool) -> tuple[Section, ...]:
    """The same sections, all marked as parts of a log if the text is one."""
    return tuple(replace(section, log=log) for section in sections)


@cache
def _dated() -> re.Pattern[str]:
    """What a line that is nothing but a date has, and few other lines have."""
    return re.compile(rf"\b(?:{spelt('months')})(?![A-Za-z])|\d{{1,4}}[-./]\d{{1,2}}[-./]\d{{1,4}}")


_LINE = re.compile(r"[^\s\n][^\n]*")
_WORD = re.compile(r"[a-z]+")
_LONGEST = 160  # characters: a longer line is a paragraph
_BARE = 60
_OPENING = 6  # lines above the first paragraph
_ENTRIES = 3
_BARE_LEAD = re.compile(
    r"(?:(?:as )?(?:of|at)|date|dtg|day \d{1,4}|day|on|for|log(?: of| for)?|events of|incidents of"
    r"|period|covering|from|the)(?:\s?:)?",
    re.IGNORECASE,
)
_LED = re.compile(
    r"(?:^|\n|[.;]\s)\s{0,4}(?:\d{1,2}[.)]\s|[-*\[(]\s?)?"
    r"(?P<clock>\d{6}[A-Z](?:\s?[A-Z]{3,4})?|(?:[01]\d|2[0-4]):?[0-5]\d)"
    r"(?=[A-Z]?(?:\s?-\s?\d|\sto\s\d|\s?[:,;\])]|\s-\s|\s?(?:hrs?|hours|h|local|LT)\b|\s+[A-Z]))"
)
