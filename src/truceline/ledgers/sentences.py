"""The small words a ledger's sentences are put in: ranges, days, lists. No sums."""

from collections.abc import Hashable, Iterable
from typing import TypeVar

from truceline.terms.printed import listed, number
from truceline.weighing.amount import Range
from truceline.weighing.held import order

__all__ = ["amount", "apart", "cited", "in_order", "listed", "positions"]

Item = TypeVar("Item", bound=Hashable)


def amount(count: Range) -> str:
    """What a range of whole numbers is called: "1,200", "10 to 14", "at least 10"."""
    if count.most is None:
        return f"at least {number(count.least)}" if count.least else "nobody knows how many"
    if count.least == count.most:
        return number(count.least)
    if not count.least:
        return f"at most {number(count.most)}"
    return f"{number(count.least)} to {number(count.most)}"


def cited(names: Iterable[str], noun: str = "posting") -> str:
    """'posting 3.1' or 'postings 3.1 and 3.2', in the record's order."""
    known = in_order(names)
    return f"{noun}{'s' if len(known) > 1 else ''} {listed(known)}"


def in_order(names: Iterable[str]) -> tuple[str, ...]:
    """Each name once, by its place in the record."""
    return tuple(sorted(set(names), key=order))


def positions(found: Iterable[Item]) -> dict[Item, int]:
    """The place of each in the order in which they first come."""
    return {one: n for n, one in enumerate(dict.fromkeys(found))}


def apart(one: Range, other: Range) -> str:
    """How far two ranges that do not meet are from each other."""
    low, high = sorted((one, other), key=lambda count: count.least)
    least = high.least - (low.most or 0)
    most = None if high.most is None else high.most - low.least
    return f"a gap of {amount(Range(least=least, most=most))}"
