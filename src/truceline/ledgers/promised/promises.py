"""What was promised, by when, and what is said to have come of it. Only sources say kept or not.

A promise is what a side says of itself that it will do or has to do; a meeting that is announced is
one of all who are to meet. Nobody's silence keeps or breaks it: a promise whose day has passed
without a word is shown as passed in silence.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from truceline.ledgers.promised.deeds import Deeds
from truceline.ledgers.sentences import listed
from truceline.ledgers.tracking.spoken import NOT_SO_YET, Spoken
from truceline.ledgers.tracking.tracked import Books, Tracked
from truceline.terms.claim import NARRATOR, Act, Modality
from truceline.terms.printed import day, stretch
from truceline.terms.when import When
from truceline.weighing.incident import EVENTS

PROMISED = "promised"
DONE, LATE, NOT_DONE = "said done in time", "said done late", "said not done"
_UNTIMED = "does not tell whether that was in time"
_UNDATED = "does not tell when"
_UNTOLD = "may have been before it was promised: nobody knows when that was"
_NO_DEED = "a promise, no deed"
_UNDERTAKEN = frozenset({Modality.PLANNED, Modality.REQUIRED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """One undertaking: who, what, where, by when."""

    sides: tuple[str, ...]
    act: Act
    places: tuple[str, ...]
    when: When | None

    @property
    def due(self) -> date | None:
        return self.when.last if self.when else None

    @property
    def tells_its_deed(self) -> bool:
        """Without place and day, any deed of its kind could be meant."""
        return bool(self.places) or self.when is not None

    @property
    def name(self) -> str:
        where = f" at {listed(self.places)}" if self.places else ""
        by_when = f", {stretch(self.when)}" if self.when else ", no day given"
        return (
            f"{self.act.value}{where}{by_when}, promised by {listed(self.sides) or 'nobody named'}"
        )


@dataclass(slots=True, kw_only=True)
class Course:
    """What is said of one promise. Nothing outside of one page sees it change."""

    due: date | None
    made: date | None = None  # the first day on which it is told; None: nobody knows
    unsure: str = ""  # it is said to have been done, and why that may not answer it
    tracked: Tracked = field(default_factory=lambda: Tracked(lasts=True))

    def promised(self, one: Spoken) -> None:
        first = one.published.first if one.published else None
        self.made = min((day for day in (self.made, first) if day), default=None)
        self.tracked.hear(
            one, PROMISED, why_not=_NO_DEED if one.note in NOT_SO_YET.values() else one.note
        )

    def answer(self, one: Spoken) -> None:
        """Take a deed, or the denial of one, that may be of this promise.

        That a deed was done in time is no word of the whole promise having been kept.
        """
        when = one.claim.when or one.published
        if when is None or self.made is None:
            found, why_not = "said done", _UNDATED if when is None else _UNTOLD
        else:
            found, why_not = self._state(one, when)
        if why_not and not one.claim.denies:
            self.unsure = self.unsure or why_not
        self.tracked.hear(replace(one, dated=when), found, why_not=why_not)

    def _state(self, one: Spoken, when: When) -> tuple[str, str]:
        """Kept or not, and why that cannot be told."""
        if one.claim.denies:
            return NOT_DONE, "" if self.due else "and no last day is given"
        if self.due is None:
            return "said done", ""
        if (when.last or date.max) <= self.due:
            return DONE, ""
        if one.claim.when is not None and (when.first or date.min) > self.due:
            return LATE, ""
        return "said done", _UNTIMED


def promised(one: Spoken) -> Promise | None:
    """The promise a claim tells of, if it is one."""
    claim = one.claim
    if claim.modality not in _UNDERTAKEN or claim.denies or claim.act not in EVENTS:
        return None
    doers = tuple(dict.fromkeys(actor.side for actor in claim.actors))
    speakers = tuple(dict.fromkeys(actor.side for actor in claim.says if actor != NARRATOR))
    sides = (
        doers or speakers
        if claim.act is Act.MEETING
        else tuple(side for side in speakers if side in doers or not doers)
    )
    if not sides:
        return None
    return Promise(sides=sides, act=claim.act, places=claim.places, when=claim.when)


def promises(claims: Sequence[Spoken]) -> dict[Promise, Course]:
    """Every promise with what is said of it, in the order in which they are first told.

    Of each book the first deed since it was promised answers it, and the first denial after its
    last day: later ones are other deeds.
    """
    found: dict[Promise, Course] = {}
    for one in claims:
        promise = promised(one)
        if promise is not None:
            found.setdefault(promise, Course(due=promise.due)).promised(one)
    deeds = Deeds(claims)
    for promise, course in found.items():
        for one in _answering(promise, deeds, course.made or date.min):
            course.answer(one)
    return found


def _answering(promise: Promise, deeds: Deeds, made: date) -> Iterator[Spoken]:
    """A meeting on another day is another meeting."""
    if not promise.tells_its_deed:
        return
    day = promise.when if promise.act is Act.MEETING else None
    since = max(made, day.first or made) if day else made
    for one in deeds.after(
        promise.act, promise.sides, places=promise.places, made=since, due=promise.due
    ):
        when = one.claim.when
        if day is None or day.first is None or (when is not None and when.overlaps(day)):
            yield one


def state(course: Course, books: Books, *, as_of: date) -> str:
    """What the sources come to on the day. It is nobody's finding."""
    said: dict[str, list[str]] = defaultdict(list)
    for book, stretches in books.items():
        said[stretches[-1].state].append(book)
    if said:
        return "; ".join(f"{each} by {listed(by)}" for each, by in said.items())
    if course.unsure:
        return f"cannot tell: it is said to have been done, which {course.unsure}"
    if course.due is None:
        return "open: no last day is given"
    if course.due > as_of:
        return f"open: due by {day(course.due)}"
    return f"passed in silence: due by {day(course.due)}, and no source says whether it was kept"
