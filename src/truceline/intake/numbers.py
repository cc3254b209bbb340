"""Whether the numbers of one clause can all be meant. Not whether anybody keeps to them."""

from collections.abc import Sequence

from truceline.intake.sheet import Row
from truceline.terms.agreement import Provision
from truceline.terms.claim import Quantity

_WHOLE = 100
_PERCENT = frozenset({"percent", "per cent", "%"})


def require_numbers(provision: Provision, part: Row) -> None:
    """Note limits that contradict each other, and shares of more than there is."""
    _require_once("ceilings", provision.ceilings, part=part)
    _require_once("floors", provision.floors, part=part)
    most = {one.unit: one.value for one in provision.ceilings}
    for node, floor in zip(part.items("floors"), provision.floors, strict=True):
        if floor.value > most.get(floor.unit, floor.value):
            part.sheet.wrong(
                node,
                "floor-above-ceiling",
                message=f"No fewer than {floor.value} and no more than {most[floor.unit]} "
                f"{floor.unit}: no number would keep to both.",
                remedy="Compare both with the text; or are they of two different units?",
            )
    for node, step in zip(part.items("steps"), provision.steps, strict=True):
        amount = step.amount
        if amount and amount.unit.casefold() in _PERCENT and amount.value > _WHOLE:
            part.sheet.wrong(
                node,
                "more-than-all",
                message=f"{amount.value} {amount.unit} is more than all there is.",
                remedy="Give the share that is done in all by then, or another unit.",
            )


def _require_once(name: str, limits: Sequence[Quantity], *, part: Row) -> None:
    seen: set[str] = set()
    for node, limit in zip(part.items(name), limits, strict=True):
        if limit.unit and limit.unit in seen:
            part.sheet.wrong(
                node,
                "limit-twice",
                message=f"Two {name} count {limit.unit}; the board could not tell which holds.",
                remedy="Keep one, or give each a clause of its own with its actors and places.",
            )
        seen.add(limit.unit)
