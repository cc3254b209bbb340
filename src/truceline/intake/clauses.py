"""The 'clauses' part of an agreement's file: its provisions, checked. Not what came of them."""

from dataclasses import replace

from truceline.intake.days import Clock, quantity, term
from truceline.intake.fields import CLAUSE
from truceline.intake.numbers import require_numbers
from truceline.intake.parts import procedure, require_order, steps, ties
from truceline.intake.proof import codes, exempt, standard
from truceline.intake.proposed import require_accepted
from truceline.intake.sheet import Row
from truceline.intake.wordings import wordings
from truceline.terms.agreement import Obligation, Provision, Rendering, Standard
from truceline.terms.claim import Act
from truceline.terms.names import Kind, Names

_SITES = {Kind.PLACE, Kind.PARTY, Kind.STATE}
_NOT_OWED_TO = {Kind.PLACE, Kind.PERSON}
_MOST_DAYS = 3650


def provisions(
    row: Row, all_names: Names, renderings: tuple[Rendering, ...], *, clock: Clock
) -> tuple[Provision, ...]:
    found: list[tuple[Provision, Row]] = []
    of_all = standard(row)
    for node in row.items("clauses"):
        part = row.sheet.fields(node, required=CLAUSE.required, optional=CLAUSE.optional)
        require_accepted(part)
        provision = _provision(part, all_names, renderings, clock=clock, of_all=of_all)
        if provision is None:
            continue
        _require_bound(provision, part)
        require_numbers(provision, part)
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
    part: Row,
    all_names: Names,
    renderings: tuple[Rendering, ...],
    *,
    clock: Clock,
    of_all: Standard | None,
) -> Provision | None:
    parties = [named.name for named in all_names if named.kind is Kind.PARTY]
    doers = [named.name for named in all_names if named.kind is not Kind.PLACE]
    sites = [named.name for named in all_names if named.kind in _SITES]
    owed_to = [named.name for named in all_names if named.kind not in _NOT_OWED_TO]
    obligation = part.word("obligation", Obligation)
    try:
        return Provision(
            clause=part.text("clause"),
            title=part.text("title"),
            obligation=obligation,
            bearers=part.names("bearers", among=parties, what="party"),
            beneficiaries=part.names("beneficiaries", among=owed_to, what="beneficiary"),
            objects=part.texts("objects"),
            acts=part.words("acts", Act),
            adverse=part.words("adverse", Act),
            actors=part.names("actors", among=doers, what="actor"),
            places=part.names("places", among=sites, what="place"),
            wordings=wordings(part, renderings, clock=clock),
            ceilings=tuple(quantity(node, part.sheet) for node in part.items("ceilings")),
            floors=tuple(quantity(node, part.sheet) for node in part.items("floors")),
            term=term(part),
            steps=steps(part, clock=clock, sites=sites),
            procedure=procedure(part),
            ties=ties(part),
            warn_days=_days(part),
            replaces=part.texts("replaces"),
            exempt=exempt(part, doers=doers, sites=sites),
            standard=standard(part) or of_all,
            verification=part.text("verification"),
            codes=codes(part),
        )
    except ValueError as error:
        part.sheet.wrong(
            part.node,
            "impossible-clause",
            message=f"{error}.",
            remedy="Add what is missing, or choose another obligation.",
        )
        return None


def _require_bound(provision: Provision, part: Row) -> None:
    if not provision.bearers and (node := part.get("bearers")):
        part.sheet.wrong(
            node,
            "nobody-bound",
            message="Nobody undertakes it, so the board could hold nobody to it.",
            remedy="Name the parties that do; one that binds all of them names all.",
        )


def _days(part: Row) -> int:
    node = part.get("warn_days")
    return part.sheet.number(node, most=_MOST_DAYS) if node else 7
