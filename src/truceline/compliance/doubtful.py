"""Which provisions and places are said to be watched, or not, on the word of a few given entries.

It does not say that those entries are wrong: whoever revoked their key doubts them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from truceline.compliance.coverage import Sheet
from truceline.compliance.register import signed_by, unowed
from truceline.compliance.renderings import decisive
from truceline.compliance.watching import asked_of
from truceline.terms.entry import Hindered, Patrolled
from truceline.terms.question import Question
from truceline.weighing.amended import amended, by_provision
from truceline.weighing.coverage import Asked, bearing
from truceline.weighing.held import Held
from truceline.weighing.in_force import first_day
from truceline.weighing.stretches import days

Watches = Sequence[tuple[int, Patrolled | Hindered]]  # each with its entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubtful:
    """Entries under what is said of who watched; where there are none, there is no key."""

    clauses: Mapping[str, tuple[int, ...]] = field(default_factory=lambda: MappingProxyType({}))
    # of the agreement and the place; "" is everywhere
    places: Mapping[tuple[str, str], tuple[int, ...]] = field(
        default_factory=lambda: MappingProxyType({})
    )


NO_DOUBT = Doubtful()


def doubtful(
    held: Held, watches: Watches, *, question: Question, sheets: Iterable[Sheet] = ()
) -> Doubtful:
    """What rests on these watches and hindrances, of the board and of these sheets."""
    if not watches:
        return NO_DOUBT
    return Doubtful(
        clauses=MappingProxyType(_clauses(held, watches, question=question)),
        places=MappingProxyType(_places(held, watches, sheets=sheets)),
    )


def _clauses(held: Held, watches: Watches, *, question: Question) -> dict[str, tuple[int, ...]]:
    on, found = question.as_of, {}
    signed = signed_by(held, on)
    amendments = by_provision(signed)
    for agreement in signed:
        for provision in agreement.provisions:
            name = f"{agreement.id}/{provision.clause}"
            whole = amended(provision, amendments.get(name, ()), on=on)
            text = replace(whole, provision=decisive(whole.provision, agreement))
            owed = days(first_day(agreement), on) - unowed(text, on)
            asked = asked_of(text.provision, owed=owed)
            found[name] = bearing(watches, asked, agreement=agreement)
    return {name: entries for name, entries in found.items() if entries}


def _places(
    held: Held, watches: Watches, *, sheets: Iterable[Sheet]
) -> dict[tuple[str, str], tuple[int, ...]]:
    found = {}
    for sheet in sheets:
        agreement = held.agreements[sheet.agreement]
        every, when = agreement.scope, days(sheet.first, sheet.last)
        for place in ("", *(one.place for one in sheet.lines)):
            asked = Asked(days=when, places=(place,) if place else every)
            found[agreement.id, place] = bearing(watches, asked, agreement=agreement)
    return {spot: entries for spot, entries in found.items() if entries}
