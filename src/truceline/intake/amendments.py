"""The 'amendments' part of an agreement's file: what was agreed later, checked. Not its meaning.

An amendment may be of a clause of the same file, or of one of an agreement signed earlier. The
latter is checked as far as those agreements are given.
"""

from collections.abc import Mapping, Sequence
from itertools import combinations, groupby

from truceline.intake.days import Clock, quantity, read_deadline, term
from truceline.intake.fields import AMENDMENT, MOVED
from truceline.intake.lined import Node
from truceline.intake.sheet import NO_DAY, Row, Sheet, hint
from truceline.terms.agreement import (
    Agreement,
    Amendment,
    Amends,
    Moved,
    Obligation,
    Provision,
)
from truceline.terms.names import Kind

MOST = 200  # of one file: each is compared with those of its day


def amendments(
    row: Row, own: Agreement, *, clock: Clock, beside: Sequence[Agreement] | None
) -> tuple[Amendment, ...]:
    """Every amendment of the file; those that cannot be are noted with their lines."""
    agreements = {one.id: one for one in beside or ()} | {own.id: own}
    found: list[tuple[Node, Amendment]] = []
    for node in row.items("amendments")[:MOST]:
        part = row.sheet.fields(node, required=AMENDMENT.required, optional=AMENDMENT.optional)
        amendment = _amendment(part, own, clock=clock)
        if amendment is None:
            continue
        if amendment.id in {other.id for _, other in found}:
            row.sheet.wrong(
                node,
                "amendment-twice",
                message=f"Two amendments have the id '{amendment.id}'.",
                remedy="Give each amendment its own id.",
            )
        _require_place(part, amendment, agreements, all_known=beside is not None)
        _warn_of_odds(part, amendment, own.id, agreements)
        found.append((node, amendment))
    _require_few(row)
    _require_one_meaning(found, row.sheet)
    return tuple(amendment for _, amendment in found)


def _amendment(part: Row, own: Agreement, *, clock: Clock) -> Amendment | None:
    first, last = part.get("from"), part.get("until")
    kinds = {Kind.PARTY, Kind.STATE, Kind.FORCE, Kind.BODY}
    doers = [named.name for named in own.named if named.kind in kinds]
    try:
        return Amendment(
            id=part.text("id"),
            provision=_full_name(part.text("provision"), own),
            agreed=part.day("agreed"),
            parties=part.names("parties", among=doers, what="party"),
            amends=part.word("amends", Amends),
            text=part.text("text"),
            source=part.text("source"),
            rendering=_rendering(part, own),
            deadlines=tuple(
                _moved(node, part.sheet, clock=clock) for node in part.items("deadlines")
            ),
            ceilings=tuple(quantity(node, part.sheet) for node in part.items("ceilings")),
            floors=tuple(quantity(node, part.sheet) for node in part.items("floors")),
            term=term(part),
            first=part.sheet.day(first) if first else None,
            last=part.sheet.day(last) if last else None,
        )
    except ValueError as error:
        part.sheet.wrong(
            part.node,
            "impossible-amendment",
            message=f"{error}.",
            remedy="A deadline gives 'deadlines', a ceiling 'ceilings', a floor 'floors', a term "
            "'term', a suspension 'from' and, where it has an end, 'until'; others none of them.",
        )
        return None


def _full_name(clause: str, own: Agreement) -> str:
    return clause if "/" in clause else f"{own.id}/{clause}"


def _moved(node: Node, sheet: Sheet, *, clock: Clock) -> Moved:
    row = Row(sheet=sheet, node=node, values=sheet.values_of(node))
    return Moved(
        deadline=read_deadline(node, sheet, clock=clock, also=MOVED.optional),
        rendering=row.text("rendering"),
        step=row.text("step"),
    )


def _rendering(part: Row, own: Agreement) -> str:
    rendering, node = part.text("rendering"), part.get("rendering")
    ids = [one.id for one in own.renderings]
    if node and rendering and rendering not in ids:
        part.sheet.wrong(
            node,
            "unknown-rendering",
            message=f"'{rendering}' is not under 'renderings'.",
            remedy=hint(rendering, ids),
        )
    return rendering


