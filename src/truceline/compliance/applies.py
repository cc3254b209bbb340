"""Whether a claim bears on a provision: in force, in its places, by one bound, an act it covers.

Four answers, each yes, no or unknown, each with a reason: the first four of the five that a person
answers (applicability.py). Not whether the claim is true, and not what follows from it. Missing is
not mismatch: what a source leaves out is never a no.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from truceline.terms.agreement import Agreement, Provision
from truceline.terms.claim import Act, Actor
from truceline.terms.issued import Answer
from truceline.terms.names import Kind, Named, around
from truceline.weighing.in_force import first_day, local_day
from truceline.weighing.span import Span


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Said:
    """One answer and why. Not compared by value: what is answered alike is one object."""

    answer: Answer
    reason: str
    # Looked up for every claim many times, so drawn once.
    yes: bool = field(init=False)
    no: bool = field(init=False)

    def __post_init__(self) -> None:
        keep = object.__setattr__
        keep(self, "yes", self.answer is Answer.YES)
        keep(self, "no", self.answer is Answer.NO)


# What is answered with yes is answered alike for most of what is told.
_IN_FORCE = Said(answer=Answer.YES, reason="after entry into force")
_ANYWHERE = Said(answer=Answer.YES, reason="the clause is not tied to places")
_THERE = Said(answer=Answer.YES, reason="it is within the clause's places")
_BOUND = Said(answer=Answer.YES, reason="who acted is bound by the clause")
_COVERED = Said(answer=Answer.YES, reason="the clause is about such an act")
_NO_PLACE = Said(answer=Answer.UNKNOWN, reason="the source names no place")
_NO_ACTOR = Said(answer=Answer.UNKNOWN, reason="the source does not say who acted")


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Applies:
    """The four answers, and the conclusions drawn from them. Not compared by value, as above."""

    time: Said
    place: Said
    actor: Said
    act: Said
    by_then: bool  # certainly by the day of the question, whenever it was before
    bound_to_places: bool  # whether the provision names places at all
    place_named: bool  # whether the agreement's own file speaks of one of the claim's places
    # What follows from the answers; looked up for every claim many times, so drawn once.
    excluded: bool = field(init=False)
    # Something positive ties the claim to this provision, beyond the kind of act.
    linked: bool = field(init=False)
    # Enough to cite the claim as saying that the provision was broken.
    alleges: bool = field(init=False)
    # Enough to cite the claim as saying that the undertaking was carried out. Stricter on the place
    # than an allegation: a withdrawal from somewhere does not show that this district was left.
    # Looser on the time: what is done may have been done any day before.
    fulfils: bool = field(init=False)
    # A duty is owed somewhere: what names no place is not held for it or against it.
    there: bool = field(init=False)

    def __post_init__(self) -> None:
        excluded = self.time.no or self.place.no or self.actor.no or self.act.no
        placed = self.place.yes
        linked = self.actor.yes or (self.bound_to_places and (placed or self.place_named))
        keep = object.__setattr__
        keep(self, "excluded", excluded)
        keep(self, "linked", linked)
        keep(self, "alleges", not excluded and self.time.yes and linked)
        keep(self, "fulfils", not excluded and self.by_then and placed)
        keep(self, "there", linked and placed)

    @property
    def doubts(self) -> tuple[str, ...]:
        return tuple(
            said.reason
            for said in (self.time, self.place, self.actor, self.act)
            if said.answer is Answer.UNKNOWN
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """How far one provision reaches: each answer on its own, so that claims alike share it."""

    provision: Provision
    named: Mapping[str, Named]  # who and what the agreement speaks of, by name

    def place(self, places: tuple[str, ...]) -> Said:
        return _in_place(self.provision, self.named, places=places)

    def names_one_of(self, places: tuple[str, ...]) -> bool:
        return any(_is_place(self.named, place) for place in places)

    def actor(self, actors: tuple[Actor, ...]) -> Said:
        return _bound(self.provision, self.named, actors=actors)

    def act(self, act: Act) -> Said:
        return covered(self.provision, act)

    def elsewhere(self, was: Applies, *, place: Said, named: bool) -> Applies:
        """The same claim where only the places of the provision are others."""
        return replace(
            was, place=place, place_named=named, bound_to_places=bool(self.provision.places)
        )


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Timed:
    """How a span lies to an agreement and a day. Alike ones are one object: it is its own name."""

    said: Said
    by_then: bool  # certainly by the day of the question, whenever it was before


def timing(agreement: Agreement, *, until: date) -> Callable[[Span], Timed]:
    """For many claims: the agreement's own days are thought of once."""
    first, began = first_day(agreement), local_day(agreement)
    known: dict[tuple[str, bool], Timed] = {}

    def answer(span: Span) -> Timed:
        said = _in_time(span, first=first, began=began, until=until)
        by_then = span.done_by is not None and span.done_by <= until
        return known.setdefault((said.reason, by_then), Timed(said=said, by_then=by_then))

    return answer


