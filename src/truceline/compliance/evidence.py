"""The claims that may bear on one provision, each with what is known of it. No verdict on them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from truceline.compliance.amended import Amended, Limits
from truceline.compliance.applies import Applies, applying, side_of
from truceline.compliance.sentences import day, listed, stretch
from truceline.compliance.span import Span, span
from truceline.terms.agreement import Agreement
from truceline.terms.claim import AGREEMENT, NARRATOR, Claim
from truceline.terms.entry import Ruling
from truceline.terms.when import When
from truceline.weighing.held import Held, Judged, order
from truceline.weighing.incident import Incident, Standing

REPORTS = "reports"  # the documents' own voice


@dataclass(frozen=True, slots=True, kw_only=True)
class Bearing:
    """One claim held against one provision."""

    name: str
    claim: Claim
    sides: tuple[str, ...]  # whose voice it is: parties, states, or the reports
    doers: tuple[str, ...]  # whose act it is, the same way
    span: Span
    applies: Applies
    allowed: Limits | None = None  # at the time it tells of
    suspended: bool = False  # it may have happened while nothing was owed
    incident: Incident | None = None
    ruling: Judged | None = None

    @property
    def is_fact(self) -> bool:
        """Told as something that took or takes place; nobody has ruled it unfounded."""
        return self.claim.could_have_happened and not self.is_unfounded

    @property
    def is_unfounded(self) -> bool:
        if self.ruling is not None:
            return self.ruling.ruling is Ruling.UNFOUNDED
        return self.incident is not None and self.incident.standing is Standing.UNFOUNDED

    @property
    def is_verified(self) -> bool:
        return self.ruling is not None and self.ruling.ruling is Ruling.VERIFIED

    @property
    def is_disputed(self) -> bool:
        return self.incident is not None and self.incident.standing is Standing.DISPUTED

    @property
    def told_when(self) -> str:
        """When it was, as the source tells it, or else by when it was told."""
        if self.claim.when is None and self.span.last is not None:
            return f"by {day(self.span.last)}, when it was told"
        return stretch(self.claim.when)

    @property
    def standing(self) -> str:
        """How well it is established, in one word, as a machine may say it."""
        if self.is_verified:
            return "verified"
        return self.incident.standing.value if self.incident else Standing.ALLEGED.value


def gather(
    text: Amended,
    agreement: Agreement,
    *,
    held: Held,
    incident_of: Mapping[str, Incident],
    until: date,
) -> tuple[Bearing, ...]:
    """Every claim about this provision's acts that nothing excludes, in the record's order."""
    acts = {*text.provision.acts, *text.provision.adverse}
    applies = applying(text.provision, agreement, until=until)
    found = [
        (name, claim, days, held_against)
        for name, claim in held.claims.items()
        if claim.act in acts
        for days in [span(claim, _published(held, claim))]
        for held_against in [applies(claim, days)]
        if not held_against.excluded
    ]
    found.sort(key=lambda one: order(one[0]))
    return tuple(
        Bearing(
            name=name,
            claim=claim,
            sides=_sides(claim, agreement),
            doers=tuple(dict.fromkeys(side_of(actor, agreement) for actor in claim.actors)),
            span=days,
            applies=held_against,
            allowed=text.allowed(days),
            suspended=text.may_be_suspended(days),
            incident=incident_of.get(name),
            ruling=held.rulings.get(name),
        )
        for name, claim, days, held_against in found
    )


def incidents_by_claim(incidents: Sequence[Incident]) -> Mapping[str, Incident]:
    return {claim: incident for incident in incidents for claim in incident.claims}


def names(bearings: Iterable[Bearing]) -> tuple[str, ...]:
    """Their claims, each once, in the record's order."""
    return tuple(sorted({one.name for one in bearings}, key=order))


def sides(bearings: Iterable[Bearing]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(side for one in bearings for side in one.sides))


def voices(bearings: Iterable[Bearing]) -> str:
    """Who says it, for a sentence."""
    return listed("the reports" if side == REPORTS else side for side in sides(bearings))


def _sides(claim: Claim, agreement: Agreement) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(
            REPORTS if actor in {NARRATOR, AGREEMENT} else side_of(actor, agreement)
            for actor in claim.says
        )
    )


def _published(held: Held, claim: Claim) -> When | None:
    document = held.documents.get(claim.quote.document)
    return document.published.when if document and document.published else None
