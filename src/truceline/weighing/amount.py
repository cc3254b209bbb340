"""What a stated number leaves possible, and when two numbers cannot both be right."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from truceline.terms.claim import Bound, Quantity
from truceline.terms.printed import number

# "About two thousand" is a rounding to the first one or two figures: a tenth covers it, and is
# narrow enough that a half more or less still shows.
ABOUT_PER_CENT = 10

# Words for one thing counted. What is not listed is compared letter by letter, so that two units
# are never taken for one by guessing.
_ONE_UNIT = (
    (
        "personnel",
        "military personnel",
        "peacekeepers",
        "servicemen",
        "service members",
        "soldiers",
        "troops",
    ),
    ("killed", "dead", "deaths", "fatalities"),
    ("wounded", "injured"),
    ("armoured personnel carriers", "armored personnel carriers", "apcs"),
    (
        "vehicles and special equipment",
        "motor vehicles and special equipment",
        "units of vehicles and special equipment",
        "vehicles",
        "motor vehicles",
    ),
)
_CANON: Mapping[str, str] = MappingProxyType(
    {word: words[0] for words in _ONE_UNIT for word in words}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """The whole numbers a statement leaves possible; `most` is None where it sets no upper end."""

    least: int
    most: int | None

    def meets(self, other: "Range") -> bool:
        return (self.most is None or other.least <= self.most) and (
            other.most is None or self.least <= other.most
        )


def unit(name: str) -> str:
    """The one name for a unit of count."""
    plain = name.casefold().strip()
    return _CANON.get(plain, plain)


def possible(stated: Quantity) -> Range:
    """The numbers that agree with a statement."""
    value = stated.value
    match stated.bound:
        case Bound.EXACT:
            return Range(least=value, most=value)
        case Bound.ABOUT:
            give = value * ABOUT_PER_CENT // 100
            return Range(least=value - give, most=value + give)
        case Bound.AT_LEAST:
            return Range(least=value, most=None)
        case Bound.MORE_THAN:
            return Range(least=value + 1, most=None)
        case Bound.AT_MOST:
            return Range(least=0, most=value)


def told(stated: Quantity) -> str:
    """The number as it was stated: "more than 6,000 killed"."""
    return f"{number(stated.value, bound=stated.bound)} {unit(stated.unit)}"


def counted(quantities: tuple[Quantity, ...]) -> dict[str, Quantity]:
    """One number for each unit. A unit told twice in one claim counts parts: it is left out."""
    times = Counter(unit(one.unit) for one in quantities)
    return {name: one for one in quantities if times[name := unit(one.unit)] == 1}
