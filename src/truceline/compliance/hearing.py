"""The claims on record as one agreement hears them, act by act. No provision is held to them yet.

What does not depend on the provision is thought of once, and claims that are alike in something
share a number for it: what is answered for one of them holds for all.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from itertools import chain
from operator import attrgetter
from typing import NamedTuple

from truceline.compliance.applies import Timed, names_of, side_of, timing
from truceline.compliance.span import Span, span
from truceline.terms.agreement import Agreement
from truceline.terms.claim import AGREEMENT, NARRATOR, Act, Actor, Claim, Modality
from truceline.terms.entry import Ruling
from truceline.terms.when import When
from truceline.weighing.held import Held, Judged, order
from truceline.weighing.incident import Incident, Standing

REPORTS = "reports"  # the documents' own voice


OnRecord = tuple[int, str, Claim]  # its place in the record, its name, what it says


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


class Hearing:
    """Every claim on record for one agreement; an act's claims are gone through when asked for."""

    def __init__(
        self,
        agreement: Agreement,
        held: Held,
        *,
        on_record: Mapping[Act, Sequence[OnRecord]],
        incident_of: Mapping[str, Incident],
    ) -> None:
        self.agreement = agreement
        self.names = names_of(agreement)
        # Each distinct one under its number.
        self.actors: list[tuple[Actor, ...]] = []
        self.places: list[tuple[str, ...]] = []
        self.spans: list[Span] = []
        self._held, self._on_record, self._incident_of = held, on_record, incident_of
        self._actors_no: dict[tuple[Actor, ...], int] = {}
        self._places_no: dict[tuple[str, ...], int] = {}
        self._span_no: dict[tuple[str, str, bool], int] = {}
        self._voice_no: dict[tuple[object, ...], int] = {}
        self._doers: list[tuple[str, ...]] = []  # the sides of the actors under the same number
        self._timed: dict[date, list[Timed]] = {}
        self._of = cache(self._hear)
        self._voice = cache(self._sides)

    def of(self, acts: Iterable[Act]) -> Sequence[Heard]:
        """Claims of any of these acts, in the record's order."""
        heard = [self._of(act) for act in dict.fromkeys(acts)]
        return heard[0] if len(heard) == 1 else sorted(chain(*heard), key=_turn)

    def timed(self, until: date) -> Sequence[Timed]:
        """How each span, by its number, lies to the agreement and to this day."""
        answer = timing(self.agreement, until=until)
        known = self._timed.setdefault(until, [])
        known += [answer(one) for one in self.spans[len(known) :]]
        return known

    def _hear(self, act: Act) -> Sequence[Heard]:
        incident_of, rulings, voices = self._incident_of, self._held.rulings, self._voice_no
        found = []
        for turn, name, claim in self._on_record.get(act, ()):
            actors_no, span_no = self._number_of_actors(claim), self._number_of_span(claim)
            sides, doers = self._voice(claim.says), self._doers[actors_no]
            voice = (act, sides, doers, claim.modality, claim.denies, not claim.actors)
            incident, ruling = incident_of.get(name), rulings.get(name)
            found.append(
                Heard(
                    turn,
                    name,
                    claim,
                    sides,
                    doers,
                    self.spans[span_no],
                    incident,
                    ruling,
                    claim.could_have_happened and not _is_unfounded(incident, ruling),
                    actors_no,
                    self._number_of_places(claim),
                    span_no,
                    voices.setdefault(voice, len(voices)),
                )
            )
        return found

    def _number_of_actors(self, claim: Claim) -> int:
        number = self._actors_no.get(claim.actors)
        if number is None:
            number = self._actors_no[claim.actors] = len(self.actors)
            self.actors.append(claim.actors)
            doers = (side_of(actor, self.names) for actor in claim.actors)
            self._doers.append(tuple(dict.fromkeys(doers)))
        return number

    def _number_of_places(self, claim: Claim) -> int:
        number = self._places_no.get(claim.places)
        if number is None:
            number = self._places_no[claim.places] = len(self.places)
            self.places.append(claim.places)
        return number

    def _number_of_span(self, claim: Claim) -> int:
        """By all that bounds it; see `span`."""
        if not claim.could_have_happened:
            key = _NEVER
        else:
            document = self._held.documents.get(claim.quote.document)
            dated = document.published if document else None
            key = (
                claim.when.value if claim.when else "",
                dated.when.value if dated else "",
                claim.modality is Modality.ONGOING,
            )
        number = self._span_no.get(key)
        if number is None:
            number = self._span_no[key] = len(self.spans)
            self.spans.append(span(claim, self._published(claim)))
        return number

    def _published(self, claim: Claim) -> When | None:
        document = self._held.documents.get(claim.quote.document)
        return document.published.when if document and document.published else None

    def _sides(self, says: tuple[Actor, ...]) -> tuple[str, ...]:
        sides = (
            REPORTS if actor in {NARRATOR, AGREEMENT} else side_of(actor, self.names)
            for actor in says
        )
        return tuple(dict.fromkeys(sides))


def by_act(held: Held) -> Mapping[Act, Sequence[OnRecord]]:
    """The claims on record under their acts, in the record's order."""
    found: defaultdict[Act, list[OnRecord]] = defaultdict(list)
    for turn, name in enumerate(sorted(held.claims, key=order)):
        claim = held.claims[name]
        found[claim.act].append((turn, name, claim))
    return found


def incidents_by_claim(incidents: Sequence[Incident]) -> Mapping[str, Incident]:
    return {claim: incident for incident in incidents for claim in incident.claims}


def _is_unfounded(incident: Incident | None, ruling: Judged | None) -> bool:
    if ruling is not None:
        return ruling.ruling is Ruling.UNFOUNDED
    return incident is not None and incident.standing is Standing.UNFOUNDED


_NEVER = ("", "", False)  # what cannot have happened was on no day
_turn = attrgetter("turn")
