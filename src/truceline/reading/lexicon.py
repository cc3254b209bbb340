"""Which words show which act. It knows words and idioms, not sentences."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from truceline.reading.datafiles import toml
from truceline.reading.inflection import forms
from truceline.reading.patterns import Pattern, Strength, classes_of, lists_of, pattern_of
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
        if norm in self.words or token.capital or not SHORTEST <= len(norm) <= LONGEST:
            return norm
        meant = (self.slips[cut] for cut in cuts(norm) if cut in self.slips)
        return next((word for word in meant if is_slip(norm, word)), norm)


@cache
def lexicon() -> Lexicon:
    """The lexicon of data/triggers.toml."""
    tables = toml("triggers.toml")
    classes = classes_of(tables.pop("classes"))
    patterns, codings = [], {}
    for name, table in tables.items():
        assert isinstance(table, dict)  # noqa: S101 the file's shape, kept by its test
        act = Act(name)
        codings[act] = Coding(plover=str(table["plover"]), cameo=str(table["cameo"]))
        for key, sources in lists_of(table):
            patterns += [pattern_of(act, key, source=s, classes=classes) for s in sources]
    by_word: dict[str, list[Pattern]] = {}
    for pattern in patterns:
        for word in sorted(pattern.steps[0].words):
            by_word.setdefault(word, []).append(pattern)
    words = frozenset().union(*(step.words for pattern in patterns for step in pattern.steps))
    return Lexicon(
        by_word={word: tuple(found) for word, found in by_word.items()},
        words=words,
        slips=slips_of(words),
        codings=codings,
    )


def _match(pattern: Pattern, norms: Sequence[str], *, first: int) -> Match | None:
    """The nearest words that satisfy the steps, one after the other; no going back."""
    at, hit = first + 1, [norms[first]]
    for step in pattern.steps[1:]:
        stop = at + step.gap + 1
        while at < min(stop, len(norms)) and norms[at] not in step.words:
            if norms[at] in _PUNCTUATION or norms[at] in _CLAUSE:
                return None
            stop += norms[at] in _QUOTES
            at += 1
        if at >= min(stop, len(norms)):
            return None
        hit.append(norms[at])
        at += 1
    return Match(pattern=pattern, first=first, last=at - 1, words=" ".join(hit))
