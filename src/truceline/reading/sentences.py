"""Sentences and words with their places in the text. It changes no character and drops none."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from truceline.reading.datafiles import lines
from truceline.reading.grammar import Grammar

Span = tuple[int, int]

OPENING, CLOSING, STRAIGHT = "“„«‟", "”»", '"'
_QUOTES = OPENING + CLOSING + STRAIGHT
_ACCENTS = "\u0300-\u036f"  # written after their letter, as some systems keep names
_LETTERS = rf"[^\W\d_]+(?:[{_ACCENTS}]+[^\W\d_]*)*"
_TOKEN = re.compile(rf"\d+(?:[.,:]\d+)*|{_LETTERS}(?:['\u2019]{_LETTERS})*|[^\w\s]|_")
_LOOKALIKES = str.maketrans(
    "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u0501\u04bb"
    "\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0425\u0406\u0408\u0405\u03bf\u03b1\u03bd",
    "aeopcyxijsdhABEKMHOPCTXIJSoav",
)
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n\s*")
_HYPHENS = "-\u2010\u2011\u2012"
_TERMINAL = ".!?…"
_TRAILING = _QUOTES + "')]\u2019"
_WRAPPED_LINE = 50  # characters: a shorter line was ended on purpose
_MAX_TOKENS = 400  # a longer sentence is cut: a list or a table, not prose


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A word, number or mark; `norm` is what lexicons are asked for."""

    start: int
    end: int
    text: str
    norm: str

    @property
    def capital(self) -> bool:
        return self.text[0].isupper()

    @property
    def word(self) -> bool:
        return self.text[0].isalnum()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """Tokens of one sentence, and the paragraph it stands in."""

    start: int
    end: int
    paragraph: int
    tokens: tuple[Token, ...]
    grammar: Grammar | None = None  # its tree, where the trained parser read it


def sentences(plain: str, *, skip: Sequence[Span] = ()) -> tuple[Sentence, ...]:
    """The sentences of a text; what lies in `skip` (noise, headings) belongs to none."""
    found: list[Sentence] = []
    for number, (start, end) in enumerate(paragraphs(plain, skip=skip)):
        tokens = tokenize(plain, start=start, end=end)
        found += [
            Sentence(start=part[0].start, end=part[-1].end, paragraph=number, tokens=tuple(part))
            for part in _split(plain, tokens)
        ]
    return tuple(found)


def paragraphs(plain: str, *, skip: Sequence[Span] = ()) -> Iterator[Span]:
    """Stretches between blank lines and around what is skipped."""
    at = 0
    for start, end in [*sorted(skip), (len(plain), len(plain))]:
        if start > at:
            yield from _blocks(plain, at, end=start)
        at = max(at, end)


def tokenize(plain: str, *, start: int = 0, end: int | None = None) -> tuple[Token, ...]:
    return tuple(
        Token(start=begin, end=stop, text=plain[begin:stop], norm=normal(plain[begin:stop]))
        for match in _TOKEN.finditer(plain, start, len(plain) if end is None else end)
        for begin, stop in _parts(match)
        if plain[begin:stop] not in _HYPHENS
    )


@lru_cache(maxsize=20_000)
def normal(word: str) -> str:
    """Lower case without accents, with straight apostrophes and quotes."""
    if word.isascii():
        return word.lower()
    plain = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
    if any("a" <= letter <= "z" for letter in plain.lower()):
        plain = plain.translate(_LOOKALIKES)  # a word of two scripts is a Latin one
    return plain.replace("\u2019", "'").replace("\u0131", "i").casefold()


def _blocks(plain: str, start: int, *, end: int) -> Iterator[Span]:
    at = start
    for gap in _BLANK_LINE.finditer(plain, start, end):
        if gap.start() > at:
            yield at, gap.start()
        at = gap.end()
    if at < end:
        yield at, end


def _parts(match: re.Match[str]) -> Iterator[Span]:
    """Cuts the genitive and the negation from a word: Moscow|'s, did|n't."""
    start, end = match.span()
    word = match.group().replace("\u2019", "'")
    if word.lower().endswith("n't"):
        cut = end - 3
    elif "'" in word and word.rpartition("'")[2].lower() in {"s", "ll", "re", "ve", "d", "m"}:
        cut = start + word.rindex("'")
    else:
        cut = end
    yield from (part for part in ((start, cut), (cut, end)) if part[0] < part[1])


def _split(plain: str, tokens: Sequence[Token]) -> Iterator[list[Token]]:
    part: list[Token] = []
    for index, token in enumerate(tokens):
        ahead = tokens[index + 1] if index + 1 < len(tokens) else None
        if part and len(part) < 2 * _MAX_TOKENS and _trails(plain, part, token):
            part.append(token)
        else:
            if part and (_ends(plain, part, token) or len(part) >= _MAX_TOKENS):
                yield part
                part = []
            part.append(token)
        if ahead is None:
            yield part


def _trails(plain: str, part: Sequence[Token], token: Token) -> bool:
    """A closing quote or bracket belongs to the sentence it closes."""
    last = part[-1]
    if token.text not in _TRAILING or last.end != token.start:
        return False
    after = plain[token.end : token.end + 1]
    return not after or after.isspace() or after in _TRAILING or after in _TERMINAL + ",;"


def _ends(plain: str, part: Sequence[Token], token: Token) -> bool:
    between = plain[part[-1].end : token.start]
    if "\n" in between and _line_ended(plain, part, token):
        return True
    if not between or not between.isspace():
        return False
    index = len(part) - 1
    while index and part[index].text in _TRAILING:
        index -= 1
    if part[index].text not in _TERMINAL or not _starts(token):
        return False
    return part[index].text != "." or not _abbreviates(part, index)


def _line_ended(plain: str, part: Sequence[Token], token: Token) -> bool:
    """A line break ends a sentence unless the line only ran out of room."""
    if part[-1].text in _TERMINAL or part[-1].text in _TRAILING:
        return _starts(token)
    line = plain.rfind("\n", 0, part[-1].start) + 1
    return token.capital and part[-1].end - line < _WRAPPED_LINE


def _starts(token: Token) -> bool:
    return token.capital or token.text in _QUOTES + "'\u2018([" or token.text[0].isdigit()


def _abbreviates(part: Sequence[Token], stop: int) -> bool:
    """Whether the full stop belongs to the word: Gen., J., U.S."""
    if stop == 0 or part[stop - 1].end != part[stop].start:
        return False
    word = part[stop - 1]
    if len(word.text) == 1 and word.capital:
        return True  # "J. Doe", "the U.S. envoy": rather one sentence too long than a name cut
    return word.norm in _abbreviations()


@cache
def _abbreviations() -> frozenset[str]:
    return frozenset(lines("abbreviations.txt"))
