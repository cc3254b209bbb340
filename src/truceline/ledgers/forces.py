"""What the agreement allows of each force, and what sources say is there. It finds no breach."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from truceline.terms.agreement import Agreement, Obligation, Provision
from truceline.terms.claim import Act, Bound, Claim, Quantity
from truceline.terms.when import When
from truceline.weighing.amount import counted, possible, unit
from truceline.weighing.held import Held, order
from truceline.weighing.origins import speakers

# Acts whose numbers tell how much of a force is there.
PRESENT = frozenset({Act.DEPLOYMENT, Act.MONITORING})


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """One source's number."""

    claim: str
    value: int
    bound: Bound
    says: str
    when: When | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ForceRow:
    """One ceiling of one provision beside every number stated for it."""

    agreement: str
    clause: str
    unit: str
    at_most: int
    stated: tuple[Stated, ...]
    compares: str  # "within", "above", "cannot tell", each with its reason


def forces(held: Held) -> tuple[ForceRow, ...]:
    """Every ceiling of every agreement, in the order in which they were signed in and written."""
    return tuple(
        _row(agreement, provision, ceiling, held)
        for agreement in held.agreements.values()
        for provision in agreement.provisions
        if provision.obligation is Obligation.CEILING
        for ceiling in provision.ceilings
    )


def _row(agreement: Agreement, provision: Provision, ceiling: Quantity, held: Held) -> ForceRow:
    numbers = dict(_numbers(agreement, provision, ceiling, held))
    present = {
        name: number for name, number in numbers.items() if held.claims[name].could_have_happened
    }
    return ForceRow(
        agreement=agreement.id,
        clause=provision.clause,
        unit=ceiling.unit,
        at_most=ceiling.value,
        stated=tuple(_stated(name, number, held) for name, number in numbers.items()),
        compares=_compare(present, ceiling, planned=len(numbers) - len(present)),
    )


def _numbers(
    agreement: Agreement, provision: Provision, ceiling: Quantity, held: Held
) -> Iterator[tuple[str, Quantity]]:
    """Every number stated of the force: by acts of presence, of the same unit, of its side."""
    owners = _owners(agreement, provision)
    for name in sorted(held.claims, key=order):
        claim = held.claims[name]
        if claim.denies or claim.act not in PRESENT.union(provision.acts):
            continue
        number = counted(claim.quantities).get(unit(ceiling.unit))
        if number is not None and _of(claim, owners):
            yield name, number


def _owners(agreement: Agreement, provision: Provision) -> frozenset[str]:
    """The sides whose force the ceiling limits."""
    side: Mapping[str, str] = {one.name: one.of or one.name for one in agreement.named}
    return frozenset(side.get(name, name) for name in provision.actors or provision.bearers)


def _of(claim: Claim, owners: frozenset[str]) -> bool:
    return any(actor.side in owners for actor in claim.actors)


def _stated(name: str, number: Quantity, held: Held) -> Stated:
    claim = held.claims[name]
    return Stated(
        claim=name,
        value=number.value,
        bound=number.bound,
        says=speakers((claim,), documents=held.documents),
        when=claim.when,
    )


def _compare(present: Mapping[str, Quantity], ceiling: Quantity, *, planned: int) -> str:
    """Above only where the least a number leaves possible exceeds the ceiling."""
    if not present:
        what = "all numbers stated are of what was agreed or planned" if planned else "no number"
        return f"cannot tell: no source says how many are there ({what})"
    above = [name for name, number in present.items() if possible(number).least > ceiling.value]
    if above:
        return f"above: the least that {_cited(above)} can mean is more than {ceiling.value}"
    open_to_more = [name for name, number in present.items() if _may_exceed(number, ceiling.value)]
    if open_to_more:
        return (
            f"cannot tell: what {_cited(open_to_more)} says may be more than {ceiling.value} or not"
        )
    return f"within: no number stated leaves room for more than {ceiling.value}"


def _may_exceed(number: Quantity, ceiling: int) -> bool:
    most = possible(number).most
    return most is None or most > ceiling


def _cited(names: Sequence[str]) -> str:
    return f"claim {names[0]}" if len(names) == 1 else f"claims {', '.join(names)}"
