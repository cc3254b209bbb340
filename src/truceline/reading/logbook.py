"""Entries of logs and radio traffic: who calls, and where what he reports begins.

An entry begins a line, most with the time of day. It knows nobody: whoever calls keeps the words
of the log.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from truceline.reading.mention import Mention
from truceline.reading.sentences import Sentence, Token
from truceline.reading.wordlists import speaking, words
from truceline.terms.claim import Actor

_CLOCK = re.compile(r"(?:[01]?\d|2[0-3])[:.][0-5]\d|(?:[01]\d|2[0-3])[0-5]\d")
_HOURS = frozenset({"h", "hrs", "hours", "hr", "z", "lt", "utc", "local"})
_OPENING = frozenset("[(")
_BETWEEN = frozenset("[](),.|-\u2013\u2014")  # between the time, the caller and the report
_ASIDE = frozenset({"to", "on", "by", "via", "over", "through", "from", "for"})
_CALLER = 8  # words before a colon
_SHORT = 4  # words before any other mark
_FEWEST_ENTRIES = 2  # with a caller; without a time of day one more: fewer are no log


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An entry that begins with its sentence; `first` is the token its report begins with."""

    first: int
    timed: bool
    caller: tuple[Actor, ...] = ()  # empty where the log writes for itself


def entries(
    plain: str, sentences: Sequence[Sentence], named: Sequence[Sequence[Mention]]
) -> tuple[Entry | None, ...]:
    """The entry that each sentence begins; none at all where the text is no log."""
    found = [
        _entry(sentence.tokens, mentions) if _begins_line(plain, sentence.start) else None
        for sentence, mentions in zip(sentences, named, strict=True)
    ]
    timed = sum(entry is not None and entry.timed for entry in found)
    called = sum(entry is not None and bool(entry.caller) for entry in found)
    is_log = called >= _FEWEST_ENTRIES + (timed < _FEWEST_ENTRIES)
    return tuple(found) if is_log else (None,) * len(found)


def may_be_persons(
    plain: str, sentences: Sequence[Sentence], named: Sequence[Sequence[Mention]]
) -> frozenset[str]:
    """The callers whose names nobody knows: to be sealed as a person's is."""
    known = {actor.name for mentions in named for mention in mentions for actor in mention.actors}
    found = entries(plain, sentences, named)
    callers = {actor.name for entry in found if entry for actor in entry.caller}
    return frozenset(name for name in callers - known if not _is_post(name))


def _is_post(name: str) -> bool:
    """Whether a word of it is one that posts go by, or a common noun: "Post 4", "the clinic"."""
    return any(w.casefold() in words("callsigns") or w[0].islower() for w in name.split())


def _begins_line(plain: str, start: int) -> bool:
    before = plain[plain.rfind("\n", 0, start) + 1 : start].strip()
    return not before.strip("0123456789.()[]#*\u2022-\u2013 ")  # "3. 0630 Post 2: ..."


def _entry(tokens: Sequence[Token], named: Sequence[Mention]) -> Entry | None:
    at = 1 if tokens[0].text in _OPENING else 0
    clock = _after_clock(tokens, at)
    start = at if clock is None else clock
    while start < len(tokens) and start > at and tokens[start].text in _BETWEEN:
        start += 1
    if clock is not None and start < len(tokens) and tokens[start].text == ":":
        return Entry(first=start + 1, timed=True)
    end = _caller_end(tokens, start, timed=clock is not None)
    if end is None:
        return Entry(first=start, timed=True) if clock is not None else None
    first, last = end
    caller = _caller(tokens, named, *first)
    timed = clock is not None
    return Entry(first=last, timed=timed, caller=caller) if caller or timed else None


def _caller_end(
    tokens: Sequence[Token], start: int, *, timed: bool
) -> tuple[tuple[int, int], int] | None:
    """The tokens of who calls, and where the report begins."""
    for at in range(start, min(start + _CALLER, len(tokens))):
        token = tokens[at]
        if token.norm == "this" and tokens[at + 1 : at + 2] and tokens[at + 1].norm == "is":
            rest = range(at + 2, len(tokens))
            end = next((n for n in rest if not tokens[n].word), len(tokens))
            return ((at + 2, end), end) if tokens[at + 2 : end] else None
        if token.text == ":":
            called = at > start and (timed or at - start <= _SHORT)
            return ((start, at), at + 1) if called else None
        if token.norm in speaking() and not timed:
            return None
        short = timed and start < at <= start + _SHORT
        if short and token.text in _BETWEEN - {",", "("} and _is_call(tokens, start):
            return (start, at), at + 1
    return None


def _is_call(tokens: Sequence[Token], start: int) -> bool:
    """Whether the word is one a post or a patrol goes by: then a stop may follow it too."""
    return tokens[start].capital and tokens[start].norm in words("callsigns")


def _after_clock(tokens: Sequence[Token], at: int) -> int | None:
    """Where the words after the time begin: "0910", "09:10 hrs", "0110-0140", "0615 to 0630"."""
    start = at
    while at < len(tokens) and _CLOCK.fullmatch(tokens[at].text):
        at += 1
        if at < len(tokens) and tokens[at].norm in _HOURS:
            at += 1
        if at + 1 < len(tokens) and tokens[at].norm in {"to", "-", "\u2013", "and"}:
            at += bool(_CLOCK.fullmatch(tokens[at + 1].text))
    return at if at > start else None


def _caller(
    tokens: Sequence[Token], named: Sequence[Mention], first: int, end: int
) -> tuple[Actor, ...]:
    """Who calls; whom he calls and over what is left out: "Post 2 to Base", "X on phone"."""
    stop = next((n for n in range(first + 1, end) if tokens[n].norm in _ASIDE), end)
    stop = next((n for n in range(first + 1, stop) if not tokens[n].word), stop)
    if stop <= first or not tokens[first].word:
        return ()
    if not tokens[first].capital and tokens[first].norm not in words("articles"):
        return ()
    known = [actor for m in named if first <= m.first < stop for actor in m.actors]
    said = " ".join(token.text for token in tokens[first:stop])
    return (known[0] if known else Actor(name=said),)
