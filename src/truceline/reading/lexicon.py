"""Which words show which act. It knows words and idioms, not sentences."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cache

from truceline.reading.datafiles import toml
from truceline.reading.inflection import forms, plurals
from truceline.reading.sentences import Token
from truceline.terms.claim import Act

_QUOTES = frozenset('"“”„«»')  # a quoted word is still in its phrase
_PUNCTUATION = frozenset(",;:.!?()[]—–…")
# What is said or taken up, as against what is done on the ground: it gives way to a deed in the
# same clause ("demanded the withdrawal of troops" tells of a withdrawal, demanded).
STANCES = frozenset(
    {Act.ACCUSATION, Act.AGREEMENT, Act.DEMAND, Act.REJECTION, Act.SUPPORT, Act.WARNING}
)
_TYPO_LONGEST = 24
_TYPO_LENGTH = 8  # letters: a shorter word has too many neighbours to be a slip of the pen


class Strength(IntEnum):
    NEVER = 0
    WEAK = 1
    PLAIN = 2
    STRONG = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One element of a pattern: at most `gap` words, then one of `words`."""

    gap: int
    words: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """A way to name an act. `source` is how the data file writes it."""

    act: Act
    strength: Strength
    steps: tuple[Step, ...]
    source: str
    unfulfilled: bool = False
    aside: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Coding:
    """Where an act stands in the codings of event data: PLOVER 0.8 and CAMEO 1.1b3."""

    plover: str
    cameo: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Tokens first..last (inclusive) of a sentence that a pattern found."""

    pattern: Pattern
    first: int
    last: int
    words: str

    @property
    def act(self) -> Act:
        return self.pattern.act

    @property
    def rank(self) -> tuple[int, int]:
        return self.pattern.strength, len(self.pattern.steps)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """All patterns, by the first word they can begin with."""

    by_word: Mapping[str, tuple[Pattern, ...]]
    words: frozenset[str]
    slips: Mapping[str, str]  # a long word with one letter left out: the word
    codings: Mapping[Act, Coding]

    def find(self, tokens: Sequence[Token]) -> tuple[Match, ...]:
        """Every match, NEVER patterns applied, in order of their first word."""
        norms = [self.word(token) for token in tokens]
        found = [
            match
            for first, norm in enumerate(norms)
            for pattern in self.by_word.get(norm, ())
            if (match := _match(pattern, norms, first=first))
        ]
        barred = {
            (match.act, index)
            for match in found
            if match.pattern.strength is Strength.NEVER
            for index in range(match.first, match.last + 1)
        }
        return tuple(
            match
            for match in found
            if match.pattern.strength is not Strength.NEVER
            and not any((match.act, at) in barred for at in range(match.first, match.last + 1))
        )

    def word(self, token: Token) -> str:
        """The token as the lexicon spells it: one slip of the pen in a long word is forgiven."""
        norm = token.norm
        if norm in self.words or token.capital or not _TYPO_LENGTH <= len(norm) <= _TYPO_LONGEST:
            return norm
        meant = (self.slips[cut] for cut in _cuts(norm) if cut in self.slips)
        return next((word for word in meant if _slip(norm, word)), norm)


@cache
def lexicon() -> Lexicon:
    """The lexicon of data/triggers.toml."""
    tables = toml("triggers.toml")
    classes = _classes(tables.pop("classes"))
    patterns, codings = [], {}
    for name, table in tables.items():
        assert isinstance(table, dict)  # noqa: S101 the file's shape, kept by its test
        act = Act(name)
        codings[act] = Coding(plover=str(table["plover"]), cameo=str(table["cameo"]))
        for key, sources in _lists(table):
            patterns += [_pattern(act, key, source=s, classes=classes) for s in sources]
    by_word: dict[str, list[Pattern]] = {}
    for pattern in patterns:
        for word in sorted(pattern.steps[0].words):
            by_word.setdefault(word, []).append(pattern)
    words = frozenset().union(*(step.words for pattern in patterns for step in pattern.steps))
    return Lexicon(
        by_word={word: tuple(found) for word, found in by_word.items()},
        words=words,
        slips=_slips(words),
        codings=codings,
    )


def _lists(table: Mapping[str, object]) -> list[tuple[str, list[str]]]:
    found: list[tuple[str, list[str]]] = []
    for key, value in table.items():
        if isinstance(value, list):
            found.append((key, value))
        elif isinstance(value, dict):
            found += [(key, patterns) for patterns in value.values()]
    return found


def _classes(table: object) -> dict[str, frozenset[str]]:
    assert isinstance(table, dict)  # noqa: S101 the file's shape, kept by its test
    return {
        name: frozenset().union(*(plurals(word) for word in words)) for name, words in table.items()
    }


def _pattern(act: Act, key: str, *, source: str, classes: Mapping[str, frozenset[str]]) -> Pattern:
    steps, gap = [], 0
    for element in source.split():
        if element.startswith("~"):
            gap = int(element[1:])
            continue
        words = frozenset().union(*(_words(part, classes) for part in element.split("|")))
        steps.append(Step(gap=gap, words=words))
        gap = 0
    strengths = {"weak": Strength.WEAK, "plain": Strength.PLAIN, "never": Strength.NEVER}
    return Pattern(
        act=act,
        strength=strengths.get(key, Strength.STRONG),
        steps=tuple(steps),
        source=source,
        unfulfilled=key == "unfulfilled",
        aside=key == "aside",
    )


def _words(part: str, classes: Mapping[str, frozenset[str]]) -> frozenset[str]:
    if part.startswith("@"):
        return classes[part[1:]]
    if part.startswith("'"):
        return frozenset({part[1:]})
    return forms(part)


def _match(pattern: Pattern, norms: Sequence[str], *, first: int) -> Match | None:
    """The nearest words that satisfy the steps, one after the other; no going back."""
    at, hit = first + 1, [norms[first]]
    for step in pattern.steps[1:]:
        stop = at + step.gap + 1
        while at < min(stop, len(norms)) and norms[at] not in step.words:
            if norms[at] in _PUNCTUATION:
                return None
            stop += norms[at] in _QUOTES
            at += 1
        if at >= min(stop, len(norms)):
            return None
        hit.append(norms[at])
        at += 1
    return Match(pattern=pattern, first=first, last=at - 1, words=" ".join(hit))


def _cuts(word: str) -> tuple[str, ...]:
    return (word, *(word[:at] + word[at + 1 :] for at in range(len(word))))


def _slip(written: str, meant: str) -> bool:
    """A letter left out, put in, struck twice or exchanged with the next.

    Any other letter makes another word more often than a slip: comments, commends.
    """
    if len(written) != len(meant):
        return True
    wrong = [at for at, pair in enumerate(zip(written, meant, strict=True)) if pair[0] != pair[1]]
    if len(wrong) == 1:
        at = wrong[0]
        return written[at] in written[max(0, at - 1) : at] + written[at + 1 : at + 2]
    first, last = wrong[0], wrong[-1]
    return len(wrong) == last - first + 1 == 2 and sorted(written[first : last + 1]) == sorted(
        meant[first : last + 1]
    )  # noqa: E501, PLR2004


def _slips(words: frozenset[str]) -> dict[str, str]:
    long = sorted(word for word in words if len(word) >= _TYPO_LENGTH)
    return {cut: word for word in long for cut in _cuts(word)} | {word: word for word in long}
