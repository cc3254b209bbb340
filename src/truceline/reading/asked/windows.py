"""What of a document is shown to a language model: its sentences, some at a time. It sends none."""

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from truceline.reading.sentences import Sentence

MOST_SENTENCES = 20
MOST_CHARS = 6_000  # of one window; a longer sentence is a list or a table, and is not shown
# Line ends, controls and halves of characters: each becomes one space, so that places hold.
_UNSHOWN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One sentence as it is shown; character for character as long as it stands in the text."""

    number: int  # in its window, from 1
    at: int  # which sentence of the document, from 0
    start: int
    text: str


Window = tuple[Shown, ...]


def windows(plain: str, sentences: Sequence[Sentence]) -> Iterator[Window]:
    """The sentences in their order, in windows that share none."""
    window: list[Shown] = []
    room = MOST_CHARS
    for at, sentence in enumerate(sentences):
        length = sentence.end - sentence.start
        if length > MOST_CHARS:
            continue
        if len(window) == MOST_SENTENCES or length > room:
            yield tuple(window)
            window, room = [], MOST_CHARS
        room -= length
        text = _UNSHOWN.sub(" ", plain[sentence.start : sentence.end])
        window.append(Shown(number=len(window) + 1, at=at, start=sentence.start, text=text))
    if window:
        yield tuple(window)


def unshown(sentences: Sequence[Sentence]) -> int:
    """How many sentences are too long to be shown."""
    return sum(sentence.end - sentence.start > MOST_CHARS for sentence in sentences)


def page(window: Window) -> str:
    """The window between two marks that its own text cannot hold: they are made from its hash."""
    lines = "\n".join(f"[{shown.number}] {shown.text}" for shown in window)
    mark = hashlib.sha256(lines.encode()).hexdigest()[:16]
    return f"SENTENCES {mark}\n{lines}\nEND {mark}"
