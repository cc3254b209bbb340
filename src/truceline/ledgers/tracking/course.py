"""What one book says a state was, and from when: its course in time. It chooses between nothing.

A book carries on what it last said until it says otherwise, and it is shown when that was. Where it
says two things of one day, or two things of which nobody can tell the later, that is what is shown.
No day is invented: a state told of a month is sure only from the month's last day on.

    what is said, in any order -> course(said, as_of=day) -> stretches that follow on each other
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from itertools import chain, groupby, pairwise

from truceline.ledgers.balancing.latest import Latest, Seen
from truceline.ledgers.ledger import Mark, Stand
from truceline.ledgers.sentences import in_order, listed
from truceline.ledgers.tracking.states import CANNOT_TELL, CONTRADICTORY, is_day
from truceline.terms.printed import day, stretch
from truceline.terms.when import When

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One state as one line of a book gives it."""

    state: str
    when: When  # some time in it; with an open end: from then on
    cite: str
    until: date | None = None  # it is said to have lasted to this day
    kept: date | None = None  # the book goes on to this day and says nothing else
    by: str = ""  # who did it


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Days on which a book comes to one state."""

    state: str
    of: tuple[str, ...]  # what it may be; one state unless the book is at odds with itself
    first: date  # the first day on which that is sure
    last: date | None  # the day before it becomes another; None: nothing else is said
    begun: When  # as it was told
    said: date  # the last day it is said of
    by: tuple[str, ...] = ()  # who is said to have done it
    cites: tuple[str, ...] = ()


@lru_cache(maxsize=65_536)
def sure_by(when: When) -> date:
    """The day from which a state told of that time is sure."""
    start, _, _ = when.value.partition("/")
    last = when.last or When(value=start).last
    assert last is not None  # noqa: S101 a When has one end at least
    return last


def course(said: Iterable[Said], *, as_of: date) -> tuple[Stretch, ...]:
    """The stretches of one book, the earliest first. What is not sure by `as_of` has no part."""
    known = [one for one in said if sure_by(one.when) <= as_of]
    return tuple(_joined(_changes(known, as_of)))


def stand(book: str, stretches: Sequence[Stretch], *, as_of: date) -> Stand:
    """What a book comes to on the day, since when, and when it last said so."""
    if not stretches:
        return Stand(book=book, because=f"says nothing of it up to {day(as_of)}")
    now = stretches[-1]
    return Stand(
        book=book,
        state=now.state,
        since=now.first if is_day(now.begun) else None,
        because=sentence(now, as_of=as_of),
        cites=now.cites,
    )


def marks(book: str, stretches: Iterable[Stretch]) -> tuple[Mark, ...]:
    """The same for a chart."""
    return tuple(
        Mark(book=book, first=one.first, last=one.last, state=one.state) for one in stretches
    )


def sentence(now: Stretch, *, as_of: date) -> str:
    """As in: closed on 12 May 2031 by Southland; nothing further after 20 May 2031."""
    match now.state:
        case state if state == CONTRADICTORY:
            what = f"{' and '.join(now.of)}, of one time ({stretch(now.begun)})"
        case state if state == CANNOT_TELL:
            what = f"{' and '.join(now.of)}, and nothing tells which came later"
        case state:
            by = f" by {listed(now.by)}" if now.by else ""
            what = f"{state} {stretch(now.begun)}{by}"
    return what if now.said >= as_of else f"{what}; nothing further after {day(now.said)}"


def _changes(said: Sequence[Said], as_of: date) -> Iterator[Stretch]:
    """What the book comes to on each day on which that can change."""
    heard: dict[date, list[Seen]] = defaultdict(list)
    turns: dict[date, Counter[str]] = defaultdict(Counter)
    for one in said:
        for seen in _seen(one, as_of):
            heard[seen.high].append(seen)
        if last := _lasts(one, as_of):
            turns[sure_by(one.when)][one.state] += 1
            turns[last + _DAY][one.state] -= 1
    latest = Latest()
    for today in sorted(each for each in {*heard, *turns} if each <= as_of):
        fresh = sorted(heard[today])
        latest.running.update(turns[today])
        latest.hear(fresh)
        yield _stretch(latest, fresh, today)


def _stretch(latest: Latest, fresh: Sequence[Seen], today: date) -> Stretch:
    of = latest.states()
    state = latest.state(of)
    telling = [one for one in fresh if one.state in of]
    return Stretch(
        state=state,
        of=of if state in {CONTRADICTORY, CANNOT_TELL} else (state,),
        first=today,
        last=None,
        begun=telling[0].when if telling else When(value=today.isoformat()),
        said=max(latest.said[each] for each in of),
        by=tuple(dict.fromkeys(one.by for one in telling if one.by)),
        cites=tuple(one.cite for one in fresh),
    )


def _seen(one: Said, as_of: date) -> Iterator[Seen]:
    """When it is said to have been so: at its beginning, and on the last day it is said of."""
    high = sure_by(one.when)
    first = Seen(
        high=high,
        low=one.when.first or date.min,
        state=one.state,
        cite=one.cite,
        by=one.by,
        when=one.when,
        kept=min(max(one.kept or high, high), as_of),
    )
    yield first
    if last := _lasts(one, as_of):
        yield replace(first, high=last, low=last)


def _lasts(one: Said, as_of: date) -> date | None:
    """The last day it is said to have lasted to, where that is after it began."""
    last = min(one.until or date.min, as_of)
    return last if last > sure_by(one.when) else None


def _joined(changes: Iterable[Stretch]) -> Iterator[Stretch]:
    """Neighbours of one state as one stretch; each ends the day before the next begins."""
    runs = (list(run) for _, run in groupby(changes, key=lambda one: one.of))
    for run, following in pairwise(chain(runs, [None])):
        if run is not None:
            yield _one(run, None if following is None else following[0].first - _DAY)


def _one(run: Sequence[Stretch], last: date | None) -> Stretch:
    said = max(one.said for one in run)
    return replace(
        run[0],
        last=last,
        said=said if last is None else min(said, last),
        by=tuple(dict.fromkeys(by for one in run for by in one.by)),
        cites=in_order(cite for one in run for cite in one.cites),
    )
