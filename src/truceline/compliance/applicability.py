"""The five answers that a machine proposes for claims against a provision. No finding: a person's.

The first four are those by which the board counts a claim; the fifth holds what is established
against the standard of evidence that was laid down. Missing is never a no.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from truceline.compliance.amended import Amended, amended, by_provision
from truceline.compliance.applies import Said, bound, in_time, local_day, names_of
from truceline.compliance.reach import act_covered, as_bound, in_scope
from truceline.compliance.register import signed_by
from truceline.compliance.sentences import day, listed
from truceline.compliance.span import Span, span
from truceline.terms.agreement import Agreement, Provision, Standard
from truceline.terms.claim import Claim
from truceline.terms.entry import Ruling
from truceline.terms.issued import Answer, Answered, Criterion
from truceline.terms.names import Kind
from truceline.weighing.coverage import Asked, cover
from truceline.weighing.held import Held, order
from truceline.weighing.incident import Incident, Standing
from truceline.weighing.origins import families, origins
from truceline.weighing.stretches import days
from truceline.weighing.watches import watches


@dataclass(frozen=True, slots=True, kw_only=True)
class _Matter:
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


def proposed(
    held: Held,
    incidents: Sequence[Incident],
    *,
    provision: tuple[str, str],
    claims: Iterable[str],
    last: date,
) -> tuple[Answered, ...]:
    """The five answers for these claims together, as of the last day of the period.

    `provision`: an agreement's id and a clause. Claims that are not on record are left out.

    Raises:
        LookupError: no such agreement on that day, or no such clause.
    """
    matter = _matter(held, incidents, provision=provision, claims=claims, last=last)
    return (
        *(
            _together(
                criterion, {name: ask(matter, claim) for name, claim in matter.claims.items()}
            )
            for criterion, ask in _ASKED.items()
        ),
        _evidence(matter),
    )


def _matter(
    held: Held,
    incidents: Sequence[Incident],
    *,
    provision: tuple[str, str],
    claims: Iterable[str],
    last: date,
) -> _Matter:
    id_, clause = provision
    signed = signed_by(held, last)
    agreement = next((one for one in signed if one.id == id_), None)
    if agreement is None:
        raise LookupError(f"no agreement {id_} was signed by {day(last)}")
    name = f"{id_}/{clause}"
    own = as_bound(agreement.provision(clause), agreement)
    return _Matter(
        held=held,
        agreement=agreement,
        text=amended(own, by_provision(signed).get(name, ()), on=last),
        ended=dict(_ended(signed, id_, name=name)),
        incidents=incidents,
        claims={
            one: held.claims[one]
            for one in sorted(dict.fromkeys(claims), key=order)
            if one in held.claims
        },
        last=last,
    )


def _ended(signed: Sequence[Agreement], id_: str, *, name: str) -> Iterator[tuple[date, str]]:
    for one in signed:
        taken = [each for each in one.provisions if name in each.replaces]
        if taken:
            yield local_day(one), f"clause {taken[0].clause} of {one.title} took its place"
        elif id_ in one.succeeds:
            yield local_day(one), f"{one.title} took the place of the agreement"


def _in_force(matter: _Matter, claim: Claim) -> Said:
    then = matter.span(claim)
    withdrawn = matter.text.withdrawn
    ends = dict(matter.ended)
    if withdrawn:
        ends[withdrawn.agreed] = f"{listed(withdrawn.parties)} withdrew it"
    for since, what in sorted(ends.items()):
        if then.first is not None and then.first >= since:
            return _said(Answer.NO, f"{what} on {day(since)}")
        if then.last is None or then.last >= since:
            return _said(Answer.UNKNOWN, f"it may have been after {day(since)}, when {what}")
    for one in matter.text.suspensions:
        if one.first and then.certainly_within(one.first, one.last or date.max):
            return _said(Answer.NO, f"nothing was owed from {day(one.first)}: it was suspended")
    if matter.text.may_be_suspended(then):
        return _said(Answer.UNKNOWN, "it may have been while the clause was suspended")
    return in_time(matter.agreement, then, until=matter.last)


def _in_scope(matter: _Matter, claim: Claim) -> Said:
    return in_scope(
        matter.provision, matter.agreement, places=claim.places, span=matter.span(claim)
    )


def _bound(matter: _Matter, claim: Claim) -> Said:
    return bound(matter.provision, matter.agreement, actors=claim.actors)


def _covered(matter: _Matter, claim: Claim) -> Said:
    return act_covered(
        matter.provision,
        matter.agreement,
        act=claim.act,
        actors=claim.actors,
        places=claim.places,
    )


_ASKED: Mapping[Criterion, Callable[[_Matter, Claim], Said]] = {
    Criterion.IN_FORCE: _in_force,
    Criterion.IN_SCOPE: _in_scope,
    Criterion.BOUND: _bound,
    Criterion.COVERED: _covered,
}


def _together(criterion: Criterion, said: Mapping[str, Said]) -> Answered:
    """All agree, or what one leaves open another tells; a yes beside a no is for a person."""
    answers = {one.answer for one in said.values()}
    if answers == {Answer.NO}:
        answer = Answer.NO
    elif Answer.YES in answers and Answer.NO not in answers:
        answer = Answer.YES
    else:
        answer = Answer.UNKNOWN
    telling = {name: one for name, one in said.items() if one.answer is answer} or said
    reasons = "; ".join(dict.fromkeys(one.reason for one in telling.values()))
    because = reasons or "no claim that is on record is cited"
    return Answered(
        criterion=criterion,
        answer=answer,
        because=f"{because[:1].upper()}{because[1:]}.",
        cites=tuple(telling),
    )


def _evidence(matter: _Matter) -> Answered:
    """A claim that a person verified meets any standard: that is what verifying is."""
    answer, because, cites = _established(matter)
    return Answered(criterion=Criterion.EVIDENCE, answer=answer, because=because, cites=cites)


def _established(matter: _Matter) -> tuple[Answer, str, tuple[str, ...]]:
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


def _measured(matter: _Matter, standard: Standard) -> tuple[Answer, str]:
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


def _of(matter: _Matter) -> list[Incident]:
    return [one for one in matter.incidents if not matter.claims.keys().isdisjoint(one.claims)]


def _origins(matter: _Matter) -> int:
    """Of the incidents the claims tell of, the one with the fewest; copies count once."""
    found = _of(matter)
    if found:
        return min(one.origins for one in found)
    affirming = [one for one in matter.claims.values() if not one.denies]
    family = families(matter.held.documents)
    return origins(affirming, documents=matter.held.documents, family=family).count


def _accounts(matter: _Matter) -> str:
    return _number(_origins(matter), "independent account")


def _observers(matter: _Matter) -> list[str]:
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


def _said(answer: Answer, reason: str) -> Said:
    return Said(answer=answer, reason=reason)
