"""What has to follow within so many days, each time: to meet, notify, answer. Not a single day.

What sets the time running is a claim that counts; where nothing does, it is the last time it was
done, or the entry into force.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import chain

from truceline.compliance.answering import Once
from truceline.compliance.case import Case
from truceline.compliance.deadlines import said_undone, stand, when
from truceline.compliance.evidence import Bearing, names, voices
from truceline.compliance.finding import Status
from truceline.compliance.outcome import Outcome, Stand, outcome
from truceline.compliance.parts import Part, together, under_each
from truceline.compliance.sentences import day
from truceline.terms.agreement import Procedure
from truceline.weighing.in_force import local_day
from truceline.weighing.span import Span


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
    done, undone = (_ByDay(told) for told in _done_and_undone(case))
    done_when = Once[date, Span | None](lambda on: when(done.on[on]))

    def denied(answered: date) -> Stand:
        return stand(case, (done.on[answered], [], undone.since(answered)), last_days=())

    denied_on = Once(denied)
    parts = []
    for on, told in set_running.items():
        # The first answer decides: a later one does not make it late.
        answered, last_day = done.next(on), _last(rule, on)
        not_done = undone.since(on)
        if answered and undone.since(answered):
            found = denied_on[answered]  # on that day or later: for every time that it answers
        else:
            answer = done.on[answered] if answered else []
            found = stand(case, (answer, [], not_done), last_days=under_each(case, last_day))
        parts.append(
            Part(
                name=f"{rule.within_days} days from {day(on)}",
                last_day=last_day,
                stand=_since(found, on=on, told=told),
                done=done_when[answered] if answered else None,
                undone=undone.last if not_done else None,
            )
        )
    return together(parts)


def _since(found: Stand, *, on: date, told: Sequence[Bearing]) -> Stand:
    """With what set the time running."""

    def sentences() -> tuple[str, str]:
        because, would_change = found.told()
        act = told[0].voice.act.value
        return f"{because} {voices(told)} told of {act} on {day(on)}.", would_change

    return found._replace(cites=(*found.cites, told), told=sentences)


class _ByDay:
    """Claims by the day by which it was; those without a day are no answer to any."""

    def __init__(self, bearings: Iterable[Bearing]) -> None:
        self._dated = _dated(bearings)
        self.on: dict[date, list[Bearing]] = {}
        for by_then, one in self._dated:
            self.on.setdefault(by_then, []).append(one)
        self._days = sorted(self.on)
        self.last = max(self._days, default=None)
        self._since = Once(self._from)

    def next(self, on: date) -> date | None:
        """The first day of any of them that is not before this one."""
        first = bisect_left(self._days, on)
        return self._days[first] if first < len(self._days) else None

    def since(self, on: date) -> list[Bearing]:
        """Those of that day and later, in the record's order."""
        first = self.next(on)
        return self._since[first] if first else []

    def _from(self, first: date) -> list[Bearing]:
        return [one for by_then, one in self._dated if by_then >= first]


def _last(rule: Procedure, on: date) -> date:
    return on + timedelta(days=rule.within_days)


def _dated(bearings: Iterable[Bearing]) -> list[tuple[date, Bearing]]:
    days = ((one.heard.done_by, one) for one in bearings)
    return [(by_then, one) for by_then, one in days if by_then is not None]


def _again(case: Case, rule: Procedure) -> Outcome:
    """At least once in so many days: the next is counted from the last."""
    told, denied = _done_and_undone(case)
    done, start = _ByDay(told), local_day(case.agreement)
    days = sorted(done.on)
    last = max([start, *days])
    gaps = sum(
        (after - before).days > rule.within_days
        for before, after in zip([start, *days], days, strict=False)
    )
    undone = [one for by_then, one in _dated(denied) if by_then > last]
    next_day = last + timedelta(days=rule.within_days)
    found = stand(case, ([], [], undone), last_days=under_each(case, next_day))
    because, would_change = found.told()
    since = f"Last done on {day(last)}." if days else "Not recorded as done so far."
    times = "once" if gaps == 1 else f"{gaps} times"
    missed = f" More than {rule.within_days} days passed {times} before." if gaps else ""
    return Outcome(
        status=found.status,
        because=f"{since} {because}{missed}",
        would_change=would_change,
        citations=(*names(done.on.get(last, [])), *names(chain(*found.cites))),
        undone=said_undone(undone),
        still=(("next", next_day),),
    )


def _done_and_undone(case: Case) -> tuple[list[Bearing], list[Bearing]]:
    acts = case.provision.acts
    done: list[Bearing] = []
    undone: list[Bearing] = []
    for one in case.evidence:
        if one.is_fact and one.applies.fulfils:
            (undone if one.voice.denies or one.voice.act not in acts else done).append(one)
    return done, undone


def _occasions(triggers: Sequence[Bearing]) -> dict[date, list[Bearing]]:
    """Claims of one day are of one time: it is answered once."""
    counted = (
        one
        for one in triggers
        if one.is_fact and not one.suspended and one.applies.time.yes and not one.voice.denies
    )
    found: dict[date, list[Bearing]] = {}
    for on, _, one in sorted((on, one.name, one) for on, one in _dated(counted)):
        found.setdefault(on, []).append(one)
    return found
