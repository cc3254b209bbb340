"""Two lists of people, and who on one may be who on the other. It guesses nothing.

A pair is a *match* only where no other name on either list comes near; what cannot be told apart is
*possible* on both lists and left to a person. The lists may come in any order and be exchanged.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain

from truceline.ledgers.matching.blocking import worth_comparing
from truceline.ledgers.matching.likeness import Scale, Weighable
from truceline.ledgers.matching.listed import Listed, Row, rarity, rows, words
from truceline.ledgers.matching.settling import Edge, nearest, settled
from truceline.terms.problem import Problem, RefusedError

MOST_ROWS = 50_000  # of one list
MOST_LETTERS = 3_000_000  # of all names of one list
MATCH = 40  # tenths of a bit above the chance that two rows drawn by lot are one person
POSSIBLE = -30
MARGIN = 40  # by which a match is ahead of the next best on either list


class Band(StrEnum):
    MATCH = "match"
    POSSIBLE = "possible"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Rows of the two lists that are, or may be, one person; several where nothing parts them."""

    left: tuple[str, ...]
    right: tuple[str, ...]
    band: Band
    because: tuple[str, ...]  # which fields agree, differ or are silent; never a name
    weight: int  # tenths of a bit, to put the likelier first; a measure of nothing else


@dataclass(frozen=True, slots=True, kw_only=True)
class Matching:
    """Every pair, the likelier first; who has none; who could not be compared."""

    pairs: tuple[Pair, ...] = ()
    left_only: tuple[str, ...] = ()
    right_only: tuple[str, ...] = ()
    left_cannot_tell: tuple[str, ...] = ()  # no name, or one that too many share
    right_cannot_tell: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def match(left: Sequence[Listed], right: Sequence[Listed]) -> Matching:
    """Who of one list is whom of the other.

    Raises:
        RefusedError: a list is too long, or names a handle twice.
    """
    if problems := [*_faults(left, "first list"), *_faults(right, "second list")]:
        raise RefusedError(*problems)
    ours, theirs = rows(left), rows(right)
    scale = Scale(words(chain(ours, theirs)), rarity=rarity(ours, theirs))
    weighed = _weighed(ours, theirs, scale=scale)
    certain, open_ = weighed.certain(scale)
    likely = sorted(nearest(open_), key=lambda edge: (-edge.weight, edge))
    pairs = (
        *(weighed.pair(edge, Band.MATCH, scale=scale) for edge in certain),
        *(weighed.pair(edge, Band.POSSIBLE, scale=scale) for edge in likely),
    )
    of_left = _sorted_out(left, ours, common=weighed.common[0], paired=[p.left for p in pairs])
    of_right = _sorted_out(right, theirs, common=weighed.common[1], paired=[p.right for p in pairs])
    return Matching(
        pairs=pairs,
        left_only=of_left[0],
        right_only=of_right[0],
        left_cannot_tell=of_left[1],
        right_cannot_tell=of_right[1],
        problems=(*_told(of_left[1], "first list"), *_told(of_right[1], "second list")),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Weighed:
    """What the scale says of all that was worth comparing."""

    ours: Sequence[Row]
    theirs: Sequence[Row]
    left: Sequence[Weighable]
    right: Sequence[Weighable]
    edges: Sequence[Edge]
    common: tuple[set[int], set[int]]  # like somebody on the other list, and so is everybody

    def certain(self, scale: Scale) -> tuple[list[Edge], list[Edge]]:
        """The matches, and what is left when their rows are gone."""

        def may_match(edge: Edge) -> bool:
            one, other = self.ours[edge.left], self.theirs[edge.right]
            return len(one.handles) == 1 == len(other.handles) and scale.nothing_against(
                self.left[edge.left], self.right[edge.right]
            )

        certain = settled(self.edges, least=MATCH, margin=MARGIN, may_match=may_match)
        left, right = {edge.left for edge in certain}, {edge.right for edge in certain}
        open_ = [e for e in self.edges if e.left not in left and e.right not in right]
        return sorted(certain, key=lambda edge: (-edge.weight, edge)), open_

    def pair(self, edge: Edge, band: Band, *, scale: Scale) -> Pair:
        one, other = self.ours[edge.left], self.theirs[edge.right]
        says = self.left[edge.left], self.right[edge.right]
        because = list(scale.because(*says))
        if band is Band.POSSIBLE:
            against = not scale.nothing_against(*says)
            because.append(_why_open(one, other, weight=edge.weight, against=against))
        return Pair(
            left=one.handles,
            right=other.handles,
            band=band,
            because=tuple(because),
            weight=edge.weight,
        )


def _weighed(ours: Sequence[Row], theirs: Sequence[Row], *, scale: Scale) -> _Weighed:
    worth = worth_comparing(ours, theirs)
    left, right = ([_weighable(row, scale) for row in rows] for rows in (ours, theirs))
    edges: list[Edge] = []
    common = set(worth.left_out[0]), set(worth.left_out[1])
    for at, others in worth.near.items():
        for other in others:
            weight = scale.weigh(left[at], right[other], least=POSSIBLE)
            if weight >= POSSIBLE:
                edges.append(Edge(left=at, right=other, weight=weight))
            elif weight > -scale.chance and scale.nothing_against(left[at], right[other]):
                common[0].add(at)
                common[1].add(other)
    return _Weighed(ours=ours, theirs=theirs, left=left, right=right, edges=edges, common=common)


def _faults(rows: Sequence[Listed], where: str) -> Iterator[Problem]:
    if len(rows) > MOST_ROWS:
        yield Problem(
            code="list-too-long",
            where=where,
            message=f"It has {len(rows)} rows; at most {MOST_ROWS} can be compared at once."
            " The board shows no balance of these lists.",
            remedy="Compare the lists by category, by place of holding or by year.",
        )
    letters = sum(len(text) for row in rows for text in (*row.spellings, row.father))
    if letters > MOST_LETTERS:
        yield Problem(
            code="list-too-long",
            where=where,
            message=f"Its names have {letters} letters; at most {MOST_LETTERS} can be compared at"
            " once. The board shows no balance of these lists.",
            remedy="Give each person a few spellings of the name and nothing else in that column.",
        )
    twice = sorted(name for name, times in Counter(r.handle for r in rows).items() if times > 1)
    if twice:
        yield Problem(
            code="listed-twice",
            where=f"{where}, {twice[0]}",
            message=f"{len(twice)} code names stand twice on one list, this one first."
            " The board shows no balance of these lists.",
            remedy="Give every row its own code name, or leave the second out.",
        )


def _weighable(row: Row, scale: Scale) -> Weighable:
    return scale.weighable([n.words for n in row.names], fathers=row.fathers, born=row.born)


def _why_open(one: Row, other: Row, *, weight: int, against: bool) -> str:
    if max(len(one.handles), len(other.handles)) > 1:
        alike = f"{len(one.handles)} of one list and {len(other.handles)} of the other"
        return f"{alike}: nothing tells them apart"
    if against:
        return "what differs speaks against it"
    if weight < MATCH:
        return "too little speaks for it on lists as long as these"
    return "others come as near"


def _sorted_out(
    listed: Sequence[Listed],
    rows: Sequence[Row],
    *,
    common: Iterable[int],
    paired: Iterable[Sequence[str]],
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Of those in no pair: who has no like on the other list, and of whom nothing can be told."""
    left = {one.handle for one in listed}.difference(*paired)
    named = {handle for row in rows for handle in row.handles}
    crowd = {handle for at in common for handle in rows[at].handles}
    untold = left & (crowd | (left - named))
    return tuple(sorted(left - untold)), tuple(sorted(untold))


def _told(handles: Sequence[str], where: str) -> Iterator[Problem]:
    if handles:
        yield Problem(
            code="cannot-tell-who",
            where=where,
            message=f"{len(handles)} rows cannot be told: their names are erased or"
            " missing, or so many share them that nothing tells them apart. They are counted and"
            " neither matched nor called absent.",
            remedy="Give names in full, fathers' names and years of birth where they are known.",
        )
