"""Whether one book balances, in a word and in sentences, and what was left out. No sums."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from truceline.ledgers.balancing.line import UNKNOWN, Line
from truceline.ledgers.balancing.running import Walked
from truceline.ledgers.balancing.totals import Odds
from truceline.ledgers.sentences import amount, apart, cited, in_order
from truceline.terms.printed import day, stretch
from truceline.terms.problem import Problem
from truceline.weighing.amount import Range, told

_NONE = Range(least=0, most=0)
TWO = 2  # stocks, between which a book can be checked


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """What a book should come to and what it says, where the two cannot both be right."""

    since: date | None
    until: date
    expected: Range
    stated: Range
    because: str


def between_stocks(walked: Sequence[Walked], stocks: Sequence[Line]) -> list[Gap]:
    """Where a stock cannot be what the one before, and the flows between, come to."""
    return [
        Gap(
            since=before.stands,
            until=after.stands,
            expected=one.closing,
            stated=after.amount,
            because=(
                f"On {day(after.stands)} it should come to {amount(one.closing)} and says "
                f"{amount(after.amount)}: {apart(one.closing, after.amount)}."
            ),
        )
        for one, (before, after) in zip(walked, pairwise(stocks), strict=False)
        if not one.closing.meets(after.amount)
    ]


def beside_parts(odds: Odds) -> Gap:
    return Gap(
        since=odds.first,
        until=odds.last,
        expected=odds.parts,
        stated=odds.total,
        because=(
            f"The total from {day(odds.first)} to {day(odds.last)} is {amount(odds.total)}, "
            f"its parts come to {amount(odds.parts)}."
        ),
    )


def verdict(walked: Sequence[Walked], stocks: Sequence[Line], *, wrong: bool) -> bool | None:
    """Yes only where every number is exact: "about ten" leaves room for both."""
    if wrong:
        return False
    met = [
        one.closing.least == one.closing.most == after.amount.least == after.amount.most
        for one, after in zip(walked, stocks[1:], strict=False)
    ]
    return True if met and all(met) else None


def story(stocks: Sequence[Line], latest: Walked) -> Iterator[str]:
    moved = _moved(latest)
    if stocks:
        stated = told(stocks[-1].stated) if stocks[-1].stated else amount(UNKNOWN)
        since = f", then {moved}" if latest.moved else ""
        yield f"{stated} on {day(stocks[-1].stands)}{since}."
    else:
        yield f"No stock is stated; {moved}." if latest.moved else "No stock is stated."


def _moved(latest: Walked) -> str:
    """What came and went; of which nothing is stated, nothing is said."""
    flows = ((latest.inflow, "in"), (latest.outflow, "out"))
    told_of = [f"{amount(flow)} {way}" for flow, way in flows if flow != _NONE]
    return " and ".join(told_of) or "0 in and 0 out"


def checked(walked: Sequence[Walked], stocks: Sequence[Line], *, wrong: bool) -> Iterator[str]:
    if wrong:
        return
    if len(stocks) < TWO:
        yield "Whether it balances cannot be told: that takes two stocks."
    elif verdict(walked, stocks, wrong=False):
        yield f"It balances from {day(stocks[0].stands)} to {day(stocks[-1].stands)}."
    else:
        yield "Whether it balances cannot be told: its numbers leave room."


def about(lines: Sequence[Line], what: str) -> Iterator[str]:
    names = in_order(line.name for line in lines)
    if names:
        yield f"{cited(names).capitalize()} {what}."


def repeated(line: Line, first: Line) -> Problem:
    return Problem(
        code="counted-twice",
        where=line.found,
        message=(
            f"This row of {line.book}'s book says again what {first.found} says. It counts once."
        ),
        remedy="Where two different groups are meant, tell the rows apart by a further field.",
    )


def negative(line: Line) -> Problem:
    left = told(line.stated) if line.stated else "a number"
    return Problem(
        code="negative-stock",
        where=line.found,
        message=(
            f"{left} out of {line.account} in {line.book}'s book {stretch(line.when)} would leave "
            "fewer than none. The row is left out of the sum, and the book does not balance."
        ),
        remedy="Correct the row, or enter the stock or the arrivals that are missing before it.",
    )
