"""Who owes one undertaking, from its own words and, where they are silent, from those around it."""

from truceline.reading.drafting.bearing import NOBODY, Bearing, agreed_by_all, bearers
from truceline.reading.drafting.desk import Desk
from truceline.reading.drafting.kinds import Kind
from truceline.reading.drafting.layout import Block, Part
from truceline.reading.drafting.undertaking import Undertaking
from truceline.terms.agreement import Obligation
from truceline.terms.claim import Act


def owed_by(desk: Desk, block: Block, one: Undertaking, *, kind: Kind) -> Bearing:
    """Its own words first; nobody where none of the words around tell it."""
    if one.shares_subject and not one.subject:
        return desk.before
    told = bearers(desk.folded, one, parties=desk.parties, before=desk.before)
    if told.names:
        return told
    if _is_told_before(desk, block, one, kind):
        return desk.before
    if (above := _of_lead(desk, block)).names:
        return above
    return _of_all(desk) if _is_mutual(one, kind) else NOBODY


def _is_told_before(desk: Desk, block: Block, one: Undertaking, kind: Kind) -> bool:
    """As in "the redeployment shall be completed", after the sentence that undertook it."""
    if not desk.drawn or not one.subject or one.subject[0].norm not in {"the", "this"}:
        return False
    last = desk.drawn[-1]
    return (last.label, last.deed) == (block.label, kind.deed)


def _of_lead(desk: Desk, block: Block) -> Bearing:
    """As in "the parties agree that:", before "all forces shall leave"."""
    if block.lead < 0 or desk.blocks[block.lead].part is not Part.CLAUSE:
        return NOBODY
    above = desk.blocks[block.lead]
    said = desk.parties.said(desk.folded, above.start, end=above.end)
    names = {name for each in said for name in each.parties}
    if not names:
        return NOBODY
    in_order = tuple(name for name in desk.parties.names if name in names)
    return Bearing(names=in_order, at=(said[0].start, said[-1].end))


def _is_mutual(one: Undertaking, kind: Kind) -> bool:
    """A ceasefire or an exchange without a subject is owed by all who agreed it."""
    fire = kind.obligation is Obligation.STANDING_PROHIBITION and Act.HOSTILITIES in kind.acts
    stated = fire and one.binds != "bare"
    return kind.obligation is Obligation.EXCHANGE or stated or kind.deed == "stop"


def _of_all(desk: Desk) -> Bearing:
    first = next((each.start for each in desk.blocks if each.part is Part.CLAUSE), 0)
    return agreed_by_all(desk.folded, 0, end=first, parties=desk.parties)
