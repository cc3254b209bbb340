"""Which words show which act. It knows words and idioms, not sentences."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from truceline.reading.datafiles import toml
from truceline.reading.inflection import forms
from truceline.reading.patterns import (
    Coding,
    Pattern,
    Strength,
    classes_of,
    lists_of,
    pattern_of,
)
from truceline.reading.sentences import Token
from truceline.reading.slips import LONGEST, SHORTEST, cuts, is_slip, slips_of
from truceline.terms.claim import Act

_QUOTES = frozenset('"“”„«»')  # a quoted word is still in its phrase
_STEMS = ("say", "tell", "announce", "add", "confirm", "deny", "claim", "report", "state", "insist")
_CLAUSE = frozenset({"said", "says", "told"}) | {  # no pattern runs through these
    form for stem in _STEMS for form in forms(stem) if form.endswith("ed")
}
_PUNCTUATION = frozenset(",;:.!?()[]\u2014\u2013\u2026")
# What is said or taken up, as against what is done on the ground: it gives way to a deed in the
# same clause ("demanded the withdrawal of troops" tells of a withdrawal, demanded).
STANCES = frozenset(
    {Act.ACCUSATION, Act.AGREEMENT, Act.DEMAND, Act.REJECTION, Act.SUPPORT, Act.WARNING}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Tokens first..last (inclusive) of a sentence that a pattern found, `hits` those it names."""

    pattern: Pattern
    hits: tuple[int, ...]
    words: str

    @property
    def first(self) -> int:
        return self.hits[0]

    @property
    def last(self) -> int:
        return self.hits[-1]

    @property
    def act(self) -> Act:
        return self.pattern.act

    @property
    def rank(self) -> tuple[int, int]:
        return self.pattern.strength, len(self.pattern.steps)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """The patterns that can begin with a word: alone, or by the word of their second step."""

    alone: tuple[Pattern, ...]
    then: Mapping[str, tuple[Pattern, ...]]
    reach: int  # words that may stand before the second


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """All patterns, by the first word they can begin with."""

    by_word: Mapping[str, Opening]
    words: frozenset[str]
    meant: Callable[[str], str]  # a long word that it does not hold: the one it may be a slip for
    codings: Mapping[str, Coding]  # by table of the file: "hostilities", "hostilities.air"

    def find(self, tokens: Sequence[Token], kinds: Sequence[str] = ()) -> tuple[Match, ...]:
        """Every match, NEVER patterns applied, in order of their first word.

        `kinds` are those of Universal Dependencies, one for each token, where the parser told them.
        """
        norms = [self.word(token) for token in tokens]
        told = kinds or _by_capitals(tokens)
        found = sorted(
            (
                match
                for first, norm in enumerate(norms)
                if norm in self.by_word
                for match in _begun(self.by_word[norm], norms, told, first=first)
            ),
            key=lambda match: (match.first, match.pattern.order),
        )
        never = [match for match in found if match.pattern.strength is Strength.NEVER]
        barred = {(m.pattern.table, at) for m in never for at in range(m.first, m.last + 1)}
        return tuple(
            match
            for match in found
            if match.pattern.strength is not Strength.NEVER and not _is_barred(match, barred)
        )

    def word(self, token: Token) -> str:
        """The token as the lexicon spells it: one slip of the pen in a long word is forgiven."""
        norm = token.norm
        if norm in self.words or token.capital or not SHORTEST <= len(norm) <= LONGEST:
            return norm
        return self.meant(norm)


@cache
def lexicon() -> Lexicon:
    """The lexicon of data/triggers.toml."""
    return lexicon_of(toml("triggers.toml"))


