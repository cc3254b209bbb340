"""A pasted agreement to proposed provisions, each field with its words. It signs nothing in."""

import re
from collections.abc import Sequence
from dataclasses import replace

from truceline.reading.drafting.bearing import (
    NOBODY,
)
from truceline.reading.drafting.desk import Desk
from truceline.reading.drafting.drawing import draw
from truceline.reading.drafting.layout import Block, Part, blocks, is_numbered
from truceline.reading.drafting.lexicon import any_phrase, find_operators, phrase_start, words
from truceline.reading.drafting.numbering import numbered, with_ties, without_circles
from truceline.reading.drafting.opening import signed, title
from truceline.reading.drafting.parties import parties
from truceline.reading.drafting.proposal import (
    Drafted,
    LeftOut,
    Why,
)
from truceline.reading.drafting.schedule import steps_of
from truceline.reading.drafting.undertakings import undertakings
from truceline.reading.drafting.wrong import Read, problems
from truceline.reading.sentences import Token, sentences, tokenize
from truceline.reading.spans import Span
from truceline.reading.text import Text

MAX_PROPOSALS = 500  # more clauses than any ceasefire has; the rest is named


def draft(text: Text, *, where: str, given: Sequence[str] = ()) -> Drafted:
    """All that the text proposes, in its order. `given`: the parties, where a person names them."""
    plain = text.plain
    folded = text.folded
    found = blocks(plain)
    who = parties(folded, found, given=given)
    flat = folded.replace("\n", " ")
    desk = Desk(folded=flat, blocks=found, parties=who, binding=_is_binding(flat, found))
    if desk.binding:
        _read(desk)
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


_BINDS = re.compile(
    r"\b(?:shall|undertakes?|hereby|agrees? to|commits? (?:to|themselves|itself)"
    r"|calls? (?:up)?on)\b",
    re.IGNORECASE,
)
_ENOUGH = 2  # words that bind, below which an unnumbered text is no agreement
_MIN_MARKS = 2


def _is_binding(folded: str, found: Sequence[Block]) -> bool:
    """Whether this is an agreement at all: numbered, or written in words that bind."""
    marks = sum(bool(one.label or one.bullet) for one in found if one.part is Part.CLAUSE)
    strong = sum(1 for _ in zip(_BINDS.finditer(folded), range(50), strict=False))
    told = any_phrase(words("reported"))
    reported = sum(1 for _ in zip(told.finditer(folded), range(500), strict=False))
    if reported > strong + marks:
        return False
    return marks >= _MIN_MARKS or strong >= _ENOUGH


def _read(desk: Desk) -> None:
    children = {one.lead for one in desk.blocks if one.lead >= 0}
    for number, block in enumerate(desk.blocks):
        if len(desk.drawn) >= MAX_PROPOSALS:
            desk.too_many = True
            return
        if (
            block.label.rpartition(".")[0] != desk.label.rpartition(".")[0]
            or block.bullet
            or "." not in block.label
        ):
            desk.before = NOBODY  # "they" are not those of another article
        desk.label = block.label
        if block.part is Part.CLAUSE:
            before = len(desk.drawn) + len(desk.left_out)
            _read_block(desk, number, is_lead=number in children)
            silent = len(desk.drawn) + len(desk.left_out) == before
            if silent and number not in children and block.lead not in desk.schedules:
                _note_silent(desk, block)
        elif block.part is Part.PREAMBLE:
            _note_early(desk, block)


def _note_silent(desk: Desk, block: Block) -> None:
    """A clause of the text in which nothing was found: nobody should miss it."""
    if block.label and block.end > block.start:
        desk.left_out.append(
            LeftOut(why=Why.NO_UNDERTAKING, label=block.label, start=block.start, end=block.end)
        )


def _note_early(desk: Desk, block: Block) -> None:
    """Words that bind before the clauses: said, so that nobody misses them."""
    for start, end in _sentences(desk.folded, block.start, block.end):
        if re.compile(r"\b(?:shall|undertakes? to)\b").search(desk.folded, start, end):
            desk.left_out.append(
                LeftOut(why=Why.BEFORE_THE_CLAUSES, label="", start=start, end=end)
            )


def _read_block(desk: Desk, number: int, *, is_lead: bool) -> None:
    block = desk.blocks[number]
    if block.lead in desk.schedules:
        return
    lead = _lead(desk, block)
    spans = _sentences(desk.folded, block.start, block.end)
    for at, (start, end) in enumerate(spans):
        tokens = tokenize(desk.folded, start=start, end=end)
        opens = is_lead and at == len(spans) - 1 and desk.folded[:end].rstrip().endswith(":")
        if opens:
            _read_schedule(desk, number, tokens)
            return
        if at == 0 and lead and not _stands_alone(tokens):
            _read_sentence(desk, block, (*lead, *tokens), from_start=start)
        else:
            _read_sentence(desk, block, tokens, from_start=start)


def _lead(desk: Desk, block: Block) -> tuple[Token, ...]:
    """The unfinished sentence this block goes on with, if it binds."""
    if block.lead < 0 or desk.blocks[block.lead].part is not Part.CLAUSE:
        return ()
    above = desk.blocks[block.lead]
    spans = _sentences(desk.folded, above.start, above.end)
    tokens = tokenize(desk.folded, start=spans[-1][0], end=spans[-1][1]) if spans else ()
    bound = [token for token in tokens if token.text != ":"]
    return tuple(bound) if find_operators(bound) else ()


def _stands_alone(tokens: Sequence[Token]) -> bool:
    """As in "All forces shall leave" after "they agree that:" says who and that it binds."""
    found = find_operators(tokens)
    return bool(found) and found[0].first > 0


def _sentences(folded: str, start: int, end: int) -> list[Span]:
    body = folded[start:end]
    return [(start + one.start, start + one.end) for one in sentences(body)]


def _read_schedule(desk: Desk, number: int, tokens: Sequence[Token]) -> None:
    """A lead whose points are nothing but steps with their days makes one provision."""
    block = desk.blocks[number]
    points = [one for one in desk.blocks if one.lead == number]
    steps = steps_of(desk.folded, points, parties=desk.parties)
    if not steps:
        return
    desk.schedules.add(number)
    for one in undertakings(tokens)[-1:]:
        draw(
            desk,
            block,
            one,
            end=points[-1].end,
            steps=steps,
            steps_at=(points[0].start, points[-1].end),
        )


def _read_sentence(desk: Desk, block: Block, tokens: Sequence[Token], *, from_start: int) -> None:
    start, end = from_start, tokens[-1].end if tokens else from_start
    if not tokens or _is_reported(desk, start, end):
        return
    if _is_of_itself(desk, start, end):
        if find_operators(tokens):
            desk.left_out.append(
                LeftOut(why=Why.OF_THE_TEXT, label=block.label, start=start, end=end)
            )
        return
    for one in undertakings(tokens, stated=_states(block)):
        if one.end <= from_start:
            continue
        draw(desk, block, replace(one, start=max(one.start, from_start)), end=one.end)


def _states(block: Block) -> bool:
    return bool(block.label or block.bullet)


def _is_reported(desk: Desk, start: int, end: int) -> bool:
    return any_phrase(words("reported")).search(
        desk.folded, start, end
    ) is not None and not _BINDS.search(desk.folded, start, end)


def _is_of_itself(desk: Desk, start: int, end: int) -> bool:
    return phrase_start(desk.folded[start:end], words("of_itself"))
