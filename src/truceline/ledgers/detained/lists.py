"""Each keeper's list of people by itself: who came on it and who left it. It compares no lists.

What is let go must have been held. A row that lets go somebody who is on no list of that keeper is
left out and named; where names are missing and nobody can tell, the list leaves a range.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from truceline.ledgers.books import Row
from truceline.ledgers.detained.persons import (
    HOLDING,
    Course,
    People,
    Person,
    course,
    joined,
    persons,
)
from truceline.ledgers.ledger import Stand
from truceline.ledgers.matching.match import Band, Matching, match
from truceline.ledgers.sentences import amount, in_order
from truceline.terms.problem import Problem, RefusedError
from truceline.weighing.amount import Range

OPENING = frozenset({Course.HELD, Course.CLAIMED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """One keeper's list: whom it holds and let go, or whom it claims and who came back."""

    keeper: str
    persons: tuple[Person, ...]
    never: tuple[Row, ...]  # let go, and on no list of this keeper
    unsure: tuple[Row, ...]  # let go, and nobody can tell who of the list it is

    @property
    def problems(self) -> Iterator[Problem]:
        for row in self.never:
            yield _never(row)
        for row in self.unsure:
            yield _unsure(row)


def kept(keeper: str, rows: Sequence[Row], people: People, *, holding: bool) -> Kept:
    """The list as its rows have it, in whatever order they were entered."""
    wanted = [row for row in rows if (course(row) in HOLDING) is holding]
    of_course: dict[bool, list[Row]] = defaultdict(list)
    for row in wanted:
        of_course[bool(row.detail("list")) or course(row) in OPENING].append(row)
    listed = list(persons(of_course[True], people, holding=holding))
    leaving = list(persons(of_course[False], people, holding=holding))
    joint, without, unsure = _joined(listed, leaving)
    known: list[Person] = []
    never = [row for one in without for row in one.rows]
    for one in joint:
        early = _before_any(one)
        never += early
        if len(early) < len(one.rows):
            known.append(one)
    return Kept(
        keeper=keeper,
        persons=tuple(known),
        never=tuple(never),
        unsure=tuple(row for one in unsure for row in one.rows),
    )


def still(persons: Sequence[Person], *, as_of: date) -> Range:
    """How many are on the list on the day: fewest, where the time of a row spans the day."""
    now = [_now(one, as_of) for one in persons]
    return Range(least=sum(each == {True} for each in now), most=sum(True in each for each in now))


def stand(one: Kept, persons: Sequence[Person], *, as_of: date, noun: str) -> Stand:
    """What the list comes to for some of its people: listed less let go, or why it does not."""
    reached = still(persons, as_of=as_of)
    mine = {(row.posting.of, row.posting.by) for each in persons for row in each.rows}
    unsure = [row for row in one.unsure if (row.posting.of, row.posting.by) in mine]
    never = [row for row in one.never if (row.posting.of, row.posting.by) in mine]
    low = max((reached.least or 0) - len(unsure), 0)
    over = sum(_now(each, as_of) == {False} for each in persons)
    said = [f"{len(persons)} listed, {over} of them {noun}: {amount(reached)}."]
    if unsure:
        said.append(f"{len(unsure)} more {noun}, and nobody can tell who of the list they are.")
    short = len(unsure) - (reached.most or 0)
    if short > 0:
        said.append(f"At least {short} of them are on no list of {one.keeper}.")
    if never:
        said.append(f"{len(never)} more {noun} who are on no list of {one.keeper}: left out.")
    return Stand(
        book=one.keeper,
        low=low,
        best=reached.most if low == reached.most else None,
        high=reached.most,
        balances=False if never or short > 0 else None if unsure or low != reached.most else True,
        because=" ".join(said),
        cites=in_order(name for each in persons for name in each.cites),
    )


def _now(one: Person, as_of: date) -> set[bool]:
    """Whether they are on the list on the day; both where the latest row's time spans it."""
    latest = course(one.latest) in OPENING
    if one.sure(as_of):
        return {latest}
    before = len(one.rows) > 1 and course(one.rows[-2]) in OPENING
    return {latest, before}


def _before_any(one: Person) -> list[Row]:
    """Rows that let go before the first that says they were there."""
    found = []
    for row in one.rows:
        if course(row) in OPENING:
            break
        found.append(row)
    return found


def _joined(
    listed: Sequence[Person], leaving: Sequence[Person]
) -> tuple[list[Person], list[Person], list[Person]]:
    """Listed people with the rows that let them go; who was on no list; of whom none can tell."""
    found = {one.handle: one for one in listed}
    without: list[Person] = []
    unsure: list[Person] = []
    groups: dict[str, list[Person]] = defaultdict(list)
    for one in leaving:
        groups[one.side].append(one)
    for side, some in sorted(groups.items(), key=lambda each: not each[0]):
        there = [one for one in found.values() if side in {one.side, ""} or not one.side]
        by_handle = {one.handle: one for one in some}
        for at, left in _same_words(there, some):
            found[at] = joined(found[at], by_handle.pop(left))
        there = [one for one in there if found[one.handle] is one]
        matching = _matching(tuple(by_handle.values()), there)
        absent = frozenset(matching.left_only)
        for pair in matching.pairs:
            if pair.band is Band.MATCH:
                found[pair.right[0]] = joined(found[pair.right[0]], by_handle.pop(pair.left[0]))
        for handle, one in by_handle.items():
            nobody = not there or handle in absent
            (without if nobody else unsure).append(one)
    return list(found.values()), without, unsure


def _same_words(there: Sequence[Person], some: Sequence[Person]) -> Iterator[tuple[str, str]]:
    """Who is named in the very same words once on the list, and once as let go."""
    words: dict[object, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for n, each in enumerate((there, some)):
        for one in each:
            if one.said.spellings:
                words[one.said.spellings, one.said.father, one.said.born][n].append(one.handle)
    for on_list, left in words.values():
        if len(on_list) == 1 == len(left):
            yield on_list[0], left[0]


def _matching(some: Sequence[Person], there: Sequence[Person]) -> Matching:
    try:
        return match([one.said for one in some], [one.said for one in there])
    except RefusedError:  # too long to be compared: nobody can tell who left
        return Matching(left_cannot_tell=tuple(one.handle for one in some))


def _never(row: Row) -> Problem:
    return Problem(
        code="released-never-held",
        where=row.at,
        message=(
            f"Somebody is said to be {row.posting.state} who is on no list of {row.booked.keeper} "
            "before. The row is left out, and the list does not balance."
        ),
        remedy="Enter the row by which they came on the list, or correct the name or number.",
    )


def _unsure(row: Row) -> Problem:
    return Problem(
        code="cannot-tell-who",
        where=row.at,
        message=(
            f"Somebody is said to be {row.posting.state}, and nobody can tell who of "
            f"{row.booked.keeper}'s list it is: names are missing, or several are alike. How many "
            "are left is shown as a range."
        ),
        remedy="Give both rows one number under `list`, or the father's name and year of birth.",
    )
