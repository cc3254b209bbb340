"""The fields of one proposal, each with its words, and what is not told. One clause at a time."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from truceline.reading.drafting.bearing import Bearing
from truceline.reading.drafting.dues import DueSaid
from truceline.reading.drafting.kinds import Kind
from truceline.reading.drafting.limits import Limits
from truceline.reading.drafting.proposal import Field, NotTold, Proposal, Rest
from truceline.reading.drafting.undertaking import Undertaking
from truceline.reading.spans import Span
from truceline.terms.agreement import Obligation


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """All that was found about one undertaking."""

    kind: Kind
    owed_by: Bearing
    towards: Bearing
    places: Mapping[str, Span]
    said: Sequence[DueSaid]
    bounds: Limits

    @property
    def due(self) -> DueSaid | None:
        """The first deadline the file has words for; terms and procedures have none."""
        if self.kind.obligation in _WITHOUT_DEADLINE:
            return None
        return next((each for each in self.said if each.due is not None), None)


def filled(one: Undertaking, found: Found, *, folded: str) -> Proposal:
    kind, due = found.kind, found.due
    return Proposal(
        clause="",
        title="",
        obligation=kind.obligation,
        start=one.start,
        end=one.end,
        bearers=found.owed_by.names,
        beneficiaries=found.towards.names,
        acts=kind.acts,
        places=tuple(found.places),
        ceilings=found.bounds.ceilings,
        floors=found.bounds.floors,
        due=due.due if due else None,
        years=kind.years,
        notice_months=kind.notice_months,
        within_days=kind.within_days,
        rests=tuple(_rests(found)),
        not_told=tuple(_not_told(found, folded)),
    )


def undated(said: DueSaid, folded: str) -> NotTold:
    """Days that run from something whose day the text does not give."""
    words = said.counted_from or folded[said.start : said.end]
    return NotTold(
        field=Field.DEADLINE,
        why=f"the days are counted from '{words[:_SHOWN]}', whose day the text does not give",
    )


_WITHOUT_DEADLINE = frozenset({Obligation.TERM, Obligation.PROCEDURE})
_SHOWN = 80  # characters
_NOWHERE = (0, 0)


def _rests(found: Found) -> Iterator[Rest]:
    kind, due = found.kind, found.due
    spans = (
        (Field.OBLIGATION, kind.at),
        (Field.BEARERS, found.owed_by.at if found.owed_by.names else _NOWHERE),
        (Field.BENEFICIARIES, found.towards.at if found.towards.names else _NOWHERE),
        (Field.ACTS, kind.acts_at if kind.acts else _NOWHERE),
        *((Field.PLACES, span) for span in found.places.values()),
        (Field.CEILINGS, found.bounds.ceilings_at),
        (Field.FLOORS, found.bounds.floors_at),
        (Field.DEADLINE, (due.start, due.end) if due else _NOWHERE),
        (Field.PROCEDURE, kind.within_at),
        (Field.TERM, kind.at if kind.years else _NOWHERE),
    )
    for field, (start, end) in spans:
        if end > start:
            yield Rest(field=field, start=start, end=end)


def _not_told(found: Found, folded: str) -> Iterator[NotTold]:
    kind = found.kind
    if not found.owed_by.names:
        yield NotTold(field=Field.BEARERS, why="the text does not say here who undertakes it")
    if not kind.acts:
        yield NotTold(field=Field.ACTS, why="no act of the list is told here")
    if kind.obligation is Obligation.PROCEDURE and not kind.within_days:
        early = "so long beforehand, which the file has no field for"
        yield NotTold(field=Field.PROCEDURE, why=early if kind.in_advance else "how soon")
    if kind.obligation is Obligation.TERM and kind.notice_months is None:
        yield NotTold(field=Field.TERM, why="how long before the end notice is given")
    dated = kind.obligation not in _WITHOUT_DEADLINE
    if dated and found.said and found.due is None:
        yield undated(found.said[0], folded)
