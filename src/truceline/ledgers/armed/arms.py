"""What one row or claim says of weapons: which type, whose, where, and what is said. No sums.

The words for it are those of books and monitors; nothing here says that anything is a violation.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from truceline.ledgers.balancing.told import Hearing, Told
from truceline.ledgers.books import MEASURED, Row, misfit
from truceline.ledgers.sentences import listed
from truceline.terms.claim import Act
from truceline.terms.problem import Problem
from truceline.weighing.amount import counted, unit
from truceline.weighing.held import Held

DECLARED, STORED, SEEN, MISSING = "declared", "stored", "seen", "missing"
OUTSIDE = "seen where they may not be"
STATUSES = (DECLARED, STORED, SEEN, MISSING, OUTSIDE)
_WORDS: Mapping[str, str] = {
    **dict.fromkeys(("declared", "registered", "notified"), DECLARED),
    **dict.fromkeys(("stored", "in storage", "cantoned", "handed in"), STORED),
    **dict.fromkeys(("seen", "observed", "recorded", "present"), SEEN),
    **dict.fromkeys(("missing", "absent", "not present"), MISSING),
    **dict.fromkeys(
        ("in violation", "violation", "outside", "outside storage", "not permitted", OUTSIDE),
        OUTSIDE,
    ),
}

# Whose presence reports tell of; the rest of what they count is no weapon, or another ledger's.
WEAPONS = frozenset(
    {"aircraft", "anti-aircraft guns", "anti-tank guns", "armoured personnel carriers"}
    | {"armoured vehicles", "artillery pieces", "boats", "drones", "grenades", "guns"}
    | {"helicopters", "howitzers", "machine guns", "missiles", "mortars"}
    | {"multiple rocket launchers", "pieces of equipment", "rifles", "rockets", "tanks"}
)
_NOT_PIECES = MEASURED | {"people", "personnel", "families", "civilians", "killed", "wounded"}
_PIECES = frozenset({"pieces", "items", "units", "weapons", "systems"})
PRESENT = frozenset({Act.DEPLOYMENT, Act.MONITORING})


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One type at one place, by what is said of it."""

    type: str
    calibre: str
    side: str
    places: tuple[str, ...]
    status: str

    @property
    def name(self) -> str:
        where = (listed(self.places),) if self.places else ()
        return ", ".join(filter(None, (self.type, self.calibre, self.side, *where, self.status)))


def fitting(booked: Iterable[Row]) -> tuple[list[Row], list[Problem]]:
    """Rows counted in their own type or in pieces, with the type as their unit."""
    good: list[Row] = []
    problems: list[Problem] = []
    for row in booked:
        kind = unit(row.posting.account) or row.unit
        named = kind if kind in WEAPONS else row.unit
        if not kind or row.unit in _NOT_PIECES or row.unit not in {"", named, *_PIECES}:
            problems.append(misfit(row, counted=kind or "pieces"))
        else:
            good.append(replace(row, unit=kind))
    return good, problems


def status_of(row: Row, side_of: Mapping[str, str]) -> str:
    """What a row says of them; "" where nobody here knows the word."""
    said = row.detail("status")
    if said:
        return _WORDS.get(said, "")
    keeper = row.booked.keeper
    of = row.posting.of or keeper
    return DECLARED if side_of.get(of, of) == side_of.get(keeper, keeper) else SEEN


def unknown_status(row: Row) -> Problem:
    return Problem(
        code="unknown-status",
        where=row.at,
        message=(
            f"The row says {row.detail('status')!r} of {row.posting.account}, which this ledger "
            "does not know. The row is left out."
        ),
        remedy=f"Say one of these: {listed((*STATUSES[:-1], 'in violation'))}.",
    )


def kinds(booked: Iterable[Row], side_of: Mapping[str, str]) -> dict[Kind, list[Row]]:
    found: dict[Kind, list[Row]] = defaultdict(list)
    for row in booked:
        name = row.posting.of or row.booked.keeper
        kind = Kind(
            type=row.unit,
            calibre=row.detail("calibre"),
            side=side_of.get(name, name),
            places=row.posting.places,
            status=status_of(row, side_of),
        )
        found[kind].append(row)
    return found


def told(held: Held, *, as_of: date) -> dict[Kind, list[Told]]:
    """Weapons whose presence reports tell of, or deny, at each place."""
    hearing = Hearing(held, as_of=as_of, acts=PRESENT)
    found: dict[Kind, list[Told]] = defaultdict(list)
    for name, claim in hearing.claims.items():
        owners = {actor.side for actor in claim.actors}
        side = next(iter(owners)) if len(owners) == 1 else ""
        for counts, stated in counted(claim.quantities).items():
            if counts in WEAPONS:
                kind = Kind(
                    type=counts,
                    calibre="",
                    side=side,
                    places=claim.places,
                    status=SEEN,
                )
                found[kind].append(hearing.told(name, stated))
    return found
