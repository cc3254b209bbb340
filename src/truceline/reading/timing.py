"""Which of the times told beside an act is the time of the act. It reads no date itself."""

import re
from collections.abc import Sequence
from dataclasses import replace

from truceline.reading.frames import Frame
from truceline.reading.sentences import Token
from truceline.reading.timex import Timex
from truceline.reading.wordlists import words
from truceline.terms.claim import Act
from truceline.terms.when import When

_MONTH = len("2020-11")  # an interval ranks with a month
_WINDOW = 48  # characters in which a paper stands before its date
_SIGNED = frozenset({Act.AGREEMENT, Act.CEASEFIRE})  # "the deal signed on 9 May" dates these
_DATELINE = re.compile(r"\)?\.?,?\s?(?:\([^)\n]{1,40}\)|/[^/\n]{1,30}/)?\s?(?:--?|\u2014|:)\s")
_PAPER = (
    r"(?:statement|agreement|deal|accord|pact|declaration|memorandum|protocol|treaty|resolution"
    r"|communique|roadmap)s?"
)
_EVENT = r"(?:ceasefire|truce|armistice|war|conflict|uprising|revolution|coup|election|summit)s?"
_OF = re.compile(rf"\b(?:{_PAPER}|{_EVENT}|talks) of(?: the)?\s*\Z", re.IGNORECASE)
_SIGNED_ON = re.compile(
    rf"\b{_PAPER},? (?:that was |which was )?(?:signed|reached|brokered|concluded|agreed|adopted"
    r"|made)(?: \w+)? (?:on|in|late on)(?: the)?\s*\Z",
    re.IGNORECASE,
)
_THEN_PAPER = re.compile(rf"\s{_PAPER}\b", re.IGNORECASE)
_THEN_EVENT = re.compile(rf"\s(?:{_EVENT}|talks)\b", re.IGNORECASE)
_THE = re.compile(r"\b(?:the|its|their|this|that|a)\s*\Z", re.IGNORECASE)
_AND = re.compile(r"\band\s*\Z", re.IGNORECASE)
_REACH = 90  # characters in which "since" or "the worst" stands before its date
_ARTICLES = frozenset({"the", "its", "their", "his", "her"})
_CLAUSE = re.compile(r"[^.,;:!?\n]*\Z")
_NOT = re.compile(r"\b(?:not|never|at any(?: other)? (?:time|point))\s*\Z", re.IGNORECASE)
# An event with its date, but no "since then" and no part of the day itself.
_SINCE = re.compile(
    r"\bsince (?!then\b|at least\b|(?:the )?(?:early |late )?(?:morning|afternoon|evening|night)\b)"
    r"(?:[^.,;:!?\n]|(?<=\b[a-z])\.){2,}?\s(?:in|on|of|at)\s(?:the\s)?\Z",
    re.IGNORECASE,
)
_BESIDE_CUE = 4  # words between a verb of speech and the day of the speech: "on Monday said"
_AFTER_CUE = 14  # characters between them: "said in Oslo on Monday that"


def not_of_papers(folded: str, times: Sequence[Timex], *, act: Act) -> list[Timex]:
    """Without "the statements of 9 November and 11 January": the papers' dates, not the act's."""
    kept: list[Timex] = []
    papers = False
    for time in times:
        before = folded[max(0, time.start - _WINDOW) : time.start]
        papers = papers and _AND.search(before) is not None
        papers = papers or _names(folded, time, before) or _signed(before, act)
        kept += [] if papers else [time]
    return kept


def not_of_datelines(folded: str, times: Sequence[Timex], *, start: int) -> list[Timex]:
    """Without the day a wire opens with: "CITY, Sept 2 (Agency) - "."""
    return [
        time
        for time in times
        if time.start - start > _WINDOW or not _DATELINE.match(folded, time.end)
    ]


def not_of_things(times: Sequence[Timex], *, act: Act) -> list[Timex]:
    """Without the year that only names a thing, "the 2018 deal", unless the act is that thing."""
    return [time for time in times if time.kind == "date" or act in _SIGNED]


def _names(folded: str, time: Timex, before: str) -> bool:
    """Whether the date only tells which paper or war: the 9 May statement, the war of 2020."""
    if _OF.search(before) or _THEN_PAPER.match(folded, time.end):
        return True
    led = _THE.search(before) or " the " in f" {time.text.lower()} "
    return bool(led) and _THEN_EVENT.match(folded, time.end) is not None


