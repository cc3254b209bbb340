"""What stands in quotation marks: somebody's speech, or single words kept at a distance."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from truceline.reading.sentences import CLOSING, OPENING, STRAIGHT, Sentence

_FEWEST_WORDS = 5  # fewer are a term, not a speech, unless a mark of punctuation ends them


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """Characters between quotation marks, marks excluded."""

    start: int
    end: int
    speech: bool
    cut: bool = False  # never closed, and its last sentence has no end


def quotations(plain: str, sentences: Sequence[Sentence]) -> tuple[Quotation, ...]:
    """All quotations in order. One left open ends with its paragraph."""
    return tuple(_all(plain, sentences))


def _all(plain: str, sentences: Sequence[Sentence]) -> Iterator[Quotation]:
    opened, mark, paragraph, end = -1, "", -1, 0
    for sentence in sentences:
        if sentence.paragraph != paragraph:
            if 0 <= opened < end:
                yield _open_ended(_quotation(plain, opened, end=end), plain)
            opened, paragraph = -1, sentence.paragraph
        for token in sentence.tokens:
            if opened >= 0 and _shuts(token.text, mark):
                yield _quotation(plain, opened, end=token.start)
                opened = -1
            elif opened < 0 and token.text in (*OPENING, STRAIGHT):
                opened, mark = token.end, token.text
        end = sentence.end
    if 0 <= opened < end:
        yield _open_ended(_quotation(plain, opened, end=end), plain)


def _open_ended(quotation: Quotation, plain: str) -> Quotation:
    """Left open at the end of its paragraph; without a full stop its text was cut off."""
    last = plain[quotation.start : quotation.end].rstrip()[-1:]
    return replace(quotation, cut=last not in {".", "!", "?", "…"})


def _shuts(text: str, mark: str) -> bool:
    if mark == STRAIGHT:
        return text == STRAIGHT
    return text in CLOSING or text == STRAIGHT or (mark == "„" and text == "“")


def _quotation(plain: str, start: int, *, end: int) -> Quotation:
    inside = plain[start:end].strip()
    punctuated = inside[-1:] in {".", ",", "!", "?", "…"}
    long = len(inside.split()) >= _FEWEST_WORDS
    return Quotation(start=start, end=max(end, start + 1), speech=long or punctuated)
