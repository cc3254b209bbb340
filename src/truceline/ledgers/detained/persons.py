"""Lists of people in books: one row, one person, at one time. It compares no two lists.

A keeper's list says whom it holds and whom it let go; another whom it claims or misses and who came
back. Rows of one book are one person where they carry the same number under `list`, or where a
later file of the same keeper says the same of them.
"""

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files

from truceline.ledgers.books import Row
from truceline.ledgers.matching.listed import Listed
from truceline.terms.book import Detail
from truceline.terms.when import When
from truceline.weighing.held import order

# What the file of a book tells of the person in one row: by document and row. Never on record.
People = Mapping[tuple[str, int], tuple[Detail, ...]]

REMAINS = frozenset({"remains", "died"})
_DOTTED = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})")


class Course(StrEnum):
    """What a state means for a list."""

    HELD = "held"
    GONE = "gone"
    CLAIMED = "claimed"
    BACK = "back"


HOLDING = frozenset({Course.HELD, Course.GONE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One person on one keeper's list, with the rows that tell of them in order of time."""

    keeper: str
    holder: str  # who holds them, as this keeper says; "" where it does not say
    side: str  # whose they are; "" where it does not say
    category: str
    remains: bool
    rows: tuple[Row, ...]  # by the day asked about; the last stands
    said: Listed

    @property
    def handle(self) -> str:
        return self.said.handle

    @property
    def cites(self) -> tuple[str, ...]:
        return tuple(row.name for row in self.rows)

    @property
    def latest(self) -> Row:
        return self.rows[-1]

    @property
    def over(self) -> bool:
        """Whether the list itself says that they were let go, or came back."""
        return course(self.latest) in {Course.GONE, Course.BACK}

    def sure(self, as_of: date) -> bool:
        """Whether the latest is so by the day: of "in May" it is not sure in the middle of May."""
        last = self.latest.posting.when.last
        return last is None or last <= as_of or self.latest.posting.when.first == last


def course(row: Row) -> Course | None:
    """None for a word that is no state of this ledger."""
    found = _words().states.get(row.posting.state.casefold().strip())
    return Course(found) if found else None


def states() -> tuple[str, ...]:
    return tuple(_words().states)


def persons(rows: Sequence[Row], people: People, *, holding: bool) -> tuple[Person, ...]:
    """Whom the rows are about, each once: those held and let go, or those claimed and come back."""
    same: dict[tuple[object, ...], list[tuple[Row, Listed]]] = defaultdict(list)
    for n, row in enumerate(rows):
        said = listed(row, people)
        same[_identity(row, said, n=n)].append((row, said))
    # Two rows of one file that say the same are two namesakes, not one person twice.
    groups = [part for each in same.values() for part in _apart(each)]
    return tuple(_person(group, holding=holding) for group in groups)


def joined(one: Person, later: Person) -> Person:
    """One person whose letting go stands in a row of its own."""
    rows = tuple(sorted((*one.rows, *later.rows), key=_when))
    return replace(one, rows=rows)


def listed(row: Row, people: People) -> Listed:
    """What is known of who stands in a row; without names where the file was erased."""
    told = people.get((row.booked.document, row.posting.row), ())
    whole: list[str] = []
    parts: dict[tuple[str, ...], list[str]] = defaultdict(list)
    father, born = "", None
    words = _words()
    for detail in told:
        heading = frozenset(re.findall(r"\w+", detail.field.casefold()))
        if heading & words.father:
            father = father or detail.value
        elif heading & words.born:
            born = born or (None if heading & words.not_a_day else _born(detail.value))
        elif heading & words.part:
            parts[tuple(sorted(heading - words.part - words.name))].append(detail.value)
        elif heading & words.name:
            whole.append(detail.value)
    spellings = (*(" ".join(each) for each in parts.values()), *whole)
    return Listed(
        handle=row.name,
        spellings=tuple(text for text in spellings if text.strip()),
        born=born,
        father=father,
        category=row.detail("category"),
        side=row.posting.of,
    )


def _person(group: Sequence[tuple[Row, Listed]], *, holding: bool) -> Person:
    rows = tuple(sorted((row for row, _ in group), key=_when))
    last = rows[-1]
    category = next((c for row in reversed(rows) if (c := row.detail("category"))), "")
    keeper = last.booked.keeper
    return Person(
        keeper=keeper,
        holder=last.posting.by or (keeper if holding else ""),
        side=last.posting.of or ("" if holding else keeper),
        category=category,
        remains=category in REMAINS or any(_state(row) in REMAINS for row in rows),
        rows=rows,
        said=group[0][1],
    )


def _identity(row: Row, said: Listed, *, n: int) -> tuple[object, ...]:
    of = (row.booked.keeper, row.posting.of)
    if number := row.detail("list"):
        return (*of, "number", number)
    if said.spellings:
        return (*of, "says", said.spellings, said.father, said.born, course(row))
    return (*of, "row", n)


def _apart(group: Sequence[tuple[Row, Listed]]) -> Iterable[list[tuple[Row, Listed]]]:
    """Rows under one number are one; of rows that say the same, one of each file."""
    if group[0][0].detail("list"):
        return [list(group)]
    seen: dict[str, int] = defaultdict(int)
    parts: dict[int, list[tuple[Row, Listed]]] = defaultdict(list)
    for row, said in group:
        parts[seen[row.booked.document]].append((row, said))
        seen[row.booked.document] += 1
    return parts.values()


def _when(row: Row) -> tuple[date, date, list[int]]:
    when = row.posting.when
    return (when.first or date.min, when.last or date.max, [*order(row.name)])


def _state(row: Row) -> str:
    return row.posting.state.casefold().strip()


def _born(text: str) -> When | None:
    """A day, month or year; what is none of them says nothing."""
    dotted = _DOTTED.fullmatch(text.strip())
    value = f"{dotted[3]}-{dotted[2]:>02}-{dotted[1]:>02}" if dotted else text.strip()
    try:
        return When(value=value)
    except ValueError:
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    name: frozenset[str]
    part: frozenset[str]
    father: frozenset[str]
    born: frozenset[str]
    not_a_day: frozenset[str]
    states: Mapping[str, str]


@cache
def _words() -> _Words:
    data = files("truceline.ledgers") / "data" / "persons.toml"
    table = tomllib.loads(data.read_text(encoding="utf-8"))
    return _Words(
        name=frozenset(table["name"]),
        part=frozenset(table["part"]),
        father=frozenset(table["father"]),
        born=frozenset(table["born"]),
        not_a_day=frozenset(table["not_a_day"]),
        states=table["states"],
    )
