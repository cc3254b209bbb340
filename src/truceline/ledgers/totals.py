"""What flows of one kind come to, where a longer time may be the total of shorter ones. No stocks.

A total over a period and the figures of its days are two tellings of the same, never a sum: the
whole is at least what its parts come to, and at most what the total says. Rows of one period, or
of periods that only overlap, are different flows and add up.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from truceline.weighing.amount import Range

DEEPEST = 64  # totals of totals; no calendar nests deeper

_Key = tuple[date, date, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """So many in all from the first to the last day, at these places; none: wherever it was."""

    first: date
    last: date
    amount: Range
    where: tuple[str, ...] = ()

    @property
    def key(self) -> _Key:
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
        self._nodes = _nested(flow.key for flow in flows)
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


def _nested(keys: Iterable[_Key]) -> dict[_Key, _Node]:
    """A node for each period and place, under the closest longer one that holds it."""
    nodes: dict[_Key, _Node] = {}
    stacks: dict[tuple[str, ...], list[_Node]] = defaultdict(list)
    for first, last, where in sorted(set(keys), key=_outer_first):
        holders = [_holder(stacks[where], first, last, same=False)]
        if where:
            holders.append(_holder(stacks[()], first, last, same=True))
        found = [node for node in holders if node is not None]
        parent = min(found, key=lambda node: node.last - node.first, default=None)
        node = nodes[first, last, where] = _Node(first, last, parent=parent)
        stack = stacks[where]
        while stack and stack[-1].last < first:
            stack.pop()
        stack.append(node)
    return nodes


def _outer_first(key: _Key) -> tuple[date, int, bool, tuple[str, ...]]:
    first, last, where = key
    return first, -last.toordinal(), bool(where), where


def _holder(stack: Sequence[_Node], first: date, last: date, *, same: bool) -> _Node | None:
    """The latest begun of those that hold this period; `same` where an equal period holds too."""
    for node in reversed(stack[-DEEPEST:]):
        longer = (node.first, node.last) != (first, last)
        if last <= node.last and (longer or same):
            return node
    return None
