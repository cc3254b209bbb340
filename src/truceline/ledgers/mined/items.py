"""Mines and other things found and destroyed, by category. Never an area, never two categories."""

from collections.abc import Sequence
from datetime import date

from truceline.ledgers.balancing.account import Made, Material, make
from truceline.ledgers.books import Row
from truceline.ledgers.ledger import Account
from truceline.terms.book import Measure
from truceline.weighing.held import Held

_UNNAMED = frozenset({"items", "item", "pieces", "devices", ""})
_NOTES = {Measure.IN: "found", Measure.OUT: "destroyed or removed", Measure.STOCK: "there"}


def category(row: Row) -> str:
    """The category is the unit; where the unit says only that things are counted, the account."""
    return row.posting.account.strip() if row.unit in _UNNAMED else row.unit


def items(name: str, rows: Sequence[Row], *, held: Held, as_of: date) -> Made:
    """One category: found, destroyed, still there, in every book."""
    return make(
        Account(name=name, unit=rows[0].unit or "items"),
        Material(rows=tuple(rows), note=_where),
        held=held,
        as_of=as_of,
    )


def _where(row: Row) -> str:
    """An account that is not the category is the area in which it lay."""
    lay = row.posting.account.strip()
    place = f" at {lay}" if lay and lay != category(row) else ""
    return f"{_NOTES[row.posting.measure]}{place}"
