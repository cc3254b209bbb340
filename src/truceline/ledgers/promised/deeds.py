"""What is said to have been done or not done, so that the first after a day is quickly found."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import product

from truceline.ledgers.tracking.spoken import Spoken
from truceline.terms.claim import NARRATOR, Act
from truceline.weighing.held import order

_Key = tuple[Act, str, str]  # the act, whose it is, and a place; "" for wherever it was
_Kind = tuple[str, bool]  # the book, and whether it is a denial
_Dated = tuple[date, tuple[int, int], Spoken]


class Deeds:
    """Every deed that counts, under its act, each side of it and each place, by book."""

    def __init__(self, claims: Iterable[Spoken]) -> None:
        self._lines: dict[_Key, dict[_Kind, list[_Dated]]] = defaultdict(lambda: defaultdict(list))
        for one in claims:
            if one.claim.could_have_happened and not one.note:
                self._add(one)
        for books in self._lines.values():
            for line in books.values():
                line.sort(key=lambda one: one[:2])

    def after(
        self, act: Act, sides: Iterable[str], *, places: Iterable[str], made: date, due: date | None
    ) -> Iterator[Spoken]:
        """The first deed that each book tells since `made`, and its first denial after `due`."""
        since_denied = made if due is None else max(made, due + timedelta(days=1))
        found: dict[str, Spoken] = {}
        for side, place in product(sides, tuple(places) or ("",)):
            for (_, denies), line in self._lines.get((act, side, place), {}).items():
                at = bisect_left(line, since_denied if denies else made, key=lambda one: one[0])
                if at < len(line):
                    found[line[at][2].name] = line[at][2]
        yield from sorted(found.values(), key=lambda one: order(one.name))

    def _add(self, one: Spoken) -> None:
        """A deed by the last day it can be of, a denial by the first."""
        when, denies = one.claim.when or one.published, one.claim.denies
        edge = when and (when.first if denies else when.last)
        dated = (edge or (date.min if denies else date.max), order(one.name), one)
        for side, place, book in product(_doers(one), ("", *one.claim.places), one.books):
            self._lines[one.claim.act, side, place][book, denies].append(dated)


def _doers(one: Spoken) -> Iterable[str]:
    """Who is said to have done it; where nobody is named, whoever says so."""
    actors = one.claim.actors or tuple(actor for actor in one.claim.says if actor != NARRATOR)
    return dict.fromkeys(actor.side for actor in actors)
