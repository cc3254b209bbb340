"""Which of the times told beside an act is the time of the act. It reads no date itself."""

import re
from collections.abc import Sequence

from truceline.reading.frames import Frame
from truceline.reading.sentences import Token
from truceline.reading.timex import Timex
from truceline.reading.wordlists import words
from truceline.terms.claim import Act
from truceline.terms.when import When

_MONTH = len("2020-11")  # an interval ranks with a month
_WINDOW = 48  # characters in which a paper stands before its date
_SIGNED = frozenset({Act.AGREEMENT, Act.CEASEFIRE})  # "the deal signed on 9 May" dates these
_PAPER = (
    r"(?:statement|agreement|deal|accord|pact|declaration|memorandum|protocol|treaty|resolution"
    r"|communique|roadmap)s?"
)
_EVENT = r"(?:ceasefire|truce|armistice|war|conflict|uprising|revolution|coup|election|summit)s?"
_OF = re.compile(rf"\b(?:{_PAPER}|{_EVENT}|talks) of(?: the)?\s*\Z", re.IGNORECASE)
_SIGNED_ON = re.compile(
    rf"\b{_PAPER} (?:that was |which was )?(?:signed|reached|brokered|concluded|agreed|adopted"
    r"|made)(?: \w+)? (?:on|in|late on)(?: the)?\s*\Z",
    re.IGNORECASE,
)
_THEN_PAPER = re.compile(rf"\s{_PAPER}\b", re.IGNORECASE)
_THEN_EVENT = re.compile(rf"\s(?:{_EVENT}|talks)\b", re.IGNORECASE)
_THE = re.compile(r"\b(?:the|its|their|this|that|a)\s*\Z", re.IGNORECASE)
_AND = re.compile(r"\band\s*\Z", re.IGNORECASE)
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


def _names(folded: str, time: Timex, before: str) -> bool:
    """Whether the date only tells which paper or war: the 9 May statement, the war of 2020."""
    if _OF.search(before) or _THEN_PAPER.match(folded, time.end):
        return True
    led = _THE.search(before) or " the " in f" {time.text.lower()} "
    return bool(led) and _THEN_EVENT.match(folded, time.end) is not None


def _signed(before: str, act: Act) -> bool:
    return act not in _SIGNED and _SIGNED_ON.search(before) is not None


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


def that_day(told: str, earlier: Sequence[Timex], *, before: When | None) -> When | None:
    """The one day of the sentence before, where this one goes on with "on that day"."""
    if not _THAT_DAY.search(told):
        return None
    told_days = [when for when in (before, *(t.when for t in earlier)) if when and _is_day(when)]
    return told_days[-1] if told_days else None


def _is_day(when: When) -> bool:
    return len(when.value) == len("2020-11-09")


def said_again(tokens: Sequence[Token]) -> bool:
    """Whether a sentence begins with what is known: "It was …", "The clash …", "The attack …"."""
    first, second = (tokens[0].norm, tokens[1].norm) if len(tokens) > 1 else ("", "")
    if first == "it":
        return second in words("being")
    return first in {"the", "this", "that"} and second in words("happenings")


def coarseness(time: Timex) -> int:
    """The exact telling is meant: a day before a month or an interval, these before a year."""
    value = time.when.value if time.when else ""
    return -(_MONTH if "/" in value else len(value))


_THAT_DAY = re.compile(r"\b(?:that|the same) (?:very )?day\b", re.IGNORECASE)
