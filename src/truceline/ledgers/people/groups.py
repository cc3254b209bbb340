"""Whom a row of the casualties or returns ledger counts: which lot, whose people, which of them.

A row about women counts some of those that a row about everybody counts. Groups that give the same
fields with other values are different people; groups that give different fields may overlap.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from itertools import combinations

from truceline.ledgers.balancing.account import Made
from truceline.ledgers.books import Row
from truceline.ledgers.ledger import Stand
from truceline.ledgers.sentences import amount, in_order
from truceline.weighing.amount import Range

# Words for one thing, as books have them.
STATUS: Mapping[str, str] = {
    **dict.fromkeys(("civilian", "civilians"), "civilians"),
    **dict.fromkeys(
        ("combatant", "combatants", "military", "soldiers", "personnel", "fighters", "fighter"),
        "combatants",
    ),
}
SEX: Mapping[str, str] = {
    **dict.fromkeys(("f", "female", "woman", "women", "girl", "girls"), "female"),
    **dict.fromkeys(("m", "male", "man", "men", "boy", "boys"), "male"),
}
AGE: Mapping[str, str] = {
    **dict.fromkeys(("child", "children", "minor", "minors"), "children"),
    **dict.fromkeys(("adult", "adults"), "adults"),
}
UNKNOWN = frozenset({"", "unknown", "not known", "n/a", "-"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Empty: of any."""

    lot: str  # "killed", "displaced people"
    side: str = ""
    named: str = ""  # by or of whose people: of reports that do not tell which
    status: str = ""
    sex: str = ""
    age: str = ""

    @property
    def name(self) -> str:
        """The side last: "killed, civilians, Northland"."""
        whose = f"by or of {self.named}" if self.named else self.side
        return ", ".join(filter(None, (self.lot, self.status, self.sex, self.age, whose)))

    @property
    def is_whole(self) -> bool:
        """Everybody of a lot, or of a lot and side: what reports can tell of."""
        return not (self.status or self.sex or self.age)

    @property
    def given(self) -> tuple[bool, ...]:
        """Which fields it gives."""
        return tuple(bool(getattr(self, field.name)) for field in fields(self))

    @property
    def holders(self) -> Iterator["Group"]:
        """Every group that all of this one are of, but not itself."""
        given = [field.name for field in fields(self)[1:] if getattr(self, field.name)]
        for size in range(1, len(given) + 1):
            for left in combinations(given, size):
                yield replace(self, **dict.fromkeys(left, ""))


def group(row: Row, lot: str, *, side: str) -> Group:
    """What a row says of those it counts; a word nobody here knows is taken as it stands."""
    return Group(
        lot=lot,
        side=side,
        status=_word(row.detail("status"), STATUS) or STATUS.get(row.unit, ""),
        sex=_word(row.detail("sex"), SEX),
        age=_word(row.detail("age"), AGE),
    )


def with_wholes(groups: Iterable[Group]) -> tuple[Group, ...]:
    """These and the wholes they belong to: everybody of the lot, and everybody of a side."""
    found: dict[Group, None] = {}
    for one in groups:
        found |= dict.fromkeys((Group(lot=one.lot), Group(lot=one.lot, side=one.side), one))
    return tuple(found)


def with_parts(made: Mapping[Group, Made]) -> dict[Group, list[Stand]]:
    """What every book comes to in each group, where its figures of smaller groups say more.

    A book that gives a group only in parts comes to at least their sum; parts that exceed the
    whole are shown as a gap.
    """
    parts: dict[Group, dict[str, dict[tuple[bool, ...], list[Stand]]]] = {
        group: defaultdict(lambda: defaultdict(list)) for group in made
    }
    for part, some in made.items():
        stands = [one.stand for one in some.balances if one.stand.low is not None]
        for holder in part.holders if stands else ():
            if holder in parts:
                for stand in stands:
                    parts[holder][stand.book][part.given].append(stand)
    return {group: list(_stands(some.account.stands, parts[group])) for group, some in made.items()}


def _stands(
    stands: Sequence[Stand], parts: Mapping[str, Mapping[tuple[bool, ...], list[Stand]]]
) -> Iterator[Stand]:
    own = {one.book: one for one in stands}
    for book in dict.fromkeys((*own, *parts)):
        most = max(parts[book].values(), key=_least) if book in parts else []
        yield _beside(book, own.get(book), most) if most else own[book]


def _least(stands: Sequence[Stand]) -> int:
    return sum(one.low or 0 for one in stands)


def _beside(book: str, whole: Stand | None, parts: Sequence[Stand]) -> Stand:
    least = _least(parts)
    if whole is None or whole.low is None:
        return Stand(
            book=book,
            low=least,
            because="Given in parts only, which come to so many at least.",
            cites=in_order(name for one in parts for name in one.cites),
        )
    if whole.high is not None and least > whole.high:
        gap = (
            f"The parts of it come to at least {least}, "
            f"the whole to {amount(Range(least=whole.low, most=whole.high))}."
        )
        return replace(whole, balances=False, because=f"{whole.because} {gap}")
    if least <= whole.low:
        return whole
    best = whole.best if whole.best is not None and whole.best >= least else None
    return replace(whole, low=least, best=best)


def _word(value: str, words: Mapping[str, str]) -> str:
    return "" if value in UNKNOWN else words.get(value, value)
