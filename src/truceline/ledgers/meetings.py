"""Who met, where and when, and what was promised by when. It finds no promise broken.

Of a book's rows, all of them states, this ledger understands:

- a meeting: account is its name, the state held, planned, postponed or cancelled; places; the
  column `who` names who met, with "; " between them.
- a promise: account is its name, the state promised, kept, kept late, not kept, broken or
  withdrawn; `of` made it (empty: whoever keeps the book); the column `due` is its last day, as
  2031-05-30.

"Broken" is what a book says, never what this page concludes.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from truceline.ledgers.books import Row, rows
from truceline.ledgers.ledger import Account, Page
from truceline.ledgers.promised.promises import PROMISED, Course, promises, state
from truceline.ledgers.sentences import listed
from truceline.ledgers.tracking.spoken import Spoken, spoken
from truceline.ledgers.tracking.state_rows import kept_to, not_a_state, unknown_state
from truceline.ledgers.tracking.tracked import Tracked
from truceline.terms.book import Ledger, Measure
from truceline.terms.claim import Act
from truceline.terms.printed import day, stretch
from truceline.terms.problem import Problem
from truceline.weighing.held import Held
from truceline.weighing.incident import EVENTS, Incident, incidents

OF_MEETINGS = ("held", "planned", "postponed", "cancelled")
OF_PROMISES: Mapping[str, str] = {
    "promised": PROMISED,
    "kept": "said kept",
    "kept late": "said kept late",
    "not kept": "said not kept",
    "broken": "said not kept",
    "withdrawn": "said withdrawn",
}
_MEETING = frozenset({Act.MEETING, Act.AGREEMENT})


@dataclass(slots=True, kw_only=True)
class _Booked:
    """What books have of one meeting or one promise."""

    tracked: Tracked = field(default_factory=lambda: Tracked(lasts=True))
    of: dict[str, None] = field(default_factory=dict)
    dues: dict[str, date] = field(default_factory=dict)  # the last day, by who keeps the book

    @property
    def due(self) -> date | None:
        """Where books set different days, nothing has passed in silence before the last of them."""
        return max(self.dues.values(), default=None)

    @property
    def limit(self) -> str:
        days = sorted(set(self.dues.values()))
        each = " or ".join(
            f"by {day(one)}" + (f" ({listed(self._setting(one))})" if len(days) > 1 else "")
            for one in days
        )
        return f"{each}: the books differ" if len(days) > 1 else each

    def _setting(self, due: date) -> list[str]:
        return [keeper for keeper, one in self.dues.items() if one == due]


_Promises = Mapping[tuple[str, str], _Booked]  # by what was promised, and by whom


def page(held: Held, *, as_of: date) -> Page:
    """Meetings that reports tell of, meetings of books, promises told, promises of books."""
    posted = rows(held, Ledger.MEETINGS, as_of=as_of)
    met: dict[str, _Booked] = defaultdict(_Booked)
    undertaken: dict[tuple[str, str], _Booked] = defaultdict(_Booked)
    made = _makers(posted)
    problems = [
        problem
        for row in posted
        for problem in _post(row, met, undertaken=undertaken, maker=_maker(row, made))
    ]
    claims = spoken(held, EVENTS, as_of=as_of)
    kept = kept_to(posted, as_of=as_of)
    return Page(
        ledger=Ledger.MEETINGS,
        as_of=as_of,
        accounts=(
            *_told_meetings(claims, held, as_of=as_of),
            *_booked_meetings(met, held, kept=kept, as_of=as_of),
            *_told_promises(claims, held, as_of=as_of),
            *_booked_promises(undertaken, held, kept=kept, as_of=as_of),
        ),
        problems=tuple(problems),
    )


def _makers(posted: Sequence[Row]) -> Mapping[str, frozenset[str]]:
    """Who made each promise, as far as the rows that tell of its making say."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in posted:
        if OF_PROMISES.get(row.posting.state.strip().casefold()) == PROMISED:
            found[row.posting.account.strip()].add(row.posting.of or row.booked.keeper)
    return {name: frozenset(each) for name, each in found.items()}


def _maker(row: Row, made: Mapping[str, frozenset[str]]) -> str:
    """Two sides may promise the same, and what one did keeps no promise of the other."""
    known = made.get(row.posting.account.strip(), frozenset())
    if row.posting.of or len(known) != 1:
        return row.posting.of or row.booked.keeper
    return next(iter(known))


