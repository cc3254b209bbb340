"""The claims on record as one agreement hears them, act by act. No provision is held to them yet.

What does not depend on the provision is thought of once, and claims that are alike in something
share a number for it: what is answered for one of them holds for all.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from itertools import chain
from operator import attrgetter
from typing import NamedTuple, TypeVar

from truceline.compliance.applies import Timed, names_of, side_of, timing
from truceline.terms.agreement import Agreement
from truceline.terms.claim import AGREEMENT, NARRATOR, Act, Actor, Claim, Modality
from truceline.terms.entry import Ruling
from truceline.weighing.held import Held, Judged, order
from truceline.weighing.incident import Incident, Standing
from truceline.weighing.span import Span, span

REPORTS = "reports"  # the documents' own voice

K = TypeVar("K")
V = TypeVar("V")


class Once(dict[K, V]):
    """What a function gives for a key, thought of once."""

    def __init__(self, think: Callable[[K], V]) -> None:
        super().__init__()
        self._think = think

    def __missing__(self, key: K) -> V:
        found = self[key] = self._think(key)
        return found


class Heard(NamedTuple):
    """One claim as one agreement hears it. A tuple: a board over a large record makes very many.

    Claims that share a number are alike in something: whose act it is, in which places, on which
    days it can have been; of one `voice_no`, in who says it, of whose act, and how.
    """

    turn: int  # its place in the record
    name: str
    claim: Claim
    sides: tuple[str, ...]  # whose voice it is: parties, states, or the reports
    doers: tuple[str, ...]  # whose act it is, the same way
    span: Span
    incident: Incident | None
    ruling: Judged | None
    is_fact: bool  # told as something that took or takes place; nobody has ruled it unfounded
    actors_no: int
    places_no: int
    span_no: int
    voice_no: int
    done_by: date | None  # of the span: the first day on which it certainly had begun or happened


class Hearing:
    """Every claim on record that one agreement may have to do with, by its act.

    `in_turn` are the names of all claims in the record's order. They are gone through once, and in
    that order, which is how they lie in memory.
    """

    def __init__(
        self,
        agreement: Agreement,
        held: Held,
        *,
        in_turn: Iterable[str],
        incident_of: Mapping[str, Incident],
    ) -> None:
        self.agreement = agreement
        self.names = names_of(agreement)
        # Each distinct one under its number.
        self.actors: list[tuple[Actor, ...]] = []
        self.places: list[tuple[str, ...]] = []
        self.spans: list[Span] = []
        self._held = held
        self._number_of_actors = Once(self._new_actors)
        self._number_of_places = Once(self._new_places)
        self._number_of_span: dict[tuple[str, str, bool], int] = {}
        self._number_of_voice = Once[tuple[object, ...], int](self._new_voice)
        self._doers: list[tuple[str, ...]] = []  # the sides of the actors under the same number
        self._sides: list[tuple[str, ...]] = []  # the same of those who say it
        self._number_of_says = Once(self._new_says)
        self._timed: dict[date, list[Timed]] = {}
        self._done_by: list[date | None] = []  # of the span under the same number
        self._by_act: dict[Act, list[Heard]] = {act: [] for act in _acts(agreement)}
        self._hear(in_turn, incident_of)

    def of(self, acts: Iterable[Act]) -> Sequence[Heard]:
        """Claims of any of these acts, in the record's order."""
        heard = [self._by_act.get(act, []) for act in dict.fromkeys(acts)]
        return heard[0] if len(heard) == 1 else sorted(chain(*heard), key=_turn)

    def timed(self, until: date) -> Sequence[Timed]:
        """How each span, by its number, lies to the agreement and to this day."""
        answer = timing(self.agreement, until=until)
        known = self._timed.setdefault(until, [])
        known += [answer(one) for one in self.spans[len(known) :]]
        return known

    def _hear(self, in_turn: Iterable[str], incident_of: Mapping[str, Incident]) -> None:
        """In one loop, and positions instead of names: it is run over every claim on record."""
        claims, rulings = self._held.claims, self._held.rulings
        for turn, name in enumerate(in_turn):
            claim = claims[name]
            act = claim.act
            heard = self._by_act.get(act)
            if heard is None:
                continue
            incident, ruling = incident_of.get(name), rulings.get(name)
            actors, says = claim.actors, claim.says
            actors_no, says_no = self._number_of_actors[actors], self._number_of_says[says]
            could = claim.could_have_happened
            span_no = self._days(claim) if could else self._never(claim)
            voice = (act, says_no, actors_no, claim.modality, claim.denies)
            row = (
                turn,
                name,
                claim,
                self._sides[says_no],
                self._doers[actors_no],
                self.spans[span_no],
                incident,
                ruling,
                could and not _is_unfounded(incident, ruling),
                actors_no,
                self._number_of_places[claim.places],
                span_no,
                self._number_of_voice[voice],
                self._done_by[span_no],
            )
            heard.append(tuple.__new__(Heard, row))

    def _new_actors(self, actors: tuple[Actor, ...]) -> int:
        self.actors.append(actors)
        doers = (side_of(actor, self.names) for actor in actors)
        self._doers.append(tuple(dict.fromkeys(doers)))
        return len(self.actors) - 1

    def _new_places(self, places: tuple[str, ...]) -> int:
        self.places.append(places)
        return len(self.places) - 1

    def _new_voice(self, _: tuple[object, ...]) -> int:
        return len(self._number_of_voice)

    def _days(self, claim: Claim) -> int:
        """The number of its span, by all that bounds it."""
        document, when = self._held.documents.get(claim.quote.document), claim.when
        dated = document.published if document else None
        published = dated.when if dated else None
        key = (
            when.value if when else "",
            published.value if published else "",
            claim.modality is Modality.ONGOING,
        )
        number = self._number_of_span.get(key)
        if number is None:
            number = self._number_of_span[key] = self._new_span(span(claim, published))
        return number

    def _never(self, claim: Claim) -> int:
        """The number of the span of what cannot have happened."""
        number = self._number_of_span.get(_NEVER)
        if number is None:
            number = self._number_of_span[_NEVER] = self._new_span(span(claim, None))
        return number

    def _new_span(self, new: Span) -> int:
        self.spans.append(new)
        self._done_by.append(new.done_by)
        return len(self.spans) - 1

    def _new_says(self, says: tuple[Actor, ...]) -> int:
        sides = (
            REPORTS if actor in {NARRATOR, AGREEMENT} else side_of(actor, self.names)
            for actor in says
        )
        self._sides.append(tuple(dict.fromkeys(sides)))
        return len(self._sides) - 1


def in_turn(held: Held) -> Sequence[str]:
    """The names of all claims in the record's order."""
    return sorted(held.claims, key=order)


def _acts(agreement: Agreement) -> frozenset[Act]:
    """All that its provisions are about, and what sets a procedure running."""
    return frozenset(
        act
        for one in agreement.provisions
        for act in (*one.acts, *one.adverse, *(one.procedure.after if one.procedure else ()))
    )


def incidents_by_claim(incidents: Sequence[Incident]) -> Mapping[str, Incident]:
    return {claim: incident for incident in incidents for claim in incident.claims}


def _is_unfounded(incident: Incident | None, ruling: Judged | None) -> bool:
    if ruling is not None:
        return ruling.ruling is Ruling.UNFOUNDED
    return incident is not None and incident.standing is Standing.UNFOUNDED


_NEVER = ("-", "", False)  # what cannot have happened was on no day
_turn = attrgetter("turn")
