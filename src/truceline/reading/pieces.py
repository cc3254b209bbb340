"""Words as the encoder takes them: word pieces without case, and the shape that says the case.

It is the BERT tokenizer of uncased models for single words; it knows nothing of sentences.
"""

import unicodedata
from collections.abc import Iterator, Sequence

START, STOP, UNKNOWN = "[CLS]", "[SEP]", "[UNK]"
_MAX_PIECES = 8  # of one word: what is longer is an address or noise
_MAX_LETTERS = 100  # BERT gives up there too
_KEPT = 50_000  # words; a flood of new ones is not kept

# Shapes. 0 is for the marks around a sentence.
_DIGITS, _MARKS, _SMALL, _CAPITAL, _CAPITALS, _TITLE, _OPENED, _MIXED = range(1, 9)


class Vocabulary:
    """The pieces by number, and each word once cut kept cut."""

    def __init__(self, pieces: Sequence[str]) -> None:
        self._numbers = {piece: number for number, piece in enumerate(pieces)}
        self._cut: dict[str, tuple[int, ...]] = {}
        self.start, self.stop = self._numbers[START], self._numbers[STOP]

    def cut(self, word: str) -> tuple[int, ...]:
        """The numbers of a word's pieces; never none."""
        known = self._cut.get(word)
        if known is None:
            known = tuple(self._pieces(word))[:_MAX_PIECES] or (self._numbers[UNKNOWN],)
            if len(self._cut) < _KEPT:
                self._cut[word] = known
        return known

    def _pieces(self, word: str) -> Iterator[int]:
        for part in _parts(plain(word)):
            found: list[int] = []
            at = 0
            while at < len(part):
                end = self._longest(part, at)
                if end == at:
                    found = [self._numbers[UNKNOWN]]
                    break
                found.append(self._numbers[("##" if at else "") + part[at:end]])
                at = end
            yield from found

    def _longest(self, part: str, start: int) -> int:
        for end in range(min(len(part), start + _MAX_LETTERS), start, -1):
            if ("##" if start else "") + part[start:end] in self._numbers:
                return end
        return start


def plain(word: str) -> str:
    """A word without case and accents, its quotes and dashes as the corpora have them."""
    word = _MARKED.get(word, word)
    if word.isascii():
        return word.lower()
    word = word.translate(_STRAIGHT).lower().replace("\u0131", "i")
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))


def shape(word: str) -> int:
    """What lower case loses."""
    if word.isdigit():
        return _DIGITS
    if not any(map(str.isalpha, word)):
        return _MARKS
    if word.islower():
        return _SMALL
    if word.isupper():
        return _CAPITALS if len(word) > 1 else _CAPITAL
    if word[0].isupper():
        return _TITLE if word[1:].islower() else _OPENED
    return _MIXED


def _parts(word: str) -> Iterator[str]:
    """BERT cuts at every mark and drops controls; a part longer than its bound is cut short."""
    part = ""
    for letter in word[: 4 * _MAX_LETTERS]:
        if letter.isalnum():
            part += letter
            continue
        if part:
            yield part[:_MAX_LETTERS]
        part = ""
        if letter.isprintable() and not letter.isspace():
            yield letter
    if part:
        yield part[:_MAX_LETTERS]


_MARKED = {"``": '"', "''": '"', "\u2014": "--", "\u2013": "-", "\u2026": "..."}
_STRAIGHT = {
    **dict.fromkeys(map(ord, "\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033"), '"'),
    **dict.fromkeys(map(ord, "\u2018\u2019\u201a\u201b\u2032\u02bc\u00b4`"), "'"),
    **dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2212"), "-"),
    ord("\u2014"): "--",
    ord("\u2026"): "...",
}
