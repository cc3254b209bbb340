"""The reader's word lists as they stand in reading/data. It knows no word itself."""

import tomllib
from functools import cache
from importlib.resources import files

_DATA = files("truceline.reading") / "data"


@cache
def lines(name: str) -> tuple[str, ...]:
    """The lines of a list without comments and blanks."""
    text = (_DATA / name).read_text(encoding="utf-8")
    return tuple(line for line in text.splitlines() if line.strip() and not line.startswith("#"))


@cache
def rows(name: str) -> tuple[tuple[str, ...], ...]:
    """The cells of a tab-separated list; the cells beyond the last written one are missing."""
    return tuple(tuple(cell.strip() for cell in line.split("\t")) for line in lines(name))


@cache
def word_lists(name: str) -> dict[str, tuple[str, ...]]:
    """A TOML file of nothing but lists of words."""
    table = tomllib.loads((_DATA / name).read_text(encoding="utf-8"))
    return {key: tuple(words) for key, words in table.items()}


def toml(name: str) -> dict[str, object]:
    return tomllib.loads((_DATA / name).read_text(encoding="utf-8"))