def _require_place(
    part: Row, one: Amendment, agreements: Mapping[str, Agreement], *, all_known: bool
) -> None:
    """That there is such a clause, signed by then, which can be amended so."""
    name, _, clause = one.provision.partition("/")
    agreement = agreements.get(name)
    node = part.get("provision") or part.node
    if agreement is None:
        if all_known:
            part.sheet.wrong(
                node,
                "unknown-agreement",
                message=f"No agreement '{name}' is known here.",
                remedy=hint(name, agreements),
            )
        return
    if one.agreed < agreement.signed and one.agreed != NO_DAY != agreement.signed:
        part.sheet.wrong(
            part.get("agreed") or part.node,
            "amended-before-signing",
            message=f"Agreed on {one.agreed}, before {name} was signed on {agreement.signed}.",
            remedy="Correct the day; what was agreed before is part of the agreement itself.",
        )
    known = {provision.clause: provision for provision in agreement.provisions}
    if clause not in known:
        part.sheet.wrong(
            node,
            "unknown-clause",
            message=f"{name} has no clause '{clause}'.",
            remedy=hint(clause, known),
        )
        return
    _require_fit(part, one, known[clause])


def _require_fit(part: Row, one: Amendment, provision: Provision) -> None:
    is_term = provision.obligation is Obligation.TERM
    unfit = {
        Amends.DEADLINE: is_term and "a term has no deadline: amend its 'term'",
        Amends.CEILING: not provision.ceilings and "the clause has no ceiling",
        Amends.FLOOR: not provision.floors and "the clause has no floor",
        Amends.TERM: not is_term and "the clause is not a term",
        Amends.NOTICE: not is_term and "notice is given of a term only",
    }.get(one.amends)
    if unfit:
        part.sheet.wrong(
            part.get("amends") or part.node,
            "unfit-amendment",
            message=f"Clause {provision.clause} cannot be amended so: {unfit}.",
            remedy="Choose another word for 'amends', or another clause.",
        )
    ids = [wording.rendering for wording in provision.wordings]
    named = [step.name for step in provision.steps]
    for moved in one.deadlines:
        if bool(named) != bool(moved.step) or (named and moved.step not in named):
            part.sheet.wrong(
                part.get("deadlines") or part.node,
                "unknown-step",
                message=f"Clause {provision.clause} has no step '{moved.step}'.",
                remedy=hint(moved.step, named) if named else "It has one day: give no step.",
            )
        if moved.rendering and moved.rendering not in ids:
            part.sheet.wrong(
                part.get("deadlines") or part.node,
                "unknown-rendering",
                message=f"Clause {provision.clause} has no wording in '{moved.rendering}'.",
                remedy=hint(moved.rendering, ids),
            )


def _require_one_meaning(found: Sequence[tuple[Node, Amendment]], sheet: Sheet) -> None:
    def place(pair: tuple[Node, Amendment]) -> tuple[str, str]:
        return pair[1].provision, pair[1].agreed.isoformat()

    for _, group in groupby(sorted(found, key=place), key=place):
        for (_, one), (node, two) in combinations(group, 2):
            if one.contradicts(two):
                sheet.wrong(
                    node,
                    "contradictory-amendments",
                    message=f"'{one.id}' and '{two.id}' change {one.provision} on one day and "
                    "cannot both have been meant.",
                    remedy="Keep one, or correct the day of the later; the board would leave out "
                    "both.",
                )


def _warn_of_odds(
    part: Row, one: Amendment, own_id: str, agreements: Mapping[str, Agreement]
) -> None:
    """That another file tells otherwise: which of them is wrong is not known here."""
    for other in (other for name, other in agreements.items() if name != own_id):
        for two in (two for two in other.amendments if one.contradicts(two)):
            part.sheet.warn(
                part.node,
                "contradictory-amendments",
                message=f"'{one.id}' and '{two.id}' of {other.id} change {one.provision} on one "
                "day and cannot both have been meant: the board leaves out both.",
                remedy="Correct one of the two files and sign it in again.",
            )


def _require_few(row: Row) -> None:
    rest = row.items("amendments")[MOST:]
    if rest:
        row.sheet.wrong(
            rest[0],
            "list-too-long",
            message=f"At most {MOST} amendments are read from one file.",
            remedy="Write the others into a file of their own.",
        )
