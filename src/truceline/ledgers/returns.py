"""Displaced people and those who came back: stock and flow, in the words of whoever counts.

Of a book's rows this ledger understands:

- account: `displaced` or `returned`, in people or in families: each by itself, never one in the
  other. Families are not multiplied into people.
- measure and amount: stock, so many are displaced (or have come back) at the end of that time; in,
  so many were displaced (came back) in that time; out, so many are so no longer: of the displaced
  those who came back or settled, of the returned those who left again.
- of: whose people they are; places: where they are. A row without places holds those of places.
- details: `status`, `sex`, `age`, as for casualties.

Who counts matters: each party's and each body's book stands by itself, beside what reports say of
how many are displaced still. How many were displaced, or came back, event by event is a flow, and
has an account of its own ("newly displaced people"): there accounts of one event are alternatives,
a cumulative figure holds the figures of the times within it, and a number without a time counts
nowhere, as for casualties.
"Tens of thousands" stays what it is: at least so many, with no upper end.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from truceline.ledgers.books import (
    Row,
    misfit,
    parted,
    rows,
    sides,
    split_states,
    strangers,
    unknown,
)
from truceline.ledgers.ledger import Page
from truceline.ledgers.people.groups import Group, group
from truceline.ledgers.people.hits import heard
from truceline.ledgers.people.people import people
from truceline.ledgers.watched import watched
from truceline.terms.book import Ledger
from truceline.terms.claim import Act
from truceline.weighing.held import Held

DISPLACED, RETURNED = "displaced", "returned"
_WORDS: Mapping[str, str] = {
    **dict.fromkeys(
        ("displaced", "displaced people", "displaced persons", "idps", "refugees", "displacement"),
        DISPLACED,
    ),
    **dict.fromkeys(("returned", "returned people", "returns", "returnees", "return"), RETURNED),
}
_PEOPLE = frozenset(
    {"", "people", "persons", "civilians", "displaced people", "returned people"}
    | {"displaced", "returned", "refugees"}
)
_FAMILIES = frozenset({"families", "households"})

# Of reports: who is told of by an act in a unit. "Ten thousand displaced people returned."
_TOLD: Mapping[tuple[Act, str], str] = {
    (act, unit): f"{lot} {counted}"
    for act, lot in ((Act.DISPLACEMENT, DISPLACED), (Act.RETURN, RETURNED))
    for counted, units in (("people", _PEOPLE - {""}), ("families", _FAMILIES))
    for unit in units
}

_LASTING = frozenset(_TOLD.values())


def page(held: Held, *, as_of: date) -> Page:
    """Displaced and returned, in people and in families, in all and of each side."""
    booked, problems = split_states(rows(held, Ledger.RETURNS, as_of=as_of))
    known, others = parted(booked, lambda row: bool(_lot(row)))
    counted, misfits = parted(known, lambda row: row.unit in _PEOPLE | _FAMILIES)
    problems += [unknown(row, accounts=(DISPLACED, RETURNED)) for row in others]
    problems += [misfit(row, counted="people or families") for row in misfits]
    hits = heard(held, _TOLD, as_of=as_of, lasting=_LASTING)
    accounts, further = people(
        _grouped(counted, held), hits, held=held, as_of=as_of, lasting=_LASTING
    )
    return Page(
        ledger=Ledger.RETURNS,
        as_of=as_of,
        accounts=accounts,
        coverage=watched(held, held.agreements, as_of=as_of, acts=(Act.DISPLACEMENT, Act.RETURN)),
        problems=(*problems, *strangers(counted, held), *further),
    )


def _lot(row: Row) -> str:
    return _WORDS.get(row.posting.account.casefold().strip(), "")


def _grouped(booked: Sequence[Row], held: Held) -> dict[Group, list[Row]]:
    side_of = sides(held)
    found: dict[Group, list[Row]] = defaultdict(list)
    for row in sorted(booked, key=_lot):
        name = row.posting.of
        lot = f"{_lot(row)} {'families' if row.unit in _FAMILIES else 'people'}"
        found[group(row, lot, side=side_of.get(name, name))].append(replace(row, unit=lot))
    return found
