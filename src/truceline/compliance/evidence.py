"""The claims that may bear on one provision, each with what is known of it. No verdict on them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from truceline.compliance.applies import Applies, Reach, Said, Timed
from truceline.compliance.hearing import REPORTS, Heard, Hearing, Once
from truceline.compliance.sentences import day, listed, stretch
from truceline.terms.agreement import Provision
from truceline.terms.claim import Claim
from truceline.terms.entry import Ruling
from truceline.weighing.amended import Amended, Limits
from truceline.weighing.held import Judged
from truceline.weighing.incident import Incident, Standing
from truceline.weighing.span import Span

__all__ = ["REPORTS", "Bearing", "gather", "names", "placed", "sides", "voices"]


Indexed = Sequence[tuple[Limits, bool]] | Mapping[int, tuple[Limits, bool]]


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
    there, timed = _answers(provision, hearing), hearing.timed(until)
    limits = _limits(text, spans)
    return tuple(
        [
            tuple.__new__(Bearing, (one, applies, *limits[one.span_no]))
            for one in heard
            for by_whom in (there[one.places_no],)
            if by_whom is not None
            for then in (by_whom[one.actors_no],)
            if then is not None
            for applies in (then[timed[one.span_no]],)
            if applies is not None
        ]
    )


def _limits(text: Amended, spans: Sequence[Span]) -> Indexed:
    """By the number of a span, what was allowed then and whether nothing may have been owed."""
    if not text.suspensions and len(text.limits) == 1:
        return [(text.limits[0], False)] * len(spans)
    return Once(lambda number: (text.allowed(spans[number]), text.may_be_suspended(spans[number])))


Then = Mapping[Timed, Applies | None]
ByWhom = Mapping[int, Then | None]


def _answers(provision: Provision, hearing: Hearing) -> Mapping[int, ByWhom | None]:
    """The four answers by the numbers of places and actors and by the time; None where one is no.

    What is answered alike is answered once: most claims of one act differ in nothing that counts.
    """
    reach, tied = Reach(provision=provision, named=hearing.names), bool(provision.places)
    act = reach.act(provision.acts[0])
    who = Once[int, Said](lambda number: reach.actor(hearing.actors[number]))

    def there(place: tuple[Said, bool]) -> ByWhom:
        by_said = Once[Said, Then](lambda actor: Once(lambda time: at(place, actor, time)))
        return Once(lambda number: None if who[number].no else by_said[who[number]])

    def at(place: tuple[Said, bool], actor: Said, time: Timed) -> Applies | None:
        if time.said.no:
            return None
        return Applies(
            time=time.said,
            place=place[0],
            actor=actor,
            act=act,
            by_then=time.by_then,
            bound_to_places=tied,
            place_named=place[1],
        )

    by_place = Once(there)

    def at_number(number: int) -> ByWhom | None:
        places = hearing.places[number]
        place = reach.place(places)
        return None if place.no else by_place[place, reach.names_one_of(places)]

    return Once(at_number)


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
