"""What came or left in all by a day, of one kind, in every book. Stocks have no part in it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from truceline.ledgers.balancing.account import in_record_order
from truceline.ledgers.balancing.balance import Balance, balance
from truceline.ledgers.balancing.difference import difference
from truceline.ledgers.balancing.told import Told, figures, stand, standing
from truceline.ledgers.books import Row, in_book_order
from truceline.ledgers.ledger import Account, Figure, Stand
from truceline.ledgers.sentences import amount
from truceline.terms.book import Measure
from truceline.terms.claim import Quantity
from truceline.weighing.held import Held

NOTHING: Mapping[str, Quantity] = MappingProxyType({})


def flowed(
    account: Account,
    rows: Sequence[tuple[Row, Figure]],
    *,
    told: Sequence[Told] = (),
    measure: Measure = Measure.OUT,
    stated: Mapping[str, Quantity] = NOTHING,
    held: Held,
    as_of: date,
) -> Account:
    """Rows in the account's unit, each with its figure as it was stated; what is told beside.

    `stated`: of claims told in another unit than the account's, the number as it was stated.
    """
    kept = {
        one.book: one for one in balance((row.line(account.name) for row, _ in rows), as_of=as_of)
    }
    said = {book: latest for book, latest in standing(told).items() if book not in kept}
    stands = [
        _kept(kept[book], measure, unit=account.unit) if book in kept else stand(book, said[book])
        for book in in_book_order((*kept, *said), held)
    ]
    beside = (
        replace(one, stated=stated.get(one.cites[0], one.stated)) for one in figures(told, measure)
    )
    return replace(
        account,
        figures=in_record_order((*(figure for _, figure in rows), *beside)),
        stands=tuple(stands),
        difference=difference(stands, account.unit),
    )


def _kept(one: Balance, measure: Measure, *, unit: str) -> Stand:
    total = one.inflow if measure is Measure.IN else one.outflow
    return Stand(
        book=one.book,
        low=total.least,
        best=total.least if total.least == total.most else None,
        high=total.most,
        because=f"{amount(total)} {unit} in all.",
        cites=one.cites,
    )
