"""The best tree over a sentence, given how well each word hangs on each other one.

Chu and Liu 1965, Edmonds 1967: exact, without recursion. It knows no words and no labels.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, isfinite

Row = Sequence[float]

_ITSELF_AND_ONE = 2  # the root's own place in a row of heads says 0 too


def tree(scores: Sequence[Row]) -> tuple[int, ...]:
    """The head of each word, counted from 1; exactly one word hangs on the root, 0.

    `scores[i][j]` says how well word i + 1 hangs on head j. No other tree with one root scores
    more. For n words it takes at most n / 2 passes over an n by n table.
    """
    count = len(scores)
    if any(len(row) != count + 1 or not all(map(isfinite, row)) for row in scores):
        raise ValueError(f"Scores for {count} words: expected {count + 1} finite ones for each.")
    if not count:
        return ()
    table = [[-inf] * (count + 1)]
    for word, row in enumerate(scores, start=1):
        table.append([*row[:word], -inf, *row[word + 1 :]])
    heads = _heads(table)
    if heads.count(0) > _ITSELF_AND_ONE:  # the best of all trees would do, had it one root
        # A root now costs more than all else together can bring, so the best tree has just one.
        highest = max(max(map(abs, row)) for row in scores)
        cost = 1.0 + 2.0 * (count + 1) * (highest + 1.0)
        heads = _heads([[row[0] - cost, *row[1:]] for row in table])
    return tuple(heads[1:])


@dataclass(frozen=True, slots=True, kw_only=True)
class _Contracted:
    """What is needed to open a cycle again that was taken for one word, the last of its table."""

    heads: list[int]  # as they were, the cycle's own among them
    outside: list[int]  # the words not in the cycle, the root first
    entered: list[int]  # for each of these: the word of the cycle that would hang on it
    left: list[int]  # for each of these: the word of the cycle that it would hang on


def _heads(table: list[list[float]]) -> list[int]:
    contracted: list[_Contracted] = []
    heads = [_best(row) for row in table]
    while cycle := _cycle(heads):
        step, table = _contract(table, heads, cycle=cycle)
        contracted.append(step)
        heads = [_best(row) for row in table]
    for step in reversed(contracted):
        heads = _open(step, heads)
    return heads


def _contract(
    table: list[list[float]], heads: list[int], *, cycle: list[int]
) -> tuple[_Contracted, list[list[float]]]:
    inside = set(cycle)
    outside = [node for node in range(len(table)) if node not in inside]
    entered, left = [], []
    smaller = []
    into = []  # what it costs that a word of the cycle takes another head than the one within
    for node in outside:
        best = max(cycle, key=lambda word: table[word][node] - table[word][heads[word]])
        entered.append(best)
        into.append(table[best][node] - table[best][heads[best]])
        row = table[node]
        leave = max(cycle, key=row.__getitem__)
        left.append(leave)
        smaller.append([*(row[other] for other in outside), row[leave]])
    smaller.append([*into, -inf])
    return _Contracted(heads=heads, outside=outside, entered=entered, left=left), smaller


def _open(step: _Contracted, heads: Sequence[int]) -> list[int]:
    opened = list(step.heads)
    whole = len(step.outside)
    for place, node in enumerate(step.outside[1:], start=1):
        head = heads[place]
        opened[node] = step.left[place] if head == whole else step.outside[head]
    above = heads[whole]
    opened[step.entered[above]] = step.outside[above]
    return opened


def _best(row: Row) -> int:
    return row.index(max(row))


def _cycle(heads: Sequence[int]) -> list[int]:
    """The words of one cycle, or none. The root, 0, has no head that counts."""
    seen = [0] * len(heads)  # 0: not yet; else the walk that came by
    for start in range(1, len(heads)):
        node = start
        while node and not seen[node]:
            seen[node] = start
            node = heads[node]
        if node and seen[node] == start:
            found = [node]
            while heads[found[-1]] != node:
                found.append(heads[found[-1]])
            return found
    return []