def _post(
    row: Row, met: Mapping[str, _Booked], *, undertaken: _Promises, maker: str
) -> Iterator[Problem]:
    name, said = row.posting.account.strip(), row.posting.state.strip().casefold()
    if row.posting.measure is not Measure.STATE:
        yield not_a_state(row, "meetings are held and promises kept, or not")
    elif said in OF_MEETINGS:
        one = met[name]
        who = next((each.value for each in row.posting.details if each.field == "who"), "")
        one.of |= dict.fromkeys(each.strip() for each in who.split(";") if each.strip())
        at = f"at {listed(row.posting.places)}" if row.posting.places else ""
        one.tracked.post(row, said, note=at)
    elif said in OF_PROMISES:
        yield from _promise(row, undertaken[name, maker], OF_PROMISES[said])
    else:
        yield unknown_state(row, (*OF_MEETINGS, *OF_PROMISES))


def _promise(row: Row, one: _Booked, said: str) -> Iterator[Problem]:
    due, keeper = row.detail("due"), row.booked.keeper
    try:
        if due:
            one.dues[keeper] = date.fromisoformat(due)
    except ValueError:
        yield Problem(
            code="not-a-day",
            where=row.at,
            message=f"{due!r} is no day; the promise is shown as one without a last day.",
            remedy="Write the last day as 2031-05-30.",
        )
    if said == PROMISED:
        one.of |= dict.fromkeys([row.posting.of or row.booked.keeper])
        told_due = one.dues.get(keeper)
        one.tracked.figures.append(row.figure(note=f"due by {day(told_due)}" if told_due else ""))
    else:
        one.tracked.post(row, said)


def _told_meetings(claims: Sequence[Spoken], held: Held, *, as_of: date) -> Iterator[Account]:
    """Claims of one event are one meeting; what they come to is its standing."""
    named = {one.name: one for one in claims if one.claim.act in _MEETING}
    heard = replace(held, claims={name: one.claim for name, one in named.items()})
    for incident in incidents(heard):
        tracked = Tracked(lasts=True)
        for name in incident.claims:
            one = named[name]
            why_not = one.note or ("" if one.when else "at a time not given")
            done = "held" if incident.act is Act.MEETING else "agreed"
            tracked.hear(one, f"not {done}" if one.claim.denies else done, why_not=why_not)
        books = tracked.courses(held, kept={}, as_of=as_of)
        yield replace(
            tracked.event(_name(incident), books, as_of=as_of),
            compares=f"{incident.standing.value}: {incident.because}",
        )


def _name(incident: Incident) -> str:
    sides = (
        listed(dict.fromkeys(actor.side for actor in incident.actors)) if incident.actors else ""
    )
    parts = (
        f"{incident.act.value} of {sides or 'parties not named'}",
        listed(incident.places) if incident.places else "",
        stretch(incident.when),
    )
    return ", ".join(part for part in parts if part)


def _booked_meetings(
    met: Mapping[str, _Booked], held: Held, *, kept: Mapping[str, date], as_of: date
) -> Iterator[Account]:
    for name, one in met.items():
        books = one.tracked.courses(held, kept=kept, as_of=as_of)
        who = f" of {listed(one.of)}" if one.of else ""
        yield one.tracked.event(f"{name}{who}", books, as_of=as_of)


def _told_promises(claims: Sequence[Spoken], held: Held, *, as_of: date) -> Iterator[Account]:
    for promise, course in promises(claims).items():
        books = course.tracked.courses(held, kept={}, as_of=as_of)
        yield replace(
            course.tracked.event(promise.name, books, as_of=as_of),
            of=listed(promise.sides),
            limit=f"by {day(promise.due)}" if promise.due else "",
            compares=state(course, books, as_of=as_of),
        )


def _booked_promises(
    undertaken: _Promises, held: Held, *, kept: Mapping[str, date], as_of: date
) -> Iterator[Account]:
    for (name, _), one in undertaken.items():
        books = one.tracked.courses(held, kept=kept, as_of=as_of)
        yield replace(
            one.tracked.event(name, books, as_of=as_of),
            of=listed(one.of) if one.of else "",
            limit=one.limit,
            compares=state(Course(due=one.due), books, as_of=as_of),
        )