def in_time(agreement: Agreement, span: Span, *, until: date) -> Said:
    """Whether it took place after entry into force and by the day of the question."""
    first, began = first_day(agreement), local_day(agreement)
    return _in_time(span, first=first, began=began, until=until)


def in_place(provision: Provision, agreement: Agreement, *, places: tuple[str, ...]) -> Said:
    return _in_place(provision, names_of(agreement), places=places)


def bound(provision: Provision, agreement: Agreement, *, actors: tuple[Actor, ...]) -> Said:
    """Whether those who act are among those whose acts count for this provision."""
    return _bound(provision, names_of(agreement), actors=actors)


def covered(provision: Provision, act: Act) -> Said:
    if act in provision.acts or act in provision.adverse:
        return _COVERED
    return Said(answer=Answer.NO, reason=f"the clause is not about {act.value}")


def side_of(actor: Actor, named: Mapping[str, Named]) -> str:
    """The party or state whose act or voice this is, as far as anyone says."""
    if actor.of:
        return actor.of
    known = named.get(actor.name)
    return known.of if known and known.of else actor.name


def names_of(agreement: Agreement) -> Mapping[str, Named]:
    """Who and what the agreement speaks of, by name; put together once for each agreement."""
    named, known = _NAMES.get(id(agreement.named), ((), {}))
    if named is not agreement.named:
        if len(_NAMES) >= _NAMES_KEPT:
            _NAMES.clear()
        known = {one.name: one for one in agreement.named}
        _NAMES[id(agreement.named)] = (agreement.named, known)
    return known


# By identity, because to compare a few hundred names costs more than to put them together. What is
# kept here is kept alive, so that no other tuple can have its identity.
_NAMES: dict[int, tuple[tuple[Named, ...], Mapping[str, Named]]] = {}
_NAMES_KEPT = 64


def _in_time(span: Span, *, first: date, began: date, until: date) -> Said:
    if span.certainly_within(first, until):
        return _IN_FORCE
    if span.certainly_before(began):
        return Said(answer=Answer.NO, reason="before entry into force")
    if span.certainly_after(until):
        return Said(answer=Answer.NO, reason="after the day of the question")
    return Said(
        answer=Answer.UNKNOWN,
        reason="its time is not told closely enough to say that it was after entry into force and "
        "by the day of the question",
    )


def _in_place(provision: Provision, named: Mapping[str, Named], *, places: tuple[str, ...]) -> Said:
    if not provision.places:
        return _anywhere(named, places)
    if not places:
        return _NO_PLACE
    return _strongest([_one_place(provision, named, place) for place in places])


def _anywhere(named: Mapping[str, Named], places: tuple[str, ...]) -> Said:
    if places and not any(place in named for place in places):
        return Said(answer=Answer.UNKNOWN, reason=f"the agreement does not speak of {places[0]}")
    return _ANYWHERE


def _one_place(provision: Provision, named: Mapping[str, Named], place: str) -> Said:
    chain = around(named, place)
    for scope in provision.places:
        if scope in chain:
            return _THERE
        if place in around(named, scope):
            return Said(answer=Answer.UNKNOWN, reason=f"{place} is larger than {scope}")
    if len(chain) > 1:
        return Said(answer=Answer.NO, reason=f"{place} is outside the clause's places")
    return Said(
        answer=Answer.UNKNOWN,
        reason=f"the agreement's file does not say how {place} lies to the clause's places",
    )


def _bound(provision: Provision, named: Mapping[str, Named], *, actors: tuple[Actor, ...]) -> Said:
    if not actors:
        return _NO_ACTOR
    return _strongest([_one_actor(provision, named, actor) for actor in actors])


def _one_actor(provision: Provision, named: Mapping[str, Named], actor: Actor) -> Said:
    counted = provision.actors or provision.bearers
    side = side_of(actor, named)
    if actor.name in counted or side in counted:
        return _BOUND
    if any(named[name].of == actor.name for name in counted if name in named):
        return Said(
            answer=Answer.UNKNOWN,
            reason=f"the source says {actor.name}, not which of its forces or bodies",
        )
    if side in named:
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


def _is_place(named: Mapping[str, Named], name: str) -> bool:
    known = named.get(name)
    return known is not None and known.kind is Kind.PLACE
