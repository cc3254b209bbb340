"""The claims on record as one agreement hears them, act by act. No provision is held to them yet.

What does not depend on the provision is thought of once, and claims that are alike in something
share a number for it: what is answered for one of them holds for all.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from truceline.compliance.answering import Doing, Once, Then, answers
from truceline.compliance.applies import Reach, Timed, names_of, side_of, timing
from truceline.terms.agreement import Agreement, Provision
from truceline.terms.claim import AGREEMENT, NARRATOR, Act, Actor, Claim, Modality
from truceline.terms.entry import Ruling
from truceline.terms.when import When
from truceline.weighing.held import Held, Judged
from truceline.weighing.incident import Incident, Standing
from truceline.weighing.span import Span, span

REPORTS = "reports"  # the documents' own voice


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Voice:
    """Who says it, of which act of whose, and how. Alike ones are one object: its own name."""

    act: Act
    modality: Modality
    denies: bool
    could: bool  # told as something that took or takes place
    sides: tuple[str, ...]  # whose voice it is: parties, states, or the reports
    doers: tuple[str, ...]  # whose act it is, the same way
    actors_no: int


@dataclass(slots=True, eq=False)
class Heard:
    """One claim as one agreement hears it.

    A board over a large record makes very many of them and asks each for one thing after the other:
    nothing is made, and nothing is looked up, as quickly as this is.
    """

    turn: int  # its place in the record
    name: str
    claim: Claim
    voice: Voice
    is_fact: bool  # told as something that took or takes place; nobody has ruled it unfounded
    span: Span
    done_by: date | None  # of the span: the first day on which it certainly had begun or happened
    standing: Standing | None  # of the incident it tells of, if it tells of one
    ruling: Judged | None


@dataclass(slots=True, eq=False)
class OfAct:
    """The claims of one act in the record's order; beside each the numbers that may exclude it."""

    heard: list[Heard] = field(default_factory=list)
    doing_nos: list[int] = field(default_factory=list)  # who did it where
    span_nos: list[int] = field(default_factory=list)


