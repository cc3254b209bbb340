"""What a clause lets pass, what proof it asks for, how it is coded. Not whether that is met."""

from collections.abc import Sequence
from enum import StrEnum

from truceline.intake.fields import CODES, EXEMPT, STANDARD
from truceline.intake.lined import Node
from truceline.intake.sheet import Row, Sheet
from truceline.terms.agreement import MOST_SPECIFIC, NO_CODES, Codes, Exemption, Standard
from truceline.terms.claim import Act

_MOST_ACCOUNTS = 20


class _Flag(StrEnum):
    """YAML's two words for it; no other spelling is read."""

    TRUE = "true"
    FALSE = "false"


def exempt(part: Row, *, doers: Sequence[str], sites: Sequence[str]) -> tuple[Exemption, ...]:
    """Rows such as '- {acts: [deployment], actors: [Border guard], text: …}'."""
    return tuple(_exemption(node, part, doers=doers, sites=sites) for node in part.items("exempt"))


def standard(part: Row) -> Standard | None:
    """A mapping such as {origins: 2, observed: true, text: Rules of the commission, 4}."""
    node = part.get("standard")
    if node is None:
        return None
    row = part.sheet.fields(node, required=STANDARD.required, optional=STANDARD.optional)
    origins, observed = row.get("origins"), row.get("observed")
    return Standard(
        origins=part.sheet.number(origins, least=1, most=_MOST_ACCOUNTS) if origins else 1,
        observed=_is_true(observed, part.sheet) if observed else False,
        text=row.text("text"),
    )


def codes(part: Row) -> Codes:
    """A mapping such as {pam: [Cease Fire], pax: [Ce], specificity: 2}."""
    node = part.get("codes")
    if node is None:
        return NO_CODES
    row = part.sheet.fields(node, required=CODES.required, optional=CODES.optional)
    specific = row.get("specificity")
    return Codes(
        pam=row.texts("pam"),
        pax=row.texts("pax"),
        specificity=part.sheet.number(specific, most=MOST_SPECIFIC) if specific else None,
    )


def _exemption(node: Node, part: Row, *, doers: Sequence[str], sites: Sequence[str]) -> Exemption:
    row = part.sheet.fields(node, required=EXEMPT.required, optional=EXEMPT.optional)
    found = Exemption(
        acts=row.words("acts", Act),
        actors=row.names("actors", among=doers, what="actor"),
        places=row.names("places", among=sites, what="place"),
        text=row.text("text"),
    )
    about = {*part.words("acts", Act), *part.words("adverse", Act)}
    beside = [act for act in found.acts if act not in about]
    if beside:
        part.sheet.warn(
            node,
            "idle-exemption",
            message=f"The clause is not about {beside[0]}, so exempting it changes nothing.",
            remedy="Write it at the clause whose acts it lets pass, or leave it out.",
        )
    return found


def _is_true(node: Node, sheet: Sheet) -> bool:
    return sheet.word(node, _Flag) is _Flag.TRUE
