"""What was promised, by when, and what is said to have come of it. Only sources say kept or not.

A promise is what a side says of itself that it will do or has to do; a meeting that is announced is
one of all who are to meet. Nobody's silence keeps or breaks it: a promise whose day has passed
without a word is shown as passed in silence.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from truceline.ledgers.sentences import listed
from truceline.ledgers.spoken import NOT_SO_YET, Spoken
from truceline.ledgers.states import told
from truceline.ledgers.tracked import Books, Tracked
from truceline.terms.claim import NARRATOR, Act, Modality
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
        by_when = f", {told(self.when)}" if self.when else ", no day given"
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

    def answer(self, one: Spoken, promise: Promise) -> None:
        """Take a deed, or the denial of one, that may be of this promise.

        That a deed was done in time is no word of the whole promise having been kept.
        """
        when = one.claim.when or one.published
        if not _is_of(one, promise) or _before(when, self.made):
            return
        if when is None or self.made is None:
            found, why_not = "said done", _UNDATED if when is None else _UNTOLD
        else:
            found, why_not = self._state(one, when)
        if why_not and not one.note and not one.claim.denies:
            self.unsure = self.unsure or why_not
        self.tracked.hear(replace(one, dated=when), found, why_not=one.note or why_not)

    def _state(self, one: Spoken, when: When) -> tuple[str, str]:
        """Kept or not, and why that cannot be told."""
        if one.claim.denies:
            early = self.due is None or (when.first or date.min) <= self.due
            return NOT_DONE, "said before its last day was over" if early else ""
        if self.due is None or (when.last or date.max) <= self.due:
            return DONE, ""
        if one.claim.when is not None and (when.first or date.min) > self.due:
            return LATE, ""
        return "said done", _UNTIMED


def _before(when: When | None, made: date | None) -> bool:
    """Whether it was done before it was promised."""
    return when is not None and made is not None and (when.last or date.max) < made


def _is_of(one: Spoken, promise: Promise) -> bool:
    """A deed elsewhere is another; a meeting on another day is another meeting."""
    claim = one.claim
    if promise.places and not set(promise.places) & set(claim.places):
        return False
    if claim.act is not Act.MEETING or promise.when is None or promise.when.first is None:
        return True
    return claim.when is not None and claim.when.overlaps(promise.when)


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
    """Every promise with what is said of it, in the order in which they are first told."""
    found: dict[Promise, Course] = {}
    deeds: dict[tuple[Act, str], list[Spoken]] = defaultdict(list)
    for one in claims:
        promise = promised(one)
        if promise is not None:
            course = found.setdefault(promise, Course(due=promise.due))
            course.promised(one)
        elif one.claim.could_have_happened:
            for side in _doers(one):
                deeds[one.claim.act, side].append(one)
    for promise, course in found.items():
        if not promise.tells_its_deed:
            continue
        of = (one for side in promise.sides for one in deeds.get((promise.act, side), ()))
        for one in {each.name: each for each in of}.values():
            course.answer(one, promise)
    return found


def _doers(one: Spoken) -> Iterable[str]:
    """Who is said to have done it; where nobody is named, whoever says so."""
    actors = one.claim.actors or tuple(actor for actor in one.claim.says if actor != NARRATOR)
    return dict.fromkeys(actor.side for actor in actors)


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
        return f"open: due by {course.due}"
    return f"passed in silence: due by {course.due}, and no source says whether it was kept"
