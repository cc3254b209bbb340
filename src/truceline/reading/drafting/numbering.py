"""The numbers, titles and ties of what was drawn. It draws nothing."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from graphlib import CycleError, TopologicalSorter

from truceline.reading.drafting.desk import Desk, Drawn
from truceline.reading.drafting.layout import Part
from truceline.reading.drafting.proposal import (
    Field,
    NotTold,
    Proposal,
    Rest,
)
from truceline.reading.drafting.ties import Known, tie
from truceline.terms.agreement import Obligation


def numbered(desk: Desk) -> list[Drawn]:
    """With clause numbers: the text's own, with a further part where a clause holds several."""
    drawn = _labelled(desk)
    labels = [one.label for one in drawn]
    own = {block.label for block in desk.blocks}
    taken: set[str] = set()
    numbered: list[Drawn] = []
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


def _labelled(desk: Desk) -> list[Drawn]:
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


def with_ties(drawn: Sequence[Drawn], folded: str) -> Iterator[Proposal]:
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


def without_circles(found: Sequence[Proposal]) -> Iterator[Proposal]:
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
