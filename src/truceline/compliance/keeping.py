"""Undertakings to keep a route, crossing or link open. Not who may use it: that is to permit.

A way is open, restricted or closed from the day it is said to be, in the account of whoever says
so, until that account has it otherwise or anybody tells that it was opened. Closed in one account
and open in another on the same days is disputed; opened later is not: it had been closed.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from truceline.compliance.case import Case
from truceline.compliance.conduct import (
    placed_facts,
    said_broken,
    said_kept,
    said_unclearly,
    silent,
)
from truceline.compliance.evidence import REPORTS, Bearing
from truceline.compliance.outcome import Outcome
from truceline.compliance.sentences import day, listed
from truceline.terms.agreement import Provision
from truceline.terms.claim import Modality
from truceline.weighing.passage import Passage, passage


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """How the way is by one claim, from which day to which, and in whose account."""

    one: Bearing
    way: Passage | None
    first: date
    last: date

    @property
    def voices(self) -> tuple[str, ...]:
        """Two reports are two voices; what one side says in many reports is one."""
        document = self.one.claim.quote.document
        return tuple(f"{side} {document}" if side == REPORTS else side for side in self.one.sides)

    @property
    def opens(self) -> bool:
        """Told as something that happened, so that it had not been open before."""
        return (
            self.way is Passage.OPEN
            and self.one.voice.modality is Modality.HAPPENED
            and not self.one.voice.denies
        )


def keep_open(case: Case) -> Outcome:
    """Closed in all accounts is alleged, in some of them disputed; open is kept only if watched."""
    facts = placed_facts(case)
    told = [_told(one, case.provision) for one in facts]
    shut = [one for one in told if one.way not in {None, Passage.OPEN} and one.one.applies.time.yes]
    unclear = [one.one for one in told if one.way is None]
    opened = [one for one in told if one.way is Passage.OPEN]
    if shut:
        doubted, contrary = _against(shut, opened)
        found = said_broken(
            [one.one for one in shut],
            contrary,
            what=f"the way was {listed(one.way for one in shut if one.way)}",
            meets=lambda one: one.name in doubted,
        )
        return replace(found, because=f"{found.because} {_accounts(told, case.as_of)}")
    if unclear:
        return said_unclearly(unclear)
    kept = [one.one for one in opened if one.one.applies.fulfils]
    return said_kept(case, kept) if kept else silent(case, [one.one for one in opened])


def _told(one: Bearing, provision: Provision) -> _Told:
    first = one.span.first or one.span.last or date.min
    return _Told(one=one, way=_way(one, provision), first=first, last=one.span.last or first)


def _way(one: Bearing, provision: Provision) -> Passage | None:
    """By the words of a claim about access, or by what its act does to the clause."""
    claim = one.claim
    told = passage(claim)
    if told is not None:
        return told
    both_ways = claim.act in provision.adverse or claim.rule.startswith("access:")
    if claim.act in provision.acts and both_ways:
        return Passage.CLOSED if claim.denies else None
    against = (claim.act in provision.adverse) != claim.denies
    return Passage.CLOSED if against else Passage.OPEN


def _against(shut: Sequence[_Told], opened: Sequence[_Told]) -> tuple[set[str], list[Bearing]]:
    """Claims that it was shut while another voice has it open, and the claims of those others."""
    until = _until(opened)
    lasting = [replace(one, last=max(one.last, until(one))) for one in shut]
    open_to, shut_to = _Others(opened), _Others(lasting)
    doubted = {one.one.name for one in lasting if open_to.meet(one)}
    return doubted, [one.one for one in opened if shut_to.meet(one)]


class _Others:
    """What is told, to ask whether any of it is of another voice and of the same days."""

    def __init__(self, told: Sequence[_Told]) -> None:
        self._told = told
        self._all = _Stretches(told)
        by_voice = defaultdict[str, list[_Told]](list)
        for one in told:
            for voice in one.voices:
                by_voice[voice].append(one)
        self._by_voice = {voice: _Stretches(ones) for voice, ones in by_voice.items()}

    def meet(self, one: _Told) -> bool:
        """Counted, not gone through: ten thousand of each have to be told apart quickly."""
        if len(one.voices) == 1:
            own = self._by_voice.get(one.voices[0])
            return self._all.meeting(one) > (own.meeting(one) if own else 0)
        return any(
            other.first <= one.last
            and one.first <= other.last
            and set(other.voices).isdisjoint(one.voices)
            for other in self._told
        )


class _Stretches:
    """Stretches of days, to count how many of them meet another."""

    def __init__(self, told: Iterable[_Told]) -> None:
        known = list(told)
        self._first = sorted(one.first for one in known)
        self._last = sorted(one.last for one in known)

    def meeting(self, one: _Told) -> int:
        """Those that began by its end, without those that had ended before it began."""
        return bisect_right(self._first, one.last) - bisect_left(self._last, one.first)


def _until(opened: Iterable[_Told]) -> Callable[[_Told], date]:
    """The last day on which what was shut is still shut in the same account."""
    by_voice = defaultdict[str, list[date]](list)
    for one in opened:
        for voice in ("", *one.voices) if one.opens else one.voices:
            by_voice[voice].append(one.first)
    for days in by_voice.values():
        days.sort()

    def until(one: _Told) -> date:
        ends = [date.max]
        for voice in ("", *one.voices):
            days = by_voice.get(voice, [])
            after = bisect_right(days, one.first)
            ends += [each - timedelta(days=1) for each in days[after : after + 1]]
        return min(ends)

    return until


def _accounts(told: Sequence[_Told], as_of: date) -> str:
    """How the way is now in each account, in the order in which they first spoke of it."""
    latest: dict[str, _Told] = {}
    for one in told:
        for side in one.one.sides if one.way and one.first <= as_of else ():
            if side not in latest or latest[side].first <= one.first:
                latest[side] = one
    said = (f"{one.way} from {day(one.first)} by {side}" for side, one in latest.items())
    return f"The latest of each account: {', '.join(said)}." if latest else ""
