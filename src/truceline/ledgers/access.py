"""Routes and crossings: open, restricted or closed in each book, by whom, since when. No verdict.

Of a book's rows this ledger understands:

- account: the route or crossing, under any name that the agreement gives it.
- measure: state, from that time on.
- state: open, restricted or closed.
- by: who opened, restricted or closed it.

Of what reports tell, the words of the trigger decide which state it is (data/tells.toml).
Who was to watch and was kept from it is counted beside the routes, by whom, with the number of
watches as the denominator.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from truceline.ledgers.books import Row, rows
from truceline.ledgers.ledger import Account, Page
from truceline.ledgers.passage.hindered import kept_from_watching
from truceline.ledgers.passage.routes import Route, Routes, routes
from truceline.ledgers.sentences import cited
from truceline.ledgers.tracking.spoken import Spoken, spoken
from truceline.ledgers.tracking.state_rows import kept_to, not_a_state, unknown_state
from truceline.ledgers.tracking.states import denied
from truceline.ledgers.tracking.tells import state_told
from truceline.ledgers.tracking.tracked import Tracked
from truceline.ledgers.watched import watched
from truceline.terms.book import Ledger, Measure
from truceline.terms.claim import Act
from truceline.terms.problem import Problem
from truceline.weighing.held import Held

STATES = ("open", "restricted", "closed")
_MOST_NAMED = 10  # claims that one problem names


def page(held: Held, *, as_of: date) -> Page:
    """Every route of an agreement or of a book, then who was kept from watching."""
    posted = rows(held, Ledger.ACCESS, as_of=as_of)
    known = routes(held, (row.posting.account for row in posted))
    told: dict[str, Tracked] = defaultdict(Tracked)
    problems = [
        one for row in posted for one in _post(row, told[known.name_of(row.posting.account)])
    ]
    claims = spoken(held, (Act.ACCESS,), as_of=as_of)
    elsewhere = [one.name for one in claims if not _hear(one, known, told)]
    kept = kept_to(posted, as_of=as_of)
    owed = [one for one in known.all if one.clauses]
    return Page(
        ledger=Ledger.ACCESS,
        as_of=as_of,
        accounts=(
            *(_account(one, told[one.name], held, kept=kept, as_of=as_of) for one in known.all),
            *kept_from_watching(held, as_of=as_of),
        ),
        coverage=watched(
            held,
            frozenset(clause.rpartition("/")[0] for one in owed for clause in one.clauses),
            as_of=as_of,
            acts=(Act.ACCESS,),
            places=tuple(one.name for one in owed),
        ),
        problems=(*problems, *_elsewhere(elsewhere)),
    )


def _account(
    route: Route, told: Tracked, held: Held, *, kept: Mapping[str, date], as_of: date
) -> Account:
    books = told.courses(held, kept=kept, as_of=as_of)
    return replace(
        told.account(route.name, books, as_of=as_of),
        clause=", ".join(route.clauses),
        limit=route.limit,
    )


def _post(row: Row, told: Tracked) -> Iterator[Problem]:
    """One row of a book."""
    state = row.posting.state.strip().casefold()
    if row.posting.measure is not Measure.STATE:
        yield not_a_state(row, "a route is open, restricted or closed")
    elif state not in STATES:
        yield unknown_state(row, STATES)
        told.show(row, note="a state that this ledger does not know")
    else:
        told.post(row, state)


def _hear(one: Spoken, known: Routes, told: Mapping[str, Tracked]) -> bool:
    """Whether the claim is of any route; it is put down for each that it names."""
    of = [(route, part) for route in known.all if (part := known.part(route, one.claim.places))]
    for route, part in of:
        state = state_told(one.claim, "access")
        note = one.note or _why_not(one, state) or ("" if part == route.name else f"of {part} only")
        state = denied(state) if state and one.claim.denies else state
        told[route.name].hear(one, state, why_not=note)
    return bool(of)


def _why_not(one: Spoken, state: str) -> str:
    """Why a claim tells of no state, "" where it tells of one."""
    if not state:
        return "does not tell whether it was opened or closed"
    if one.claim.denies and one.claim.actors:
        return "denies who did it, and does not say how it is"
    return "" if one.when else "at a time not given"


def _elsewhere(names: Sequence[str]) -> Iterator[Problem]:
    if not names:
        return
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    yield Problem(
        code="no-route-named",
        where=f"{cited(names[:_MOST_NAMED], 'claim')}{more}",
        message=(
            "They tell of access and name no route of an agreement or a book; they are on no "
            "account here."
        ),
        remedy="Give the route a provision that keeps it open, or a row in a book of access.",
    )
