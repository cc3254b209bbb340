"""The five answers that a machine proposes for claims against a provision. No finding: a person's.

The first four are those by which the board counts a claim; the fifth holds what is established
against the standard of evidence that was laid down. Missing is never a no.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date

from truceline.compliance.applies import Said, bound, in_time
from truceline.compliance.established import Matter, evidence
from truceline.compliance.reach import act_covered, as_bound, in_scope
from truceline.compliance.register import signed_by
from truceline.compliance.sentences import day, listed
from truceline.terms.agreement import Agreement
from truceline.terms.claim import Claim
from truceline.terms.issued import Answer, Answered, Criterion
from truceline.weighing.amended import amended, by_provision
from truceline.weighing.held import Held, order
from truceline.weighing.in_force import local_day
from truceline.weighing.incident import Incident


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
        evidence(matter),
    )


def _matter(
    held: Held,
    incidents: Sequence[Incident],
    *,
    provision: tuple[str, str],
    claims: Iterable[str],
    last: date,
) -> Matter:
    id_, clause = provision
    signed = signed_by(held, last)
    agreement = next((one for one in signed if one.id == id_), None)
    if agreement is None:
        raise LookupError(f"no agreement {id_} was signed by {day(last)}")
    name = f"{id_}/{clause}"
    own = as_bound(agreement.provision(clause), agreement)
    return Matter(
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


def _in_force(matter: Matter, claim: Claim) -> Said:
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


def _in_scope(matter: Matter, claim: Claim) -> Said:
    return in_scope(
        matter.provision, matter.agreement, places=claim.places, span=matter.span(claim)
    )


def _bound(matter: Matter, claim: Claim) -> Said:
    return bound(matter.provision, matter.agreement, actors=claim.actors)


def _covered(matter: Matter, claim: Claim) -> Said:
    return act_covered(
        matter.provision,
        matter.agreement,
        act=claim.act,
        actors=claim.actors,
        places=claim.places,
    )


_ASKED: Mapping[Criterion, Callable[[Matter, Claim], Said]] = {
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


def _said(answer: Answer, reason: str) -> Said:
    return Said(answer=answer, reason=reason)
