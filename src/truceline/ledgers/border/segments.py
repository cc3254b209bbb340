"""What is said of each segment of a border, and of its commissions' sessions. It compares none."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from truceline.ledgers.books import Row, misfit
from truceline.ledgers.border.sessions import STATES as OF_SESSIONS
from truceline.ledgers.border.sessions import Session, heard, posted
from truceline.ledgers.mined.area import is_length
from truceline.ledgers.tracking.spoken import Spoken
from truceline.ledgers.tracking.state_rows import unknown_state
from truceline.ledgers.tracking.states import denied
from truceline.ledgers.tracking.tells import state_told
from truceline.ledgers.tracking.tracked import Tracked
from truceline.terms.book import Measure
from truceline.terms.claim import Act
from truceline.terms.names import Kind
from truceline.terms.problem import Problem
from truceline.weighing.held import Held

STATES = ("proposed", "agreed", "demarcated", "disputed")
_SESSIONS = frozenset({"session", "sessions"})  # accounts of a book


@dataclass(slots=True, kw_only=True)
class Segments:
    """Gathered row by row and claim by claim. Nothing outside of one page sees it change."""

    commissions: frozenset[str]
    states: dict[str, Tracked] = field(
        default_factory=lambda: defaultdict(lambda: Tracked(lasts=True))
    )
    lengths: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    between: dict[str, dict[str, None]] = field(default_factory=lambda: defaultdict(dict))
    sessions: dict[str, list[Session]] = field(default_factory=lambda: defaultdict(list))

    def post(self, row: Row) -> Iterator[Problem]:
        name = row.posting.account.strip()
        if row.posting.measure is not Measure.STATE:
            yield from self._length(row, name)
        elif name.casefold() in _SESSIONS:
            yield from self._session(row)
        else:
            yield from self._state(row, name)

    def hear(self, one: Spoken) -> Iterator[Problem]:
        commission = next(
            (each.name for each in one.claim.actors if each.name in self.commissions), ""
        )
        state = state_told(one.claim, "boundary") if one.claim.act is Act.DELIMITATION else ""
        if state and not one.claim.places:
            yield _no_segment(one)
        elif state or one.claim.act is Act.DELIMITATION:
            self._told(one, state)
        if commission and not state:
            self.sessions[commission].extend(heard(one))

    def _told(self, one: Spoken, state: str) -> None:
        """A claim that tells of no state makes no segment."""
        why_not = one.note or ("" if one.when else "at a time not given")
        for place in one.claim.places:
            if state:
                told = denied(state) if one.claim.denies else state
                self.states[place].hear(one, told, why_not=why_not)
            elif place in self.states:
                why = why_not or "does not tell what became of it"
                self.states[place].hear(one, "", why_not=why)

    def _state(self, row: Row, name: str) -> Iterator[Problem]:
        state = row.posting.state.strip().casefold()
        for detail in row.posting.details:
            if detail.field.casefold() == "between":
                named = (party.strip() for party in detail.value.split(";"))
                self.between[name] |= dict.fromkeys(party for party in named if party)
        if state in STATES:
            self.states[name].post(row, state)
        else:
            self.states[name].show(row, note="a state that this ledger does not know")
            yield unknown_state(row, STATES)

    def _length(self, row: Row, name: str) -> Iterator[Problem]:
        if row.posting.measure is Measure.STOCK and is_length(row.unit):
            self.lengths[name].append(row)
        else:
            yield misfit(row, counted="how long a segment is: stock, in m or km")

    def _session(self, row: Row) -> Iterator[Problem]:
        if row.posting.state.strip().casefold() not in OF_SESSIONS:
            yield unknown_state(row, OF_SESSIONS)
        self.sessions[row.posting.by].append(posted(row))


def commissions(held: Held) -> frozenset[str]:
    """Bodies that an agreement gives the delimitation to, or that are told to do it."""
    named = [one for each in held.agreements.values() for one in each.named]
    bodies = {one.name for one in named if one.kind is Kind.BODY}
    charged = {
        name
        for each in held.agreements.values()
        for provision in each.provisions
        if Act.DELIMITATION in provision.acts
        for name in (*provision.actors, *provision.bearers, *provision.objects)
    }
    told = {
        actor.name
        for claim in held.claims.values()
        if claim.act is Act.DELIMITATION
        for actor in claim.actors
    }
    return frozenset(bodies & (charged | told))


def _no_segment(one: Spoken) -> Problem:
    return Problem(
        code="no-segment-named",
        where=f"claim {one.name}",
        message=(
            "It tells that a border was agreed or demarcated and names no place; it is on no "
            "account here."
        ),
        remedy="Post the segment in a book of the boundary, or name its places in the agreement.",
    )
