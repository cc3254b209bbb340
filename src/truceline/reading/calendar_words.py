"""Names of months, weekdays and seasons, and how they are printed. It reads no text."""

from functools import cache
from importlib.resources import files

import yaml


@cache
def _calendar() -> dict[str, list[list[str]]]:
    data: dict[str, list[list[str]]] = yaml.safe_load(
        files(__package__).joinpath("data/calendar.yaml").read_text("utf-8")
    )
    return data


@cache
def numbers(kind: str) -> dict[str, int]:
    """Every spelling of the months (from 1) or weekdays (from 0)."""
    first = 1 if kind == "months" else 0
    return {name: first + i for i, spellings in enumerate(_calendar()[kind]) for name in spellings}


@cache
def seasons() -> dict[str, tuple[int, int]]:
    return {row[0]: (int(row[1]), int(row[2])) for row in _calendar()["seasons"]}


def counted_things() -> list[str]:
    """Nouns that make four digits before them a count and no year."""
    return [row[0] for row in _calendar()["counted"]]


@cache
def headed_words() -> frozenset[str]:
    """Words of a heading that make its date the day of what follows."""
    return frozenset(word for row in _calendar()["headed"] for word in row)


def spelt(kind: str) -> str:
    """The names as a pattern: a capital first or capitals throughout, short forms with a stop."""
    shown = []
    for spellings in _calendar()[kind]:
        full, short = spellings[0], spellings[1:]
        shown += [full.capitalize(), full.upper()]
        shown += [rf"{name}\.?" for part in short for name in (part.capitalize(), part.upper())]
    return "|".join(sorted(shown, key=len, reverse=True))
