"""Who signed, who stands surety, who answers for whom, and what an agreement ends. No persons."""

from collections.abc import Mapping, Sequence
from datetime import date
from re import escape, search

from truceline.intake.fields import RENDERING, RESPONSIBLE, SIGNATORY
from truceline.intake.lined import Node
from truceline.intake.sheet import Row, hint
from truceline.terms.agreement import (
    Agreement,
    Rendering,
    RenderingStatus,
    Responsible,
    Signatory,
)
from truceline.terms.names import Kind, Names

_BOUND = {Kind.FORCE, Kind.BODY}
_STAND_SURETY = {Kind.PARTY, Kind.STATE, Kind.BODY}


def renderings(row: Row) -> tuple[Rendering, ...]:
    found: list[Rendering] = []
    for node in row.items("renderings"):
        part = row.sheet.fields(node, required=RENDERING.required, optional=RENDERING.optional)
        rendering = Rendering(
            id=part.text("id"),
            language=part.text("language"),
            issuer=part.text("issuer"),
            status=_status(part),
            source=part.text("source"),
        )
        if rendering.id in {other.id for other in found}:
            row.sheet.wrong(
                node,
                "rendering-twice",
                message=f"'{rendering.id}' is the id of two renderings.",
                remedy="Give each rendering its own id.",
            )
        found.append(rendering)
    return tuple(found)


def signatories(row: Row, all_names: Names, parties: Sequence[str]) -> tuple[Signatory, ...]:
    """Posts, not persons: what is on record stays, and names nobody."""
    persons = {
        spelling.casefold()
        for one in all_names
        if one.kind is Kind.PERSON
        for spelling in (one.name, *one.also)
    }
    found = [
        _signatory(node, row, parties=parties, persons=persons) for node in row.items("signatories")
    ]
    signed = {one.party for one in found}
    missing = [party for party in parties if party not in signed]
    if (node := row.get("signatories")) and missing:
        row.sheet.warn(
            node,
            "party-without-signatory",
            message=f"Nobody signed for {', '.join(missing)}; the board holds them to it as "
            "parties all the same.",
            remedy="Add who signed for them, or leave them out of 'parties'.",
        )
    return tuple(found)


def guarantors(row: Row, all_names: Names) -> tuple[str, ...]:
    known = [one.name for one in all_names if one.kind in _STAND_SURETY]
    return row.names("guarantors", among=known, what="guarantor")


def scope(row: Row, all_names: Names) -> tuple[str, ...]:
    known = [one.name for one in all_names if one.kind is Kind.PLACE]
    return row.names("scope", among=known, what="place")


def responsible(row: Row, all_names: Names, parties: Sequence[str]) -> tuple[Responsible, ...]:
    forces = [one.name for one in all_names if one.kind in _BOUND]
    found: list[Responsible] = []
    for node in row.items("responsible"):
        part = row.sheet.fields(node, required=RESPONSIBLE.required, optional=RESPONSIBLE.optional)
        one = Responsible(
            party=_party(part, parties), actor=part.text("actor"), source=part.text("source")
        )
        if one.actor and one.actor not in forces:
            row.sheet.wrong(
                part.get("actor") or node,
                "unknown-actor",
                message=f"'{one.actor}' is not under 'names' as a force or body.",
                remedy=f"Add it there, or correct the name. {hint(one.actor, forces)}",
            )
        if one.actor in {other.actor for other in found}:
            row.sheet.wrong(
                node,
                "responsible-twice",
                message=f"Two rows say who answers for {one.actor}.",
                remedy="Keep one; whose acts they count as is not guessed.",
            )
        found.append(one)
    return tuple(found)


def succeeds(
    row: Row, own_id: str, in_force: date, *, beside: Sequence[Agreement] | None
) -> tuple[str, ...]:
    """Ids of agreements that end when this one enters into force."""
    agreements = {one.id: one for one in beside or ()}
    named = row.texts("succeeds")
    for node, name in zip(row.items("succeeds"), named, strict=True):
        if name == own_id or own_id in _all_before(name, agreements):
            row.sheet.wrong(
                node,
                "circular-succession",
                message=f"{own_id} would succeed itself{'' if name == own_id else f', by {name}'}: "
                "the board could not tell which of them is owed.",
                remedy="Keep it in the later agreement only.",
            )
        elif beside is not None and name not in agreements:
            row.sheet.wrong(
                node,
                "unknown-agreement",
                message=f"No agreement '{name}' is known here.",
                remedy=hint(name, agreements),
            )
        elif name in agreements and in_force < agreements[name].signed:
            row.sheet.wrong(
                node,
                "succeeds-later",
                message=f"It enters into force on {in_force}, before {name} was signed on "
                f"{agreements[name].signed}.",
                remedy="Only what was signed before can be succeeded; correct the day or the id.",
            )
    return named


def _all_before(name: str, agreements: Mapping[str, Agreement]) -> set[str]:
    """Everything that an agreement succeeds, however far back."""
    found: set[str] = set()
    ahead = [name]
    while ahead:
        known = agreements.get(ahead.pop())
        new = [one for one in (known.succeeds if known else ()) if one not in found]
        found.update(new)
        ahead += new
    return found


def _signatory(node: Node, row: Row, *, parties: Sequence[str], persons: set[str]) -> Signatory:
    part = row.sheet.fields(node, required=SIGNATORY.required, optional=SIGNATORY.optional)
    post, signed = part.text("post"), part.get("signed")
    if any(search(rf"\b{escape(person)}\b", post.casefold()) for person in persons):
        row.sheet.wrong(
            part.get("post") or node,
            "person-on-record",
            message="A post that names a person would stay on record for ever.",
            remedy="Write the post alone, such as Foreign Minister; who held it stands under "
            "'names', which stays in the vault.",
        )
    return Signatory(
        party=_party(part, parties), post=post, signed=row.sheet.day(signed) if signed else None
    )


def _party(part: Row, parties: Sequence[str]) -> str:
    name, node = part.text("party"), part.get("party")
    if node and name and name not in parties:
        part.sheet.wrong(
            node,
            "unknown-party",
            message=f"'{name}' is no party of this agreement.",
            remedy=f"Who stands surety is under 'guarantors'. {hint(name, parties)}",
        )
    return name


def _status(part: Row) -> str:
    text, node = part.text("status"), part.get("status")
    known = [word.value for word in RenderingStatus]
    if node and text and text not in known:
        part.sheet.wrong(
            node,
            "unknown-word",
            message=f"'{text}' is not a status of a rendering.",
            remedy=f"Allowed: {', '.join(known)}. A translation that no party issued is informal.",
        )
    return text
