"""What is established by claims, held against the standard of evidence that was laid down.

A claim that a person verified meets any standard: that is what verifying is. Too few accounts so
far is unknown and never no: more may come. It finds nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from truceline.compliance.applies import names_of
from truceline.compliance.sentences import listed
from truceline.terms.agreement import Agreement, Provision, Standard
from truceline.terms.claim import Claim
from truceline.terms.entry import Ruling
from truceline.terms.issued import Answer, Answered, Criterion
from truceline.terms.names import Kind
from truceline.weighing.amended import Amended
from truceline.weighing.coverage import Asked, cover
from truceline.weighing.held import Held
from truceline.weighing.incident import Incident, Standing
from truceline.weighing.origins import families, origins
from truceline.weighing.span import Span, span
from truceline.weighing.stretches import days
from truceline.weighing.watches import watches


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """What is asked about: claims, a provision as it read then, and all that is held beside."""

    held: Held
    agreement: Agreement
    text: Amended
    ended: Mapping[date, str]  # days from which something else is in its place, and what
    incidents: Sequence[Incident]
    claims: Mapping[str, Claim]
    last: date

    @property
    def provision(self) -> Provision:
        return self.text.provision

    def span(self, claim: Claim) -> Span:
        document = self.held.documents.get(claim.quote.document)
        return span(claim, document.published.when if document and document.published else None)


def evidence(matter: Matter) -> Answered:
    """A claim that a person verified meets any standard: that is what verifying is."""
    answer, because, cites = _established(matter)
    return Answered(criterion=Criterion.EVIDENCE, answer=answer, because=because, cites=cites)


def _established(matter: Matter) -> tuple[Answer, str, tuple[str, ...]]:
    cites = tuple(matter.claims)
    ruled = {name: matter.held.rulings[name] for name in cites if name in matter.held.rulings}
    verified = [name for name, one in ruled.items() if one.ruling is Ruling.VERIFIED]
    if verified:
        return Answer.YES, f"A person verified {_claims(verified)}.", tuple(verified)
    if ruled and len(ruled) == len(cites):
        return Answer.NO, f"A person ruled {_claims(list(ruled))} unfounded.", cites
    standard = matter.provision.standard
    if standard is None:
        return (
            Answer.UNKNOWN,
            f"No standard of evidence is laid down; on record: {_accounts(matter)}.",
            cites,
        )
    return (*_measured(matter, standard), cites)


def _measured(matter: Matter, standard: Standard) -> tuple[Answer, str]:
    """Too few accounts so far is unknown: more may come."""
    set_by = f" ({standard.text.rstrip('.')})" if standard.text else ""
    asks = f"The standard asks for {_number(standard.origins, 'independent account')}"
    asks += " and one by somebody who was watching" if standard.observed else ""
    on_record = f"{asks}{set_by}; on record: {_accounts(matter)}"
    if any(one.standing is Standing.DISPUTED for one in _of(matter)):
        return Answer.UNKNOWN, f"{on_record}. The accounts contradict each other."
    if _origins(matter) < standard.origins:
        return Answer.UNKNOWN, f"{on_record}."
    if standard.observed and not _observers(matter):
        return Answer.UNKNOWN, f"{on_record}; none is known to be by somebody who was watching."
    return Answer.YES, f"{on_record}."


def _of(matter: Matter) -> list[Incident]:
    return [one for one in matter.incidents if not matter.claims.keys().isdisjoint(one.claims)]


def _origins(matter: Matter) -> int:
    """Of the incidents the claims tell of, the one with the fewest; copies count once."""
    found = _of(matter)
    if found:
        return min(one.origins for one in found)
    affirming = [one for one in matter.claims.values() if not one.denies]
    family = families(matter.held.documents)
    return origins(affirming, documents=matter.held.documents, family=family).count


def _accounts(matter: Matter) -> str:
    return _number(_origins(matter), "independent account")


def _observers(matter: Matter) -> list[str]:
    """Claims by a body or force that owes nothing, of days and places that were watched."""
    named, known = names_of(matter.agreement), watches(matter.held)
    told = [name for one in _of(matter) for name in one.claims] or list(matter.claims)
    found = []
    for name in told:
        claim = matter.held.claims[name]
        then = matter.span(claim)
        by_watchers = any(
            (who := named.get(one.name)) is not None
            and who.kind in {Kind.BODY, Kind.FORCE}
            and who.of not in matter.agreement.parties
            for one in claim.says
        )
        if claim.denies or not by_watchers or then.first is None or then.last is None:
            continue
        asked = Asked(days=days(then.first, then.last), places=claim.places, acts=(claim.act,))
        if cover(known, asked, agreement=matter.agreement).whole:
            found.append(name)
    return found


def _claims(names: Sequence[str]) -> str:
    return f"claim{'' if len(names) == 1 else 's'} {listed(names)}"


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
