"""Counts whose noun stands elsewhere: "27 by one side and 14 by the other", "2 KIA", "12 planned".

What they count is taken from the words that say it and is never guessed from the act.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import NamedTuple, Protocol

from truceline.reading.numerals import NUMBER
from truceline.reading.units import any_of, units


class Loose(NamedTuple):
    """A number, where it stands, and what it counts; with `again`, the last thing counted."""

    start: int
    end: int
    number: str
    unit: str
    bound: str = ""


class Last(Protocol):
    """What was counted last before here, within this sentence or at all; "" for nothing."""

    def __call__(self, at: int, *, within: bool) -> str: ...


def loose(
    text: str, *, last: Last, ahead: Callable[[int], str], taken: Sequence[tuple[int, int]]
) -> Iterator[Loose]:
    """In lower-case text; `taken` are the counts already found, in order."""
    starts = [start for start, _ in taken]
    for one in (*_in_context(text, last=last, ahead=ahead), *_kin(text, last=last)):
        at = bisect_left(starts, one.end)
        if not at or taken[at - 1][1] <= one.start:
            yield one
    for pattern, unit_of, needed in _rules():
        if needed and not any(word in text for word in needed):
            continue
        for match in pattern.finditer(text):
            unit = unit_of(match)
            for number in ("n", "m") if unit else ():
                start, end = match.span(number) if number in match.groupdict() else (-1, -1)
                at = bisect_left(starts, end)
                if start < 0 or (at and taken[at - 1][1] > start):
                    continue
                bound = match.groupdict().get("bound") or ""
                yield Loose(start, end, match[number], unit, bound)


def _in_context(text: str, *, last: Last, ahead: Callable[[int], str]) -> Iterator[Loose]:
    """Numbers whose neighbours say what they count, or that it is what was counted before."""
    for match in _number().finditer(text):
        start, end = match.span()
        unit = _unit(text, start, end, last=last)
        if not unit and (_FOR.match(text, end)):
            unit = ahead(_FOR.match(text, end).end())  # type: ignore[union-attr]  # just asked
        if unit:
            bound = _bound().search(text, max(0, start - _LONGEST), start)
            yield Loose(start, end, match[0], unit, bound["bound"] if bound else "")


def _unit(text: str, start: int, end: int, *, last: Last) -> str:
    befallen = _befell().match(text, end)
    if befallen:
        return units().fates[befallen["fate"]]
    for before, after, within in _CONTEXTS:
        led = before is None or before.search(text, max(0, start - _LEAD), start)
        if led and after.match(text, end):
            unit = last(start, within=within)
            if unit:
                return unit
    return ""


def _kin(text: str, *, last: Last) -> Iterator[Loose]:
    """Killed a farmer and his son."""
    for match in _KIN.finditer(text):
        unit = last(match.start("one"), within=True)
        if unit in _FATES:
            yield Loose(*match.span("one"), "one", unit)


def _marked(match: re.Match[str]) -> str:
    """KIA, WIA, MIA and POW, as signals write them."""
    return _MARKS[match["mark"]]


def _befallen(match: re.Match[str]) -> str:
    return units().fates[match["fate"]]


def _named(match: re.Match[str]) -> str:
    """By the noun right before: "patrols: 12 planned", "rounds x 12"."""
    start = match.start()
    before = _noun_before().search(match.string, max(0, start - _LONGEST), start)
    return units().nouns[before["noun"]] if before else ""


def _money(match: re.Match[str]) -> str:
    return {"$": "US dollars", "€": "euros", "£": "pounds"}[match["sign"]]


def _share(_: re.Match[str]) -> str:
    return "percent"


def _crowd(_: re.Match[str]) -> str:
    return "people"


@cache
def _number() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w.,$-]){NUMBER}(?!\w)")


@cache
def _bound() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?P<bound>{any_of(units().bounds)})\s\Z")


@cache
def _befell() -> re.Pattern[str]:
    """What befell so many: "four of the rebels were wounded", "nine who are still held"."""
    fate = rf"(?P<fate>{any_of(units().fates)})(?!\w)"
    return re.compile(
        r"\s(?:of\s(?:the\s[a-z-]{2,20}|them|whom|these|those)(?:\s[a-z]{2,20})?"
        rf"\s{_WAS}\s(?:[a-z]{{2,20}}\s){{0,2}}?|who\s(?:are|were|remain|remained)\s(?:still\s)?)"
        rf"{fate}"
    )


_WAS = r"(?:were|was|are|is|had been|have been|has been)"
_LEAD = 26  # characters before a number that are looked at
_FOR = re.compile(r"\s(?:for|against)\s(?=[a-z\d])")
# Before, after, and whether the same sentence must have counted before.
_CONTEXTS: tuple[tuple[re.Pattern[str] | None, re.Pattern[str], bool], ...] = (
    (re.compile(r"\bof which \Z"), re.compile(rf"\s{_WAS}\b"), True),
    (None, re.compile(r"\sof\s(?:them|these|those|which)\b"), True),
    (
        re.compile(r"(?:[:,]|\band|\bagainst|\bversus) \Z"),
        re.compile(
            r"\s(?:by|from|to|in|for|against|on|last|this)\s(?:the\s)?[a-z]|\s\0|\.(?!\d)|;"
        ),
        True,
    ),
    (
        re.compile(r"\b(?:has|had)\s[a-z]{3,15}(?:ed|en|nd)\s\Z"),
        re.compile(r"[.,;]"),
        True,
    ),
    (
        re.compile(r"(?:[.;]\s|\n|\A)\Z"),
        re.compile(rf"\s(?:more\s|others?\s)?(?:{_WAS}|have|has|remain|correspond|belong)\b"),
        False,
    ),
)
_FATES = frozenset({"killed", "wounded", "missing", "captured", "detained"})
_KIN = re.compile(
    r"\band (?P<one>(?:his|her|their) (?:\w+-old |\w+ )?(?:son|daughter|wife|husband|mother|father"
    r"|brother|sister|child|baby|grandson|granddaughter|neighbour|neighbor))\b"
)
_MARKS = {
    "kia": "killed",
    "wia": "wounded",
    "mia": "missing",
    "dow": "killed",
    "pow": "prisoners",
    "ekia": "killed",
}


@cache
def _noun_before() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?P<noun>{any_of(units().nouns)})\Z")


_LONGEST = 60  # characters of a noun


@cache
def _rules() -> tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str], Sequence[str]], ...]:
    mark = rf"(?P<mark>{any_of(_MARKS)})"
    fate = any_of(units().fates)
    return (
        (
            re.compile(rf"(?<![\w/]){mark}(?:\s?[:=x]\s?|\s)(?P<n>\d{{1,4}})(?![\w/])"),
            _marked,
            tuple(_MARKS),
        ),
        (re.compile(rf"(?<![\w.,])(?P<n>\d{{1,4}})\s?x?\s?{mark}(?!\w)"), _marked, tuple(_MARKS)),
        (re.compile(r"(?<=\w)\s?x\s?(?P<n>\d{1,4})(?![\w.])"), _named, ()),
        (
            re.compile(
                r"(?<=\w):\s(?P<n>\d{1,4})\s[a-z]{2,20}"
                r"(?:(?:,|\sand)\s(?P<m>\d{1,4})\s[a-z]{2,20})?"
            ),
            _named,
            (),
        ),
        (
            re.compile(
                r"\bcrowds?\s(?:of\s|numbering\s|estimated at\s)?"
                rf"(?:(?P<bound>{any_of(units().bounds)})\s)?(?P<n>{NUMBER})(?=[\s,.;]|\Z)"
            ),
            _crowd,
            ("crowd",),
        ),
        (re.compile(rf"(?P<sign>[$€£])\s?(?P<n>{NUMBER})(?![\w])"), _money, ("$", "€", "£")),
        (
            re.compile(
                r"\b(?P<n>half|(?:a|one|two)[ -]thirds?|(?:a|one|three)[ -]quarters?)\sof\s"
                r"(?:the|its|their|all)\b"
            ),
            _share,
            ("half", "third", "quarter"),
        ),
        (re.compile(r"(?<=\w):\s(?P<n>\d{1,4})(?=[.,;\n]|\Z)"), _named, ()),
        (
            re.compile(rf"(?<![\w-])(?P<fate>{fate})\s?[:=]\s?(?P<n>\d{{1,4}})(?![\w.:/-]\d)"),
            _befallen,
            (),
        ),
    )
