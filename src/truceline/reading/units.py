"""The table of what can be counted, made ready for quantities.py. It reads no text."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import NewType

import yaml

from truceline.terms.claim import Bound

Noun = NewType("Noun", str)  # as written, lower case


@dataclass(frozen=True, slots=True, kw_only=True)
class Units:
    """Each mapping leads from a spelling to the unit, bound or number it stands for."""

    nouns: dict[str, str]
    people: frozenset[str]  # nouns a fate can befall
    fates: dict[str, str]
    done_to: dict[str, str]
    bounds: dict[str, Bound]
    vague: dict[str, int]
    round: dict[str, int]
    lots: frozenset[str]  # units that other fates do not change
    lost: frozenset[str]  # fates that change even those
    names_before: frozenset[str]
    between: str  # a pattern


@cache
def units() -> Units:
    table = yaml.safe_load(files(__package__).joinpath("data/units.yaml").read_text("utf-8"))
    people = _nouns(table["people"])
    return Units(
        nouns=_nouns(table["things"]) | people,
        people=frozenset(people),
        fates=_spread(table["fates"]),
        done_to=_spread(table["done_to"]),
        bounds={word: Bound(bound) for word, bound in _spread(table["bounds"]).items()},
        vague={word: int(value) for word, value in table["vague"]},
        round={word: int(value) for word, value in table["round"]},
        lots=frozenset(table["lots"]),
        lost=frozenset(table["lost"]),
        names_before=frozenset(table["names_before"]),
        between=table["between"].replace(" ", "").replace("\n", ""),
    )


def any_of(spellings: Iterable[str]) -> str:
    """A pattern for any of these, the longest first."""
    return "|".join(re.escape(word) for word in sorted(spellings, key=len, reverse=True))


def _spread(table: dict[str, list[str]]) -> dict[str, str]:
    return {word: name for name, words in table.items() for word in words}


def _nouns(table: dict[str, list[str]]) -> dict[str, str]:
    return {
        spelling: unit
        for unit, nouns in table.items()
        for noun in nouns
        for spelling in _spellings(noun)
    }


def _spellings(noun: str) -> tuple[str, ...]:
    singular, slash, plural = noun.partition("/")
    return (singular, plural if slash else f"{singular}s")
