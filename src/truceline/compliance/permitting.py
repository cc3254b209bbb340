"""Undertakings to let others do it: monitors come and see, people return. Not to do it oneself.

A patrol that one who undertook it turned away is an observation on record, and speaks against it
as a claim does; its entry is cited. Late, or under escort, is for a person to judge.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache

from truceline.compliance.applies import names_of
from truceline.compliance.case import Case
from truceline.compliance.conduct import (
    placed_facts,
    said_broken,
    said_kept,
    said_unclearly,
    silent,
    speaks_against,
)
from truceline.compliance.evidence import Bearing, voices
from truceline.compliance.finding import Status
from truceline.compliance.outcome import Outcome, outcome
from truceline.compliance.sentences import day, listed
from truceline.compliance.watching import owed_days
from truceline.terms.agreement import Provision
from truceline.terms.claim import Act
from truceline.terms.entry import Hindered
from truceline.weighing.passage import Passage, passage
from truceline.weighing.stretches import Days, days, union
from truceline.weighing.watches import KEEPS_OUT, side_behind, touches

_WATCHING = frozenset({Act.ACCESS, Act.MONITORING})  # acts that turning a patrol away prevents
_MOST_TOLD = 3  # hindrances spelt out in a sentence; all are cited


def permit(case: Case) -> Outcome:
    """Broken by a patrol turned away or a claim of it; kept only where patrols were every day."""
    facts = placed_facts(case)
    clear = [(one, _is_against(one, case.provision)) for one in facts]
    against = [one for one, is_against in clear if is_against and one.applies.time.yes]
    favour = [one for one, is_against in clear if is_against is False]
    kept = [one for one in favour if one.applies.fulfils]
    recorded = list(_recorded(case))
    turned_away = [one for one in recorded if one.how in KEEPS_OUT]
    claimed = said_broken(against, kept, what="they were not let") if against else None
    if turned_away:
        return _with(turned_away, claimed, case=case, contrary=kept)
    if claimed:
        return claimed
    if recorded:
        return _let_in_late(recorded, case=case)
    if unclear := [one for one, is_against in clear if is_against is None]:
        return said_unclearly(unclear)
    return said_kept(case, kept) if kept else silent(case, favour)


def _is_against(one: Bearing, provision: Provision) -> bool | None:
    """None where its words tell neither."""
    claim = one.claim
    way = passage(claim)
    if way is not None:
        return way is not Passage.OPEN
    if claim.act is Act.ACCESS and not claim.denies:
        return None
    return claim.denies if claim.act in provision.acts else speaks_against(one, provision)


def _recorded(case: Case) -> Iterator[Hindered]:
    """Hindrances by those who undertook it, there, on days on which it was owed."""
    provision, owed, named = case.provision, owed_days(case), names_of(case.agreement)
    counted = {*provision.bearers, *provision.actors}
    if not _WATCHING & {*provision.acts}:
        return
    for one in case.watches.hindrances:
        by = {one.by, side_behind(one.by, case.agreement)} if one.by else set()
        if (
            by & counted
            and days(one.first, one.last) & owed
            and touches(one.places, provision.places, named=named)
        ):
            yield one


def _with(
    turned_away: Sequence[Hindered],
    claimed: Outcome | None,
    *,
    case: Case,
    contrary: Sequence[Bearing],
) -> Outcome:
    """What was recorded beside what is claimed; disputed only where both are."""
    all_doubted, doubted = _denied(turned_away, contrary, case=case)
    said = f"On record: {_told(turned_away, case=case)}."
    if doubted:
        said = f"{said} {voices(doubted)} say otherwise of those days."
    if claimed is not None and (claimed.status is Status.BREACH_FOUND or not all_doubted):
        alleged = claimed.status is Status.DISPUTED
        found = replace(claimed, status=Status.BREACH_ALLEGED) if alleged else claimed
    else:
        found = claimed or outcome(
            Status.DISPUTED if all_doubted else Status.BREACH_ALLEGED,
            "",
            would_change="A person's finding on these days.",
            cites=doubted,
        )
    return _citing(replace(found, because=f"{found.because} {said}".strip()), turned_away, case)


def _let_in_late(recorded: Sequence[Hindered], *, case: Case) -> Outcome:
    found = outcome(
        Status.CANNOT_TELL,
        f"On record: {_told(recorded, case=case)}. Whether that is letting them is for a person "
        "to say.",
        would_change="A person's finding, or a patrol that is turned away.",
    )
    return _citing(found, recorded, case)


def _citing(found: Outcome, recorded: Sequence[Hindered], case: Case) -> Outcome:
    at = (case.watches.entry_of.get(one) for one in recorded)
    return replace(found, entries=tuple(sorted(entry for entry in at if entry is not None)))


def _denied(
    turned_away: Sequence[Hindered], contrary: Sequence[Bearing], *, case: Case
) -> tuple[bool, list[Bearing]]:
    """Whether each is denied by a claim that they were let in there on those days; which claims."""
    named = names_of(case.agreement)
    told = [(one.claim.places, _days(one)) for one in contrary]
    recorded = [(one.places, days(one.first, one.last)) for one in turned_away]
    let_in, kept_out = _by_place(told), _by_place(recorded)

    @cache
    def there(places: tuple[str, ...], others: tuple[str, ...]) -> bool:
        return touches(places, others, named=named)

    def meets(
        places: tuple[str, ...], when: Days, *, known: Mapping[tuple[str, ...], Days]
    ) -> bool:
        return any(there(places, other) and when & then for other, then in known.items())

    return (
        all(meets(*one, known=let_in) for one in recorded),
        [one for one, at in zip(contrary, told, strict=True) if meets(*at, known=kept_out)],
    )


def _by_place(told: Iterable[tuple[tuple[str, ...], Days]]) -> Mapping[tuple[str, ...], Days]:
    found = defaultdict[tuple[str, ...], list[Days]](list)
    for places, then in told:
        found[places].append(then)
    return {places: union(many) for places, many in found.items()}


def _days(one: Bearing) -> Days:
    return days(one.span.first or date.min, one.span.last or date.max)


def _told(recorded: Sequence[Hindered], *, case: Case) -> str:
    told = [_hindrance(one, case) for one in recorded[:_MOST_TOLD]]
    rest = len(recorded) - len(told)
    return listed([*told, f"{rest} more"] if rest else told)


def _hindrance(one: Hindered, case: Case) -> str:
    who = one.post or "a patrol"
    where = f" at {listed(one.places)}" if one.places else ""
    until = f" to {day(one.last)}" if one.last > one.first else ""
    entry = case.watches.entry_of.get(one)
    cited = f" (entry {entry})" if entry is not None else ""
    return f"{who} {one.how} by {one.by}{where} on {day(one.first)}{until}{cited}"
