"""A provision as it reads on one day, after what was agreed later. Not what came of it.

The older text still answers for older days: a day that was moved is not a day that was missed.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from truceline.terms.agreement import Agreement, Amendment, Amends, Moved, Provision, Wording
from truceline.terms.claim import Quantity
from truceline.weighing.span import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The numbers allowed from a day on."""

    since: date
    ceilings: tuple[Quantity, ...]
    floors: tuple[Quantity, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Amended:
    """A provision on one day. `limits` are the numbers in turn, the latest last."""

    provision: Provision
    by: tuple[Amendment, ...] = ()  # in the order in which they were agreed
    at_odds: tuple[Amendment, ...] = ()  # agreed on one day, and contradicting each other
    unfit: tuple[Amendment, ...] = ()  # of another kind of undertaking
    limits: tuple[Limits, ...] = ()

    @property
    def suspensions(self) -> tuple[Amendment, ...]:
        return tuple(one for one in self.by if one.amends is Amends.SUSPENSION)

    @property
    def notices(self) -> tuple[Amendment, ...]:
        return tuple(one for one in self.by if one.amends is Amends.NOTICE)

    @property
    def withdrawn(self) -> Amendment | None:
        return next((one for one in self.by if one.amends is Amends.WITHDRAWN), None)

    def suspended(self, on: date) -> Amendment | None:
        """The suspension that this day falls into."""
        return next((one for one in self.suspensions if _holds(one, on)), None)

    def may_be_suspended(self, span: Span) -> bool:
        """Whether what happened in these days may have happened while nothing was owed."""
        return any(one.amends is Amends.SUSPENSION and _may_hold(one, span) for one in self.by)

    def allowed(self, span: Span) -> Limits:
        """The numbers that held then; where the day is open, the widest of those days."""
        if len(self.limits) == 1:
            return self.limits[0]
        until = [one.since for one in self.limits[1:]]
        held = [
            one
            for one, following in zip(self.limits, [*until, None], strict=True)
            if (span.last is None or one.since <= span.last)
            and (span.first is None or following is None or span.first < following)
        ]
        return Limits(
            since=max(one.since for one in held),
            ceilings=_widest([one.ceilings for one in held], widest=max),
            floors=_widest([one.floors for one in held], widest=min),
        )


def by_provision(agreements: Iterable[Agreement]) -> Mapping[str, tuple[Amendment, ...]]:
    """Every amendment under the name of the provision it amends, in the order agreed.

    What only an unofficial rendering of its file tells, where that has official ones, is left out.
    """
    found: dict[str, list[Amendment]] = defaultdict(list)
    for agreement in agreements:
        for amendment in agreement.amendments:
            if agreement.decides(amendment.rendering):
                found[amendment.provision].append(amendment)
    return {
        name: tuple(sorted(amendments, key=lambda one: (one.agreed, one.id)))
        for name, amendments in found.items()
    }


def amended(provision: Provision, amendments: Sequence[Amendment], *, on: date) -> Amended:
    """The provision with what was agreed by the end of that day."""
    known = [one for one in amendments if one.agreed <= on]
    at_odds = [
        one for one in known if any(one is not two and one.contradicts(two) for two in known)
    ]
    applied: list[Amendment] = []
    unfit: list[Amendment] = []
    limits = [_limits(provision, date.min)]
    for one in (one for one in known if one not in at_odds):
        try:
            provision = _with(provision, one)
        except ValueError:  # a term for what is no term: its file was read without the agreement
            unfit.append(one)
            continue
        applied.append(one)
        if one.amends in {Amends.CEILING, Amends.FLOOR}:
            limits.append(_limits(provision, one.agreed))
    return Amended(
        provision=provision,
        by=tuple(applied),
        at_odds=tuple(at_odds),
        unfit=tuple(unfit),
        limits=tuple(limits),
    )


def unplaced(agreements: Iterable[Agreement]) -> tuple[Amendment, ...]:
    """Amendments of clauses that no agreement has: the board cannot show them anywhere."""
    known = tuple(agreements)
    clauses = {
        f"{agreement.id}/{provision.clause}"
        for agreement in known
        for provision in agreement.provisions
    }
    amendments = (one for agreement in known for one in agreement.amendments)
    return tuple(one for one in amendments if one.provision not in clauses)


def _with(provision: Provision, one: Amendment) -> Provision:
    match one.amends:
        case Amends.DEADLINE:
            whole = [moved for moved in one.deadlines if not moved.step]
            by_step = {moved.step: moved.deadline for moved in one.deadlines}
            return replace(
                provision,
                wordings=tuple(_moved(wording, whole) for wording in provision.wordings),
                steps=tuple(
                    replace(step, deadline=by_step.get(step.name, step.deadline))
                    for step in provision.steps
                ),
            )
        case Amends.CEILING:
            return replace(provision, ceilings=_replaced(provision.ceilings, one.ceilings))
        case Amends.FLOOR:
            return replace(provision, floors=_replaced(provision.floors, one.floors))
        case Amends.TERM:
            return replace(provision, term=one.term)
        case _:
            return provision


def _limits(provision: Provision, since: date) -> Limits:
    return Limits(since=since, ceilings=provision.ceilings, floors=provision.floors)


def _replaced(old: Sequence[Quantity], new: Sequence[Quantity]) -> tuple[Quantity, ...]:
    units = {one.unit.casefold() for one in new}
    return (*(one for one in old if one.unit.casefold() not in units), *new)


def _moved(wording: Wording, moved: Sequence[Moved]) -> Wording:
    """A day for this rendering alone goes before a day for all of them."""
    by_rendering = {one.rendering: one.deadline for one in moved}
    found = by_rendering.get(wording.rendering) or by_rendering.get("")
    return replace(wording, deadline=found) if found else wording


def _holds(one: Amendment, on: date) -> bool:
    return one.first is not None and one.first <= on <= (one.last or date.max)


def _may_hold(one: Amendment, span: Span) -> bool:
    first, last = one.first or date.min, one.last or date.max
    meets = (span.first or date.min) <= last and first <= (span.last or date.max)
    if not span.throughout:
        return meets
    return meets and span.certainly_within(first, last) and not _reaches_out(span, first, last)


def _reaches_out(span: Span, first: date, last: date) -> bool:
    return (span.first or date.min) < first or (span.last or date.max) > last


def _widest(
    held: Sequence[tuple[Quantity, ...]], *, widest: Callable[[int, int], int]
) -> tuple[Quantity, ...]:
    """Of the limits that may have held: a unit that one of them leaves open is open."""
    shared = set.intersection(*({one.unit.casefold() for one in numbers} for numbers in held))
    found: dict[str, Quantity] = {}
    for one in (one for numbers in held for one in numbers):
        unit = one.unit.casefold()
        kept = found.get(unit)
        if unit in shared and (kept is None or widest(one.value, kept.value) != kept.value):
            found[unit] = one
    return tuple(found.values())
