"""The small words findings are put in. What a finding is, is decided elsewhere."""

from truceline.terms.agreement import ByWord, Deadline
from truceline.terms.printed import day, listed, stretch

__all__ = ["day", "deadline", "listed", "stretch"]


def deadline(value: Deadline) -> str:
    word = "by" if value.word is ByWord.UNTIL else value.word.value
    return f"{word} {day(value.day)}"
