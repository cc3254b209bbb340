"""What one clause waits for, from words such as "provided that" and "in parallel with"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from truceline.reading.drafting.lexicon import any_phrase, find_deeds, phrases
from truceline.reading.drafting.proposal import Waits
from truceline.reading.sentences import tokenize
from truceline.reading.spans import Span
from truceline.terms.agreement import Holds


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """An earlier or later undertaking, by its number, its deed and the number it is a part of."""

    clause: str
    label: str
    deed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TieSaid:
    """Words that tie; `waits` is None where the text does not tell to which clause."""

    start: int
    end: int
    waits: Waits | None


def tie(folded: str, span: Span, *, own: Known, known: Sequence[Known]) -> TieSaid | None:
    """The first tie of the stretch to another of these."""
    for name, holds in _HOLDS.items():
        for found in any_phrase(phrases("waits")[name]).finditer(folded, *span):
            end = _end(folded, found.end(), span[1])
            number = _NUMBER.search(folded, found.end(), end)
            if number is not None:
                clause = _by_number(
                    number["n"], own=own, known=known, folded=folded[found.end() : end]
                )
                return TieSaid(
                    start=found.start(),
                    end=number.end(),
                    waits=Waits(holds=holds, clause=clause) if clause else None,
                )
            if holds is Holds.NOT_BEFORE and not _tells_of_completion(folded, found.start(), end):
                continue
            clause = _by_deed(folded, found.end(), end, own=own, known=known)
            if clause:
                return TieSaid(
                    start=found.start(), end=end, waits=Waits(holds=holds, clause=clause)
                )
            if holds is not Holds.NOT_BEFORE:
                return TieSaid(start=found.start(), end=end, waits=None)
    unless = any_phrase(phrases("waits")["unless"]).search(folded, *span)
    if unless is not None:
        return TieSaid(start=unless.start(), end=_end(folded, unless.end(), span[1]), waits=None)
    return None


_HOLDS = {"only_if": Holds.ONLY_IF, "alongside": Holds.ALONGSIDE, "not_before": Holds.NOT_BEFORE}
_NUMBER = re.compile(
    r"\b(?:clauses?|articles?|paragraphs?|points?|measures?|sections?|items?"
    r"|provisions?|under|in|as in|of)\s(?:no\.?\s)?\(?(?P<n>\d{1,3}(?:\.\d{1,3})*"
    r"(?:\s?\([a-z]\))?|[IVX]{1,5}(?:\.\d{1,3})?|\([a-z]\))(?![\w%])(?!\s(?:days?"
    r"|weeks?|months?|years?|hours?|percent|per cent|[A-Z][a-z]+\s\d{4}))",
)
_REACH = 90  # characters after the words that tie


def _end(folded: str, start: int, last: int) -> int:
    stop = re.compile(r"[,;.](?!\d)").search(folded, start, min(last, start + _REACH))
    return stop.start() if stop else min(last, start + _REACH)


def _by_number(said: str, *, own: Known, known: Sequence[Known], folded: str) -> str:
    label = re.sub(r"\s?\(([a-z])\)", r".\1", said).lstrip(".")
    article = own.label.rpartition(".")[0]
    for wanted in (f"{article}.{label}" if article else label, label):
        same = [
            one for one in known if wanted in {one.label, one.clause} and one.clause != own.clause
        ]
        if len(same) == 1:
            return same[0].clause
        if same:
            told = {one.name for one in find_deeds(tokenize(folded))}
            meant = [one for one in same if one.deed in told]
            return meant[0].clause if len(meant) == 1 else same[0].clause
    return ""


def _tells_of_completion(folded: str, start: int, end: int) -> bool:
    """As in "once the commanders have met": a thing done, not a day."""
    return bool(_DONE.search(folded, start, end)) and not _CALENDAR.search(folded, start, end)


_DONE = re.compile(
    r"\b(?:has|have|had|completion|completed|carried out|been|are|is|the)\b", re.IGNORECASE
)
_CALENDAR = re.compile(
    r"\b(?:\d{4}|sign\w*|entry into force|D-day|hours?|days?|weeks?|months?)\b", re.IGNORECASE
)


def _by_deed(folded: str, start: int, end: int, *, own: Known, known: Sequence[Known]) -> str:
    """The one undertaking that the words name ("the pull-out"), in the same clause first."""
    told = [one.name for one in find_deeds(tokenize(folded, start=start, end=end))]
    for name in told[:1]:
        same = [one for one in known if one.deed == name and one.clause != own.clause]
        near = [one for one in same if one.label == own.label or _article(one) == _article(own)]
        for among in (near, same):
            if len({one.label for one in among}) == 1:
                return among[0].clause
    return ""


def _article(one: Known) -> str:
    return one.label.rpartition(".")[0] or one.label
