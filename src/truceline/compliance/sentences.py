"""The small words findings are put in. What a finding is, is decided elsewhere."""

from collections.abc import Iterable
from datetime import date

from truceline.terms.agreement import ByWord, Deadline
from truceline.terms.when import When

# Not strftime: its names of months follow the machine's language.
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def day(value: date) -> str:
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


def stretch(when: When | None) -> str:
    """When a source says it was, no more precisely than the source."""
    if when is None:
        return "at a time not given"
    first, last = when.first, when.last
    if first is None or last is None:
        return f"since {day(first)}" if first else f"by {day(last or date.max)}"
    return f"on {day(first)}" if first == last else f"between {day(first)} and {day(last)}"


def deadline(value: Deadline) -> str:
    word = "by" if value.word is ByWord.UNTIL else value.word.value
    return f"{word} {day(value.day)}"


def listed(words: Iterable[str]) -> str:
    """'a', 'a and b', 'a, b and c'; each word once, in the order given."""
    *most, last = dict.fromkeys(words) or ("",)
    return f"{', '.join(most)} and {last}" if most else last


def claims(names: Iterable[str]) -> str:
    known = tuple(names)
    return f"{'claim' if len(known) == 1 else 'claims'} {listed(known)}"
