"""Units of land and of length in one unit each, where one is an exact multiple of the other.

Only these are converted: a mine is never made of anything else, and a dunam is not one size.
"""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from truceline.ledgers.books import Row
from truceline.terms.claim import Quantity

M2, M = "m2", "m"

_LAND: Mapping[str, int] = MappingProxyType(
    {
        **dict.fromkeys(("m2", "m²", "sq m", "square metre", "square metres"), 1),
        **dict.fromkeys(("square meter", "square meters"), 1),
        **dict.fromkeys(("ha", "hectare", "hectares"), 10_000),
        **dict.fromkeys(
            ("km2", "km²", "sq km", "square kilometre", "square kilometres"), 1_000_000
        ),
        **dict.fromkeys(("square kilometer", "square kilometers"), 1_000_000),
    }
)
_LENGTH: Mapping[str, int] = MappingProxyType(
    {
        **dict.fromkeys(("m", "metre", "metres", "meter", "meters"), 1),
        **dict.fromkeys(("km", "kilometre", "kilometres", "kilometer", "kilometers"), 1_000),
    }
)


def land(stated: Quantity) -> Quantity | None:
    """The same in square metres, its bound kept; None where it is no area."""
    return _converted(stated, _LAND, M2)


def restated(row: Row, amount: Quantity | None, unit: str) -> Row:
    """The row as if it had been posted in that unit."""
    posting = replace(row.posting, amount=amount)
    return replace(row, unit=unit, booked=replace(row.booked, posting=posting))


def is_length(unit: str) -> bool:
    return unit.casefold().strip() in _LENGTH


def is_land(unit: str) -> bool:
    return unit.casefold().strip() in _LAND


def length(stated: Quantity) -> Quantity | None:
    """The same in metres; None where it is no length."""
    return _converted(stated, _LENGTH, M)


def _converted(stated: Quantity, factors: Mapping[str, int], unit: str) -> Quantity | None:
    factor = factors.get(stated.unit.casefold().strip())
    return None if factor is None else replace(stated, value=stated.value * factor, unit=unit)
