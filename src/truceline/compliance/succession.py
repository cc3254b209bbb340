"""Which provisions a later agreement has taken the place of, clause by clause or as a whole."""

from collections.abc import Iterator, Sequence
from datetime import date

from truceline.compliance.sentences import day
from truceline.terms.agreement import Agreement
from truceline.weighing.in_force import local_day


def replaced(agreements: Sequence[Agreement], as_of: date) -> dict[str, str]:
    """What is owed no more, as agreement/clause, and what stands in its place.

    `agreements`: those signed by then, in the order of their signing. An agreement that one later
    in that order succeeds is ended whole; what two would end of each other, only the later does.
    """
    in_force = [one for one in agreements if local_day(one) <= as_of]
    found = {
        earlier: f"clause {provision.clause} of {agreement.title}, in force since "
        f"{day(local_day(agreement))}"
        for agreement in in_force
        for provision in agreement.provisions
        for earlier in provision.replaces
    }
    for agreement in in_force:
        for ended in _ended(agreement, agreements):
            since = f"{agreement.title}, in force since {day(local_day(agreement))}"
            for provision in ended.provisions:
                found.setdefault(f"{ended.id}/{provision.clause}", since)
    return found


def idle(agreement: Agreement, agreements: Sequence[Agreement]) -> Iterator[tuple[str, str]]:
    """What it would succeed and does not, and why."""
    ended = {one.id for one in _ended(agreement, agreements)}
    known = {one.id for one in agreements}
    for name in agreement.succeeds:
        if name not in ended:
            yield name, "which was signed later" if name in known else "which is not on record"


def _ended(agreement: Agreement, agreements: Sequence[Agreement]) -> Iterator[Agreement]:
    """The agreements before it in the order of signing which it succeeds."""
    for one in agreements:
        if one.id == agreement.id:
            return
        if one.id in agreement.succeeds:
            yield one