def _signed(before: str, act: Act) -> bool:
    return act not in _SIGNED and _SIGNED_ON.search(before) is not None


def not_of_old(
    folded: str, times: Sequence[Timex], *, at: int, lasting: bool = False
) -> list[Timex]:
    """Without "the first since 1991", "since the union fell in 1991": days of something older.

    What still lasts has lasted since then: "under its control since the war ended in 1994".
    """
    kept: list[Timex] = []
    last = 0
    for time in times:
        older = _older(folded, time, at=at, last=last)
        if older and lasting and time.when and "/" not in time.when.value:
            when = When(value=f"{time.when.value}/..")
            kept.append(replace(time, when=when, mod="since"))
        elif not older and not _unmatched(folded, time):
            kept.append(time)
        last = time.end
    return kept


def _unmatched(folded: str, time: Timex) -> bool:
    """Whether the act was the first or worst since then, so that it was not since then."""
    if time.mod != "since" or not time.text.lower().startswith("since"):
        return False
    before = folded[max(0, time.start - _REACH) : time.start]
    if _NOT.search(before):
        return True
    said = _CLAUSE.search(before)
    led = said[0].lower().split() if said else []
    most = max((n for n, word in enumerate(led) if word in words("unmatched")), default=-1)
    if most < 0 or not _ARTICLES & set(led[max(0, most - 2) : most]):
        return False  # "at least 12", "most troops"
    after = led[most + 1 :]
    verb = next((n for n, word in enumerate(after) if word in words("auxiliaries")), len(after))
    return verb == len(after) or "that" in after[:verb]  # "the first troops have been there since"


def _older(folded: str, time: Timex, *, at: int, last: int) -> bool:
    """Whether the day is that of the event after "since", and the act is not that event."""
    led = _SINCE.search(folded, max(last, time.start - _REACH), time.start)
    return led is not None and not led.start() <= at < time.start


def not_of_speech(
    tokens: Sequence[Token], times: Sequence[Timex], *, frame: Frame | None, at: int
) -> list[Timex]:
    """Without the day on which it was only said: "on Monday said that", "…, Doe said on Monday"."""
    if frame is None or frame.cue < 0:
        return list(times)
    if frame.tail >= 0:
        return [time for time in times if time.start < frame.tail or at >= frame.tail]
    cue = tokens[frame.cue]
    if at <= cue.start:
        return list(times)
    first = tokens[max(0, frame.cue - _BESIDE_CUE)].start
    that = next((t.start for t in tokens[frame.cue :] if t.norm == "that" and t.start < at), -1)
    return [
        time
        for time in times
        if not (first <= time.start < cue.start)
        and not (cue.end <= time.start < max(that, min(at, cue.end + _AFTER_CUE)))
    ]


def said_again(tokens: Sequence[Token]) -> bool:
    """Whether a sentence begins with what is known: "It was …", "The clash …", "The attack …"."""
    first, second = (tokens[0].norm, tokens[1].norm) if len(tokens) > 1 else ("", "")
    if first == "it":
        return second in words("being")
    return first in {"the", "this", "that"} and second in words("happenings")


def running_on(time: Timex, *, tokens: Sequence[Token], folded: str, lasting: bool) -> When | None:
    """Its days; what still lasts after "the past three weeks" has no end yet."""
    when = time.when
    if when is None or time.anchor is None or time.mod:
        return when
    going_on = _FOR.search(folded, max(0, time.start - 8), time.start) is not None
    if not lasting and not (going_on and any(t.norm in _PERFECT for t in tokens)):
        return when
    start, slash, end = when.value.partition("/")
    over = slash and end == time.anchor.isoformat() and _LENGTH.search(time.text)
    return When(value=f"{start}/..") if over else when


def coarseness(time: Timex) -> int:
    """The exact telling is meant: a day before a month or an interval, these before a year."""
    value = time.when.value if time.when else ""
    return -(_MONTH if "/" in value else len(value))


_FOR = re.compile(r"\bfor (?:the )?\Z", re.IGNORECASE)
_PERFECT = frozenset({"has", "have", "'ve"})
_LENGTH = re.compile(r"\b(?:past|last|previous) .*(?:hour|day|week|month)s?\Z", re.IGNORECASE)
