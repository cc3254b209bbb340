"""Accounts of one incident side by side, field by field. It decides nothing: weighing has.

A field *differs* only where a contradiction on record puts this account against another one of
the same incident; it *agrees* where another account gives an overlapping value; else it stands
alone, or the account is silent. Missing is not mismatch.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from truceline.publishing import words
from truceline.publishing.report import Report, Shown
from truceline.terms.claim import Claim
from truceline.weighing.contradiction import Contradiction, ContradictionKind
from truceline.weighing.incident import Incident


class Field(StrEnum):
    HOW = "how it is put"
    WHEN = "when"
    PLACE = "where"
    ACTOR = "who"
    NUMBER = "how many"


class Beside(StrEnum):
    """How one account's field stands beside the others."""

    AGREES = "agrees"
    DIFFERS = "differs"
    ALONE = "only this account"
    SILENT = "silent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    field: Field
    text: str
    beside: Beside


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One claim's account of an incident."""

    shown: Shown
    cells: tuple[Cell, ...]


KIND_OF = {
    Field.HOW: ContradictionKind.DENIAL,
    Field.WHEN: ContradictionKind.TIME,
    Field.ACTOR: ContradictionKind.ACTOR,
    Field.NUMBER: ContradictionKind.NUMBER,
}


def accounts(report: Report, incident: Incident) -> tuple[Account, ...]:
    shown = [report.claims[name] for name in incident.claims if name in report.claims]
    names = frozenset(one.name for one in shown)
    against = {
        field: _opposed(report.contradictions, kind, names=names) for field, kind in KIND_OF.items()
    }
    return tuple(
        Account(
            shown=one,
            cells=tuple(
                Cell(
                    field=field,
                    text=text(one.claim),
                    beside=_beside(
                        one,
                        field,
                        others=[other for other in shown if other is not one],
                        opposed=one.name in against.get(field, frozenset()),
                    ),
                )
                for field, text in TEXT_OF.items()
            ),
        )
        for one in shown
    )


TEXT_OF: dict[Field, Callable[[Claim], str]] = {
    Field.HOW: words.put_forward,
    Field.WHEN: lambda claim: words.when(claim.when),
    Field.PLACE: lambda claim: ", ".join(claim.places),
    Field.ACTOR: lambda claim: words.actors(claim.actors),
    Field.NUMBER: lambda claim: ", ".join(words.quantity(one) for one in claim.quantities),
}


def _opposed(
    contradictions: Iterable[Contradiction], kind: ContradictionKind, *, names: frozenset[str]
) -> frozenset[str]:
    """The claims among `names` that a contradiction of this kind sets against one another."""
    opposed = set[str]()
    for contradiction in contradictions:
        if contradiction.kind is kind:
            here = [names.intersection(side.claims) for side in contradiction.sides]
            if sum(bool(side) for side in here) > 1:
                opposed |= frozenset().union(*here)
    return frozenset(opposed)


def _beside(one: Shown, field: Field, *, others: list[Shown], opposed: bool) -> Beside:
    if not TEXT_OF[field](one.claim):
        return Beside.SILENT
    if opposed:
        return Beside.DIFFERS
    if any(_alike(one.claim, other.claim, field=field) for other in others):
        return Beside.AGREES
    return Beside.ALONE


def _alike(one: Claim, other: Claim, *, field: Field) -> bool:
    match field:
        case Field.HOW:
            return one.denies == other.denies and one.modality is other.modality
        case Field.WHEN:
            return bool(one.when and other.when and one.when.overlaps(other.when))
        case Field.PLACE:
            return not set(one.places).isdisjoint(other.places)
        case Field.ACTOR:
            return not {a.side for a in one.actors}.isdisjoint(a.side for a in other.actors)
        case Field.NUMBER:
            units = {(q.unit, q.value) for q in one.quantities}
            return not units.isdisjoint((q.unit, q.value) for q in other.quantities)
