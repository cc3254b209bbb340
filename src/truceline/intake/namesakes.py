"""Whether a cell names a person whom the same file names elsewhere. It knows no other names.

A word alone is a person's only in that person's own row, for many a place and rank is somebody's
surname. Two words of one name close together are that person's in every row.
"""

import re
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import combinations

_WORD = re.compile(r"[^\W\d_]+")
_SHORTEST = 3  # letters: "al", "bin" and "de" are nobody's name
_APART = 2  # words: "Ada Maria Example" names Ada Example
_MOST_WORDS = 8  # of one person's name; more are no name


class Namesakes:
    """The names of a file's people by row. Time grows with the file, not with its square."""

    def __init__(self, named: Mapping[int, Sequence[str]], *, less: AbstractSet[str]) -> None:
        self._own = {
            row: tuple(dict.fromkeys(one for text in texts for one in _words(text, less)))
            for row, texts in named.items()
        }
        self._pairs = {
            pair
            for words in self._own.values()
            for pair in combinations(sorted(words[:_MOST_WORDS]), 2)
        }
        self._told: dict[str, bool] = {}  # the same few cells stand in most rows

    def own(self, row: int, cell: str) -> bool:
        """Whether a word of the cell is of the name in its own row."""
        words = self._own.get(row, ())
        return bool(words) and any(one in words for one in _words(cell))

    def anyone(self, cell: str) -> bool:
        """Whether the cell has two words of one name of the file close together."""
        if cell not in self._told:
            self._told[cell] = any(pair in self._pairs for pair in _close(_words(cell)))
        return self._told[cell]


def _words(text: str, less: AbstractSet[str] = frozenset()) -> list[str]:
    return [
        one
        for one in map(str.casefold, _WORD.findall(text))
        if len(one) >= _SHORTEST and one not in less
    ]


def _close(words: Sequence[str]) -> set[tuple[str, str]]:
    return {
        (min(one, other), max(one, other))
        for at, one in enumerate(words)
        for other in words[at + 1 : at + 1 + _APART]
        if one != other
    }
