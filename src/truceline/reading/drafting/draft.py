"""A pasted agreement to proposed provisions, each field with its words. It signs nothing in."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import islice

from truceline.reading.drafting.desk import Desk
from truceline.reading.drafting.layout import Block, Part, blocks, is_numbered
from truceline.reading.drafting.lexicon import any_phrase, words
from truceline.reading.drafting.numbering import numbered, with_ties, without_circles
from truceline.reading.drafting.opening import signed, title
from truceline.reading.drafting.parties import parties
from truceline.reading.drafting.proposal import Drafted
from truceline.reading.drafting.walk import BINDS, MAX_PROPOSALS, walk
from truceline.reading.drafting.wrong import Read, problems
from truceline.reading.text import Text


def draft(text: Text, *, where: str, given: Sequence[str] = ()) -> Drafted:
    """All that the text proposes, in its order. `given`: the parties, where a person names them."""
    plain = text.plain
    folded = text.folded
    found = blocks(plain)
    who = parties(folded, found, given=given)
    flat = folded.replace("\n", " ")
    desk = Desk(folded=flat, blocks=found, parties=who, binding=_is_binding(flat, found))
    if desk.binding:
        walk(desk)
    proposals = tuple(without_circles(tuple(with_ties(numbered(desk), flat))))
    signed_on, signed_at = signed(folded, found)
    drafted = Drafted(
        text=plain,
        title=title(plain, found),
        signed=signed_on,
        signed_at=signed_at,
        parties=who.found,
        places=tuple(dict.fromkeys(place for one in proposals for place in one.places)),
        proposals=proposals,
        left_out=tuple(desk.left_out),
    )
    read = Read(
        where=where,
        numbered=is_numbered(found),
        binding=desk.binding,
        too_many=MAX_PROPOSALS if desk.too_many else 0,
        twice=who.twice,
    )
    return replace(drafted, problems=problems(drafted, read))


_ENOUGH = 2  # words that bind, below which an unnumbered text is no agreement
_MIN_MARKS = 2
_MOST_COUNTED = 500


def _is_binding(folded: str, found: Sequence[Block]) -> bool:
    """Whether this is an agreement at all: numbered, or written in words that bind."""
    marks = sum(bool(one.label or one.bullet) for one in found if one.part is Part.CLAUSE)
    strong = _count(BINDS.finditer(folded))
    if _count(any_phrase(words("reported")).finditer(folded)) > strong + marks:
        return False
    return marks >= _MIN_MARKS or strong >= _ENOUGH


def _count(found: Iterable[object]) -> int:
    return sum(1 for _ in islice(found, _MOST_COUNTED))
