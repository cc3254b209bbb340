"""Whether a claim bears on a provision: in force, in its places, by one bound, an act it covers.

Four answers, each yes, no or cannot say, each with a reason. Not whether the claim is true, and not
what follows from it. Missing is not mismatch: what a source leaves out is never a no.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from zoneinfo import ZoneInfo

from truceline.compliance.span import Span
from truceline.terms.agreement import Agreement, Provision
from truceline.terms.claim import Act, Actor, Claim
from truceline.terms.names import Kind, Named


class Answer(StrEnum):
    YES = "yes"
    NO = "no"
    UNKNOWN = "cannot say"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One answer and why."""

    answer: Answer
    reason: str

    @property
    def yes(self) -> bool:
        return self.answer is Answer.YES

    @property
    def no(self) -> bool:
        return self.answer is Answer.NO


@dataclass(frozen=True, slots=True, kw_only=True)
class Applies:
    """The four answers. Every conclusion drawn from them is one of the properties below."""

    time: Said
    place: Said
    actor: Said
    act: Said
    by_then: bool  # certainly by the day of the question, whenever it was before
    bound_to_places: bool  # whether the provision names places at all
    place_named: bool  # whether the agreement's own file speaks of one of the claim's places

    @property
    def excluded(self) -> bool:
        return any(said.no for said in (self.time, self.place, self.actor, self.act))

    @property
    def linked(self) -> bool:
        """Something positive ties the claim to this provision, beyond the kind of act."""
        return self.actor.yes or (self.bound_to_places and (self.place.yes or self.place_named))

    @property
    def alleges(self) -> bool:
        """Enough to cite the claim as saying that the provision was broken."""
        return not self.excluded and self.time.yes and self.linked

    @property
    def fulfils(self) -> bool:
        """Enough to cite the claim as saying that the undertaking was carried out.

        Stricter on the place than an allegation: a withdrawal from somewhere does not show that
        this district was left. Looser on the time: what is done may have been done any day before.
        """
        return not self.excluded and self.by_then and self.place.yes

    @property
    def doubts(self) -> tuple[str, ...]:
        return tuple(
            said.reason
            for said in (self.time, self.place, self.actor)
            if said.answer is Answer.UNKNOWN
        )


def applies(
    claim: Claim, provision: Provision, *, agreement: Agreement, span: Span, until: date
) -> Applies:
    return applying(provision, agreement, until=until)(claim, span)


def applying(
    provision: Provision, agreement: Agreement, *, until: date
) -> Callable[[Claim, Span], Applies]:
    """The four answers for many claims: each place, actor, act and time is thought of once."""

    @cache
    def time(span: Span) -> Said:
        return in_time(agreement, span, until=until)

    @cache
    def place(places: tuple[str, ...]) -> tuple[Said, bool]:
        named = any(_is_place(agreement, place) for place in places)
        return in_place(provision, agreement, places=places), named

    @cache
    def actor(actors: tuple[Actor, ...]) -> Said:
        return bound(provision, agreement, actors=actors)

    @cache
    def act(act: Act) -> Said:
        return covered(provision, act)

    def answer(claim: Claim, span: Span) -> Applies:
        there, named = place(claim.places)
        return Applies(
            time=time(span),
            place=there,
            actor=actor(claim.actors),
            act=act(claim.act),
            by_then=span.done_by is not None and span.done_by <= until,
            bound_to_places=bool(provision.places),
            place_named=named,
        )

    return answer


def in_time(agreement: Agreement, span: Span, *, until: date) -> Said:
    """Whether it took place after entry into force and by the day of the question."""
    first = first_day(agreement)
    if span.certainly_within(first, until):
        return Said(answer=Answer.YES, reason="after entry into force")
    if span.certainly_before(local_day(agreement)):
        return Said(answer=Answer.NO, reason="before entry into force")
    if span.certainly_after(until):
        return Said(answer=Answer.NO, reason="after the day of the question")
    return Said(
        answer=Answer.UNKNOWN,
        reason="its time is not told closely enough to say that it was after entry into force and "
        "by the day of the question",
    )


