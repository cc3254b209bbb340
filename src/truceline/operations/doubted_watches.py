"""The patrols and hindrances among contested entries, as the record has them."""

from collections.abc import Collection

from truceline.operations.centre import Centre
from truceline.operations.index import index_of
from truceline.operations.walk import entries_at
from truceline.terms.entry import Hindered, Patrolled


def doubted_watches(
    centre: Centre, contested: Collection[int], *, size: int
) -> tuple[tuple[int, Patrolled | Hindered], ...]:
    """Each with its entry, in order; of so many entries."""
    if not contested:
        return ()
    places = index_of(centre, size=size).places((Patrolled, Hindered))
    return tuple(
        (entry, told.fact)
        for entry, told in entries_at(centre, [one for one in places if one in contested])
        if isinstance(told.fact, Patrolled | Hindered)
    )
