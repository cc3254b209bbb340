"""A pasted agreement to proposed provisions, each field with its words. It signs nothing in."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from graphlib import CycleError, TopologicalSorter

from truceline.reading.drafting.bearing import (
    NOBODY,
    Bearing,
    agreed_by_all,
    bearers,
    beneficiaries,
)
from truceline.reading.drafting.dues import DueSaid, dues
from truceline.reading.drafting.kinds import Kind, kind_of
from truceline.reading.drafting.layout import Block, Part, blocks, is_numbered
from truceline.reading.drafting.lexicon import any_phrase, find_operators, phrase_start, words
from truceline.reading.drafting.limits import Limits, limits
from truceline.reading.drafting.opening import signed, title
from truceline.reading.drafting.parties import Parties, parties
from truceline.reading.drafting.proposal import (
    Drafted,
    DueStep,
    Field,
    LeftOut,
    NotTold,
    Proposal,
    Rest,
    Why,
)
from truceline.reading.drafting.schedule import steps_of
from truceline.reading.drafting.sites import sites
from truceline.reading.drafting.ties import Known, tie
from truceline.reading.drafting.undertakings import Undertaking, undertakings
from truceline.reading.drafting.wrong import Read, problems
from truceline.reading.sentences import Token, sentences, tokenize
from truceline.reading.spans import Span
from truceline.reading.text import Text
from truceline.terms.agreement import Obligation
from truceline.terms.claim import Act

MAX_PROPOSALS = 500  # more clauses than any ceasefire has; the rest is named


def draft(text: Text, *, where: str, given: Sequence[str] = ()) -> Drafted:
    """All that the text proposes, in its order. `given`: the parties, where a person names them."""
    plain = text.plain
    folded = text.folded
    found = blocks(plain)
    who = parties(folded, found, given=given)
    flat = folded.replace("\n", " ")
    desk = _Desk(folded=flat, blocks=found, parties=who, binding=_is_binding(flat, found))
    if desk.binding:
        _read(desk)
    proposals = tuple(_without_circles(tuple(_with_ties(_numbered(desk), flat))))
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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Drawn:
    """A proposal without its number and ties, and what these are found by."""

    label: str
    deed: str
    proposal: Proposal
    tie_span: Span


@dataclass(slots=True, kw_only=True)
class _Desk:
    """One text while it is read."""

    folded: str
    blocks: Sequence[Block]
    parties: Parties
    binding: bool
    drawn: list[_Drawn] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    before: Bearing = NOBODY  # who undertook last in the same clause
    label: str = ""
    schedules: set[int] = field(default_factory=set)  # blocks whose points are its steps
    too_many: bool = False


_BINDS = re.compile(
    r"\b(?:shall|undertakes?|hereby|agrees? to|commits? (?:to|themselves|itself)|calls? (?:up)?on)\b",
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


def _read(desk: _Desk) -> None:
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
            _read_block(desk, number, is_lead=number in children)
        elif block.part is Part.PREAMBLE:
            _note_early(desk, block)


def _note_early(desk: _Desk, block: Block) -> None:
    """Words that bind before the clauses: said, so that nobody misses them."""
    for start, end in _sentences(desk.folded, block.start, block.end):
        if re.compile(r"\b(?:shall|undertakes? to)\b").search(desk.folded, start, end):
            desk.left_out.append(
                LeftOut(why=Why.BEFORE_THE_CLAUSES, label="", start=start, end=end)
            )


def _read_block(desk: _Desk, number: int, *, is_lead: bool) -> None:
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


def _lead(desk: _Desk, block: Block) -> tuple[Token, ...]:
    """The unfinished sentence this block goes on with, if it binds."""
    if block.lead < 0 or desk.blocks[block.lead].part is not Part.CLAUSE:
        return ()
    above = desk.blocks[block.lead]
    spans = _sentences(desk.folded, above.start, above.end)
    tokens = tokenize(desk.folded, start=spans[-1][0], end=spans[-1][1]) if spans else ()
    bound = [token for token in tokens if token.text != ":"]
    return tuple(bound) if find_operators(bound) else ()


def _stands_alone(tokens: Sequence[Token]) -> bool:
    """ "All forces shall leave" after "they agree that:" says who and that it binds."""
    found = find_operators(tokens)
    return bool(found) and found[0].first > 0


def _sentences(folded: str, start: int, end: int) -> list[Span]:
    body = folded[start:end]
    return [(start + one.start, start + one.end) for one in sentences(body)]


def _read_schedule(desk: _Desk, number: int, tokens: Sequence[Token]) -> None:
    """A lead whose points are nothing but steps with their days makes one provision."""
    block = desk.blocks[number]
    points = [one for one in desk.blocks if one.lead == number]
    steps = steps_of(desk.folded, points, parties=desk.parties)
    if not steps:
        return
    desk.schedules.add(number)
    for one in undertakings(tokens)[-1:]:
        _draw(
            desk,
            block,
            one,
            end=points[-1].end,
            steps=steps,
            steps_at=(points[0].start, points[-1].end),
        )


def _read_sentence(desk: _Desk, block: Block, tokens: Sequence[Token], *, from_start: int) -> None:
    start, end = from_start, tokens[-1].end if tokens else from_start
    if not tokens or _is_reported(desk, start, end):
        return
    if _is_of_itself(desk, start, end):
        if find_operators(tokens):
            desk.left_out.append(
                LeftOut(why=Why.OF_THE_TEXT, label=block.label, start=start, end=end)
            )
        return
    for one in undertakings(tokens, stated=_states(desk, block)):
        if one.end <= from_start:
            continue
        _draw(desk, block, replace(one, start=max(one.start, from_start)), end=one.end)


def _states(desk: _Desk, block: Block) -> bool:
    return bool(block.label or block.bullet)


def _is_reported(desk: _Desk, start: int, end: int) -> bool:
    return any_phrase(words("reported")).search(
        desk.folded, start, end
    ) is not None and not _BINDS.search(desk.folded, start, end)


def _is_of_itself(desk: _Desk, start: int, end: int) -> bool:
    return phrase_start(desk.folded[start:end], words("of_itself"))


def _draw(
    desk: _Desk,
    block: Block,
    one: Undertaking,
    *,
    end: int,
    steps: tuple[DueStep, ...] = (),
    steps_at: Span = (0, 0),
) -> None:
    folded = desk.folded
    said = dues(folded, one.start, end=one.end)
    bounds = limits(folded, one)
    kind = kind_of(folded, one, limits=bounds, said=said)
    if _goes_on(desk, block, one):
        desk.drawn[-1] = _with_due(desk.drawn[-1], said, one, folded)
        return
    if kind is None:
        if one.binds not in {"", "stated"}:
            desk.left_out.append(
                LeftOut(why=Why.NOT_UNDERSTOOD, label=block.label, start=one.start, end=one.end)
            )
        return
    if steps:
        kind = replace(kind, obligation=Obligation.SCHEDULE)
    if not kind.acts and _SAME.search(folded, *kind.at) and desk.drawn:
        kind = replace(kind, acts=desk.drawn[-1].proposal.acts, acts_at=kind.at)
    owed_by = _owed_by(desk, block, one, kind)
    desk.before = owed_by if owed_by.names else desk.before
    proposal = _proposal(desk, one, kind=kind, owed_by=owed_by, said=said, bounds=bounds)
    if steps:
        proposal = replace(
            proposal,
            due=None,
            steps=steps,
            end=end,
            rests=(*proposal.rests, Rest(field=Field.STEPS, start=steps_at[0], end=steps_at[1])),
        )
    desk.drawn.append(
        _Drawn(
            label=block.label,
            deed=kind.deed,
            proposal=replace(proposal, clause=block.label),
            tie_span=(one.start, one.end),
        )
    )


def _goes_on(desk: _Desk, block: Block, one: Undertaking) -> bool:
    """ "This process has to be finished by": it only dates what the sentence before undertook."""
    return (
        bool(desk.drawn)
        and desk.drawn[-1].label == block.label
        and 0 < len(one.subject) <= _SHORT
        and one.subject[0].norm in {"this", "these"}
    )


_SAME = re.compile(r"\bdo(?:es)? (?:the same|so|likewise)\b", re.IGNORECASE)
_SHORT = 3  # words: "this process", "these steps"


def _with_due(last: _Drawn, said: Sequence[DueSaid], one: Undertaking, folded: str) -> _Drawn:
    told = next((each for each in said if each.due is not None), None)
    proposal = replace(last.proposal, end=max(last.proposal.end, one.end))
    if told is not None and proposal.due is None:
        rest = Rest(field=Field.DEADLINE, start=told.start, end=told.end)
        proposal = replace(proposal, due=told.due, rests=(*proposal.rests, rest))
    elif told is None and said:
        proposal = replace(proposal, not_told=(*proposal.not_told, _undated(said[0], folded)))
    return replace(last, proposal=proposal)


def _undated(said: DueSaid, folded: str) -> NotTold:
    from_what = said.counted_from or folded[said.start : said.end]
    return NotTold(
        field=Field.DEADLINE,
        why=f"the days are counted from '{from_what[:80]}', whose day the text does not give",
    )


def _owed_by(desk: _Desk, block: Block, one: Undertaking, kind: Kind) -> Bearing:
    if one.shares_subject and not one.subject:
        return desk.before
    told = bearers(desk.folded, one, parties=desk.parties, before=desk.before)
    if told.names:
        return told
    last = desk.drawn[-1] if desk.drawn else None
    if (
        last
        and (last.label, last.deed) == (block.label, kind.deed)
        and one.subject
        and one.subject[0].norm in {"the", "this"}
    ):
        return (
            desk.before
        )  # "the redeployment shall be completed", of which the sentence before tells
    if block.lead >= 0:
        above = desk.blocks[block.lead]
        said = (
            desk.parties.said(desk.folded, above.start, end=above.end)
            if above.part is Part.CLAUSE
            else ()
        )
        if said:
            names = {name for each in said for name in each.parties}
            return Bearing(
                names=tuple(name for name in desk.parties.names if name in names),
                at=(said[0].start, said[-1].end),
            )
    mutual = kind.obligation is Obligation.EXCHANGE or (
        kind.obligation is Obligation.STANDING_PROHIBITION
        and Act.HOSTILITIES in kind.acts
        and one.binds != "bare"
    )
    if mutual or kind.deed == "stop":
        first = next((each.start for each in desk.blocks if each.part is Part.CLAUSE), 0)
        return agreed_by_all(desk.folded, 0, end=first, parties=desk.parties)
    return NOBODY


def _proposal(
    desk: _Desk,
    one: Undertaking,
    *,
    kind: Kind,
    owed_by: Bearing,
    said: Sequence[DueSaid],
    bounds: Limits,
) -> Proposal:
    folded = desk.folded
    towards = beneficiaries(folded, one, parties=desk.parties, owed_by=owed_by.names)
    where = sites(folded, one.start, end=one.end, parties=desk.parties)
    due = _due(kind, said)
    rests = [Rest(field=Field.OBLIGATION, start=kind.at[0], end=kind.at[1])]
    for name, bearing in ((Field.BEARERS, owed_by), (Field.BENEFICIARIES, towards)):
        if bearing.names:
            rests.append(Rest(field=name, start=bearing.at[0], end=bearing.at[1]))
    if kind.acts:
        rests.append(Rest(field=Field.ACTS, start=kind.acts_at[0], end=kind.acts_at[1]))
    rests += [Rest(field=Field.PLACES, start=span[0], end=span[1]) for span in where.values()]
    if bounds.ceilings:
        rests.append(
            Rest(field=Field.CEILINGS, start=bounds.ceilings_at[0], end=bounds.ceilings_at[1])
        )
    if bounds.floors:
        rests.append(Rest(field=Field.FLOORS, start=bounds.floors_at[0], end=bounds.floors_at[1]))
    if due is not None:
        rests.append(Rest(field=Field.DEADLINE, start=due.start, end=due.end))
    if kind.within_at != (0, 0):
        rests.append(Rest(field=Field.PROCEDURE, start=kind.within_at[0], end=kind.within_at[1]))
    if kind.years:
        rests.append(Rest(field=Field.TERM, start=kind.at[0], end=kind.at[1]))
    return Proposal(
        clause="",
        title="",
        obligation=kind.obligation,
        start=one.start,
        end=one.end,
        bearers=owed_by.names,
        beneficiaries=towards.names,
        acts=kind.acts,
        places=tuple(where),
        ceilings=bounds.ceilings,
        floors=bounds.floors,
        due=due.due if due else None,
        years=kind.years,
        notice_months=kind.notice_months,
        within_days=kind.within_days,
        rests=tuple(rests),
        not_told=tuple(_not_told(kind, owed_by, said, folded)),
    )


_TIMELESS = frozenset({Obligation.TERM, Obligation.PROCEDURE})


def _due(kind: Kind, said: Sequence[DueSaid]) -> DueSaid | None:
    if kind.obligation in _TIMELESS:
        return None
    return next((each for each in said if each.due is not None), None)


def _not_told(
    kind: Kind, owed_by: Bearing, said: Sequence[DueSaid], folded: str
) -> Iterator[NotTold]:
    if not owed_by.names:
        yield NotTold(field=Field.BEARERS, why="the text does not say here who undertakes it")
    if not kind.acts:
        yield NotTold(field=Field.ACTS, why="no act of the list is told here")
    if kind.obligation is Obligation.PROCEDURE and not kind.within_days:
        why = (
            "so long beforehand, which the file has no field for" if kind.in_advance else "how soon"
        )
        yield NotTold(field=Field.PROCEDURE, why=why)
    if kind.obligation is Obligation.TERM:
        if kind.notice_months is None:
            yield NotTold(field=Field.TERM, why="how long before the end notice is given")
    elif (
        kind.obligation is not Obligation.PROCEDURE
        and said
        and all(each.due is None for each in said)
    ):
        yield _undated(said[0], folded)


def _numbered(desk: _Desk) -> list[_Drawn]:
    """With clause numbers: the text's own, with a further part where a clause holds several."""
    drawn = _labelled(desk)
    labels = [one.label for one in drawn]
    own = {block.label for block in desk.blocks}
    taken: set[str] = set()
    numbered: list[_Drawn] = []
    for one in drawn:
        clause = one.label
        part = 0
        while clause in taken or (
            labels.count(one.label) > 1 and (clause == one.label or clause in own)
        ):
            part += 1
            clause = f"{one.label}.{part}"
        taken.add(clause)
        short = _shortened(desk.folded[one.proposal.start : one.proposal.end])
        numbered.append(replace(one, proposal=replace(one.proposal, clause=clause, title=short)))
    return numbered


