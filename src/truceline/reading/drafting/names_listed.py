"""Names in a list such as: the A (hereinafter a), the B and the C. It knows no party."""

import re
from collections.abc import Iterator

from truceline.reading.drafting.lexicon import word_set
from truceline.reading.drafting.proposal import Party
from truceline.reading.spans import Span

_MOST_PARTIES = 40


_CAPITAL = r"[A-Z\u00c0-\u00de][\w'.\u2019-]{0,40}"


_JOIN = r"(?: (?:of|and|for|de|del|la|al|the|in|on)(?: the)?)? "


NAME = rf"{_CAPITAL}(?:{_JOIN}{_CAPITAL}){{0,11}}"


_DEFINED = re.compile(
    r"\s*\((?:hereinafter|hereafter|henceforth|referred to as|called|the|\""
    r"|')[^()]{1,80}\)|\s*\([A-Z][\w.-]{1,20}\)"
)


_OTHER_NAME = re.compile(
    r"(?:hereinafter|hereafter|henceforth)?,?\s*(?:referred to as|called"
    r"|known as)?\s*(?:the\s)?[\"']?(?:the\s)?(?P<name>[A-Z][\w' -]{0,40}?)[\"']?\s*\Z"
)


_DELEGATION = re.compile(
    r"^(?:the\s)?(?:(?:delegations?|representatives?|leaders?|envoys?|"
    r"(?:Prime Minister|President|Chancellor|King)s?)\sof\s)?(?:the\s)?",
    re.IGNORECASE,
)


STOPS = word_set("stops")


def listed(folded: str, start: int, *, end: int) -> Iterator[Party]:
    """The names of "the A (hereinafter "a"), the B and the C"."""
    text = folded[start:end]
    bare = _DEFINED.sub(lambda found: "\0" * len(found[0]), text)  # no comma of theirs splits
    pieces = _pieces(bare, re.compile(r",?\s+and\s+(?:the\s)|,\s+(?:the\s)", re.IGNORECASE))
    if len(pieces) == 1:
        pieces = _pieces(bare, re.compile(r",?\s+and\s+|,\s+"))
    for first, last in pieces[:_MOST_PARTIES]:
        yield from _party(folded, start + first, end=start + last)


def _pieces(text: str, split: re.Pattern[str]) -> list[Span]:
    found, at = [], 0
    for match in split.finditer(text):
        found.append((at, match.start()))
        at = match.end()
    return [*found, (at, len(text))]


def _party(folded: str, start: int, *, end: int) -> Iterator[Party]:
    text = folded[start:end]
    start += len(text) - len(text.lstrip())
    lead = _DELEGATION.match(folded[start:end])
    start += lead.end() if lead else 0
    name = re.compile(NAME).match(folded, start, end)
    if name is None or STOPS & {name[0].lower()}:
        return
    also = [
        other["name"].strip()
        for defined in re.finditer(r"\(([^()]{1,90})\)", folded[name.end() : end])
        if (other := _OTHER_NAME.search(defined[1]))
        and other["name"].strip().lower() not in {"parties", "party"}
    ]
    yield Party(name=name[0], also=tuple(dict.fromkeys(also)), start=name.start(), end=name.end())
