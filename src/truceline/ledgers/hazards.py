"""Mined land and what lies in it, accidents and victims, maps. Land and items are never mixed.

Of a book's rows this ledger understands, by unit (IMAS 05.10, 07.11):

- land, in m2, hectares or km2: account is the area; the column `status` says which land it is.
  suspected, confirmed: in (found so much) or stock (so much there is); with a column `from` that
  says suspected, it is land that was counted before. cancelled, reduced, cleared: out. remaining:
  stock.
- killed, injured, accidents: in; they may stand as the unit or as the account.
- any other unit: items. The unit is the category ("anti-personnel mines"), or the account, where
  the unit is "items". in: found; out: destroyed or removed; stock: there.
- state rows of the account "maps": promised, handed over, received, withheld. `of` owes them.
- state rows of any other account: the area is suspected, confirmed, cancelled, reduced, cleared or
  handed over.

Reports that tell how much was cleared are of all that was cleared there by then, as far as their
words go; who keeps a book is not added to what is told.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from truceline.ledgers.balancing.flowed import flowed
from truceline.ledgers.books import Row, rows
from truceline.ledgers.ledger import Account, Page
from truceline.ledgers.mined.area import restated
from truceline.ledgers.mined.cleared import Cleared, cleared
from truceline.ledgers.mined.hazard_rows import Kinds
from truceline.ledgers.mined.items import items
from truceline.ledgers.mined.land import Parcel, area, released
from truceline.ledgers.mined.maps import maps
from truceline.ledgers.tracking.state_rows import kept_to
from truceline.ledgers.tracking.tracked import Tracked
from truceline.ledgers.watched import laid_down, watched
from truceline.terms.book import Ledger, Measure
from truceline.terms.claim import Act
from truceline.weighing.held import Held


def page(held: Held, *, as_of: date) -> Page:
    """Every area, what was released and cleared of it, items, accidents and victims, maps."""
    posted, kinds = rows(held, Ledger.HAZARDS, as_of=as_of), Kinds()
    problems = [problem for row in posted for problem in kinds.take(row)]
    kept = kept_to(posted, as_of=as_of)
    areas = [area(name, each, held=held, as_of=as_of) for name, each in kinds.land.items()]
    things = [items(name, each, held=held, as_of=as_of) for name, each in kinds.items.items()]
    told = cleared(held, as_of=as_of)
    mapped, map_problems = maps(held, kinds.maps, kept=kept, as_of=as_of)
    return Page(
        ledger=Ledger.HAZARDS,
        as_of=as_of,
        accounts=(
            *(one.account for one in areas),
            *_released(kinds.land, told, held=held, as_of=as_of),
            *_states(kinds.states, held, kept=kept, as_of=as_of),
            *(one.account for one in things),
            *_told(told, held=held, as_of=as_of),
            *_harm(kinds.harm, held=held, as_of=as_of),
            *mapped,
        ),
        coverage=watched(held, laid_down(held, Act.DEMINING), as_of=as_of, acts=(Act.DEMINING,)),
        problems=(
            *problems,
            *(problem for one in (*areas, *things) for problem in one.problems),
            *map_problems,
        ),
    )


def _released(
    areas: Mapping[str, Sequence[Parcel]], told: Sequence[Cleared], *, held: Held, as_of: date
) -> Iterator[Account]:
    """What was released of each area, and of places that no book has as an area."""
    said = {one.place: one for one in told if one.is_land}
    for name in dict.fromkeys((*areas, *said)):
        yield from released(name, areas.get(name, ()), told=said.get(name), held=held, as_of=as_of)


def _told(told: Sequence[Cleared], *, held: Held, as_of: date) -> Iterator[Account]:
    """Things that reports tell were destroyed or removed."""
    for one in told:
        if not one.is_land:
            place = f", {one.place}" if one.place else ""
            account = Account(name=f"{one.unit} destroyed or removed{place}", unit=one.unit)
            yield flowed(account, (), told=one.told, held=held, as_of=as_of)


def _states(
    states: Mapping[str, Tracked], held: Held, *, kept: Mapping[str, date], as_of: date
) -> Iterator[Account]:
    for name, each in states.items():
        yield each.account(name, each.courses(held, kept=kept, as_of=as_of), as_of=as_of)


def _harm(harm: Mapping[str, Sequence[Row]], *, held: Held, as_of: date) -> Iterator[Account]:
    """Accidents and victims, each by itself."""
    for name, each in harm.items():
        of = [(_in_unit(row, name), row.figure()) for row in each]
        account = Account(name=f"{name} by mines" if name != "accidents" else name, unit=name)
        yield flowed(account, of, measure=Measure.IN, held=held, as_of=as_of)


def _in_unit(row: Row, unit: str) -> Row:
    """Three people killed and three killed are one number."""
    amount = row.posting.amount
    return restated(row, replace(amount, unit=unit) if amount else None, unit)
