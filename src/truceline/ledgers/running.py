"""What becomes of one stock, day by day, until the next is stated. It judges no book."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from truceline.ledgers.line import Line
from truceline.ledgers.totals import Flow, Odds, Totals
from truceline.terms.book import Measure
from truceline.weighing.amount import Range


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """From the end of the day of one stock to the end of the day of the next, or of the page."""

    opening: Range
    after: date | None  # None: from the beginning
    until: date

    @property
    def starts(self) -> date:
        """The first day whose flows are not in the opening stock."""
        return date.min if self.after is None else self.after + timedelta(days=1)

    def touches(self, line: Line) -> bool:
        if self.after is not None and self.after >= self.until:
            return False
        return line.first <= self.until and line.last >= self.starts

    def spans(self, line: Line) -> bool:
        """Whether it may lie on either side of one of the ends."""
        return line.first < self.starts or line.last > self.until


@dataclass(frozen=True, slots=True, kw_only=True)
class Walked:
    """A segment after its flows."""

    segment: Segment
    closing: Range
    inflow: Range
    outflow: Range
    days: tuple[tuple[date, Range], ...]  # on which something may have changed
    spanning: tuple[Line, ...]
    left_out: tuple[Line, ...]  # would have left fewer than none
    odds: tuple[Odds, ...]

    @property
    def moved(self) -> bool:
        return bool(self.days)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Event:
    day: date
    ends: bool
    line: Line
    flow: Flow


def walk(segment: Segment, lines: Sequence[Line]) -> Walked:
    """Carry a stock through the flows that touch the segment; they come in the record's order."""
    touching = {line: _clipped(segment, line) for line in lines if segment.touches(line)}
    ins, outs = (
        Totals(flow for line, flow in touching.items() if line.measure is measure)
        for measure in (Measure.IN, Measure.OUT)
    )
    left_out: list[Line] = []
    days: list[tuple[date, Range]] = []
    for on, events in groupby(_events(segment, touching), key=lambda event: event.day):
        for event in events:
            totals = ins if event.line.measure is Measure.IN else outs
            (totals.end if event.ends else totals.begin)(event.flow)
            if event.ends and _below_nothing(segment.opening, ins.range, outs.range):
                outs.end(event.flow, times=-1)
                outs.begin(event.flow, times=-1)
                left_out.append(event.line)
        days.append((on, stock(segment.opening, ins.range, outs.range)))
    return Walked(
        segment=segment,
        closing=days[-1][1] if days else segment.opening,
        inflow=ins.range,
        outflow=outs.range,
        days=tuple(days),
        spanning=tuple(line for line in touching if segment.spans(line)),
        left_out=tuple(left_out),
        odds=(*ins.odds, *outs.odds),
    )


def stock(opening: Range, inflow: Range, outflow: Range) -> Range:
    """Opening + in - out, as a range. There is never less than nothing."""
    least = 0 if outflow.most is None else opening.least + inflow.least - outflow.most
    if opening.most is None or inflow.most is None:
        return Range(least=max(0, least), most=None)
    return Range(least=max(0, least), most=max(0, opening.most + inflow.most - outflow.least))


def _below_nothing(opening: Range, inflow: Range, outflow: Range) -> bool:
    if opening.most is None or inflow.most is None:
        return False
    return opening.most + inflow.most < outflow.least


def _clipped(segment: Segment, line: Line) -> Flow:
    """Of what may already be in the opening stock, perhaps nothing came after it."""
    before = line.first < segment.starts
    return Flow(
        first=line.first,
        last=line.last,
        amount=Range(least=0, most=line.amount.most) if before else line.amount,
        where=line.where,
    )


def _events(segment: Segment, touching: dict[Line, Flow]) -> Iterator[_Event]:
    """By day; on one day what may come first, then what came, then what left."""
    events = [
        _Event(day=max(flow.first, segment.starts), ends=False, line=line, flow=flow)
        for line, flow in touching.items()
    ]
    events += [
        _Event(day=flow.last, ends=True, line=line, flow=flow)
        for line, flow in touching.items()
        if flow.last <= segment.until
    ]
    events.sort(
        key=lambda event: (event.day, event.ends, event.ends and event.line.measure is Measure.OUT)
    )
    yield from events
