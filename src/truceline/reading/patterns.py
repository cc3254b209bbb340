"""How the trigger file writes its patterns. It finds nothing in a text."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum

from truceline.reading.inflection import forms, plurals
from truceline.terms.claim import Act


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


def pattern_of(
    act: Act, key: str, *, source: str, classes: Mapping[str, frozenset[str]]
) -> Pattern:
    strengths = {"weak": Strength.WEAK, "plain": Strength.PLAIN, "never": Strength.NEVER}
    return Pattern(
        act=act,
        strength=strengths.get(key, Strength.STRONG),
        steps=steps_of(source, classes),
        source=source,
        unfulfilled=key == "unfulfilled",
        aside=key == "aside",
    )


def steps_of(source: str, classes: Mapping[str, frozenset[str]]) -> tuple[Step, ...]:
    steps: list[Step] = []
    gap = 0
    for element in source.split():
        if element.startswith("~"):
            gap = int(element[1:])
            continue
        words = frozenset().union(*(_words(part, classes) for part in element.split("|")))
        steps.append(Step(gap=gap, words=words))
        gap = 0
    return tuple(steps)


def _words(part: str, classes: Mapping[str, frozenset[str]]) -> frozenset[str]:
    if part.startswith("@"):
        return classes[part[1:]]
    if part.startswith("'"):
        return frozenset({part[1:]})
    return forms(part)


def classes_of(table: object) -> dict[str, frozenset[str]]:
    assert isinstance(table, dict)  # noqa: S101 the file's shape, kept by its test
    return {
        name: frozenset().union(*(plurals(word) for word in words)) for name, words in table.items()
    }


def lists_of(table: Mapping[str, object]) -> list[tuple[str, list[str]]]:
    found: list[tuple[str, list[str]]] = []
    for key, value in table.items():
        if isinstance(value, list):
            found.append((key, value))
        elif isinstance(value, dict):
            found += [(key, patterns) for patterns in value.values()]
    return found
