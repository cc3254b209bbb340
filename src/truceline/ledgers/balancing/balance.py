"""The double-entry core: opening stock, what came, what left, what there is. It chooses no figures.

For each book, account and unit by itself: opening + in - out = closing, or the gap is shown. A
stock is never added to a flow, one unit never to another, one book never to another's. An unknown
opening stays unknown: what came since only says how many there are at least.

Times keep their width: a flow that may lie on either side of the day counts as "may have come". A
row that stands twice in one book counts once. A row by which more would have left than can have
been there is left out, and named.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from truceline.ledgers.balancing.line import UNKNOWN, Line
from truceline.ledgers.balancing.running import Segment, Walked, walk, walk_all
from truceline.ledgers.balancing.verdict import (
    Gap,
    about,
    beside_parts,
    between_stocks,
    checked,
    negative,
    repeated,
    story,
    verdict,
)
from truceline.ledgers.ledger import Mark, Stand
from truceline.ledgers.sentences import in_order
from truceline.terms.book import Measure
from truceline.terms.problem import Problem
from truceline.weighing.amount import Range
from truceline.weighing.held import order

__all__ = ["Balance", "Gap", "Line", "balance"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """What one book comes to on the day, in one account and unit."""

    book: str
    account: str
    unit: str
    opening: Range | None  # the first stock that is stated; None: unknown, which is not zero
    opened: date | None
    inflow: Range  # after the opening; where that is unknown, ever
    outflow: Range
    expected: Range | None  # on the day: the latest stock, with what came and left since
    best: int | None  # the latest stock as it was stated, or the only number possible
    stated: Range | None  # the latest stock
    stated_on: date | None
    balances: bool | None  # None: cannot be told
    gaps: tuple[Gap, ...]
    because: str
    may_count: tuple[str, ...]  # their time spans the day, or the day of a stock
    left_out: tuple[str, ...]  # repeated rows, and what would leave fewer than none
    cites: tuple[str, ...]
    problems: tuple[Problem, ...]
    course: tuple[Mark, ...]

    @property
    def stand(self) -> Stand:
        """As a ledger's page shows it."""
        known = self.expected if self.expected != UNKNOWN else None
        return Stand(
            book=self.book,
            low=known.least if known else None,
            best=self.best,
            high=known.most if known else None,
            balances=self.balances,
            because=self.because,
            cites=self.cites,
        )


def balance(lines: Iterable[Line], *, as_of: date) -> tuple[Balance, ...]:
    """Every book, account and unit by itself, in the order of the record."""
    accounts: dict[Hashable, list[Line]] = defaultdict(list)
    for line in sorted(lines, key=lambda line: order(line.name)):
        if line.first <= as_of:
            accounts[line.book, line.account, line.unit].append(line)
    return tuple(_balance(rows, as_of) for rows in accounts.values())


def _balance(rows: Sequence[Line], as_of: date) -> Balance:
    once, repeats = _once(rows)
    stocks = sorted(
        (line for line in once if line.measure is Measure.STOCK and line.stands <= as_of),
        key=lambda line: line.stands,
    )
    flows = [line for line in once if line.measure is not Measure.STOCK]
    walked = walk_all(_segments(stocks, as_of), flows)
    below = [line for one in walked for line in one.left_out]
    gone = {line.name for line in below}
    opened = stocks[0].stands if stocks else None
    whole = walk(
        Segment(opening=UNKNOWN, after=opened, until=as_of),
        [line for line in flows if line.name not in gone],
    )
    gaps = (*between_stocks(walked, stocks), *map(beside_parts, whole.odds))
    open_to = [line for one in walked for line in one.spanning]
    open_to += [line for line in once if line.measure is Measure.STOCK and line.stands > as_of]
    latest = walked[-1]
    known = bool(stocks) or latest.moved
    return Balance(
        book=rows[0].book,
        account=rows[0].account,
        unit=rows[0].unit,
        opening=stocks[0].amount if stocks else None,
        opened=opened,
        inflow=whole.inflow,
        outflow=whole.outflow,
        expected=latest.closing if known else None,
        best=_best(stocks, latest),
        stated=stocks[-1].amount if stocks else None,
        stated_on=stocks[-1].stands if stocks else None,
        balances=verdict(walked, stocks, wrong=bool(gaps or below)),
        gaps=gaps,
        because=" ".join(
            (
                *story(stocks, latest),
                *(gap.because for gap in gaps),
                *checked(walked, stocks, wrong=bool(gaps or below)),
                *about(open_to, "may or may not count: the time spans the day"),
                *about(below, "would leave fewer than none: left out"),
            )
        ),
        may_count=in_order(line.name for line in open_to),
        left_out=in_order(line.name for line in (*repeats, *below)),
        cites=in_order(line.name for line in rows),
        problems=(
            *(repeated(line, first) for line, first in repeats.items() if line.file == first.file),
            *map(negative, below),
        ),
        course=tuple(_course(rows[0].book, walked)),
    )


def _once(rows: Sequence[Line]) -> tuple[list[Line], dict[Line, Line]]:
    """Each row once, and every repeated row with the one that it repeats."""
    first: dict[Hashable, Line] = {}
    repeats: dict[Line, Line] = {}
    for line in rows:
        same = first.setdefault(
            (line.measure, line.when, line.stated, line.where, line.apart), line
        )
        if same is not line:
            repeats[line] = same
    return list(first.values()), repeats


def _segments(stocks: Sequence[Line], as_of: date) -> list[Segment]:
    if not stocks:
        return [Segment(opening=UNKNOWN, after=None, until=as_of)]
    ends = [*(line.stands for line in stocks[1:]), as_of]
    return [
        Segment(opening=line.amount, after=line.stands, until=end)
        for line, end in zip(stocks, ends, strict=True)
    ]


def _best(stocks: Sequence[Line], latest: Walked) -> int | None:
    if latest.closing.least == latest.closing.most:
        return latest.closing.least
    stated = stocks[-1].stated if stocks else None
    return stated.value if stated and not latest.moved else None


def _course(book: str, walked: Sequence[Walked]) -> Iterator[Mark]:
    """A stretch for every range, up to the day before the next; unknown is no stretch."""
    points: dict[date, Range] = {}
    for one in walked:
        if one.segment.after is not None:
            points[one.segment.after] = one.segment.opening
        points |= dict(one.days)
    changes: list[tuple[date, Range]] = []
    for day, reached in sorted(points.items(), key=lambda point: point[0]):
        if not changes or changes[-1][1] != reached:
            changes.append((day, reached))
    for n, (day, reached) in enumerate(changes, start=1):
        end = changes[n][0] - timedelta(days=1) if n < len(changes) else None
        if reached != UNKNOWN:
            yield Mark(book=book, first=day, last=end, low=reached.least, high=reached.most)
