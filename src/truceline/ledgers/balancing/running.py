"""What becomes of one stock, day by day, until the next is stated. It judges no book."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from truceline.ledgers.balancing.line import Line
from truceline.ledgers.balancing.totals import Flow, Odds, Totals
from truceline.terms.book import Measure
from truceline.weighing.amount import Range

MOST_EXACT = 64  # stocks over which one flow is followed; over more it may only have come
NOBODY = Range(least=0, most=0)


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


def walk_all(segments: Sequence[Segment], lines: Iterable[Line]) -> list[Walked]:
    """Walk segments that follow each other, each with the flows that touch it.

    A flow that passes over many a stock may have come between any two of them.
    """
    ends = [segment.until for segment in segments]
    afters = [segment.after or date.min for segment in segments]
    touching: list[list[Line]] = [[] for _ in segments]
    passing = {measure: [(0, 0)] * (len(segments) + 1) for measure in (Measure.IN, Measure.OUT)}
    for line in lines:
        first = bisect_left(ends, line.first)
        last = max(first, bisect_left(afters, line.last) - 1)
        if last - first <= MOST_EXACT:
            for n in range(first, min(last + 1, len(segments))):
                touching[n].append(line)
        else:
            touching[first].append(line)
            touching[last].append(line)
            _pass(passing[line.measure], line, first + 1, until=last)
    ins, outs = (_summed(passing[measure]) for measure in (Measure.IN, Measure.OUT))
    return [
        walk(segment, found, passing=(came, left))
        for segment, found, came, left in zip(segments, touching, ins, outs, strict=False)
    ]


def walk(
    segment: Segment, lines: Sequence[Line], *, passing: tuple[Range, Range] = (NOBODY, NOBODY)
) -> Walked:
    """Carry a stock through the flows that touch the segment; they come in the record's order.

    `passing`: what may have come and left besides.
    """
    touching = [(line, _clipped(segment, line)) for line in lines if segment.touches(line)]
    ins, outs = (
        Totals(flow for line, flow in touching if line.measure is measure)
        for measure in (Measure.IN, Measure.OUT)
    )
    left_out: list[Line] = []
    days: list[tuple[date, Range]] = []
    if passing != (NOBODY, NOBODY) and (segment.after is None or segment.after < segment.until):
        days.append((segment.starts, stock(segment.opening, *passing)))
    for on, events in groupby(_events(segment, touching), key=lambda event: event.day):
        for event in events:
            totals = ins if event.line.measure is Measure.IN else outs
            (totals.end if event.ends else totals.begin)(event.flow)
            if event.ends and _below_nothing(
                segment.opening, _sum(ins.range, passing[0]), outs.range
            ):
                outs.take_back(event.flow)
                left_out.append(event.line)
        came, left = _sum(ins.range, passing[0]), _sum(outs.range, passing[1])
        days.append((on, stock(segment.opening, came, left)))
    return Walked(
        segment=segment,
        closing=days[-1][1] if days else segment.opening,
        inflow=_sum(ins.range, passing[0]),
        outflow=_sum(outs.range, passing[1]),
        days=tuple(days),
        spanning=tuple(line for line, _ in touching if segment.spans(line)),
        left_out=tuple(left_out),
        odds=(*ins.odds, *outs.odds),
    )


def stock(opening: Range, inflow: Range, outflow: Range) -> Range:
    """Opening + in - out, as a range. There is never less than nothing."""
    least = 0 if outflow.most is None else opening.least + inflow.least - outflow.most
    if opening.most is None or inflow.most is None:
        return Range(least=max(0, least), most=None)
    return Range(least=max(0, least), most=max(0, opening.most + inflow.most - outflow.least))


def _sum(one: Range, other: Range) -> Range:
    most = None if one.most is None or other.most is None else one.most + other.most
    return Range(least=one.least + other.least, most=most)


def _pass(changes: list[tuple[int, int]], line: Line, first: int, *, until: int) -> None:
    """Note that up to so many may have come in each segment from the first to before the last."""
    most, unbounded = line.amount.most or 0, int(line.amount.most is None)
    for n, sign in ((first, 1), (until, -1)):
        changes[n] = (changes[n][0] + sign * most, changes[n][1] + sign * unbounded)


def _summed(changes: Iterable[tuple[int, int]]) -> Iterator[Range]:
    most = unbounded = 0
    for more, open_ended in changes:
        most, unbounded = most + more, unbounded + open_ended
        yield Range(least=0, most=None if unbounded else most)


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


def _events(segment: Segment, touching: Sequence[tuple[Line, Flow]]) -> Iterator[_Event]:
    """By day; on one day what may come before what has come."""
    events = [
        _Event(day=max(flow.first, segment.starts), ends=False, line=line, flow=flow)
        for line, flow in touching
    ]
    events += [
        _Event(day=flow.last, ends=True, line=line, flow=flow)
        for line, flow in touching
        if flow.last <= segment.until
    ]
    events.sort(key=lambda event: (event.day, event.ends))
    yield from events
