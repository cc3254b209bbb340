"""What an agreement as a whole does to the reach of a clause. Not what the clause itself names.

Who answers for whom, the bounds and zones as they were then, what the text allows all the same.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from truceline.compliance.applies import Said, covered, in_place, names_of, side_of
from truceline.compliance.evidence import Bearing
from truceline.compliance.sentences import listed
from truceline.compliance.within import within
from truceline.terms.agreement import Agreement, Exemption, Provision
from truceline.terms.claim import Act, Actor
from truceline.terms.issued import Answer
from truceline.terms.names import around
from truceline.weighing.span import Span


def as_bound(provision: Provision, agreement: Agreement) -> Provision:
    """With the forces that its bearers took responsibility for."""
    counted = provision.actors or provision.bearers
    more = [one.actor for one in agreement.responsible if one.party in counted]
    if not more:
        return provision
    return replace(provision, actors=tuple(dict.fromkeys((*counted, *more))))


def in_scope(
    provision: Provision, agreement: Agreement, *, places: tuple[str, ...], span: Span
) -> Said:
    """Within the clause's places, by their names or as drawn, and within the agreement's bounds."""
    there = in_place(provision, agreement, places=places)
    if agreement.scope and places:
        bounds = replace(provision, places=agreement.scope)
        inside = in_place(bounds, agreement, places=places)
        if inside.no:
            return _said(Answer.NO, f"{listed(places)} is outside {listed(agreement.scope)}")
        if not provision.places:
            there = inside
    if there.answer is Answer.UNKNOWN and places and provision.places:
        there = _by_sight(provision, agreement, places=places, span=span) or there
    return _as_drawn_then(provision, agreement, places=places, span=span) or there


def act_covered(
    provision: Provision,
    agreement: Agreement,
    *,
    act: Act,
    actors: tuple[Actor, ...],
    places: tuple[str, ...],
) -> Said:
    """One of the acts of the clause, and not exempt."""
    own = covered(provision, act)
    if own.no:
        return own
    for one in provision.exempt:
        exempt = _exempt(one, provision, agreement, act=act, actors=actors, places=places)
        if exempt is Answer.YES:
            return _said(Answer.NO, f"the text allows it: {one.text.rstrip('.')}")
        if exempt is Answer.UNKNOWN:
            return _said(Answer.UNKNOWN, f"the text may allow it: {one.text.rstrip('.')}")
    return own


def reached(
    evidence: Sequence[Bearing], provision: Provision, agreement: Agreement
) -> Sequence[Bearing]:
    """The same claims without those that the agreement as a whole puts out of its reach."""
    if not (provision.exempt or agreement.scope or _draws(agreement)):
        return evidence
    place, act = _asked(provision, agreement)
    return tuple(_reached(evidence, place=place, act=act))


def _reached(
    evidence: Sequence[Bearing],
    *,
    place: Callable[[Bearing], Said],
    act: Callable[[Bearing], Said],
) -> Iterator[Bearing]:
    for one in evidence:
        there, what = place(one), act(one)
        if there.answer is one.applies.place.answer and what.answer is one.applies.act.answer:
            yield one
        elif not (there.no or what.no):
            yield one.with_answers(replace(one.applies, place=there, act=what))


def _asked(
    provision: Provision, agreement: Agreement
) -> tuple[Callable[[Bearing], Said], Callable[[Bearing], Said]]:
    """Both questions, each answered once for claims that are alike."""
    places: dict[object, Said] = {}
    acts: dict[object, Said] = {}

    def place(one: Bearing) -> Said:
        key = (one.claim.places, one.span)
        if key not in places:
            places[key] = in_scope(provision, agreement, places=one.claim.places, span=one.span)
        return places[key]

    def act(one: Bearing) -> Said:
        claim = one.claim
        key = (claim.act, claim.actors, claim.places)
        if key not in acts:
            acts[key] = act_covered(
                provision, agreement, act=claim.act, actors=claim.actors, places=claim.places
            )
        return acts[key]

    return place, act


def _draws(agreement: Agreement) -> bool:
    return bool(agreement.zones) or any(one.at for one in agreement.named)


def _by_sight(
    provision: Provision, agreement: Agreement, *, places: tuple[str, ...], span: Span
) -> Said | None:
    """As drawn on every end of the days it can have been; None where that does not tell."""
    if not _draws(agreement) or not (ends := _ends(span)):
        return None
    seen = [
        within(agreement, place, zone, on=end)
        for place in places
        for zone in provision.places
        for end in ends
    ]
    by_pair = [seen[n : n + len(ends)] for n in range(0, len(seen), len(ends))]
    for pair in by_pair:
        if all(one.answer is Answer.YES for one in pair):
            return _said(Answer.YES, pair[0].because)
    if all(one.answer is Answer.NO for one in seen):
        return _said(Answer.NO, seen[0].because)
    return None


def _as_drawn_then(
    provision: Provision, agreement: Agreement, *, places: tuple[str, ...], span: Span
) -> Said | None:
    """A zone that is drawn for a time is none before or after; None where that changes nothing."""
    named, ends = names_of(agreement), _ends(span)
    inside = [zone for zone in provision.places if any(zone in around(named, at) for at in places)]
    drawn = [[one for one in agreement.zones if one.name == zone] for zone in inside]
    if not ends or not drawn or not all(drawn):
        return None
    held = [any(one.is_valid(end) for zone in drawn for one in zone) for end in ends]
    if not any(held):
        return _said(Answer.NO, f"{listed(inside)} as drawn did not hold then")
    if not all(held):
        return _said(Answer.UNKNOWN, f"{listed(inside)} as drawn held for a part of these days")
    return None


def _ends(span: Span) -> list[date]:
    return list(dict.fromkeys(end for end in (span.first, span.last) if end))


def _exempt(
    one: Exemption,
    provision: Provision,
    agreement: Agreement,
    *,
    act: Act,
    actors: tuple[Actor, ...],
    places: tuple[str, ...],
) -> Answer:
    if act not in one.acts:
        return Answer.NO
    who = _by_those(one.actors, agreement, actors=actors)
    there = replace(provision, places=one.places)
    where = in_place(there, agreement, places=places).answer if one.places else Answer.YES
    if Answer.NO in {who, where}:
        return Answer.NO
    return Answer.YES if who is where is Answer.YES else Answer.UNKNOWN


def _by_those(
    allowed: tuple[str, ...], agreement: Agreement, *, actors: tuple[Actor, ...]
) -> Answer:
    """Whether all who acted are among those who may; a state named may mean one of its forces."""
    if not allowed:
        return Answer.YES
    if not actors:
        return Answer.UNKNOWN
    named = names_of(agreement)
    if all(one.name in allowed or side_of(one, named) in allowed for one in actors):
        return Answer.YES
    sides = {named[name].of for name in allowed if name in named}
    return Answer.UNKNOWN if any(one.name in sides for one in actors) else Answer.NO


def _said(answer: Answer, reason: str) -> Said:
    return Said(answer=answer, reason=reason)