def _labelled(desk: _Desk) -> list[_Drawn]:
    """Points and paragraphs without a number are counted, so that each can be named."""
    counted: dict[int, str] = {}
    drawn = []
    for one in desk.drawn:
        label = one.label
        if not label:
            block = next(
                at
                for at, each in enumerate(desk.blocks)
                if each.start <= one.proposal.start <= each.end and each.part is Part.CLAUSE
            )
            label = counted.setdefault(block, str(len(counted) + 1))
        drawn.append(replace(one, label=label))
    return drawn


_MAX_TITLE = 72


def _shortened(text: str) -> str:
    plain = " ".join(text.split()).rstrip(" ,;:.")
    if len(plain) <= _MAX_TITLE:
        return plain
    return plain[:_MAX_TITLE].rpartition(" ")[0].rstrip(" ,;:") + " \u2026"


def _with_ties(drawn: Sequence[_Drawn], folded: str) -> Iterator[Proposal]:
    known = [Known(clause=one.proposal.clause, label=one.label, deed=one.deed) for one in drawn]
    for one, own in zip(drawn, known, strict=True):
        said = tie(folded, one.tie_span, own=own, known=known)
        if said is None or one.proposal.obligation is Obligation.TERM:  # its "unless" is notice
            yield one.proposal
        elif said.waits is None:
            words_of = " ".join(folded[said.start : said.end].split())
            why = f"what it waits for is not a clause that could be told: '{words_of[:80]}'"
            yield replace(
                one.proposal, not_told=(*one.proposal.not_told, NotTold(field=Field.TIES, why=why))
            )
        else:
            rest = Rest(field=Field.TIES, start=said.start, end=said.end)
            yield replace(one.proposal, ties=(said.waits,), rests=(*one.proposal.rests, rest))


def _without_circles(found: Sequence[Proposal]) -> Iterator[Proposal]:
    """A tie that closes a circle is not kept: none of its clauses could ever be owed."""
    kept: dict[str, set[str]] = {one.clause: set() for one in found}
    for one in found:
        waits = {tie.clause for tie in one.ties}
        try:
            TopologicalSorter({**kept, one.clause: waits}).prepare()
        except CycleError:
            why = "it and another clause would wait for each other"
            yield replace(
                one,
                ties=(),
                rests=tuple(rest for rest in one.rests if rest.field is not Field.TIES),
                not_told=(*one.not_told, NotTold(field=Field.TIES, why=why)),
            )
            continue
        kept[one.clause] = waits
        yield one
