"""The claims that may bear on one provision, each with what is known of it. No verdict on them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from operator import attrgetter

from truceline.compliance.answering import Once, Then
from truceline.compliance.applies import Applies, Reach, Said, Timed
from truceline.compliance.hearing import REPORTS, Heard, Hearing, OfAct, Voice
from truceline.compliance.sentences import day, listed, stretch
from truceline.terms.claim import Claim
from truceline.terms.entry import Ruling
from truceline.weighing.amended import Amended, Limits
from truceline.weighing.held import Judged
from truceline.weighing.incident import Standing
from truceline.weighing.span import Span

__all__ = ["REPORTS", "Bearing", "gather", "names", "placed", "sides", "voices"]


Indexed = Sequence[tuple[Limits, bool]] | Mapping[int, tuple[Limits, bool]]


@dataclass(slots=True, eq=False)
class Bearing:
    """One claim held against one provision; made as what was heard is."""

    heard: Heard
    applies: Applies
    voice: Voice
    is_fact: bool
    allowed: Limits | None = None  # at the time it tells of
    suspended: bool = False  # it may have happened while nothing was owed

    def with_answers(self, applies: Applies) -> "Bearing":
        return Bearing(self.heard, applies, self.voice, self.is_fact, self.allowed, self.suspended)

    @property
    def name(self) -> str:
        return self.heard.name

    @property
    def claim(self) -> Claim:
        return self.heard.claim

    @property
    def sides(self) -> tuple[str, ...]:
        return self.voice.sides

    @property
    def doers(self) -> tuple[str, ...]:
        return self.voice.doers

    @property
    def span(self) -> Span:
        return self.heard.span

    @property
    def ruling(self) -> Judged | None:
        return self.heard.ruling

    @property
    def is_verified(self) -> bool:
        ruling = self.heard.ruling
        return ruling is not None and ruling.ruling is Ruling.VERIFIED

    @property
    def is_disputed(self) -> bool:
        return self.heard.standing is Standing.DISPUTED

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
        return (self.heard.standing or Standing.ALLEGED).value


def gather(text: Amended, hearing: Hearing, *, until: date) -> Sequence[Bearing]:
    """Every claim about this provision's acts that nothing excludes, in the record's order."""
    provision = text.provision
    limits = _limits(text, hearing.spans)
    answers, timed = hearing.answers(provision), hearing.timed(until)
    found = [
        _applying(of_act, answers=answers, timed=timed, limits=limits)
        for of_act in hearing.of((*provision.acts, *provision.adverse))
    ]
    return found[0] if len(found) == 1 else sorted(chain(*found), key=_turn)


def _applying(
    of_act: OfAct,
    *,
    answers: Sequence[Then | None],
    timed: Sequence[Timed],
    limits: Indexed,
) -> list[Bearing]:
    """What is excluded is never looked at: only its number is."""
    heard, span_nos = of_act.heard, of_act.span_nos
    return [
        Bearing(one, applies, one.voice, one.is_fact, allowed, suspended)
        for n, doing_no in enumerate(of_act.doing_nos)
        for then in (answers[doing_no],)
        if then is not None
        for span_no in (span_nos[n],)
        for applies in (then[timed[span_no]],)
        if applies is not None
        for allowed, suspended in (limits[span_no],)
        for one in (heard[n],)
    ]


def _limits(text: Amended, spans: Sequence[Span]) -> Indexed:
    """By the number of a span, what was allowed then and whether nothing may have been owed."""
    if not text.suspensions and len(text.limits) == 1:
        return [(text.limits[0], False)] * len(spans)
    return Once(lambda number: (text.allowed(spans[number]), text.may_be_suspended(spans[number])))


def placed(evidence: Iterable[Bearing], reach: Reach) -> Iterator[Bearing]:
    """The same claims, held against other places; nothing else of what was answered is new."""
    answers = Once[tuple[str, ...], tuple[Said, bool]](
        lambda places: (reach.place(places), reach.names_one_of(places))
    )
    known: dict[tuple[Applies, Said, bool], Applies] = {}
    for one in evidence:
        was, (place, named) = one.applies, answers[one.heard.claim.places]
        applies = known.get((was, place, named))
        if applies is None:
            applies = reach.elsewhere(was, place=place, named=named)
            known[was, place, named] = applies
        yield one.with_answers(applies)


def names(bearings: Iterable[Bearing]) -> tuple[str, ...]:
    """Their claims, each once, in the record's order."""
    turns = {heard.turn: heard.name for heard in [one.heard for one in bearings]}
    return tuple([turns[turn] for turn in sorted(turns)])


def sides(bearings: Iterable[Bearing]) -> tuple[str, ...]:
    spoken = dict.fromkeys(one.voice.sides for one in bearings)
    return tuple(dict.fromkeys(side for voice in spoken for side in voice))


def voices(bearings: Iterable[Bearing]) -> str:
    """Who says it, for a sentence."""
    return listed("the reports" if side == REPORTS else side for side in sides(bearings))


_turn = attrgetter("heard.turn")
