"""Whether what is said to be done is said of every place it is owed in. Not whether it is so."""

from collections.abc import Mapping, Sequence
from datetime import date

from truceline.compliance.answering import Once
from truceline.compliance.applies import names_of
from truceline.compliance.evidence import Bearing
from truceline.terms.agreement import Agreement
from truceline.terms.names import Named, around


def everywhere(
    done: Sequence[Bearing], places: Sequence[str], agreement: Agreement
) -> list[Bearing]:
    """What shows that it was done in every place; none where it shows that of a part only.

    A town that was left is not the district that was to be left, and "in a town of the district"
    is told of the town. Of several places, all are done when the last of them is, so that one's
    accounts tell the day.
    """
    if not places:
        return list(done)
    named = names_of(agreement)
    inner = Once[tuple[str, ...], frozenset[str]](lambda told: innermost(told, named))
    told = [(one, inner[one.claim.places]) for one in done]
    of_place = [[one for one, where in told if place in where] for place in places]
    return max(of_place, key=_earliest) if all(of_place) else []


def innermost(places: Sequence[str], named: Mapping[str, Named]) -> frozenset[str]:
    """Without those that only say in what the others lie."""
    outer = {wider for place in places for wider in around(named, place)[1:]}
    return frozenset(places) - outer


def _earliest(done: Sequence[Bearing]) -> date:
    """The earliest day by which any of them says that it was done."""
    return min((one.span.done_by for one in done if one.span.done_by), default=date.min)
