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
    yield from _beside(text, last=last, ahead=ahead)
    for pattern, unit_of in _rules():
        for match in pattern.finditer(text):
            unit = unit_of(match, last)
            for number in ("n", "m") if unit else ():
                start, end = match.span(number) if number in match.groupdict() else (-1, -1)
                at = bisect_left(starts, end)
                if start < 0 or (at and taken[at - 1][1] > start):
                    continue
                bound = match.groupdict().get("bound") or ""
                yield Loose(start, end, match[number], unit, bound)


def _beside(text: str, *, last: Last, ahead: Callable[[int], str]) -> Iterator[Loose]:
    """Exchanged 23 for 21 prisoners; killed a farmer and his son."""
    for match in _exchanged().finditer(text):
        unit = ahead(match.end())
        if unit:
            yield Loose(*match.span("n"), match["n"], unit)
    for match in _KIN.finditer(text):
        unit = last(match.start("one"), within=True)
        if unit in _FATES:
            yield Loose(*match.span("one"), "one", unit)


def _marked(match: re.Match[str], _: Last) -> str:
    """KIA, WIA, MIA and POW, as signals write them."""
    return _MARKS[match["mark"]]


def _befallen(match: re.Match[str], _: Last) -> str:
    return units().fates[match["fate"]]


def _named(match: re.Match[str], _: Last) -> str:
    """By the noun right before: "patrols: 12 planned", "rounds x 12"."""
    start = match.start()
    before = _noun_before().search(match.string, max(0, start - _LONGEST), start)
    return units().nouns[before["noun"]] if before else ""


def _money(match: re.Match[str], _: Last) -> str:
    return {"$": "US dollars", "€": "euros", "£": "pounds"}[match["sign"]]


def _share(_: re.Match[str], __: Last) -> str:
    return "percent"


def _crowd(_: re.Match[str], __: Last) -> str:
    return "people"


def _here(match: re.Match[str], last: Last) -> str:
    """What the same sentence counted before."""
    return last(match.start("n"), within=True)


def _before(match: re.Match[str], last: Last) -> str:
    """What was counted last: "Eleven were put down to one side"."""
    return last(match.start("n"), within=False)


@cache
def _exchanged() -> re.Pattern[str]:
    """As in "exchanged 23 for 21 prisoners"."""
    return re.compile(rf"(?<![\w.,$-])(?P<n>{NUMBER})\s(?:for|against)\s(?={NUMBER}\s)")


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
def _rules() -> tuple[tuple[re.Pattern[str], Callable[[re.Match[str], Last], str]], ...]:
    number = rf"(?<![\w.,$-])(?:(?P<bound>{any_of(units().bounds)})\s)?(?P<n>{NUMBER})"
    mark = rf"(?P<mark>{any_of(_MARKS)})"
    fate = any_of(units().fates)
    was = r"(?:were|was|are|is|had been|have been|has been)"
    return (
        (re.compile(rf"(?<![\w/]){mark}(?:\s?[:=x]\s?|\s)(?P<n>\d{{1,4}})(?![\w/])"), _marked),
        (re.compile(rf"(?<![\w.,])(?P<n>\d{{1,4}})\s?x?\s?{mark}(?!\w)"), _marked),
        (re.compile(r"(?<=\w)\s?x\s?(?P<n>\d{1,4})(?![\w.])"), _named),
        (
            re.compile(
                r"(?<=\w):\s(?P<n>\d{1,4})\s[a-z]{2,20}"
                r"(?:(?:,|\sand)\s(?P<m>\d{1,4})\s[a-z]{2,20})?"
            ),
            _named,
        ),
        (
            re.compile(
                rf"{number}\sof\s(?:the\s[a-z-]{{2,20}}|them|whom|these|those)(?:\s[a-z]{{2,20}})?"
                rf"\s{was}\s(?:[a-z]{{2,20}}\s){{0,2}}?(?P<fate>{fate})(?!\w)"
            ),
            _befallen,
        ),
        (
            re.compile(
                rf"{number}\swho\s(?:are|were|remain|remained)\s(?:still\s)?(?P<fate>{fate})(?!\w)"
            ),
            _befallen,
        ),
        (
            re.compile(
                r"\bcrowds?\s(?:of\s|numbering\s|estimated at\s)?"
                rf"(?:(?P<bound>{any_of(units().bounds)})\s)?(?P<n>{NUMBER})(?=[\s,.;]|\Z)"
            ),
            _crowd,
        ),
        (re.compile(rf"(?P<sign>[$€£])\s?(?P<n>{NUMBER})(?![\w])"), _money),
        (
            re.compile(
                r"\b(?P<n>half|(?:a|one|two)[ -]thirds?|(?:a|one|three)[ -]quarters?)\sof\s"
                r"(?:the|its|their|all)\b"
            ),
            _share,
        ),
        (re.compile(r"(?<=\w):\s(?P<n>\d{1,4})(?=[.,;\n]|\Z)"), _named),
        (
            re.compile(rf"(?<![\w-])(?P<fate>{fate})\s?[:=]\s?(?P<n>\d{{1,4}})(?![\w.:/-]\d)"),
            _befallen,
        ),
        (re.compile(rf"(?<=\bof which )(?P<n>{NUMBER})(?=\s{was}\b)"), _here),
        (re.compile(rf"{number}\sof\s(?:them|these|those|which)\b"), _here),
        (
            re.compile(
                rf"(?:(?<=: )|(?<=, )|(?<=\band )|(?<=\bagainst )|(?<=\bversus ))(?P<n>{NUMBER})"
                r"(?=\s(?:by|from|to|in|for|against|on|last|this)\s(?:the\s)?[a-z]|\s\0|\.(?!\d)|;)"
            ),
            _here,
        ),
        (
            re.compile(rf"(?<=\b(?:has|had)\s)[a-z]{{3,15}}(?:ed|en|nd)\s(?P<n>{NUMBER})(?=[.,;])"),
            _here,
        ),
        (
            re.compile(
                rf"(?:(?<=[.;]\s)|(?<=\n)|\A)(?P<n>{NUMBER})"
                rf"(?=\s(?:more\s|others?\s)?(?:{was}|have|has|remain|correspond|belong)\b)"
            ),
            _before,
        ),
    )
