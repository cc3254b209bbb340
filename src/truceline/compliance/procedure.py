"""What has to follow within so many days, each time: to meet, notify, answer. Not a single day.

What sets the time running is a claim that counts; where nothing does, it is the last time it was
done, or the entry into force.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from truceline.compliance.case import Case
from truceline.compliance.deadlines import weighed
from truceline.compliance.evidence import Bearing, voices
from truceline.compliance.finding import Status
from truceline.compliance.outcome import Outcome, outcome
from truceline.compliance.parts import Part, by, due_by, together
from truceline.compliance.sentences import day
from truceline.terms.agreement import Procedure
from truceline.weighing.in_force import local_day


def procedure(case: Case) -> Outcome:
    """Met where every time was answered in time; nothing is owed before the first."""
    rule = case.provision.procedure
    assert rule is not None  # noqa: S101 the constructor of Provision promises it
    if not rule.after:
        return _again(case, rule)
    set_running = _occasions(case.triggers)
    if not set_running:
        return outcome(
            Status.NOT_YET_DUE,
            f"Nothing is recorded that sets the {rule.within_days} days running.",
            would_change="A claim of "
            f"{' or '.join(act.value for act in rule.after)}, with its day.",
        )
    answers, undone = _by_day(_done(case)), _dated(_undone(case))
    days = sorted(answers)
    parts = []
    for on, told in set_running.items():
        # The first answer decides: a later one does not make it late.
        first = bisect_left(days, on)
        done = answers[days[first]] if first < len(days) else []
        not_done = [one for by_then, one in undone if by_then >= on]
        found = weighed(due_by(case, by(_last(rule, on))), (done, [], not_done))
        parts.append(_part(found, rule, on=on, told=told))
    return together(parts)


def _part(found: Outcome, rule: Procedure, *, on: date, told: Sequence[Bearing]) -> Part:
    """One time: what followed on that day or later answers it."""
    cites = dict.fromkeys((*found.citations, *(one.name for one in told)))
    because = f"{found.because} {voices(told)} told of {told[0].claim.act.value} on {day(on)}."
    return Part(
        name=f"{rule.within_days} days from {day(on)}",
        last_day=_last(rule, on),
        outcome=replace(found, because=because, citations=tuple(cites)),
    )


def _last(rule: Procedure, on: date) -> date:
    return on + timedelta(days=rule.within_days)


def _by_day(bearings: Iterable[Bearing]) -> Mapping[date, list[Bearing]]:
    """Claims under the day by which it was; those without a day are no answer to any."""
    found: dict[date, list[Bearing]] = {}
    for by_then, one in _dated(bearings):
        found.setdefault(by_then, []).append(one)
    return found


def _dated(bearings: Iterable[Bearing]) -> list[tuple[date, Bearing]]:
    days = ((one.heard.done_by, one) for one in bearings)
    return [(by_then, one) for by_then, one in days if by_then is not None]


def _again(case: Case, rule: Procedure) -> Outcome:
    """At least once in so many days: the next is counted from the last."""
    done = [one for one in _done(case) if one.span.done_by is not None]
    days = sorted({one.span.done_by for one in done if one.span.done_by})
    start = local_day(case.agreement)
    last = max([start, *days])
    gaps = sum(
        (after - before).days > rule.within_days
        for before, after in zip([start, *days], days, strict=False)
    )
    undone = [one for one in _undone(case) if one.span.done_by and one.span.done_by > last]
    next_day = last + timedelta(days=rule.within_days)
    found = weighed(due_by(case, by(next_day)), ([], [], undone))
    since = f"Last done on {day(last)}." if days else "Not recorded as done so far."
    times = "once" if gaps == 1 else f"{gaps} times"
    missed = f" More than {rule.within_days} days passed {times} before." if gaps else ""
    named = {one.name: None for one in done if one.span.done_by == last}
    return replace(
        found,
        because=f"{since} {found.because}{missed}",
        citations=tuple(dict.fromkeys((*named, *found.citations))),
        still=(("next", next_day),),
    )


def _done(case: Case) -> list[Bearing]:
    acts = case.provision.acts
    return [one for one in _facts(case) if one.claim.act in acts and not one.claim.denies]


def _undone(case: Case) -> list[Bearing]:
    acts = case.provision.acts
    return [one for one in _facts(case) if one.claim.denies or one.claim.act not in acts]


def _facts(case: Case) -> Iterable[Bearing]:
    return (one for one in case.evidence if one.is_fact and one.applies.fulfils)


def _occasions(triggers: Sequence[Bearing]) -> dict[date, list[Bearing]]:
    """Claims of one day are of one time: it is answered once."""
    counted = (
        one
        for one in triggers
        if one.is_fact and not one.claim.denies and one.applies.time.yes and not one.suspended
    )
    found: dict[date, list[Bearing]] = {}
    for on, one in sorted(_dated(counted), key=lambda each: (each[0], each[1].name)):
        found.setdefault(on, []).append(one)
    return found
