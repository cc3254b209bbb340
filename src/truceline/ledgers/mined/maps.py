"""Maps of mined land: promised, handed over, received, withheld, as each side has it. No promise.

Whoever received what another handed over says the same thing of it.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from truceline.ledgers.books import Row
from truceline.ledgers.ledger import Account
from truceline.ledgers.sentences import listed
from truceline.ledgers.tracking.spoken import Spoken, spoken
from truceline.ledgers.tracking.state_rows import unknown_state
from truceline.ledgers.tracking.states import denied
from truceline.ledgers.tracking.tells import state_told
from truceline.ledgers.tracking.tracked import Tracked
from truceline.terms.claim import Act
from truceline.terms.problem import Problem
from truceline.weighing.held import Held

MAPS = frozenset({"maps", "minefield maps", "records of minefields"})  # accounts of a book
HANDED_OVER = "handed over"
STATES: Mapping[str, str] = {
    "promised": "promised",
    "handed over": HANDED_OVER,
    "received": HANDED_OVER,
    "withheld": "withheld",
}
_RECEIVING = frozenset({"receive", "receives", "received", "obtain", "obtains", "obtained"})

_Of = tuple[str, tuple[str, ...]]  # who owes them, and of which places


def maps(
    held: Held, posted: Sequence[Row], *, kept: Mapping[str, date], as_of: date
) -> tuple[list[Account], list[Problem]]:
    """One account for each side that owes maps, and each set of places they are of."""
    told: dict[_Of, Tracked] = defaultdict(lambda: Tracked(lasts=True))
    problems = [problem for row in posted for problem in _post(row, told)]
    for one in spoken(held, (Act.DEMINING,), as_of=as_of):
        state = state_told(one.claim, "maps")
        if state:
            _hear(one, state, told)
    accounts = []
    for (giver, places), each in told.items():
        of = f" of {listed(places)}" if places else ""
        name = f"maps of mined land{of}, owed by {giver or 'nobody named'}"
        books = each.courses(held, kept=kept, as_of=as_of)
        accounts.append(each.account(name, books, as_of=as_of))
    return accounts, problems


def _post(row: Row, told: Mapping[_Of, Tracked]) -> Iterator[Problem]:
    state = STATES.get(row.posting.state.strip().casefold())
    of = told[row.posting.of, row.posting.places]
    if state is None:
        yield unknown_state(row, STATES)
        of.show(row, note="a state that this ledger does not know")
    else:
        of.post(row, state)


def _hear(one: Spoken, state: str, told: Mapping[_Of, Tracked]) -> None:
    """Who hands over is the doer; who receives is not."""
    claim = one.claim
    receives = bool(_RECEIVING & frozenset(claim.rule.partition(":")[2].casefold().split()))
    doers = claim.targets if receives else claim.actors
    giver = listed(actor.side for actor in doers) if doers else ""
    why_not = one.note or ("" if one.when else "at a time not given")
    told[giver, claim.places].hear(one, denied(state) if claim.denies else state, why_not=why_not)
