"""The claims that may bear on one provision, each with what is known of it. No verdict on them."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import cache
from typing import NamedTuple, TypeVar

from truceline.compliance.amended import Amended, Limits
from truceline.compliance.applies import Applies, Reach, Said, Timed
from truceline.compliance.hearing import REPORTS, Heard, Hearing
from truceline.compliance.sentences import day, listed, stretch
from truceline.compliance.span import Span
from truceline.terms.agreement import Provision
from truceline.terms.claim import Act, Claim
from truceline.terms.entry import Ruling
from truceline.weighing.held import Judged
from truceline.weighing.incident import Incident, Standing

__all__ = ["REPORTS", "Bearing", "gather", "names", "placed", "sides", "voices"]


T = TypeVar("T")


class Bearing(NamedTuple):
    """One claim held against one provision. A tuple, as what was heard is."""

    heard: Heard
    applies: Applies
    allowed: Limits | None = None  # at the time it tells of
    suspended: bool = False  # it may have happened while nothing was owed

    @property
    def name(self) -> str:
        return self.heard.name

    @property
    def claim(self) -> Claim:
        return self.heard.claim

    @property
    def sides(self) -> tuple[str, ...]:
        return self.heard.sides

    @property
    def doers(self) -> tuple[str, ...]:
        return self.heard.doers

    @property
    def span(self) -> Span:
        return self.heard.span

    @property
    def incident(self) -> Incident | None:
        return self.heard.incident

    @property
    def ruling(self) -> Judged | None:
        return self.heard.ruling

    @property
    def is_fact(self) -> bool:
        """Told as something that took or takes place; nobody has ruled it unfounded."""
        return self.heard.is_fact

    @property
    def is_verified(self) -> bool:
        ruling = self.heard.ruling
        return ruling is not None and ruling.ruling is Ruling.VERIFIED

    @property
    def is_disputed(self) -> bool:
        incident = self.heard.incident
        return incident is not None and incident.standing is Standing.DISPUTED

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


def gather(text: Amended, hearing: Hearing, *, until: date) -> tuple[Bearing, ...]:
    """Every claim about this provision's acts that nothing excludes, in the record's order."""
    provision, spans = text.provision, hearing.spans
    heard = hearing.of((*provision.acts, *provision.adverse))
    applies, timed = _answers(provision, hearing), hearing.timed(until)

    @cache
    def limits(span_no: int) -> tuple[Limits, bool]:
        return text.allowed(spans[span_no]), text.may_be_suspended(spans[span_no])

    return tuple(
        [
            Bearing(one, held_against, *limits(one.span_no))
            for one in heard
            for held_against in (applies(one, timed[one.span_no]),)
            if held_against is not None
        ]
    )


def _answers(provision: Provision, hearing: Hearing) -> Callable[[Heard, Timed], Applies | None]:
    """The four answers for a claim, None where one is no. What claims share is answered once."""
    reach, tied = Reach(provision=provision, named=hearing.names), bool(provision.places)
    places, actors = hearing.places, hearing.actors
    place = Once(lambda number: _unless_no(reach.place(places[number])))
    actor = Once(lambda number: _unless_no(reach.actor(actors[number])))
    named = Once(lambda number: reach.names_one_of(places[number]))
    acts = {one: reach.act(one) for one in (*provision.acts, *provision.adverse)}
    known: dict[tuple[Act, Said, Said, bool, Timed], Applies] = {}

    def answer(one: Heard, time: Timed) -> Applies | None:
        there = place[one.places_no]
        if there is None:
            return None
        who = actor[one.actors_no]
        if who is None or time.said.no:
            return None
        spoken_of = named[one.places_no]
        key = (one.claim.act, there, who, spoken_of, time)
        found = known.get(key)
        if found is None:
            found = known[key] = Applies(
                time=time.said,
                place=there,
                actor=who,
                act=acts[one.claim.act],
                by_then=time.by_then,
                bound_to_places=tied,
                place_named=spoken_of,
            )
        return found

    return answer


def _unless_no(said: Said) -> Said | None:
    return None if said.no else said


class Once(dict[int, T]):
    """What a function gives for a number, thought of once."""

    def __init__(self, think: Callable[[int], T]) -> None:
        super().__init__()
        self._think = think

    def __missing__(self, number: int) -> T:
        found = self[number] = self._think(number)
        return found


def placed(evidence: Iterable[Bearing], reach: Reach) -> Iterator[Bearing]:
    """The same claims, held against other places; nothing else of what was answered is new."""
    places: dict[int, tuple[Said, bool]] = {}
    known: dict[tuple[Applies, Said, bool], Applies] = {}
    for one in evidence:
        number, where = one.heard.places_no, one.claim.places
        if number not in places:
            places[number] = (reach.place(where), reach.names_one_of(where))
        key = (one.applies, *places[number])
        if key not in known:
            place, named = places[number]
            known[key] = reach.elsewhere(one.applies, place=place, named=named)
        yield one._replace(applies=known[key])


def names(bearings: Iterable[Bearing]) -> tuple[str, ...]:
    """Their claims, each once, in the record's order."""
    turns = {one.heard.turn: one.heard.name for one in bearings}
    return tuple([turns[turn] for turn in sorted(turns)])


def sides(bearings: Iterable[Bearing]) -> tuple[str, ...]:
    spoken = dict.fromkeys(one.heard.sides for one in bearings)
    return tuple(dict.fromkeys(side for voice in spoken for side in voice))


def voices(bearings: Iterable[Bearing]) -> str:
    """Who says it, for a sentence."""
    return listed("the reports" if side == REPORTS else side for side in sides(bearings))
