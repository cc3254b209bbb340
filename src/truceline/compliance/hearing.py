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

    Claims of one `matter_no` tell of one act, by the same and in the same places; claims of one
    `voice_no` are the same people's, of the same act of the same people, in the same words for it;
    claims of one `span_no` are of the same days.
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
    matter_no: int
    voice_no: int
    span_no: int


class Matter(NamedTuple):
    """Of what act claims tell, by whom and where; the same for many of them."""

    act: Act
    actors: tuple[Actor, ...]
    places: tuple[str, ...]


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
        self.matters: list[Matter] = []  # each distinct one under its number
        self.spans: list[Span] = []  # the same
        self._held, self._on_record, self._incident_of = held, on_record, incident_of
        self._doers: list[tuple[str, ...]] = []  # of the matter under the same number
        self._voice_no: dict[tuple[object, ...], int] = {}
        self._span_no: dict[tuple[str, str, bool], int] = {}
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
        numbers = dict[tuple[tuple[Actor, ...], tuple[str, ...]], int]()
        incident_of, rulings, voices = self._incident_of, self._held.rulings, self._voice_no
        found = []
        for turn, name, claim in self._on_record.get(act, ()):
            number = numbers.get((claim.actors, claim.places))
            if number is None:
                number = numbers[claim.actors, claim.places] = self._matter(act, claim)
            span_no = self._number_of_span(claim)
            incident, ruling = incident_of.get(name), rulings.get(name)
            sides, doers = self._voice(claim.says), self._doers[number]
            voice = (act, sides, doers, claim.modality, claim.denies, not claim.actors)
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
                    number,
                    voices.setdefault(voice, len(voices)),
                    span_no,
                )
            )
        return found

    def _matter(self, act: Act, claim: Claim) -> int:
        self.matters.append(Matter(act, claim.actors, claim.places))
        doers = (side_of(actor, self.names) for actor in claim.actors)
        self._doers.append(tuple(dict.fromkeys(doers)))
        return len(self.matters) - 1

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
