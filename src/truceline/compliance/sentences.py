"""The small words findings are put in. What a finding is, is decided elsewhere."""

from collections.abc import Iterable
from datetime import date

from truceline.terms.agreement import ByWord, Deadline
from truceline.terms.when import When

_DAY_PARTS = 2  # hyphens in 2020-11-16

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
    """When a source says it was, no more precisely than the source: a day is never invented."""
    if when is None:
        return "at a time not given"
    start, slash, end = when.value.partition("/")
    if not slash:
        return f"{'on' if start.count('-') == _DAY_PARTS else 'in'} {_written(start)}"
    if end == "..":
        return f"since {_written(start)}"
    return (
        f"by {_written(end)}" if start == ".." else f"between {_written(start)} and {_written(end)}"
    )


def _written(part: str) -> str:
    """'2020-11' as 'November 2020'."""
    year, *rest = part.split("-")
    month = [_MONTHS[int(rest[0]) - 1]] if rest else []
    number = [str(int(rest[1]))] if len(rest) > 1 else []
    return " ".join([*number, *month, str(int(year))])


def deadline(value: Deadline) -> str:
    word = "by" if value.word is ByWord.UNTIL else value.word.value
    return f"{word} {day(value.day)}"


def listed(words: Iterable[str]) -> str:
    """'a', 'a and b', 'a, b and c'; each word once, in the order given."""
    *most, last = dict.fromkeys(words) or ("",)
    return f"{', '.join(most)} and {last}" if most else last
