"""Killed, wounded, missing and captured: low, best and high, side by side. It blames nobody.

Of a book's rows this ledger understands:

- account: `killed`, `wounded`, `missing` or `captured`, in any word the reader knows for them.
- measure and amount: in, so many were hit in that time; stock, so many in all by the end of it (or,
  of the missing and captured, so many still are); out, so many were found or freed. A row over a
  longer time holds the rows within it, and a row without places those of places.
- of: whose people they are; empty: nobody says.
- details: `status` (civilian, combatant), `sex`, `age` (child, adult, or as the book has it).
  Civilians stand apart; so do women, children and the like, as parts and never on top.

What reports tell is grouped by the event it is about (weighing.incident). Accounts of one event
tell of the same people: they are never added up, copies count once, and the latest word of each
voice stands for it. How low, best and high are chosen: see `toll`. Whose people were hit only the
target of a claim tells; its actor is who did it or whose people they were, and such numbers stand
as "by or of" that name. A number without a time is shown and counts
nowhere, because nobody can say which other numbers it holds. A denial that names nobody leaves room
for none at all; one that names somebody is about who did it, and changes no number.

Those killed and wounded stay so. Of the missing and the captured, how many are so still is a stock;
how many were taken or lost, event by event, is an account of its own ("newly captured").
"""

from collections import defaultdict
from collections.abc import Sequence
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
from truceline.weighing.amount import unit
from truceline.weighing.held import Held

LOTS = ("killed", "wounded", "missing", "captured")
LASTING = frozenset({"missing", "captured"})  # found again, freed
_TOLD = {(Act.CASUALTIES, lot): lot for lot in LOTS}
PEOPLE = frozenset({"", "people", "civilians", "personnel", "fighters", "bodies", *LOTS})


def page(held: Held, *, as_of: date) -> Page:
    """Every lot in all, of each side, and of each group that some book gives."""
    booked, problems = split_states(rows(held, Ledger.CASUALTIES, as_of=as_of))
    known, others = parted(booked, lambda row: unit(row.posting.account) in LOTS)
    counted, misfits = parted(known, lambda row: row.unit in PEOPLE)
    problems += [unknown(row, accounts=LOTS) for row in others]
    problems += [misfit(row, counted="people") for row in misfits]
    hits = heard(held, _TOLD, as_of=as_of, lasting=LASTING)
    accounts, further = people(
        _grouped(counted, held), hits, held=held, as_of=as_of, lasting=LASTING
    )
    return Page(
        ledger=Ledger.CASUALTIES,
        as_of=as_of,
        accounts=accounts,
        coverage=watched(held, held.agreements, as_of=as_of, acts=(Act.CASUALTIES,)),
        problems=(*problems, *strangers(counted, held), *further),
    )


def _grouped(booked: Sequence[Row], held: Held) -> dict[Group, list[Row]]:
    side_of = sides(held)
    found: dict[Group, list[Row]] = defaultdict(list)
    for row in sorted(booked, key=lambda row: LOTS.index(unit(row.posting.account))):
        lot, name = unit(row.posting.account), row.posting.of
        found[group(row, lot, side=side_of.get(name, name))].append(replace(row, unit=lot))
    return found
