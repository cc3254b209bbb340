"""The claims that may bear on one provision, each with what is known of it. No verdict on them."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cache
from typing import NamedTuple

from truceline.compliance.amended import Amended, Limits
from truceline.compliance.applies import Applies, Reach, Said, Timed
from truceline.compliance.hearing import REPORTS, Heard, Hearing
from truceline.compliance.sentences import day, listed, stretch
from truceline.compliance.span import Span
from truceline.terms.agreement import Provision
from truceline.terms.claim import Claim
from truceline.terms.entry import Ruling
from truceline.weighing.held import Judged
from truceline.weighing.incident import Incident, Standing

__all__ = ["REPORTS", "Bearing", "gather", "names", "placed", "sides", "voices"]


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
    matters, timed = _Matters(provision, hearing), hearing.timed(until)

    @cache
    def limits(span_no: int) -> tuple[Limits, bool]:
        return text.allowed(spans[span_no]), text.may_be_suspended(spans[span_no])

    return tuple(
        [
            Bearing(one, held_against, *limits(one.span_no))
            for one in heard
            for matter in (matters[one.matter_no],)
            if matter is not None
            for held_against in (matter[timed[one.span_no]],)
            if held_against is not None
        ]
    )


class _Matters(dict[int, "_Matter | None"]):
    """The answers of one provision for each matter by its number; None where one of them is no."""

    def __init__(self, provision: Provision, hearing: Hearing) -> None:
        reach = Reach(provision=provision, named=hearing.names)
        self._tied, self._matters = bool(provision.places), hearing.matters
        self._place = cache(lambda places: (reach.place(places), reach.names_one_of(places)))
        self._actor, self._act = cache(reach.actor), cache(reach.act)

    def __missing__(self, number: int) -> "_Matter | None":
        told = self._matters[number]
        place, named = self._place(told.places)
        actor, act = self._actor(told.actors), self._act(told.act)
        found = None
        if not (place.no or actor.no or act.no):
            found = _Matter(place, actor, act=act, tied=self._tied, named=named)
        self[number] = found
        return found


class _Matter(dict[Timed, Applies | None]):
    """The same with the time as well, by how that lies."""

    def __init__(self, place: Said, actor: Said, *, act: Said, tied: bool, named: bool) -> None:
        self._place, self._actor, self._act = place, actor, act
        self._tied, self._named = tied, named

    def __missing__(self, time: Timed) -> Applies | None:
        found = None
        if not time.said.no:
            found = Applies(
                time=time.said,
                place=self._place,
                actor=self._actor,
                act=self._act,
                by_then=time.by_then,
                bound_to_places=self._tied,
                place_named=self._named,
            )
        self[time] = found
        return found


def placed(evidence: Sequence[Bearing], reach: Reach) -> Iterator[Bearing]:
    """The same claims, held against other places; nothing else of what was answered is new."""
    known: dict[int, Applies] = {}  # by what it was before, which `evidence` keeps alive meanwhile
    for one in evidence:
        was = one.applies
        if id(was) not in known:
            known[id(was)] = reach.elsewhere(was, places=one.claim.places)
        yield one._replace(applies=known[id(was)])


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
