"""The words by which an agreement undertakes, from reading/data/drafting.toml. It reads no text."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from truceline.reading.datafiles import toml
from truceline.reading.patterns import Step, classes_of, steps_of
from truceline.reading.sentences import Token
from truceline.terms.agreement import Obligation
from truceline.terms.claim import Act

_STOPS = frozenset(",;:.!?()[]\u2014\u2013\u2026")


@dataclass(frozen=True, slots=True, kw_only=True)
class Idiom:
    """Words that follow each other, at most so far apart."""

    name: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Tokens first..last (inclusive) of the tokens that were searched."""

    name: str
    first: int
    last: int
    steps: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """What may be undertaken, and the kind and acts that makes."""

    name: str
    kind: Obligation
    acts: tuple[Act, ...]
    recurs: bool = False


@cache
def deeds() -> Mapping[str, Deed]:
    return {
        name: Deed(
            name=name,
            kind=Obligation(str(row["kind"])),
            acts=tuple(Act(act) for act in row["acts"]),
            recurs=bool(row.get("recurs")),
        )
        for name, row in _table("deed").items()
    }


def find_deeds(tokens: Sequence[Token]) -> tuple[Found, ...]:
    """Every deed told of, the earliest first; of those that begin together the longest first."""
    order = list(deeds())
    found = _find(tokens, _deed_idioms())
    return tuple(sorted(found, key=lambda one: (one.first, -one.steps, order.index(one.name))))


def find_operators(tokens: Sequence[Token]) -> tuple[Found, ...]:
    """Every word that binds, in order, none inside another."""
    found: list[Found] = []
    for one in sorted(_find(tokens, _operator_idioms()), key=lambda each: (each.first, -each.last)):
        if not found or one.first > found[-1].last:
            found.append(one)
    return tuple(found)


@cache
def words(name: str) -> tuple[str, ...]:
    """A list of phrases; see `drafting.toml`."""
    return tuple(_table("phrases")[name])


@cache
def word_set(name: str) -> frozenset[str]:
    """A list of single words."""
    return frozenset(_table("words")[name])


@cache
def phrases(table: str) -> Mapping[str, tuple[str, ...]]:
    return {name: tuple(listed) for name, listed in _table(table).items()}


@cache
def any_phrase(listed: tuple[str, ...]) -> re.Pattern[str]:
    """One of the phrases as whole words, the longest first, over any blanks."""
    longest = sorted(listed, key=len, reverse=True)
    parts = (r"\s+".join(map(re.escape, phrase.split())) for phrase in longest)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(parts)})(?![\w-])", re.IGNORECASE)


def phrase_start(text: str, listed: tuple[str, ...]) -> bool:
    return any_phrase(listed).match(text.lstrip()) is not None


def _find(tokens: Sequence[Token], idioms: Mapping[str, tuple[Idiom, ...]]) -> list[Found]:
    norms = [token.norm for token in tokens]
    return [
        found
        for at, norm in enumerate(norms)
        for idiom in idioms.get(norm, ())
        if (found := _match(idiom, norms, first=at))
    ]


def _match(idiom: Idiom, norms: Sequence[str], *, first: int) -> Found | None:
    at = first + 1
    for step in idiom.steps[1:]:
        stop = min(at + step.gap + 1, len(norms))
        while at < stop and norms[at] not in step.words:
            if norms[at] in _STOPS:
                return None
            at += 1
        if at >= stop:
            return None
        at += 1
    return Found(name=idiom.name, first=first, last=at - 1, steps=len(idiom.steps))


@cache
def _deed_idioms() -> Mapping[str, tuple[Idiom, ...]]:
    return _by_word({name: row["says"] for name, row in _table("deed").items()})


@cache
def _operator_idioms() -> Mapping[str, tuple[Idiom, ...]]:
    return _by_word(_table("operators"))


def _by_word(sources: Mapping[str, Sequence[str]]) -> Mapping[str, tuple[Idiom, ...]]:
    classes = classes_of(_table("classes"))
    by_word: dict[str, list[Idiom]] = {}
    for name, listed in sources.items():
        for source in listed:
            idiom = Idiom(name=name, steps=steps_of(source, classes))
            for word in idiom.steps[0].words:
                by_word.setdefault(word, []).append(idiom)
    return {word: tuple(found) for word, found in by_word.items()}


@cache
def _tables() -> Mapping[str, object]:
    return toml("drafting.toml")


def _table(name: str) -> Mapping[str, Any]:
    table = _tables()[name]
    assert isinstance(table, dict)  # noqa: S101 the file's shape, kept by its test
    return table
