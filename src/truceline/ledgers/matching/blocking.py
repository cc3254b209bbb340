"""Which rows of two lists are worth comparing, within a bounded number of comparisons.

Rows are compared where they share a key. No key is needed twice: a slip in any one field leaves
another that two spellings of one person share. A key that too many share tells nobody apart and is
not used; who shares no other is not compared, which is told and is no absence.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from truceline.ledgers.matching.birth import Days
from truceline.ledgers.matching.listed import Row
from truceline.ledgers.matching.spelling import Spelled

MOST_BLOCK = 12_000  # the work under one key; a comparison of two plain names is four
MOST_WORK = 500  # for a row, on average
MOST_WORDS = 5  # of one name that make keys
MOST_BONES = 2  # readings of one word that make keys
MOST_YEARS = 2  # of doubt about a birth that still makes keys
START = 2  # consonants

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Worth:
    """For rows of the first list, those of the second to compare them with."""

    near: Mapping[int, frozenset[int]]
    left_out: tuple[frozenset[int], frozenset[int]]  # rows of either list all of whose keys were


def worth_comparing(ours: Sequence[Row], theirs: Sequence[Row]) -> Worth:
    """The pairs that share a key, the rarest keys first, as far as the work allows."""
    left, right = _by_key(ours), _by_key(theirs)
    work = _work(ours), _work(theirs)
    sized = sorted(
        (sum(work[0][a] for a in left[key]) * sum(work[1][b] for b in right[key]), key)
        for key in left.keys() & right.keys()
    )
    room = MOST_WORK * (len(ours) + len(theirs))
    near: dict[int, set[int]] = defaultdict(set)
    crowded: tuple[set[int], set[int]] = (set(), set())
    for size, key in sized:
        room -= size
        if size > MOST_BLOCK or room < 0:
            crowded[0].update(left[key])
            crowded[1].update(right[key])
            continue
        for at in left[key]:
            near[at].update(right[key])
    compared = frozenset().union(*near.values())
    return Worth(
        near={at: frozenset(others) for at, others in near.items()},
        left_out=(frozenset(crowded[0] - near.keys()), frozenset(crowded[1] - compared)),
    )


def _work(rows: Sequence[Row]) -> list[int]:
    return [row.work for row in rows]


def _by_key(rows: Sequence[Row]) -> dict[Key, list[int]]:
    keys: dict[Key, list[int]] = defaultdict(list)
    for at, row in enumerate(rows):
        for key in {key for name in row.names for key in _keys(name, _years(row.born))}:
            keys[key].append(at)
    return keys


def _keys(name: Spelled, years: Sequence[str]) -> Iterator[Key]:
    full = [word for word in name.words if not word.initial][:MOST_WORDS]
    for word in full:
        others = [other for other in name.words[:MOST_WORDS] if other is not word]
        for bones in word.bones[:MOST_BONES]:
            yield from (("year", bones, year) for year in years)
            yield from (("initial", bones, one) for other in others for one in other.begins)
            if not others:
                yield "alone", bones
    for one, other in combinations(full, 2):
        for a in one.bones[:MOST_BONES]:
            for b in other.bones[:MOST_BONES]:
                yield "both", *sorted((a, b))
                yield "starts", *sorted((a[:START], b[:START]))
        initials = {tuple(sorted((a, b))) for a in one.begins for b in other.begins}
        yield from (("initials", *pair, year) for pair in initials for year in years)


def _years(born: Days | None) -> tuple[str, ...]:
    """Keys that years of birth at most one apart share."""
    if born is None or born[1].year - born[0].year > MOST_YEARS:
        return ()
    return tuple(str(year) for year in range(born[0].year, born[1].year + 2))