class Hearing:
    """Every claim on record that one agreement may have to do with, by its act."""

    def __init__(
        self,
        agreement: Agreement,
        held: Held,
        *,
        standings: Mapping[str, Standing],
    ) -> None:
        self.agreement = agreement
        self.names = names_of(agreement)
        # Each distinct one under its number.
        self.doings: list[Doing] = []
        self.spans: list[Span] = []
        self._done_by: list[date | None] = []
        self._held = held
        self._voices: dict[object, Voice] = {}
        self._number_of_actors = Once[tuple[Actor, ...], int](lambda _: len(self._number_of_actors))
        self._number_of_doing: dict[tuple[tuple[str, ...], int], int] = {}
        self._number_of_span: dict[tuple[str, str, bool], int] = {}
        self._number_of_day = Once(self._one_day)
        self._timed: dict[date, list[Timed]] = {}
        self._answers: dict[object, Sequence[Then | None]] = {}
        self._by_act = {act: OfAct() for act in _acts(agreement)}
        self._hear(standings)

    def of(self, acts: Iterable[Act]) -> Sequence[OfAct]:
        """Claims of any of these acts."""
        return [self._by_act[act] for act in dict.fromkeys(acts) if act in self._by_act]

    def timed(self, until: date) -> Sequence[Timed]:
        """How each span, by its number, lies to the agreement and to this day."""
        answer = timing(self.agreement, until=until)
        known = self._timed.setdefault(until, [])
        known += [answer(one) for one in self.spans[len(known) :]]
        return known

    def answers(self, provision: Provision) -> Sequence[Then | None]:
        """By the number of who did it where; provisions that bind the same, there, share them."""
        key = (provision.places, provision.actors or provision.bearers)
        if key not in self._answers:
            reach = Reach(provision=provision, named=self.names)
            self._answers[key] = answers(reach, self.doings)
        return self._answers[key]

    def _hear(self, standings: Mapping[str, Standing]) -> None:
        """In one loop, as the claims lie in memory: it is run over every claim on record."""
        rulings, by_act, voices = self._held.rulings, self._by_act, self._voices
        for turn, (name, claim) in enumerate(self._held.claims.items()):
            of_act = by_act.get(claim.act)
            if of_act is None:
                continue
            # Most are one, and its words are told from others' more quickly than an actor is.
            says, actors, places = claim.says, claim.actors, claim.places
            by = (says[0].name, says[0].of) if len(says) == 1 else says
            who = (actors[0].name, actors[0].of) if len(actors) == 1 else actors
            alike = (claim.act, by, who, claim.modality, claim.denies)
            voice = voices.get(alike)
            if voice is None:
                voice = voices[alike] = self._voice(claim)
            standing, ruling = standings.get(name), rulings.get(name)
            span_no = self._days(claim)
            span, done_by = self.spans[span_no], self._done_by[span_no]
            is_fact = voice.could and not _is_unfounded(standing, ruling)
            of_act.heard.append(
                Heard(turn, name, claim, voice, is_fact, span, done_by, standing, ruling)
            )
            of_act.span_nos.append(span_no)
            doing = (places, voice.actors_no)
            doing_no = self._number_of_doing.get(doing)
            if doing_no is None:
                doing_no = self._number_of_doing[doing] = len(self.doings)
                self.doings.append((places, actors))
            of_act.doing_nos.append(doing_no)

    def _voice(self, claim: Claim) -> Voice:
        doers = (side_of(actor, self.names) for actor in claim.actors)
        sides = (
            REPORTS if actor in {NARRATOR, AGREEMENT} else side_of(actor, self.names)
            for actor in claim.says
        )
        return Voice(
            act=claim.act,
            modality=claim.modality,
            denies=claim.denies,
            could=claim.could_have_happened,
            sides=tuple(dict.fromkeys(sides)),
            doers=tuple(dict.fromkeys(doers)),
            actors_no=self._number_of_actors[claim.actors],
        )

    def _days(self, claim: Claim) -> int:
        """The number of its span, by all that bounds it."""
        when, ongoing = claim.when, claim.modality is Modality.ONGOING
        if not (ongoing or claim.modality is Modality.HAPPENED):
            return self._number(("-", "", False), claim, None)  # on no day
        if when is not None and (number := self._number_of_day[when.value, ongoing]) is not None:
            return number
        document = self._held.documents.get(claim.quote.document)
        published = document.published.when if document and document.published else None
        bounds = (when.value if when else "", published.value if published else "", ongoing)
        return self._number(bounds, claim, published)

    def _number(self, bounds: tuple[str, str, bool], claim: Claim, published: When | None) -> int:
        number = self._number_of_span.get(bounds)
        if number is None:
            number = self._number_of_span[bounds] = self._new_span(span(claim, published))
        return number

    def _one_day(self, told: tuple[str, bool]) -> int | None:
        """Of what is told to the day, whenever it was published; None where it is told wider."""
        when, ongoing = When(value=told[0]), told[1]
        if when.first is None or when.first != when.last:
            return None
        return self._new_span(Span(first=when.first, last=when.last, throughout=ongoing))

    def _new_span(self, new: Span) -> int:
        self.spans.append(new)
        self._done_by.append(new.done_by)
        return len(self.spans) - 1


def _acts(agreement: Agreement) -> frozenset[Act]:
    """All that its provisions are about, and what sets a procedure running."""
    return frozenset(
        act
        for one in agreement.provisions
        for act in (*one.acts, *one.adverse, *(one.procedure.after if one.procedure else ()))
    )


def standings(incidents: Sequence[Incident]) -> Mapping[str, Standing]:
    """How the incident that a claim tells of is established, by the claim."""
    return {claim: incident.standing for incident in incidents for claim in incident.claims}


def _is_unfounded(standing: Standing | None, ruling: Judged | None) -> bool:
    if ruling is not None:
        return ruling.ruling is Ruling.UNFOUNDED
    return standing is Standing.UNFOUNDED
