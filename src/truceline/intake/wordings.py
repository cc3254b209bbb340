"""What each rendering says in one clause, checked against the others. Not which is right."""

from collections.abc import Mapping, Sequence
from itertools import combinations

from truceline.intake.days import Clock, read_deadline
from truceline.intake.fields import WORDING
from truceline.intake.lined import Fields, Node
from truceline.intake.sheet import Row, Sheet, hint
from truceline.terms.agreement import OFFICIAL, Rendering, Wording
from truceline.terms.book import Detail

_MOST_GIVEN = 30


def wordings(part: Row, renderings: Sequence[Rendering], *, clock: Clock) -> tuple[Wording, ...]:
    """One for each rendering that has the clause; where official ones differ, that is noted."""
    known = {one.id: one for one in renderings}
    found: list[tuple[Row, Wording]] = []
    for node in part.items("wordings"):
        row = part.sheet.fields(node, required=WORDING.required, optional=WORDING.optional)
        wording = _wording(row, known, clock=clock)
        if wording.rendering in {other.rendering for _, other in found}:
            part.sheet.wrong(
                node,
                "wording-twice",
                message=f"The clause has two wordings in '{wording.rendering}'.",
                remedy="Keep one wording a rendering.",
            )
        found.append((row, wording))
    _warn_of_press(part, [one for _, one in found], known=known)
    official = [(row, one) for row, one in found if _is_official(one, known)]
    for (_, one), (row, two) in combinations(official, 2):
        _warn_of_conflict(row, one, two)
    return tuple(one for _, one in found)


def _wording(row: Row, known: Mapping[str, Rendering], *, clock: Clock) -> Wording:
    rendering, at = row.text("rendering"), row.get("rendering")
    if at and rendering and rendering not in known:
        row.sheet.wrong(
            at,
            "unknown-rendering",
            message=f"'{rendering}' is not under 'renderings'.",
            remedy=hint(rendering, known),
        )
    deadline, gives = row.get("deadline"), row.get("gives")
    return Wording(
        rendering=rendering,
        text=row.text("text"),
        deadline=read_deadline(deadline, row.sheet, clock=clock) if deadline else None,
        gives=_gives(gives, row.sheet) if gives else (),
    )


def _gives(node: Node, sheet: Sheet) -> tuple[Detail, ...]:
    """Named values such as {arms: light weapons}: the same names in every rendering."""
    names = [key.text for key, _ in node.fields] if isinstance(node, Fields) else []
    sheet.fields(node, required=(), optional=names)
    if len(names) > _MOST_GIVEN:
        sheet.wrong(
            node,
            "list-too-long",
            message=f"One wording gives at most {_MOST_GIVEN} values.",
            remedy="Keep those in which renderings differ.",
        )
        return ()
    if not isinstance(node, Fields):
        return ()
    return tuple(Detail(field=key.text, value=sheet.text(value)) for key, value in node.fields)


def _is_official(one: Wording, known: Mapping[str, Rendering]) -> bool:
    return one.rendering in known and known[one.rendering].status in OFFICIAL


def _warn_of_press(part: Row, found: Sequence[Wording], *, known: Mapping[str, Rendering]) -> None:
    """A clause that no official rendering has, in an agreement that has official renderings."""
    if not any(one.status in OFFICIAL for one in known.values()):
        return
    if found and not any(_is_official(one, known) for one in found):
        named = ", ".join(one.rendering for one in found)
        part.sheet.warn(
            part.node,
            "no-official-wording",
            message=f"Only {named} has clause {part.text('clause')}, and no official rendering: "
            "the board shows it, and holds nobody to it.",
            remedy="Add the official wording if there is one.",
        )


def _warn_of_conflict(row: Row, one: Wording, two: Wording) -> None:
    """Of days only: what else they give differently changes no status, and is shown."""
    days = [each.deadline.last_day for each in (one, two) if each.deadline]
    if len(set(days)) > 1:
        row.sheet.warn(
            row.node,
            "official-renderings-conflict",
            message=f"{one.rendering} and {two.rendering} are both official, and set {days[0]} and "
            f"{days[1]} as the last day: the board shows both, warns from the earlier and calls "
            "nothing overdue before the later.",
            remedy="Compare both texts; keep the days if they do differ.",
        )
