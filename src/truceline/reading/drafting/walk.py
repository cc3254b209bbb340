"""Goes through the blocks of a text and draws what they undertake. It knows no kinds or days."""

import re
from collections.abc import Sequence

from truceline.reading.drafting.bearing import NOBODY
from truceline.reading.drafting.desk import Desk
from truceline.reading.drafting.drawing import draw, draw_schedule, leave_out
from truceline.reading.drafting.layout import Block, Part
from truceline.reading.drafting.lexicon import any_phrase, find_operators, phrase_start, words
from truceline.reading.drafting.proposal import Why
from truceline.reading.drafting.schedule import steps_of
from truceline.reading.drafting.undertakings import undertakings
from truceline.reading.sentences import Token, sentences, tokenize
from truceline.reading.spans import Span

MAX_PROPOSALS = 200  # as many as one file can hold; that there are more is said
BINDS = re.compile(
    r"\b(?:shall|undertakes?|hereby|agrees? to|commits? (?:to|themselves|itself)"
    r"|calls? (?:up)?on)\b",
    re.IGNORECASE,
)


def walk(desk: Desk) -> None:
    """Read every block in its order, until there are too many proposals."""
    for number, block in enumerate(desk.blocks):
        if block.lead >= 0:
            desk.points.setdefault(block.lead, []).append(number)
    for number, block in enumerate(desk.blocks):
        if len(desk.drawn) >= MAX_PROPOSALS:
            desk.too_many = True
            return
        if _begins_anew(block, desk.label):
            desk.before = NOBODY  # "they" are not those of another article
        desk.label = block.label
        if block.part is Part.CLAUSE:
            _read(desk, number)
        elif block.part is Part.PREAMBLE:
            _note_early(desk, block)


_BINDS_EARLY = re.compile(r"\b(?:shall|undertakes? to)\b")


def _begins_anew(block: Block, before: str) -> bool:
    article, other = (label.rpartition(".")[0] for label in (block.label, before))
    return block.bullet or not article or article != other


def _note_early(desk: Desk, block: Block) -> None:
    """Words that bind before the clauses: said, so that nobody misses them."""
    for start, end in _sentences(desk.folded, block):
        if _BINDS_EARLY.search(desk.folded, start, end):
            leave_out(desk, block, (start, end), why=Why.BEFORE_THE_CLAUSES)


def _read(desk: Desk, number: int) -> None:
    """A clause of its own number in which nothing is found is named too."""
    block = desk.blocks[number]
    if block.lead in desk.schedules:
        return
    before = len(desk.drawn) + len(desk.left_out)
    _read_sentences(desk, number)
    is_silent = len(desk.drawn) + len(desk.left_out) == before
    has_own = (block.label or block.bullet) and block.end > block.start
    if is_silent and has_own and number not in desk.points:
        leave_out(desk, block, (block.start, block.end), why=Why.NO_UNDERTAKING)


def _read_sentences(desk: Desk, number: int) -> None:
    block = desk.blocks[number]
    lead = _lead(desk, block)
    spans = _sentences(desk.folded, block)
    for at, (start, end) in enumerate(spans):
        tokens = tokenize(desk.folded, start=start, end=end)
        if number in desk.points and at == len(spans) - 1 and tokens[-1].text == ":":
            _open(desk, number, tokens)
        elif at == 0 and lead and not _stands_alone(tokens):
            _read_sentence(desk, block, (*lead, *tokens), own=(start, end))
        else:
            _read_sentence(desk, block, tokens, own=(start, end))


def _lead(desk: Desk, block: Block) -> tuple[Token, ...]:
    """The unfinished sentence this block goes on with, if it binds."""
    return desk.opened.get(block.lead, ())


def _open(desk: Desk, number: int, tokens: Sequence[Token]) -> None:
    """A sentence that ends in a colon: a schedule, or what the points below go on with."""
    bound = tuple(token for token in tokens if token.text != ":")
    points = [desk.blocks[at] for at in desk.points[number]]
    steps = steps_of(desk.folded, points, parties=desk.parties)
    if steps:
        desk.schedules.add(number)
        at = points[0].start, points[-1].end
        for one in undertakings(tokens)[-1:]:
            draw_schedule(desk, desk.blocks[number], one, steps=steps, at=at)
    elif find_operators(bound):
        desk.opened[number] = bound


def _stands_alone(tokens: Sequence[Token]) -> bool:
    """As in "all forces shall leave" after "they agree that:": it says who, and that it binds."""
    found = find_operators(tokens)
    return bool(found) and found[0].first > 0


def _read_sentence(desk: Desk, block: Block, tokens: Sequence[Token], *, own: Span) -> None:
    binds = bool(find_operators(tokens))
    if phrase_start(desk.folded[own[0] : own[1]], words("of_itself")):
        if binds:
            leave_out(desk, block, own, why=Why.OF_THE_TEXT)
        return
    found = () if _is_reported(desk.folded, own) else undertakings(tokens, stated=_states(block))
    drawn = [one for one in found if one.end > own[0]]
    for one in drawn:
        draw(desk, block, one.from_(own[0]))
    if binds and not drawn:
        leave_out(desk, block, own)


def _states(block: Block) -> bool:
    """Whether a sentence may bind without a word for it: only in points of their own."""
    return bool(block.label or block.bullet)


def _is_reported(folded: str, span: Span) -> bool:
    told = any_phrase(words("reported")).search(folded, *span)
    return told is not None and not BINDS.search(folded, *span)


def _sentences(folded: str, block: Block) -> list[Span]:
    body = folded[block.start : block.end]
    return [(block.start + one.start, block.start + one.end) for one in sentences(body)]
