"""Which whole next above a part says more than its own parts, looked up fast. It adds up no flows.

Wholes are numbered so that all within one follow it directly. Ten thousand may lie one within the
other ("since the 1st", "since the 2nd"): no question goes through all of them.
"""

from collections.abc import Sequence


class Wholes:
    """`sizes`: of each, in that order, how many it holds, itself counted."""

    def __init__(self, sizes: Sequence[int]) -> None:
        self._sizes = sizes
        self._sums = [0] * (len(sizes) + 1)  # a Fenwick tree over what each says beyond its parts
        self._beyond = [0] * len(sizes)
        self._width = 1
        while self._width < len(sizes):
            self._width *= 2
        # A tree of greatest ends, of those that say more than their parts.
        self._ends = [0] * (2 * self._width)

    def beyond(self, n: int) -> int:
        return self._beyond[n]

    def within(self, n: int) -> int:
        """What all those that it holds say beyond their parts, together: what they come to."""
        return self._sum(n + self._sizes[n]) - self._sum(n + 1)

    def put(self, n: int, beyond: int) -> None:
        """Note that it says so much more than its parts."""
        added, self._beyond[n] = beyond - self._beyond[n], beyond
        at = n + 1
        while at < len(self._sums):
            self._sums[at] += added
            at += at & -at
        self._mark(n, n + self._sizes[n] if beyond and self._sizes[n] > 1 else 0)

    def above(self, n: int) -> int | None:
        """The closest that holds it and says more than its parts."""
        end, at = n + self._sizes[n], n + self._width
        ends = self._ends
        if ends[1] < end:
            return None
        while at > 1 and not (at & 1 and ends[at - 1] >= end):
            at >>= 1
        if at <= 1:
            return None
        at -= 1
        while at < self._width:
            at = 2 * at + (ends[2 * at + 1] >= end)
        return at - self._width

    def _sum(self, stop: int) -> int:
        total = 0
        while stop:
            total += self._sums[stop]
            stop &= stop - 1
        return total

    def _mark(self, n: int, end: int) -> None:
        at, ends = n + self._width, self._ends
        if ends[at] == end:
            return
        ends[at] = end
        while at > 1:
            at >>= 1
            ends[at] = max(ends[2 * at], ends[2 * at + 1])
