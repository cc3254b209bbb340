"""The claims that may bear on one provision, each with what is known of it. No verdict on them."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from truceline.compliance.amended import Amended, Limits
from truceline.compliance.applies import Applies, Reach, Said, Timed
from truceline.compliance.hearing import REPORTS, Heard, Hearing
from truceline.compliance.sentences import day, listed, stretch
from truceline.compliance.span import Span
from truceline.terms.claim import Claim
from truceline.terms.entry import Ruling
from truceline.weighing.held import Judged
from truceline.weighing.incident import Incident, Standing

__all__ = ["REPORTS", "Bearing", "gather", "names", "placed", "sides", "voices"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bearing:
    """One claim held against one provision."""

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
    applies = _answers(Reach(provision=provision, named=hearing.names), hearing, until=until)

    @cache
    def limits(span_no: int) -> tuple[Limits, bool]:
        return text.allowed(spans[span_no]), text.may_be_suspended(spans[span_no])

    found: list[Bearing] = []
    for one in hearing.of((*provision.acts, *provision.adverse)):
        held_against = applies(one)
        if held_against is not None:
            allowed, suspended = limits(one.span_no)
            found.append(
                Bearing(heard=one, applies=held_against, allowed=allowed, suspended=suspended)
            )
    return tuple(found)


def placed(evidence: Sequence[Bearing], reach: Reach) -> Iterator[Bearing]:
    """The same claims, held against other places; nothing else of what was answered is new."""
    known: dict[int, Applies] = {}  # by what it was before, which `evidence` keeps alive meanwhile
    for one in evidence:
        was = one.applies
        if id(was) not in known:
            known[id(was)] = reach.elsewhere(was, places=one.claim.places)
        yield Bearing(
            heard=one.heard,
            applies=known[id(was)],
            allowed=one.allowed,
            suspended=one.suspended,
        )


def _answers(reach: Reach, hearing: Hearing, *, until: date) -> Callable[[Heard], Applies | None]:
    """The four answers for a claim, None where one of them is no. Claims alike are asked once."""
    timed, tied = hearing.timed(until), bool(reach.provision.places)

    @cache
    def place(number: int) -> tuple[Said, bool]:
        places = hearing.places[number]
        return reach.place(places), reach.names_one_of(places)

    @cache
    def actor(number: int) -> Said:
        return reach.actor(hearing.actors[number])

    @cache
    def act(number: int) -> Said:
        return reach.act(hearing.acts[number])

    @cache
    def together(when: Timed, act_no: int, actors_no: int, places_no: int) -> Applies | None:
        there, named = place(places_no)
        who, what = actor(actors_no), act(act_no)
        if when.said.no or there.no or who.no or what.no:
            return None
        return Applies(
            time=when.said,
            place=there,
            actor=who,
            act=what,
            by_then=when.by_then,
            bound_to_places=tied,
            place_named=named,
        )

    return lambda one: together(timed(one.span_no), one.act_no, one.actors_no, one.places_no)


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
