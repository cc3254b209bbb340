"""One undertaking to one proposal, or to what was left out. It looks at no later clause."""

import re
from dataclasses import replace

from truceline.reading.drafting.bearing import beneficiaries
from truceline.reading.drafting.desk import Desk, Drawn
from truceline.reading.drafting.dues import dues
from truceline.reading.drafting.filling import Found, filled, undated
from truceline.reading.drafting.kinds import Kind, kind_of
from truceline.reading.drafting.layout import Block
from truceline.reading.drafting.limits import limits
from truceline.reading.drafting.owing import owed_by
from truceline.reading.drafting.proposal import DueStep, Field, LeftOut, Rest, Why
from truceline.reading.drafting.sites import sites
from truceline.reading.drafting.undertaking import Undertaking
from truceline.reading.spans import Span
from truceline.terms.agreement import Obligation


def draw(desk: Desk, block: Block, one: Undertaking) -> None:
    """Add what it proposes to the desk, or say why it proposes nothing."""
    if _goes_on(desk, block, one):
        _date_last(desk, one)
        return
    drawn = _drawn(desk, block, one)
    if drawn is not None:
        desk.drawn.append(drawn)
    elif one.binds not in {"", "stated"}:
        leave_out(desk, block, (one.start, one.end))


def draw_schedule(
    desk: Desk, block: Block, one: Undertaking, *, steps: tuple[DueStep, ...], at: Span
) -> None:
    """As `draw`, with the steps that stand at `at`."""
    drawn = _drawn(desk, block, one)
    if drawn is None:
        leave_out(desk, block, (one.start, at[1]))
        return
    proposal = replace(
        drawn.proposal,
        obligation=Obligation.SCHEDULE,
        end=at[1],
        due=None,
        steps=steps,
        rests=(
            *(rest for rest in drawn.proposal.rests if rest.field is not Field.DEADLINE),
            Rest(field=Field.STEPS, start=at[0], end=at[1]),
        ),
    )
    desk.drawn.append(replace(drawn, proposal=proposal))


def leave_out(desk: Desk, block: Block, span: Span, *, why: Why = Why.NOT_UNDERSTOOD) -> None:
    left = LeftOut(why=why, label=block.label, start=span[0], end=span[1])
    desk.left_out.append(left)


_SHORT = 3  # words: "this process", "these steps"
_SAME = re.compile(r"\bdo(?:es)? (?:the same|so|likewise)\b", re.IGNORECASE)


def _drawn(desk: Desk, block: Block, one: Undertaking) -> Drawn | None:
    folded = desk.folded
    said = dues(folded, one.start, end=one.end)
    bounds = limits(folded, one)
    kind = kind_of(folded, one, limits=bounds, said=said)
    if kind is None:
        return None
    kind = _as_before(desk, kind)
    owing = owed_by(desk, block, one, kind=kind)
    if owing.names:
        desk.before = owing
    found = Found(
        kind=kind,
        owed_by=owing,
        towards=beneficiaries(folded, one, parties=desk.parties, owed_by=owing.names),
        places=sites(folded, one.start, end=one.end, parties=desk.parties),
        said=said,
        bounds=bounds,
    )
    return Drawn(
        label=block.label,
        deed=kind.deed,
        proposal=filled(one, found, folded=folded),
        tie_span=(one.start, one.end),
    )


def _as_before(desk: Desk, kind: Kind) -> Kind:
    """As in "Velm shall do the same": the acts of the undertaking before."""
    if kind.acts or not desk.drawn or not _SAME.search(desk.folded, *kind.at):
        return kind
    return replace(kind, acts=desk.drawn[-1].proposal.acts, acts_at=kind.at)


def _goes_on(desk: Desk, block: Block, one: Undertaking) -> bool:
    """As in "this process has to be finished by": it only dates what came before."""
    return (
        bool(desk.drawn)
        and desk.drawn[-1].label == block.label
        and 0 < len(one.subject) <= _SHORT
        and one.subject[0].norm in {"this", "these"}
    )


def _date_last(desk: Desk, one: Undertaking) -> None:
    said = dues(desk.folded, one.start, end=one.end)
    last = desk.drawn[-1]
    proposal = replace(last.proposal, end=max(last.proposal.end, one.end))
    told = next((each for each in said if each.due is not None), None)
    if told is not None and proposal.due is None:
        rest = Rest(field=Field.DEADLINE, start=told.start, end=told.end)
        proposal = replace(proposal, due=told.due, rests=(*proposal.rests, rest))
    elif told is None and said:
        missing = undated(said[0], desk.folded)
        proposal = replace(proposal, not_told=(*proposal.not_told, missing))
    desk.drawn[-1] = replace(last, proposal=proposal)
