"""What flows of one kind come to, where a longer time may be the total of shorter ones. No stocks.

A total over a period and the figures of its days are two tellings of the same, never a sum: the
whole is at least what its parts come to, and at most what the total says. Rows of one period, or
of periods that only overlap, are different flows and add up.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from truceline.ledgers.balancing.wholes import Wholes
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
        holders = nested(flow.key for flow in flows)
        for key, holder in holders.items():
            whole = self._nodes[holder] if holder else None
            self._nodes[key] = _Node(key[0], key[1], whole=whole)
        self._order = _in_order(self._nodes.values())
        self._wholes = Wholes([node.size for node in self._order])
        self._least = self._most = self._open = self._excess = 0
        self._before: list[tuple[_Node, int]] = []  # what the last end changed

    def begin(self, flow: Flow, *, times: int = 1) -> None:
        """From its first day on, all of it may have come; `times=-1` takes that back."""
        node = self._nodes[flow.key]
        most = flow.amount.most
        node.open += times if most is None else 0
        node.most += times * (most or 0)
        if node.top is node:
            self._settle(node, node.reached)

    def end(self, flow: Flow) -> None:
        """By its last day, all of it has come."""
        node, wholes = self._nodes[flow.key], self._wholes
        node.own += flow.amount.least
        if node.top.size == 1:
            self._settle(node, node.own)
            return
        had = wholes.beyond(node.number)
        added = max(0, node.own - wholes.within(node.number)) - had
        self._before = [(node, had)]
        wholes.put(node.number, had + added)
        # What a part adds, a whole that says more than its parts had counted already.
        while added and (above := wholes.above(node.number)) is not None:
            more = wholes.beyond(above)
            self._before.append((self._order[above], more))
            taken = min(added, more)
            wholes.put(above, more - taken)
            added -= taken
        self._settle(node.top, node.top.reached + added)

    def take_back(self, flow: Flow) -> None:
        """The flow that was ended last counts no more."""
        node = self._nodes[flow.key]
        node.own -= flow.amount.least
        reached = node.own
        if node.top.size > 1:
            for changed, beyond in self._before:
                self._wholes.put(changed.number, beyond)
            top = node.top.number
            reached = self._wholes.beyond(top) + self._wholes.within(top)
        self._settle(node.top, reached)
        self.begin(flow, times=-1)

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
                parts=Range(least=parts, most=None),
            )
            for node in self._nodes.values()
            if not node.open and node.begun and node.size > 1
            for parts in (self._wholes.within(node.number),)
            if parts > node.most
        ]
        return tuple(sorted(found, key=lambda odds: (odds.first, odds.last, odds.total.least)))

    def _settle(self, top: "_Node", reached: int) -> None:
        """What a whole that is part of none comes to now."""
        self._least += reached - top.reached
        top.reached = reached
        excess = 0 if top.open else max(0, reached - top.most)
        self._excess += excess - top.excess
        self._most += top.most - top.counted
        self._open += bool(top.open) - top.unbounded
        top.excess, top.counted, top.unbounded = excess, top.most, bool(top.open)


class _Node:
    """All flows of one period and place, and the shorter periods within it."""

    __slots__ = (
        "counted",
        "excess",
        "first",
        "last",
        "most",
        "number",
        "open",
        "own",
        "reached",
        "room",
        "size",
        "top",
        "unbounded",
        "whole",
    )

    def __init__(self, first: date, last: date, *, whole: "_Node | None") -> None:
        self.first, self.last, self.whole = first, last, whole
        self.top: _Node = whole.top if whole else self
        self.own = self.most = self.open = 0
        # Of one that is part of none: what it comes to with its parts.
        self.reached = self.excess = self.counted = 0
        self.unbounded = False
        self.number, self.room, self.size = 0, 1, 1

    @property
    def begun(self) -> bool:
        return bool(self.most or self.own)


def _in_order(nodes: Iterable[_Node]) -> list[_Node]:
    """Each followed by all that it holds; they come with what holds before what it holds."""
    known = list(nodes)
    for node in reversed(known):
        if node.whole:
            node.whole.size += node.size
    order: list[_Node] = known.copy()
    free = 0
    for node in known:
        if node.whole:
            node.number = node.whole.number + node.whole.room
            node.whole.room += node.size
        else:
            node.number, free = free, free + node.size
        order[node.number] = node
    return order


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
