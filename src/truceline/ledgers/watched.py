"""The denominator beside a ledger: who watched how much of the time. It counts nothing else."""

from collections.abc import Collection
from datetime import date

from truceline.terms.claim import Act
from truceline.weighing.coverage import coverage
from truceline.weighing.held import Held
from truceline.weighing.in_force import first_day


def laid_down(held: Held, act: Act) -> frozenset[str]:
    """The agreements that have a provision of that act."""
    return frozenset(
        one.id
        for one in held.agreements.values()
        if any(act in provision.acts for provision in one.provisions)
    )


def watched(
    held: Held,
    agreements: Collection[str],
    *,
    as_of: date,
    acts: tuple[Act, ...],
    places: tuple[str, ...] = (),
) -> str:
    """For each of these agreements, since it is in force; named where there are several."""
    found = [one for one in held.agreements.values() if one.id in agreements]
    said = [
        coverage(held, one, first=first_day(one), last=as_of, places=places, acts=acts).sentence
        for one in found
    ]
    if len(said) == 1:
        return said[0]
    return " ".join(f"{one.title}: {each}" for one, each in zip(found, said, strict=True))
