"""Which paragraphs are in another language than English, and in which. It translates nothing.

English is known by its own small words; only what has few of them is shown to an identifier, and
only what that is sure of is left out: to leave out English is worse than to look in vain for
claims in something else.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import import_module
from typing import Protocol

from truceline.reading.datafiles import toml
from truceline.reading.sentences import normal
from truceline.terms.problem import Problem

Span = tuple[int, int]

_LINE = re.compile(r"[^\n]*\S[^\n]*")
_WORD = re.compile(r"[^\W\d_]+")
_PLAIN_WORD = re.compile(r"(?<![\w@./'-])[^\W\d_A-Z]+(?![\w@/])")
_OTHER_LETTERS = re.compile(  # neither Latin nor a look-alike of it: blocks of Unicode 15
    r"[\u0370-\u1cff\u1f00-\u1fff\u2c00-\u2c5f\u2c80-\ua71f\ua800-\uab2f\uab70-\ufaff"
    r"\ufb13-\ufdff\ufe70-\ufefc\U00010000-\U0001cfff\U00020000-\U0003ffff]"
)
_LOOKED_AT = 600  # characters of a paragraph: enough to know it by
_SHARE = 0.12  # of the words: English prose has three times as many of its small words
_FEWEST = 5  # words; what is shorter is known only by its letters
_FEWEST_LETTERS = 8
_ENGLISH, _UNTOLD = "English", "another language"
_SURE = 0.95  # that it is not English, to leave it out
_NAMED = 0.6  # to say which language it is
_TOLD = 3  # languages named


class _Identifier(Protocol):
    def rank(self, text: str) -> list[tuple[str, float]]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreign:
    """A paragraph that is not English, and its language as far as that can be told."""

    start: int
    end: int
    language: str


def foreign(folded: str, *, skip: Sequence[Span] = ()) -> tuple[Foreign, ...]:
    """The paragraphs outside `skip` that are not English; `folded` has its wrapped lines joined."""
    told = [
        (start, end, _language(folded[start : min(end, start + _LOOKED_AT)]))
        for start, end in _paragraphs(folded, skip)
    ]
    unsure = [(start, end) for start, end, language in told if language is None]
    others = [
        Foreign(start=start, end=end, language=language)
        for start, end, language in told
        if language is not None and language != _ENGLISH
    ]
    if unsure and not any(language == _ENGLISH for _, _, language in told):
        language = _of_short_lines(folded, unsure, beside=others)
        others += [Foreign(start=s, end=e, language=language) for s, e in unsure if language]
    return tuple(sorted(others, key=lambda each: each.start))


def left_out(found: Sequence[Foreign], *, whole: bool, line: int) -> Problem:
    """What to tell about them; `line` is where the first begins, `whole` that nothing else is."""
    letters: Counter[str] = Counter()
    for each in found:
        letters[each.language] += each.end - each.start
    most = [language for language, _ in letters.most_common(_TOLD)]
    told = " and ".join(most) + (" and others" if len(letters) > len(most) else "")
    if whole:
        return Problem(
            code="other-language",
            where="document",
            message=f"It is in {told}; only English is read, so no claim was taken from it.",
            remedy="It is kept as it came. Add a translation as a document of its own.",
        )
    several = "One paragraph is" if len(found) == 1 else f"{len(found)} paragraphs are"
    return Problem(
        code="other-language-in-part",
        where="document",
        message=f"{several} in {told}, from line {line} on; only English was read.",
        remedy="It is kept as it came. Add a translation as a document of its own.",
    )


def _of_short_lines(folded: str, unsure: Sequence[Span], *, beside: Sequence[Foreign]) -> str:
    """What lines are that say too little each, in a text without an English paragraph."""
    text = " ".join(folded[start : min(end, start + _LOOKED_AT)] for start, end in unsure[:50])
    language = _language(text[:_LOOKED_AT])
    if language is None and beside and len(_WORD.findall(text)) < _FEWEST:
        return beside[0].language
    return language if language and language != _ENGLISH else ""


def _paragraphs(folded: str, skip: Sequence[Span]) -> Iterator[Span]:
    at = 0
    for start, end in [*sorted(skip), (len(folded), len(folded))]:
        if start > at:
            yield from (match.span() for match in _LINE.finditer(folded, at, start))
        at = max(at, end)


@lru_cache(maxsize=2_000)
def _language(text: str) -> str | None:
    """A language's name; none where the text says too little to be sure."""
    letters = sum(map(len, words := _WORD.findall(text)))
    if letters < _FEWEST_LETTERS:
        return None
    if not text.isascii() and 2 * len(_OTHER_LETTERS.findall(text)) > letters:
        return _identified(text) or _UNTOLD
    small = sum(normal(word) in _small_words() for word in words)
    if len(words) >= _FEWEST and small >= _SHARE * len(words):
        return _ENGLISH
    plain = _PLAIN_WORD.findall(text)  # a list of names, an address or a headline in capitals
    return _identified(text) if len(plain) >= _FEWEST - 1 and 2 * len(plain) > len(words) else None


def _identified(text: str) -> str | None:
    """The language that is far the likeliest, or that it is another one, or neither."""
    ranked = _identifier().rank(text)
    share = sum(part for code, part in ranked if code in _names())
    if share < _SURE:
        return None
    code, part = next((code, part) for code, part in ranked if code in _names())
    return _names()[code] if part >= _NAMED else _UNTOLD


@cache
def _small_words() -> frozenset[str]:
    return frozenset(_listed("english"))


@cache
def _names() -> Mapping[str, str]:
    """By code; what the identifier calls English against all its small words has no name here."""
    names = toml("languages.toml")["names"]
    if not isinstance(names, Mapping):
        raise TypeError("languages.toml: names must be a table")
    return {str(code): str(name) for code, name in names.items()}


def _listed(key: str) -> Sequence[str]:
    listed = toml("languages.toml")[key]
    if not isinstance(listed, list):
        raise TypeError(f"languages.toml: {key} must be a list")
    return listed


@cache
def _identifier() -> _Identifier:
    """Loaded for the first text that is in doubt: it takes half a second and 120 MB."""
    module = import_module("py3langid.langid")
    identifier: _Identifier = module.LanguageIdentifier.from_model_file(
        module.MODEL_FILE, norm_probs=True
    )
    return identifier
