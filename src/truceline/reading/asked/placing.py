"""Where quoted words stand in their sentence, letter for letter and word by word, or nowhere."""

from collections.abc import Iterator

from truceline.reading.asked.windows import Shown
from truceline.reading.sentences import Sentence
from truceline.reading.spans import Span

_HYPHENS = "-\u2010\u2011\u2012\u2013"
_NOT = "n't"
_JOINER = "\u200d"  # put into control words of chat templates on the way out, so that they are none


def standing(words: str, shown: Shown, sentence: Sentence, *, whole: bool = False) -> list[Span]:
    """Everywhere in the text that the words stand in this sentence; never a part of a word.

    "did" does not stand in "didn't", nor "12" in "12,000". With `whole`, nor does "compliance" in
    "non-compliance".
    """
    wanted = words.strip()
    if wanted not in shown.text:
        wanted = wanted.replace(_JOINER, "")
    return [
        (start, end)
        for start, end in _found(wanted, shown)
        if _at_words(start, end, sentence) and not (whole and _hyphened(start, end, shown))
    ]


def nearest(spans: list[Span], to: Span) -> Span | None:
    """The one inside the stretch, or else the one nearest to it."""
    return min(spans, key=lambda span: (_away(span, to), span), default=None)


def _found(wanted: str, shown: Shown) -> Iterator[Span]:
    at = shown.text.find(wanted) if wanted else -1
    while at >= 0:
        yield shown.start + at, shown.start + at + len(wanted)
        at = shown.text.find(wanted, at + 1)


def _at_words(start: int, end: int, sentence: Sentence) -> bool:
    tokens = sentence.tokens
    begins = any(token.start == start for token in tokens)
    stops = any(token.end == end for token in tokens)
    cut = any(
        token.start == end and token.norm.replace("\u2019", "'").endswith(_NOT) for token in tokens
    )
    return begins and stops and not cut


def _hyphened(start: int, end: int, shown: Shown) -> bool:
    """Whether a hyphen ties the first or last word to one left out."""
    first, last = start - shown.start, end - shown.start
    before, after = shown.text[max(0, first - 2) : first], shown.text[last : last + 2]
    tied = len(before) > 1 and before[1] in _HYPHENS and before[0].isalnum()
    return tied or (len(after) > 1 and after[0] in _HYPHENS and after[1].isalnum())


def _away(span: Span, to: Span) -> int:
    return max(0, to[0] - span[0], span[1] - to[1])
