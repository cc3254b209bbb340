"""From where something was seen or heard, how far off and in which direction. It places nothing.

"2-4 km ENE of the camp" is a sector of the kind agreements draw (terms/place.py), around a point
that only its name tells; bearings are whole degrees clockwise from true north.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from truceline.reading.mention import Mention
from truceline.reading.sentences import Token
from truceline.reading.spans import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Sector:
    """Characters start..end; `observer` is the place it is seen from, "" where none is told."""

    start: int
    end: int
    observer: str
    range_m: tuple[int, int]
    bearing_deg: tuple[int, int]  # from, to, clockwise


def sectors(
    folded: str, tokens: Sequence[Token], named: Sequence[Mention], *, span: Span
) -> Iterator[Sector]:
    """In the order of the text."""
    for match in _pattern().finditer(folded, *span):
        bearing = _bearing(match)
        if bearing is None:
            continue
        metres = 1 if match["unit"].lower().startswith("m") else 1000
        first = round(float(match["first"].replace(",", ".")) * metres)
        last = round(float((match["last"] or match["first"]).replace(",", ".")) * metres)
        if first <= last <= _FARTHEST_M:
            yield Sector(
                start=match.start(),
                end=match.end(),
                observer=_observer(tokens, named, match, span=span),
                range_m=(first, last),
                bearing_deg=bearing,
            )


def _bearing(match: re.Match[str]) -> tuple[int, int] | None:
    """A point of the compass stands for all that is nearer to it than to the next one told."""
    if match["degrees"]:
        first, last = int(match["degrees"]), int(match["until"] or match["degrees"])
        return (first, last) if max(first, last) <= _TURN else None
    said = re.sub(r"[\s-]", "", match["point"].lower())
    for word, letter in (("north", "n"), ("south", "s"), ("east", "e"), ("west", "w")):
        said = said.replace(word, letter)
    said = said.removesuffix("ern")
    if said not in _POINTS:
        return None
    middle = _POINTS.index(said) * _TURN / len(_POINTS)
    half = _TURN / len(_POINTS) / (1 if len(said) < 3 else 2)  # noqa: PLR2004 NNE is one of sixteen
    return round(middle - half) % _TURN, round(middle + half) % _TURN


def _observer(
    tokens: Sequence[Token], named: Sequence[Mention], match: re.Match[str], *, span: Span
) -> str:
    """The place after "of", or the one before that somebody looked from."""
    after = [m for m in named if m.place and 0 <= tokens[m.first].start - match.end() <= _BESIDE]
    if match["of"] and after:
        return after[0].place
    before = [
        m.place
        for m in named
        if m.place
        and span[0] <= tokens[m.first].start < match.start()
        and m.prep in {"from", "at", "in", "near", "of"}
    ]
    return before[-1] if before else ""


@cache
def _pattern() -> re.Pattern[str]:
    number = r"\d{1,3}(?:[.,]\d{1,3})?"
    word = r"(?:north|south|east|west)"
    point = rf"(?:{word}(?:[ -]?{word}){{0,2}}(?:ern)?|[NSEW]{{1,3}})"
    return re.compile(
        rf"(?<![\w.,])(?P<first>{number})(?:\s?-\s?(?P<last>{number}))?\s?"
        r"(?P<unit>km|kilomet(?:re|er)s?|m|met(?:re|er)s?)\s"
        r"(?:away\s)?(?:(?:to|in|towards)\s)?(?:the\s)?(?:direction\s)?"
        rf"(?:(?P<point>{point})\b|(?:on\s(?:a\s)?)?(?:bearing|azimuth)\s(?P<degrees>\d{{1,3}})"
        r"(?:\s?-\s?(?P<until>\d{1,3}))?(?:\sdegrees|\s?\u00b0)?)"
        r"(?P<of>\s(?:of|from)\s)?",
        re.IGNORECASE,
    )


_TURN = 360
_POINTS = (
    *("n", "nne", "ne", "ene", "e", "ese", "se", "sse"),
    *("s", "ssw", "sw", "wsw", "w", "wnw", "nw", "nnw"),
)
_FARTHEST_M = 100_000  # nobody sees or hears farther
_BESIDE = 24  # characters after "of": "the western edge of"
