"""What flows of one kind come to, where a longer time may be the total of shorter ones. No stocks.

A total over a period and the figures of its days are two tellings of the same, never a sum: the
whole is at least what its parts come to, and at most what the total says. Rows of one period, or
of periods that only overlap, are different flows and add up.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from truceline.weighing.amount import Range

DEEPEST = 64  # totals of totals; no calendar nests deeper

Key = tuple[date, date, tuple[str, ...]]
Around = Callable[[tuple[str, ...]], Sequence[tuple[str, ...]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """So many in all from the first to the last day, at these places; none: wherever it was."""

    first: date
    last: date
    amount: Range
    where: tuple[str, ...] = ()

    @property
    def key(self) -> Key:
        return self.first, self.last, self.where


@dataclass(frozen=True, slots=True, kw_only=True)
class Odds:
    """A total that is less than its parts."""

    first: date
    last: date
    total: Range
    parts: Range


class Totals:
    """What the flows begun and ended so far come to. Flows must be those it was built from."""

    def __init__(self, flows: Iterable[Flow]) -> None:
        self._nodes: dict[Key, _Node] = {}
        for key, holder in nested(flow.key for flow in flows).items():
            parent = self._nodes[holder] if holder else None
            self._nodes[key] = _Node(key[0], key[1], parent=parent)
        self._least = self._most = self._open = self._excess = 0

    def begin(self, flow: Flow, *, times: int = 1) -> None:
        """From its first day on, all of it may have come; `times=-1` takes that back."""
        node = self._nodes[flow.key]
        most = flow.amount.most
        node.open += times if most is None else 0
        node.most += times * (most or 0)
        self._settle(node)

    def end(self, flow: Flow, *, times: int = 1) -> None:
        """By its last day, all of it has come; `times=-1` takes that back."""
        node = self._nodes[flow.key]
        node.own += times * flow.amount.least
        self._settle(node)

    @property
    def range(self) -> Range:
        most = None if self._open else self._most + self._excess
        return Range(least=self._least, most=most)

    @property
    def odds(self) -> tuple[Odds, ...]:
        """Every total that its parts exceed."""
        found = [
            Odds(
                first=node.first,
                last=node.last,
                total=Range(least=min(node.own, node.most), most=node.most),
                parts=Range(least=node.parts, most=None),
            )
            for node in self._nodes.values()
            if not node.open and node.begun and node.parts > node.most
        ]
        return tuple(sorted(found, key=lambda odds: (odds.first, odds.last, odds.total.least)))

    def _settle(self, node: "_Node") -> None:
        """Carry what changed in one node up to the whole of which it is part."""
        while True:
            reached = max(node.own, node.parts)
            added, node.reached = reached - node.reached, reached
            if node.parent is None:
                break
            node.parent.parts += added
            node = node.parent
        self._least += added
        excess = 0 if node.open else max(0, node.reached - node.most)
        self._excess += excess - node.excess
        self._most += node.most - node.counted
        self._open += bool(node.open) - node.unbounded
        node.excess, node.counted, node.unbounded = excess, node.most, bool(node.open)


class _Node:
    """All flows of one period and place, and the shorter periods within it."""

    __slots__ = (
        "counted",
        "excess",
        "first",
        "last",
        "most",
        "open",
        "own",
        "parent",
        "parts",
        "reached",
        "unbounded",
    )

    def __init__(self, first: date, last: date, *, parent: "_Node | None") -> None:
        self.first, self.last, self.parent = first, last, parent
        self.own = self.parts = self.reached = self.most = self.open = 0
        self.excess = self.counted = 0
        self.unbounded = False

    @property
    def begun(self) -> bool:
        return bool(self.most or self.own)


def everywhere(where: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """What lies around a place where no agreement tells: only the whole."""
    return ((),) if where else ()


def nested(keys: Iterable[Key], *, around: Around = everywhere) -> dict[Key, Key | None]:
    """Each period and place under the closest that holds it; what holds comes first.

    A longer period holds the shorter at the same places, and one as long at places around them.
    """
    distinct = set(keys)
    depth = {where: len(around(where)) for _, _, where in distinct}
    holders: dict[Key, Key | None] = {}
    stacks: dict[tuple[str, ...], list[Key]] = defaultdict(list)
    ordered = sorted(distinct, key=lambda key: (key[0], -key[1].toordinal(), depth[key[2]], key[2]))
    for key in ordered:
        first, _, where = key
        found = [_holder(stacks[where], key)]
        found += [_holder(stacks[wider], key) for wider in around(where)]
        holders[key] = min(
            (holder for holder in found if holder is not None),
            key=lambda holder: (holder[1] - holder[0], -depth[holder[2]]),
            default=None,
        )
        stack = stacks[where]
        while stack and stack[-1][1] < first:
            stack.pop()
        stack.append(key)
    return holders


def _holder(stack: Sequence[Key], key: Key) -> Key | None:
    """The latest begun of those that hold this period."""
    for holder in reversed(stack[-DEEPEST:]):
        if key[1] <= holder[1] and holder != key:
            return holder
    return None
