"""How the trigger file writes its patterns. It finds nothing in a text."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum

from truceline.reading.inflection import forms, plurals
from truceline.terms.claim import Act

VERBS = frozenset({"VERB", "AUX"})  # of Universal Dependencies
NOUNS = frozenset({"NOUN"})


class Strength(IntEnum):
    NEVER = 0
    WEAK = 1
    PLAIN = 2
    STRONG = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Coding:
    """Where it stands in the codings of event data: PLOVER 0.8, CAMEO 1.1b3, ACLED."""

    plover: str
    cameo: str
    acled: str = ""  # sub-event type; "" for what ACLED does not count


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One element of a pattern: at most `gap` words, then one of `words`.

    Some of them only as a verb, some only as a noun, where the parser tells which they are.
    """

    gap: int
    words: frozenset[str]
    verbs: frozenset[str] = frozenset()
    nouns: frozenset[str] = frozenset()

    def takes(self, norm: str, kind: str) -> bool:
        """`kind` is that of Universal Dependencies, "" where nobody says."""
        if norm not in self.words:
            return False
        if not kind or (norm not in self.verbs and norm not in self.nouns):
            return True
        return (norm in self.verbs and kind in VERBS) or (norm in self.nouns and kind in NOUNS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """A way to name an act. `source` is how the data file writes it, `table` where it stands."""

    act: Act
    strength: Strength
    steps: tuple[Step, ...]
    source: str
    table: str
    order: int
    coding: Coding
    unfulfilled: bool = False
    undone: bool = False
    aside: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A list of patterns of the file: under which key of which table, and with which coding."""

    act: str
    table: str
    key: str
    sources: tuple[str, ...]
    coding: Coding
    tells: str = ""  # "unfulfilled" or "undone", where the table says so


def pattern_of(
    listed: Listed, source: str, *, order: int, classes: Mapping[str, frozenset[str]]
) -> Pattern:
    strengths = {"weak": Strength.WEAK, "plain": Strength.PLAIN, "never": Strength.NEVER}
    return Pattern(
        act=Act(listed.act),
        strength=strengths.get(listed.key, Strength.STRONG),
        steps=steps_of(source, classes),
        source=source,
        table=listed.table,
        order=order,
        coding=listed.coding,
        unfulfilled=listed.tells == "unfulfilled",
        undone=listed.tells == "undone",
        aside=listed.key == "aside",
    )


def steps_of(source: str, classes: Mapping[str, frozenset[str]]) -> tuple[Step, ...]:
    steps: list[Step] = []
    gap = 0
    for element in source.split():
        if element.startswith("~"):
            gap = int(element[1:])
            continue
        steps.append(_step(element.split("|"), gap=gap, classes=classes))
        gap = 0
    return tuple(steps)


def _step(parts: list[str], *, gap: int, classes: Mapping[str, frozenset[str]]) -> Step:
    told: dict[str, frozenset[str]] = {"": frozenset(), "v": frozenset(), "n": frozenset()}
    for part in parts:
        word, _, kind = part.partition(".")
        told[kind] |= _words(word, classes)
    return Step(
        gap=gap,
        words=told[""] | told["v"] | told["n"],
        verbs=told["v"] - told[""],
        nouns=told["n"] - told[""],
    )


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


def lists_of(act: str, table: Mapping[str, object], *, name: str = "") -> Iterator[Listed]:
    """The lists of an act's table and of the tables of its kinds."""
    own = {key: table[key] for key in ("plover", "cameo", "acled") if key in table}
    coding = Coding(**{key: str(value) for key, value in own.items()})
    for key, value in table.items():
        if isinstance(value, list):
            yield Listed(
                act=act,
                table=name or act,
                key=key,
                sources=tuple(value),
                coding=coding,
                tells=str(table.get("tells", "")),
            )
        elif isinstance(value, dict):
            yield from lists_of(act, {**own, **value}, name=f"{act}.{key}")
