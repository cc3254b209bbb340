"""The claims on record as one agreement hears them, act by act. No provision is held to them yet.

What does not depend on the provision is thought of once: whose voice and whose act it is, and on
which days it can have been.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from operator import attrgetter
from typing import TypeVar

from truceline.compliance.applies import Timed, names_of, side_of, timing
from truceline.compliance.span import Span, span
from truceline.terms.agreement import Agreement
from truceline.terms.claim import AGREEMENT, NARRATOR, Act, Actor, Claim
from truceline.terms.entry import Ruling
from truceline.terms.when import When
from truceline.weighing.held import Held, Judged, order
from truceline.weighing.incident import Incident, Standing

REPORTS = "reports"  # the documents' own voice

T = TypeVar("T")
_turn = attrgetter("turn")


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """One claim as one agreement hears it. Alike claims share a number: one answer does for all."""

    turn: tuple[int, int]  # its place in the record
    name: str
    claim: Claim
    sides: tuple[str, ...]  # whose voice it is: parties, states, or the reports
    doers: tuple[str, ...]  # whose act it is, the same way
    span: Span
    incident: Incident | None
    ruling: Judged | None
    is_fact: bool  # told as something that took or takes place; nobody has ruled it unfounded
    act_no: int
    actors_no: int
    places_no: int
    span_no: int


class Hearing:
    """Every claim on record for one agreement; each act's claims are gone through when asked for.

    `claims` are the names of those on record by their act, each list in the record's order.
    """

    def __init__(
        self,
        agreement: Agreement,
        held: Held,
        *,
        claims: Mapping[Act, Sequence[str]],
        incident_of: Mapping[str, Incident],
    ) -> None:
        self.agreement = agreement
        self.names = names_of(agreement)
        # Each distinct one under its number.
        self.acts: list[Act] = []
        self.actors: list[tuple[Actor, ...]] = []
        self.places: list[tuple[str, ...]] = []
        self.spans: list[Span] = []
        self._held, self._claims, self._incident_of = held, claims, incident_of
        self._heard: dict[Act, list[Heard]] = {}
        self._actors_no: dict[tuple[Actor, ...], int] = {}
        self._places_no: dict[tuple[str, ...], int] = {}
        self._span_no: dict[tuple[str, str, str], int] = {}
        self._timed: dict[date, Callable[[int], Timed]] = {}
        self._voice = cache(self._voice_of)
        self._doer = cache(self._doers_of)

    def of(self, acts: Iterable[Act]) -> list[Heard]:
        """Claims of any of these acts, in the record's order."""
        found = [one for act in dict.fromkeys(acts) for one in self._of(act)]
        found.sort(key=_turn)
        return found

    def timed(self, until: date) -> Callable[[int], Timed]:
        """How each span, by its number, lies to the agreement and to this day."""
        if until not in self._timed:
            answer = timing(self.agreement, until=until)
            self._timed[until] = cache(lambda number: answer(self.spans[number]))
        return self._timed[until]

    def _of(self, act: Act) -> list[Heard]:
        if act not in self._heard:
            claims, number = self._held.claims, len(self.acts)
            self.acts.append(act)
            self._heard[act] = [
                self._hear(name, claims[name], act_no=number) for name in self._claims.get(act, ())
            ]
        return self._heard[act]

    def _hear(self, name: str, claim: Claim, *, act_no: int) -> Heard:
        span_no = self._days(claim)
        incident, ruling = self._incident_of.get(name), self._held.rulings.get(name)
        return Heard(
            turn=order(name),
            name=name,
            claim=claim,
            sides=self._voice(claim.says),
            doers=self._doer(claim.actors),
            span=self.spans[span_no],
            incident=incident,
            ruling=ruling,
            is_fact=claim.could_have_happened and not _is_unfounded(incident, ruling),
            act_no=act_no,
            actors_no=_number(claim.actors, self._actors_no, known=self.actors),
            places_no=_number(claim.places, self._places_no, known=self.places),
            span_no=span_no,
        )

    def _voice_of(self, says: tuple[Actor, ...]) -> tuple[str, ...]:
        sides = (
            REPORTS if actor in {NARRATOR, AGREEMENT} else side_of(actor, self.names)
            for actor in says
        )
        return tuple(dict.fromkeys(sides))

    def _doers_of(self, actors: tuple[Actor, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(side_of(actor, self.names) for actor in actors))

    def _days(self, claim: Claim) -> int:
        """The number of its span: only what it is bounded by is looked at, and each once."""
        published = self._published(claim)
        told = claim.when.value if claim.when else ""
        key = (told, claim.modality.value, published.value if published else "")
        number = self._span_no.get(key)
        if number is None:
            number = self._span_no[key] = len(self.spans)
            self.spans.append(span(claim, published))
        return number

    def _published(self, claim: Claim) -> When | None:
        document = self._held.documents.get(claim.quote.document)
        return document.published.when if document and document.published else None


def by_act(held: Held) -> Mapping[Act, Sequence[str]]:
    """The names of the claims on record under their acts, in the record's order."""
    found: defaultdict[Act, list[str]] = defaultdict(list)
    for name, claim in held.claims.items():
        found[claim.act].append(name)
    for names in found.values():
        names.sort(key=order)
    return found


def incidents_by_claim(incidents: Sequence[Incident]) -> Mapping[str, Incident]:
    return {claim: incident for incident in incidents for claim in incident.claims}


def _is_unfounded(incident: Incident | None, ruling: Judged | None) -> bool:
    if ruling is not None:
        return ruling.ruling is Ruling.UNFOUNDED
    return incident is not None and incident.standing is Standing.UNFOUNDED


def _number(one: T, numbers: dict[T, int], *, known: list[T]) -> int:
    """Its number: that of the first one like it, which `known` keeps."""
    number = numbers.get(one)
    if number is None:
        number = numbers[one] = len(known)
        known.append(one)
    return number
