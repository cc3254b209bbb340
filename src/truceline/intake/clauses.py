"""The 'clauses' part of an agreement's file: its provisions, checked. Not what came of them."""

from dataclasses import replace

from truceline.intake.days import Clock, quantity, read_deadline, term
from truceline.intake.parts import procedure, require_order, steps, ties
from truceline.intake.sheet import Row, hint
from truceline.terms.agreement import Obligation, Provision, Rendering, Wording
from truceline.terms.claim import Act
from truceline.terms.names import Kind, Names

_REQUIRED = ("clause", "title", "obligation", "bearers", "acts", "wordings")
_OPTIONAL = (
    *("adverse", "actors", "places", "warn_days", "replaces"),
    *("ceilings", "floors", "term", "steps", "procedure", "ties"),
)
_SITES = {Kind.PLACE, Kind.PARTY, Kind.STATE}
_MOST_DAYS = 3650


def provisions(
    row: Row, all_names: Names, renderings: tuple[Rendering, ...], *, clock: Clock
) -> tuple[Provision, ...]:
    found: list[tuple[Provision, Row]] = []
    for node in row.items("clauses"):
        part = row.sheet.fields(node, required=_REQUIRED, optional=_OPTIONAL)
        provision = _provision(part, all_names, renderings, clock=clock)
        if provision is None:
            continue
        if provision.clause in {other.clause for other, _ in found}:
            row.sheet.wrong(
                part.get("clause") or node,
                "clause-twice",
                message=f"Two clauses have the number {provision.clause}.",
                remedy="Number the parts of a clause that holds several undertakings: 6.1, 6.2.",
            )
        found.append((provision, part))
    if not found and (node_of_list := row.get("clauses")):
        row.sheet.wrong(
            node_of_list,
            "no-clauses",
            message="No clause could be read.",
            remedy="Write at least one '- clause: …'.",
        )
    in_order = require_order(found, row.sheet)
    return tuple(one if in_order else replace(one, ties=()) for one, _ in found)


def _provision(
    part: Row, all_names: Names, renderings: tuple[Rendering, ...], *, clock: Clock
) -> Provision | None:
    parties = [named.name for named in all_names if named.kind is Kind.PARTY]
    doers = [named.name for named in all_names if named.kind is not Kind.PLACE]
    sites = [named.name for named in all_names if named.kind in _SITES]
    obligation = part.word("obligation", Obligation)
    try:
        return Provision(
            clause=part.text("clause"),
            title=part.text("title"),
            obligation=obligation,
            bearers=part.names("bearers", among=parties, what="party"),
            acts=part.words("acts", Act),
            adverse=part.words("adverse", Act),
            actors=part.names("actors", among=doers, what="actor"),
            places=part.names("places", among=sites, what="place"),
            wordings=_wordings(part, renderings, clock=clock),
            ceilings=tuple(quantity(node, part.sheet) for node in part.items("ceilings")),
            floors=tuple(quantity(node, part.sheet) for node in part.items("floors")),
            term=term(part),
            steps=steps(part, clock=clock, sites=sites),
            procedure=procedure(part),
            ties=ties(part),
            warn_days=_days(part),
            replaces=part.texts("replaces"),
        )
    except ValueError as error:
        part.sheet.wrong(
            part.node,
            "impossible-clause",
            message=f"{error}.",
            remedy="Add what is missing, or choose another obligation.",
        )
        return None


def _wordings(part: Row, renderings: tuple[Rendering, ...], *, clock: Clock) -> tuple[Wording, ...]:
    ids = [rendering.id for rendering in renderings]
    found: list[Wording] = []
    for node in part.items("wordings"):
        row = part.sheet.fields(node, required=("rendering", "text"), optional=("deadline",))
        rendering, at = row.text("rendering"), row.get("rendering")
        if at and rendering and rendering not in ids:
            part.sheet.wrong(
                at,
                "unknown-rendering",
                message=f"'{rendering}' is not under 'renderings'.",
                remedy=hint(rendering, ids),
            )
        if rendering in {other.rendering for other in found}:
            part.sheet.wrong(
                node,
                "wording-twice",
                message=f"The clause has two wordings in '{rendering}'.",
                remedy="Keep one wording a rendering.",
            )
        deadline = row.get("deadline")
        found.append(
            Wording(
                rendering=rendering,
                text=row.text("text"),
                deadline=read_deadline(deadline, part.sheet, clock=clock) if deadline else None,
            )
        )
    return tuple(found)


def _days(part: Row) -> int:
    node = part.get("warn_days")
    return part.sheet.number(node, most=_MOST_DAYS) if node else 7
