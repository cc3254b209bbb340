"""Days, stretches of time, numbers and lists as everything we print writes them. It reads nothing.

One form for every room, so that a sentence and the table beside it never differ: 31 March 2030,
1,960. A stretch is never more exact than it was told.
"""

from collections.abc import Iterable
from datetime import date

from truceline.terms.claim import Bound
from truceline.terms.when import When

# Not strftime: its names of months follow the machine's language.
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_WHOLE = 3  # parts of a day: 2020-11-16


def day(value: date) -> str:
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def part(text: str) -> str:
    """One end of a stretch: '2020-11' is November 2020."""
    year, *rest = text.split("-")
    month = [MONTHS[int(rest[0]) - 1]] if rest else []
    number = [str(int(rest[1]))] if len(rest) > 1 else []
    return " ".join([*number, *month, str(int(year))])


def stretch(when: When | None) -> str:
    """When it is said to have been, within a sentence: "on 3 May 2031", "in May 2031"."""
    if when is None:
        return "at a time not given"
    start, slash, end = when.value.partition("/")
    if not slash:
        return f"{'on' if len(start.split('-')) == _WHOLE else 'in'} {part(start)}"
    if end == "..":
        return f"since {part(start)}"
    return f"by {part(end)}" if start == ".." else f"between {part(start)} and {part(end)}"


def span(when: When) -> str:
    """The same by itself, as in a table or a list: "3 May 2031", "May 2031 to June 2031"."""
    start, slash, end = when.value.partition("/")
    if not slash:
        return part(start)
    if start == "..":
        return f"by {part(end)}"
    return f"from {part(start)}" if end == ".." else f"{part(start)} to {part(end)}"


def number(value: int, *, bound: Bound = Bound.EXACT) -> str:
    """A number with its bound: "about 2,000"."""
    return f"{value:,}" if bound is Bound.EXACT else f"{bound} {value:,}"


def listed(words: Iterable[str]) -> str:
    """'a', 'a and b', 'a, b and c'; each word once, in the order given."""
    *most, last = dict.fromkeys(words) or ("",)
    return f"{', '.join(most)} and {last}" if most else last