def first_day(agreement: Agreement) -> date:
    """The first day, in the agreement's own zone, that was wholly in force."""
    local = agreement.in_force.astimezone(ZoneInfo(agreement.zone))
    midnight = (local.hour, local.minute, local.second) == (0, 0, 0)
    return local.date() if midnight else local.date() + timedelta(days=1)


def local_day(agreement: Agreement) -> date:
    """The day, in the agreement's own zone, on which it came into force."""
    return agreement.in_force.astimezone(ZoneInfo(agreement.zone)).date()


def in_place(provision: Provision, agreement: Agreement, *, places: tuple[str, ...]) -> Said:
    if not provision.places:
        return _anywhere(agreement, places)
    if not places:
        return Said(answer=Answer.UNKNOWN, reason="the source names no place")
    answers = [_one_place(provision, agreement, place) for place in places]
    return _strongest(answers)


def around(agreement: Agreement, place: str) -> tuple[str, ...]:
    """The place itself and everything it lies within, smallest first."""
    known = _named(agreement)
    chain = [place]
    while (named := known.get(chain[-1])) and named.within and named.within not in chain:
        chain.append(named.within)
    return tuple(chain)


def side_of(actor: Actor, agreement: Agreement) -> str:
    """The party or state whose act or voice this is, as far as anyone says."""
    if actor.of:
        return actor.of
    named = _named(agreement).get(actor.name)
    return named.of if named and named.of else actor.name


def bound(provision: Provision, agreement: Agreement, *, actors: tuple[Actor, ...]) -> Said:
    """Whether those who act are among those whose acts count for this provision."""
    if not actors:
        return Said(answer=Answer.UNKNOWN, reason="the source does not say who acted")
    return _strongest([_one_actor(provision, agreement, actor) for actor in actors])


def covered(provision: Provision, act: Act) -> Said:
    if act in provision.acts or act in provision.adverse:
        return Said(answer=Answer.YES, reason=f"the clause is about {act.value}")
    return Said(answer=Answer.NO, reason=f"the clause is not about {act.value}")


def _anywhere(agreement: Agreement, places: tuple[str, ...]) -> Said:
    known = _named(agreement)
    if places and not any(place in known for place in places):
        return Said(answer=Answer.UNKNOWN, reason=f"the agreement does not speak of {places[0]}")
    return Said(answer=Answer.YES, reason="the clause is not tied to places")


def _one_place(provision: Provision, agreement: Agreement, place: str) -> Said:
    chain = around(agreement, place)
    for scope in provision.places:
        if scope in chain:
            return Said(answer=Answer.YES, reason=f"{place} is within the clause's places")
        if place in around(agreement, scope):
            return Said(answer=Answer.UNKNOWN, reason=f"{place} is larger than {scope}")
    if len(chain) > 1:
        return Said(answer=Answer.NO, reason=f"{place} is outside the clause's places")
    return Said(
        answer=Answer.UNKNOWN,
        reason=f"the agreement's file does not say how {place} lies to the clause's places",
    )


def _one_actor(provision: Provision, agreement: Agreement, actor: Actor) -> Said:
    known = _named(agreement)
    counted = provision.actors or provision.bearers
    side = side_of(actor, agreement)
    if actor.name in counted or side in counted:
        return Said(answer=Answer.YES, reason=f"{actor.name} is bound by the clause")
    if any(known[name].of == actor.name for name in counted if name in known):
        return Said(
            answer=Answer.UNKNOWN,
            reason=f"the source says {actor.name}, not which of its forces or bodies",
        )
    if side in known:
        return Said(answer=Answer.NO, reason=f"the clause does not bind {side}")
    return Said(
        answer=Answer.UNKNOWN,
        reason=f"the agreement does not say whom {actor.name} belongs to",
    )


def _strongest(answers: list[Said]) -> Said:
    """One yes is enough; a no needs all of them to be no."""
    for wanted in (Answer.YES, Answer.UNKNOWN):
        for said in answers:
            if said.answer is wanted:
                return said
    return answers[0]


def _is_place(agreement: Agreement, name: str) -> bool:
    named = _named(agreement).get(name)
    return named is not None and named.kind is Kind.PLACE


def _named(agreement: Agreement) -> dict[str, Named]:
    return {named.name: named for named in agreement.named}
