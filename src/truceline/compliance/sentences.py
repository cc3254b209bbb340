"""The small words findings are put in. What a finding is, is decided elsewhere."""

from collections.abc import Iterable

from truceline.terms.agreement import ByWord, Deadline
from truceline.terms.printed import day, stretch

__all__ = ["day", "deadline", "listed", "stretch"]


def deadline(value: Deadline) -> str:
    word = "by" if value.word is ByWord.UNTIL else value.word.value
    return f"{word} {day(value.day)}"


def listed(words: Iterable[str]) -> str:
    """'a', 'a and b', 'a, b and c'; each word once, in the order given."""
    *most, last = dict.fromkeys(words) or ("",)
    return f"{', '.join(most)} and {last}" if most else last
