"""Stretches of characters: which lie within another, and where their words begin and end."""

from bisect import bisect_left
from collections.abc import Sequence
from typing import Protocol, TypeVar

Span = tuple[int, int]
_LEADING, _TRAILING = " \t\r\n,;:\u2014\u2013-”»)", " \t\r\n,;:\u2014\u2013"
_CONNECTIVES = ("and ", "but ")


class Placed(Protocol):
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


P = TypeVar("P", bound=Placed)


def within(placed: Sequence[P], start: int, *, end: int) -> tuple[P, ...]:
    """Those that begin between these characters; `placed` is in order."""
    first = bisect_left(placed, start, key=lambda one: one.start)
    last = bisect_left(placed, end, lo=first, key=lambda one: one.start)
    return (
        tuple(placed[max(0, first - 1) : last])
        if _reaches(placed, first, start)
        else tuple(placed[first:last])
    )


def around(plain: str, start: int, *, end: int) -> Span:
    """The stretch without the blanks, commas and connectives at its edges; never empty."""
    first, last = start, end
    while first < last and plain[first] in _LEADING:
        first += 1
    for connective in _CONNECTIVES:
        if plain.startswith(connective, first) and first + len(connective) < last:
            first += len(connective)
    while last > first and plain[last - 1] in _TRAILING:
        last -= 1
    return (first, last) if first < last else (start, end)


def _reaches(placed: Sequence[P], first: int, start: int) -> bool:
    return first > 0 and placed[first - 1].end > start
