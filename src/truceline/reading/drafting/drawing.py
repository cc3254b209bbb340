"""One undertaking to one proposal, each field with its words. It looks at no other clause."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from truceline.reading.drafting.bearing import (
    NOBODY,
    Bearing,
    agreed_by_all,
    bearers,
    beneficiaries,
)
from truceline.reading.drafting.desk import Desk, Drawn
from truceline.reading.drafting.dues import DueSaid, dues
from truceline.reading.drafting.kinds import Kind, kind_of
from truceline.reading.drafting.layout import Block, Part
from truceline.reading.drafting.limits import Limits, limits
from truceline.reading.drafting.proposal import (
    DueStep,
    Field,
    LeftOut,
    NotTold,
    Proposal,
    Rest,
    Why,
)
from truceline.reading.drafting.sites import sites
from truceline.reading.drafting.undertaking import Undertaking
from truceline.reading.spans import Span
from truceline.terms.agreement import Obligation
from truceline.terms.claim import Act


def draw(
    desk: Desk,
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
        Drawn(
            label=block.label,
            deed=kind.deed,
            proposal=replace(proposal, clause=block.label),
            tie_span=(one.start, one.end),
        )
    )


def _goes_on(desk: Desk, block: Block, one: Undertaking) -> bool:
    """As in "this process has to be finished by": it only dates what came before."""
    return (
        bool(desk.drawn)
        and desk.drawn[-1].label == block.label
        and 0 < len(one.subject) <= _SHORT
        and one.subject[0].norm in {"this", "these"}
    )


_SAME = re.compile(r"\bdo(?:es)? (?:the same|so|likewise)\b", re.IGNORECASE)


_SHORT = 3  # words: "this process", "these steps"


def _with_due(last: Drawn, said: Sequence[DueSaid], one: Undertaking, folded: str) -> Drawn:
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


def _owed_by(desk: Desk, block: Block, one: Undertaking, kind: Kind) -> Bearing:
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
    desk: Desk,
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
