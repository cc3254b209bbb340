"""The 'clauses' part of an agreement's file: its provisions, checked. Not what came of them."""

from truceline.intake.lined import Node
from truceline.intake.sheet import Row, Sheet, hint
from truceline.terms.agreement import (
    ByWord,
    Deadline,
    Obligation,
    Provision,
    Rendering,
    Term,
    Wording,
)
from truceline.terms.claim import Act, Bound, Quantity
from truceline.terms.names import Kind, Names

_REQUIRED = ("clause", "title", "obligation", "bearers", "acts", "wordings")
_OPTIONAL = ("adverse", "actors", "places", "ceilings", "term", "warn_days", "replaces")
_SITES = {Kind.PLACE, Kind.PARTY, Kind.STATE}
_MOST_YEARS = 500
_MOST_DAYS = 3650


def provisions(
    row: Row, all_names: Names, renderings: tuple[Rendering, ...]
) -> tuple[Provision, ...]:
    found: list[Provision] = []
    for node in row.items("clauses"):
        part = row.sheet.fields(node, required=_REQUIRED, optional=_OPTIONAL)
        provision = _provision(part, all_names, renderings)
        if provision is None:
            continue
        if provision.clause in {other.clause for other in found}:
            row.sheet.wrong(
                part.get("clause") or node,
                "clause-twice",
                message=f"Two clauses have the number {provision.clause}.",
                remedy="Number the parts of a clause that holds several undertakings: 6.1, 6.2.",
            )
        found.append(provision)
    if not found and (node_of_list := row.get("clauses")):
        row.sheet.wrong(
            node_of_list,
            "no-clauses",
            message="No clause could be read.",
            remedy="Write at least one '- clause: …'.",
        )
    return tuple(found)


def _provision(part: Row, all_names: Names, renderings: tuple[Rendering, ...]) -> Provision | None:
    parties = [named.name for named in all_names if named.kind is Kind.PARTY]
    doers = [named.name for named in all_names if named.kind is not Kind.PLACE]
    sites = [named.name for named in all_names if named.kind in _SITES]
    obligation = part.word("obligation", Obligation)
    try:
        return Provision(
            clause=part.text("clause"),
            title=part.text("title"),
            obligation=obligation,
            bearers=_known(part, "bearers", among=parties, what="party"),
            acts=part.words("acts", Act),
            adverse=part.words("adverse", Act),
            actors=_known(part, "actors", among=doers, what="actor"),
            places=_known(part, "places", among=sites, what="place"),
            wordings=_wordings(part, renderings),
            ceilings=tuple(_ceiling(node, part.sheet) for node in part.items("ceilings")),
            term=_term(part),
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


def _known(part: Row, field: str, *, among: list[str], what: str) -> tuple[str, ...]:
    for node in part.items(field):
        name = part.sheet.text(node)
        if name and name not in among:
            part.sheet.wrong(
                node,
                f"unknown-{what}",
                message=f"'{name}' is not under 'names' as a {what}.",
                remedy=f"Add it there, or correct the name. {hint(name, among)}",
            )
    return part.texts(field)


def _wordings(part: Row, renderings: tuple[Rendering, ...]) -> tuple[Wording, ...]:
    known = [rendering.id for rendering in renderings]
    found: list[Wording] = []
    for node in part.items("wordings"):
        row = part.sheet.fields(node, required=("rendering", "text"), optional=("deadline",))
        rendering, at = row.text("rendering"), row.get("rendering")
        if at and rendering and rendering not in known:
            part.sheet.wrong(
                at,
                "unknown-rendering",
                message=f"'{rendering}' is not under 'renderings'.",
                remedy=hint(rendering, known),
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
                deadline=_deadline(deadline, part.sheet) if deadline else None,
            )
        )
    return tuple(found)


def _deadline(node: Node, sheet: Sheet) -> Deadline:
    """A row such as 'before: 2020-11-15'."""
    row = sheet.fields(node, required=(), optional=(*(word.value for word in ByWord), "assumption"))
    words = [word for word in ByWord if row.get(word.value)]
    if len(words) != 1:
        sheet.wrong(
            node,
            "no-deadline",
            message=f"A deadline has one word and its day; {len(words)} were found.",
            remedy="Write 'by: 2020-11-15' (that day still counts) or 'before: 2020-11-15'.",
        )
    word = words[0] if words else ByWord.BY
    assumption = row.text("assumption")
    if word is ByWord.UNTIL and not assumption:
        assumption = "'until' is read as 'by': the day itself still counts"
    return Deadline(word=word, day=row.day(word.value), assumption=assumption)


def _ceiling(node: Node, sheet: Sheet) -> Quantity:
    row = sheet.fields(node, required=("value", "unit"), optional=("bound",))
    value = row.get("value")
    return Quantity(
        value=sheet.number(value) if value else 0,
        unit=row.text("unit"),
        bound=row.word("bound", Bound) if row.get("bound") else Bound.EXACT,
    )


def _term(part: Row) -> Term | None:
    node = part.get("term")
    if node is None:
        return None
    row = part.sheet.fields(
        node, required=("start", "years", "notice_months"), optional=("assumption",)
    )
    years, months = row.get("years"), row.get("notice_months")
    return Term(
        start=row.day("start"),
        years=part.sheet.number(years, least=1, most=_MOST_YEARS) if years else 1,
        notice_months=part.sheet.number(months, most=12 * _MOST_YEARS) if months else 0,
        assumption=row.text("assumption"),
    )


def _days(part: Row) -> int:
    node = part.get("warn_days")
    return part.sheet.number(node, most=_MOST_DAYS) if node else 7
