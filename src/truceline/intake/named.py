"""The 'names' part of an agreement's file: who and what it speaks of. Not who did anything."""

from truceline.intake.fields import NAME
from truceline.intake.lined import Fields, Node
from truceline.intake.points import place_point
from truceline.intake.sheet import Row, Sheet, hint
from truceline.terms.names import Kind, Named, Names

_KINDS = tuple(kind.value for kind in Kind)
_REST = tuple(name for name in NAME.optional if name not in _KINDS)


def names(row: Row) -> Names:
    """Every name of the file; spellings that two share and names nobody bears are noted."""
    pairs = [(node, _one(node, row.sheet)) for node in row.items("names")]
    found = [(node, named) for node, named in pairs if named is not None]
    _require_distinct(found, row.sheet)
    _require_known(found, row.sheet)
    return tuple(named for _, named in found)


def _one(node: Node, sheet: Sheet) -> Named | None:
    """A row such as '- place: Riverton' with its other spellings."""
    keys = [key.text for key, _ in node.fields] if isinstance(node, Fields) else []
    kinds = [key for key in keys if key in _KINDS]
    if len(kinds) != 1:
        sheet.wrong(
            node,
            "not-a-name",
            message="A name begins with what it names, exactly once.",
            remedy=f"Begin the row with one of: {', '.join(f'{kind}: …' for kind in _KINDS)}.",
        )
        return None
    part = sheet.fields(node, required=(kinds[0],), optional=_REST)
    kind = Kind(kinds[0])
    at = part.get("at")
    if part.get("within") and kind is not Kind.PLACE:
        sheet.wrong(
            node, "misplaced-field", message="Only places lie within others.", remedy="Use 'of'."
        )
    if at and kind is not Kind.PLACE:
        sheet.wrong(
            node, "misplaced-field", message="Only places lie somewhere.", remedy="Remove 'at'."
        )
    if part.get("post") and kind is not Kind.PERSON:
        sheet.wrong(
            node, "misplaced-field", message="Only persons hold posts.", remedy="Remove 'post'."
        )
    return Named(
        kind=kind,
        name=part.text(kinds[0]),
        also=part.texts("also"),
        of=part.text("of"),
        post=part.text("post"),
        within=part.text("within"),
        at=place_point(at, sheet) if at else None,
    )


def _require_distinct(found: list[tuple[Node, Named]], sheet: Sheet) -> None:
    bearer: dict[str, str] = {}
    listed: set[str] = set()
    for node, named in found:
        shared = {
            other
            for spelling in (named.name, *named.also)
            if (other := bearer.setdefault(spelling.casefold(), named.name)) != named.name
        }
        if named.name in listed:
            shared.add("another row")
        listed.add(named.name)
        if shared:
            sheet.wrong(
                node,
                "name-twice",
                message=f"{named.name} shares a spelling with {', '.join(sorted(shared))}.",
                remedy="Keep each spelling with one bearer; which is meant is not guessed.",
            )


def _require_known(found: list[tuple[Node, Named]], sheet: Sheet) -> None:
    known = {named.name: named for _, named in found}
    for node, named in found:
        for word in filter(None, (named.of, named.within)):
            if word not in known:
                sheet.wrong(
                    node,
                    "unknown-name",
                    message=f"{named.name} belongs to '{word}', which is not under 'names'.",
                    remedy=hint(word, known) if len(known) <= 20 else f"Add a row for {word}.",  # noqa: PLR2004
                )
        if _lies_in_itself(named, known):
            sheet.wrong(
                node,
                "circle",
                message=f"{named.name} would lie within itself.",
                remedy="Correct 'within' here or in one of the places around it.",
            )


def _lies_in_itself(named: Named, known: dict[str, Named]) -> bool:
    seen = {named.name}
    around = known.get(named.within)
    while around is not None:
        if around.name in seen:
            return around.name == named.name
        seen.add(around.name)
        around = known.get(around.within)
    return False
