"""Sets of whole days, kept as stretches that neither meet nor touch. Not what happened on them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """From and to, both included, as ordinals of the calendar; in order."""

    stretches: tuple[tuple[int, int], ...] = ()

    def __len__(self) -> int:
        return sum(last - first + 1 for first, last in self.stretches)

    def __and__(self, other: "Days") -> "Days":
        return Days(stretches=tuple(_common(self.stretches, other.stretches)))

    def __or__(self, other: "Days") -> "Days":
        return _joined((*self.stretches, *other.stretches))

    def __sub__(self, other: "Days") -> "Days":
        """These days without the others: what lies in the gaps between those."""
        edges = [(0, 0), *other.stretches, (date.max.toordinal() + 1, 0)]
        gaps = tuple((after + 1, before - 1) for (_, after), (before, _) in pairwise(edges))
        return self & Days(stretches=tuple(gap for gap in gaps if gap[0] <= gap[1]))

    @property
    def last(self) -> date | None:
        return date.fromordinal(self.stretches[-1][1]) if self.stretches else None

    def hold(self, first: int, last: int) -> bool:
        """Whether all days between these ordinals are among them."""
        return any(start <= first and last <= end for start, end in self.stretches)

    def meet(self, first: int, last: int) -> bool:
        """Whether any is."""
        return any(start <= last and first <= end for start, end in self.stretches)


NO_DAYS = Days()


def days(first: date, last: date) -> Days:
    """All days from the first to the last; none where it ends before it begins."""
    if last < first:
        return NO_DAYS
    return Days(stretches=((first.toordinal(), last.toordinal()),))


def union(many: Iterable[Days]) -> Days:
    return _joined(one for each in many for one in each.stretches)


def _joined(stretches: Iterable[tuple[int, int]]) -> Days:
    joined: list[tuple[int, int]] = []
    for first, last in sorted(stretches):
        if joined and first <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(joined[-1][1], last))
        else:
            joined.append((first, last))
    return Days(stretches=tuple(joined))


def _common(
    ours: tuple[tuple[int, int], ...], theirs: tuple[tuple[int, int], ...]
) -> Iterator[tuple[int, int]]:
    here = there = 0
    while here < len(ours) and there < len(theirs):
        first = max(ours[here][0], theirs[there][0])
        last = min(ours[here][1], theirs[there][1])
        if first <= last:
            yield first, last
        if ours[here][1] <= theirs[there][1]:
            here += 1
        else:
            there += 1
