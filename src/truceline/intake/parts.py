"""Steps, procedures and ties of a clause as its file gives them. Not how they are weighed."""

from collections.abc import Mapping, Sequence

from truceline.intake.days import Clock, quantity, read_deadline
from truceline.intake.fields import PROCEDURE, STEP, TIE
from truceline.intake.lined import Node
from truceline.intake.sheet import Row, Sheet, hint
from truceline.terms.agreement import Holds, Procedure, Provision, State, Step, Tie, circle
from truceline.terms.claim import Act

_MOST_DAYS = 3650
_HOLDS: Mapping[str, Holds] = {
    "only_if": Holds.ONLY_IF,
    "not_before": Holds.NOT_BEFORE,
    "alongside": Holds.ALONGSIDE,
}


def steps(part: Row, *, clock: Clock, sites: Sequence[str]) -> tuple[Step, ...]:
    """Rows such as '- {step: 1, by: 2020-11-15, places: [Mill]}'.

    Raises:
        ValueError: a step that nothing would tell from the others.
    """
    return tuple(_step(node, part.sheet, clock=clock, sites=sites) for node in part.items("steps"))


def procedure(part: Row) -> Procedure | None:
    node = part.get("procedure")
    if node is None:
        return None
    row = part.sheet.fields(node, required=PROCEDURE.required, optional=PROCEDURE.optional)
    days = row.get("within_days")
    return Procedure(
        within_days=part.sheet.number(days, least=1, most=_MOST_DAYS) if days else 1,
        after=row.words("after", Act),
    )


def ties(part: Row) -> tuple[Tie, ...]:
    """Rows such as '- {only_if: "2", is: done}' or '- {not_before: "3"}'."""
    return tuple(tie for node in part.items("ties") if (tie := _tie(node, part.sheet)))


def require_order(found: Sequence[tuple[Provision, Row]], sheet: Sheet) -> bool:
    """Whether no clause waits for itself, round however many corners, or for none."""
    known = {provision.clause for provision, _ in found}
    waiting = circle([provision for provision, _ in found])
    for provision, part in found:
        if missing := [tie.clause for tie in provision.ties if tie.clause not in known]:
            sheet.wrong(
                part.get("ties") or part.node,
                "unknown-clause",
                message=f"It waits for clause '{missing[0]}', which is not in this file.",
                remedy=hint(missing[0], known),
            )
        elif provision.ties and provision.clause in waiting:
            sheet.wrong(
                part.get("ties") or part.node,
                "circular-condition",
                message=_in_circle(tuple(dict.fromkeys(waiting))),
                remedy="Remove one of their 'ties'; the text itself says which comes first.",
            )
    return not waiting


def _in_circle(waiting: Sequence[str]) -> str:
    if len(waiting) == 1:
        return f"Clause {waiting[0]} waits for itself, so it could never be owed."
    return f"Clauses {', '.join(waiting)} wait for each other, so none of them could ever be owed."


def _step(node: Node, sheet: Sheet, *, clock: Clock, sites: Sequence[str]) -> Step:
    also = (*STEP.required, *STEP.optional)
    deadline = read_deadline(node, sheet, clock=clock, also=also)
    row = Row(sheet=sheet, node=node, values=sheet.values_of(node))
    if not row.get("step"):
        sheet.wrong(
            node,
            "missing-field",
            message="'step' is missing.",
            remedy="Give each step a name: 'step: 1'.",
        )
    amount = row.get("amount")
    return Step(
        name=row.text("step"),
        deadline=deadline,
        places=row.names("places", among=sites, what="place"),
        amount=quantity(amount, sheet) if amount else None,
    )


def _tie(node: Node, sheet: Sheet) -> Tie | None:
    row = sheet.fields(node, required=TIE.required, optional=TIE.optional)
    found = [word for word in _HOLDS if row.get(word)]
    if len(found) != 1 or (row.get("is") and found != ["only_if"]):
        sheet.wrong(
            node,
            "not-a-tie",
            message="A tie names one clause, in one way.",
            remedy='Write {only_if: "2", is: done}, {not_before: "2"} or {alongside: "2"}.',
        )
        return None
    state = row.word("is", State) if row.get("is") else State.DONE
    return Tie(holds=_HOLDS[found[0]], clause=row.text(found[0]), state=state)
