"""Which of many possible pairs are certain, each row in one pair at most. It weighs nothing itself.

A pair is certain where each end is the other's best by a margin. Certain pairs leave the game, and
that can make others certain. The order in which they leave cannot matter: who is left prefers
another by a margin than the one who left, and leaving only takes rivals away.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

MOST_NEAREST = 3  # possible pairs shown of one row; of equals, all


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Edge:
    """Two rows that may be one person, and how much speaks for it."""

    left: int
    right: int
    weight: int


def settled(
    edges: Iterable[Edge], *, least: int, margin: int, may_match: Callable[[Edge], bool]
) -> list[Edge]:
    """The certain pairs among them: those that may be one, and weigh no less than the least."""
    lefts, rights = _ranked(edges)
    certain: dict[int, Edge] = {}  # by left row
    gone: set[int] = set()  # right rows

    def best(rank: list[Edge]) -> Edge | None:
        """The best that is left, if nothing else that is left comes near it."""
        first = _top(rank, certain, gone)
        if first is None:
            return None
        rank.pop()
        second = _top(rank, certain, gone)
        rank.append(first)
        return None if second and first.weight - second.weight < margin else first

    waiting = set(lefts)
    while waiting:
        left = waiting.pop()
        edge = best(lefts[left])
        if edge is None or edge.weight < least or not may_match(edge):
            continue
        if best(rights[edge.right]) != edge:
            continue
        certain[left] = edge
        gone.add(edge.right)
        # Who wanted either end has one rival fewer, or one hope.
        waiting.update(beside.left for beside in rights[edge.right])
        tops = (_top(rights[beside.right], certain, gone) for beside in lefts[left])
        waiting.update(top.left for top in tops if top)
        waiting.difference_update(certain)
    return sorted(certain.values())


def nearest(edges: Iterable[Edge]) -> list[Edge]:
    """Those among the best few of both their ends."""
    lefts, rights = _ranked(edges)
    lowest = [
        {at: rank[-min(len(rank), MOST_NEAREST)].weight for at, rank in side.items()}
        for side in (lefts, rights)
    ]
    return sorted(
        edge
        for rank in lefts.values()
        for edge in rank
        if edge.weight >= max(lowest[0][edge.left], lowest[1][edge.right])
    )


def _ranked(edges: Iterable[Edge]) -> tuple[dict[int, list[Edge]], dict[int, list[Edge]]]:
    """The pairs of each row, the best last."""
    lefts: dict[int, list[Edge]] = defaultdict(list)
    rights: dict[int, list[Edge]] = defaultdict(list)
    for edge in edges:
        lefts[edge.left].append(edge)
        rights[edge.right].append(edge)
    for rank in (*lefts.values(), *rights.values()):
        rank.sort(key=lambda edge: edge.weight)
    return lefts, rights


def _top(rank: list[Edge], certain: dict[int, Edge], gone: set[int]) -> Edge | None:
    """The best whose ends are both still there; those above it are forgotten."""
    while rank and (rank[-1].left in certain or rank[-1].right in gone):
        rank.pop()
    return rank[-1] if rank else None
