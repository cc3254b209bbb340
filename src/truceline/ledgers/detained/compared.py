"""One side's list of people claimed against the lists of those who may hold them. It finds nobody.

A pair is what the names say (ledgers/matching/match.py); what could not be told apart counts in no
status but its own.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from truceline.ledgers.detained.persons import Person
from truceline.ledgers.matching.match import Band, match
from truceline.terms.problem import Problem


class Status(StrEnum):
    """How two lists stand to each other on one person. Nobody is found by it."""

    BOTH = "acknowledged by both"
    DISPUTED = "disputed status"  # as held by both, and not as the same
    CLAIMED = "claimed only"
    HELD = "held only"
    RELEASED = "released according to both"
    REMAINS = "remains returned according to both"
    HOLDER = "released according to the holder only"
    CLAIMANT = "back according to the claimant only"
    CONTRADICTORY = "contradictory"  # gone by one, and there by a later row of the other
    POSSIBLE = "possible"  # may be one of several
    UNTOLD = "cannot be compared"
    ALONE = "no list to compare with"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One person, or several whom nothing tells apart, on both lists or on one."""

    status: Status
    claimed: tuple[Person, ...] = ()
    held: tuple[Person, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Everybody on the lists of one side and of its holders, each in one standing."""

    standings: tuple[Standing, ...]
    problems: tuple[Problem, ...] = ()


def compare(claimed: Sequence[Person], held: Sequence[Person], *, where: str) -> Comparison:
    """Both lists, name by name.

    Raises:
        RefusedError: a list is too long to be compared.
    """
    if not claimed or not held:
        alone = (
            *(Standing(status=Status.ALONE, claimed=(one,)) for one in claimed),
            *(Standing(status=Status.ALONE, held=(one,)) for one in held),
        )
        return Comparison(standings=alone)
    matching = match([one.said for one in claimed], [one.said for one in held])
    ours = {one.handle: one for one in claimed}
    theirs = {one.handle: one for one in held}
    found: list[Standing] = []
    for pair in matching.pairs:
        if pair.band is Band.MATCH:
            one, other = ours.pop(pair.left[0]), theirs.pop(pair.right[0])
            found.append(Standing(status=_status(one, other), claimed=(one,), held=(other,)))
    possible = {
        handle
        for pair in matching.pairs
        if pair.band is Band.POSSIBLE
        for handle in (*pair.left, *pair.right)
    }
    untold = {*matching.left_cannot_tell, *matching.right_cannot_tell}
    for left in ours.values():
        status = _alone(left, possible, untold, Status.CLAIMED)
        found.append(Standing(status=status, claimed=(left,)))
    for right in theirs.values():
        status = _alone(right, possible, untold, Status.HELD)
        found.append(Standing(status=status, held=(right,)))
    return Comparison(standings=tuple(found), problems=tuple(_told(found, where)))


def _alone(one: Person, possible: set[str], untold: set[str], otherwise: Status) -> Status:
    if one.handle in possible:
        return Status.POSSIBLE
    if one.handle in untold:
        return Status.UNTOLD
    if one.over:
        return Status.CLAIMANT if otherwise is Status.CLAIMED else Status.HOLDER
    return otherwise


def _status(claimed: Person, held: Person) -> Status:
    if claimed.over and held.over:
        return Status.REMAINS if claimed.remains or held.remains else Status.RELEASED
    if held.over:
        return Status.CONTRADICTORY if _later(claimed, held) else Status.HOLDER
    if claimed.over:
        return Status.CONTRADICTORY if _later(held, claimed) else Status.CLAIMANT
    differ = claimed.category and held.category and claimed.category != held.category
    return Status.DISPUTED if differ and not _only_missing(claimed) else Status.BOTH


def _only_missing(one: Person) -> bool:
    """Who misses somebody does not say as what they are held."""
    return one.category == "missing"


def _later(one: Person, other: Person) -> bool:
    """Whether the one's latest row is surely of a later day than the other's."""
    first = one.latest.posting.when.first or date.min
    return first > (other.latest.posting.when.last or date.max)


def _told(found: Sequence[Standing], where: str) -> Iterator[Problem]:
    count = sum(len(one.claimed) + len(one.held) for one in found if one.status is Status.UNTOLD)
    if count:
        yield Problem(
            code="cannot-be-compared",
            where=where,
            message=(
                f"{count} people could not be compared by name: names are erased or missing, or "
                "too many share them. They are counted, and neither matched nor called absent."
            ),
            remedy="Give names in full, fathers' names and years of birth where they are known.",
        )