def lexicon_of(tables: Mapping[str, object]) -> Lexicon:
    """The lexicon of tables as data/triggers.toml has them."""
    classes = classes_of(tables["classes"])
    patterns: list[Pattern] = []
    codings: dict[str, Coding] = {}
    for name, table in tables.items():
        if name == "classes":
            continue
        assert isinstance(table, dict)  # noqa: S101 the file's shape, kept by its test
        for listed in lists_of(name, table):
            codings[listed.table] = listed.coding
            for source in listed.sources:
                order = len(patterns)
                patterns.append(pattern_of(listed, source, order=order, classes=classes))
    words = frozenset().union(*(step.words for pattern in patterns for step in pattern.steps))
    return Lexicon(by_word=openings(patterns), words=words, meant=_meant(words), codings=codings)


def openings(patterns: Sequence[Pattern]) -> dict[str, Opening]:
    by_word: dict[str, list[Pattern]] = {}
    for pattern in patterns:
        for word in pattern.steps[0].words:
            by_word.setdefault(word, []).append(pattern)
    return {word: _opening(found) for word, found in by_word.items()}


def _opening(patterns: Sequence[Pattern]) -> Opening:
    then: dict[str, list[Pattern]] = {}
    longer = [pattern for pattern in patterns if len(pattern.steps) > 1]
    for pattern in longer:
        for word in pattern.steps[1].words:
            then.setdefault(word, []).append(pattern)
    return Opening(
        alone=tuple(pattern for pattern in patterns if len(pattern.steps) == 1),
        then={word: tuple(found) for word, found in then.items()},
        reach=max((pattern.steps[1].gap for pattern in longer), default=-1),
    )


def _meant(words: frozenset[str]) -> Callable[[str], str]:
    slips = slips_of(words)

    @lru_cache(maxsize=20_000)
    def meant(norm: str) -> str:
        found = (slips[cut] for cut in cuts(norm) if cut in slips)
        return next((word for word in found if is_slip(norm, word)), norm)

    return meant


def _by_capitals(tokens: Sequence[Token]) -> tuple[str, ...]:
    """Without the parser: a capital inside a sentence is a name and no verb; else nobody says."""
    return tuple("PROPN" if at and token.capital else "" for at, token in enumerate(tokens))


def _is_barred(match: Match, barred: Collection[tuple[str, int]]) -> bool:
    """An act's own `never` bars all its kinds, a kind's only that kind."""
    tables = {match.act.value, match.pattern.table}
    return any(
        (table, at) in barred for table in tables for at in range(match.first, match.last + 1)
    )


def _begun(
    opening: Opening, norms: Sequence[str], kinds: Sequence[str], *, first: int
) -> Iterator[Match]:
    """Matches that begin here. The nearest word that satisfies a step; no going back."""
    for pattern in opening.alone:
        if pattern.steps[0].takes(norms[first], kinds[first]):
            yield Match(pattern=pattern, hits=(first,), words=norms[first])
    begun: set[int] = set()
    between = 0
    for at in range(first + 1, len(norms)):
        if between > opening.reach:
            return
        for pattern in opening.then.get(norms[at], ()):
            if pattern.steps[1].gap < between or pattern.order in begun:
                continue
            if not pattern.steps[1].takes(norms[at], kinds[at]):
                continue
            begun.add(pattern.order)
            if pattern.steps[0].takes(norms[first], kinds[first]):
                yield from _ended(pattern, norms, kinds, first=first, second=at)
        if norms[at] in _PUNCTUATION or norms[at] in _CLAUSE:
            return
        between += norms[at] not in _QUOTES


def _ended(
    pattern: Pattern, norms: Sequence[str], kinds: Sequence[str], *, first: int, second: int
) -> Iterator[Match]:
    at, hits = second + 1, [first, second]
    for step in pattern.steps[2:]:
        stop = at + step.gap + 1
        while at < min(stop, len(norms)) and not step.takes(norms[at], kinds[at]):
            if norms[at] in _PUNCTUATION or norms[at] in _CLAUSE:
                return
            stop += norms[at] in _QUOTES
            at += 1
        if at >= min(stop, len(norms)):
            return
        hits.append(at)
        at += 1
    yield Match(pattern=pattern, hits=tuple(hits), words=" ".join(norms[hit] for hit in hits))
