"""What posts hand in, from wherever it comes: each note judged by itself, recorded, and receipted.

It takes what a post may say and no more; charters, keys and rulings go in by `submit`.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING

from truceline.operations.centre import Centre, opened
from truceline.operations.hand_in import hand_in
from truceline.operations.hinder import require_known
from truceline.operations.hold import hold
from truceline.operations.keyring import contested
from truceline.operations.patrol import require_watchable
from truceline.operations.seal import require_nobody_named
from truceline.operations.sign import names_of
from truceline.operations.submit import submit
from truceline.record.keys import Unlock, unasked
from truceline.record.note import parse
from truceline.record.proof import Receipt, receipt
from truceline.record.sequencer import Sequencer
from truceline.record.store import Record
from truceline.terms.codec import decode
from truceline.terms.entry import Deposited, Hindered, Patrolled, Read
from truceline.terms.names import Names
from truceline.terms.problem import DamagedError, Problem, RefusedError, sentence
from truceline.weighing.held import Held

if TYPE_CHECKING:
    from concurrent.futures import Future

MOST = 256  # notes in one go
OURS = frozenset({"fenced", "busy", "queue-full", "closed", "not-recorded"})  # not the note's fault


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A note that is on record."""

    entry: int
    receipt: str  # with the leaf in it: it can be checked with nothing but the log's key
    contested: str = ""  # why it is


Outcome = Taken | Problem


class Desk:
    """Takes notes for one centre in batches, and answers when they are durable."""

    def __init__(self, centre: Centre, *, clock: Callable[[], datetime]) -> None:
        self._centre = centre
        self._clock = clock
        self._lock = RLock()
        self._sequencer = Sequencer(centre.record, clock=clock, recording=self._recorded)

    @property
    def record(self) -> Record:
        """To read in."""
        return self._centre.record

    def close(self) -> None:
        """Wait for what was taken."""
        self._sequencer.close()

    def take(self, notes: Sequence[bytes]) -> tuple[Outcome, ...]:
        """What came of each. The same text again gives its old number.

        Raises:
            RefusedError: too many at once.
        """
        if len(notes) > MOST:
            raise RefusedError(
                _problem("too-many", f"More than {MOST} notes are not taken at once.")
            )
        waiting = [self._handed_in(note) for note in notes]
        return tuple(one if isinstance(one, Problem) else self._outcome(one) for one in waiting)

    def document(self, data: bytes, *, name: str) -> bool:
        """Keep a document that an entry names; False: it is here already.

        Raises:
            RefusedError: no entry names it.
        """
        with self._lock:
            return hand_in(self._centre, data, name=name)

    def _handed_in(self, note: bytes) -> "Future[int] | Problem":
        try:
            return self._sequencer.submit(note)
        except RefusedError as refused:
            return refused.problems[0]
        except ValueError as error:
            return _problem("no-note", sentence(error))

    def _outcome(self, waiting: "Future[int]") -> Outcome:
        try:
            entry = waiting.result()
        except RefusedError as refused:
            return refused.problems[0]
        except (ValueError, DamagedError) as error:
            return _problem("not-recorded", sentence(error))
        with self._lock:
            doubt = contested(self._centre).get(entry)
            return Taken(
                entry=entry,
                receipt=str(receipted(self._centre, entry)),
                contested="" if doubt is None else doubt.because,
            )

    def _recorded(self, notes: Sequence[bytes]) -> Sequence[int | Exception]:
        """All in one go where all are good; else one by one, so that one costs no other."""
        with self._lock:
            answers: list[int | Exception] = []
            good = []
            held = hold(self._centre)
            names = names_of(self._centre, held)
            for note in notes:
                why = _why_not(note, held, names=names, today=self._clock().date())
                answers.append(RefusedError(why) if why else -1)
                good += [] if why else [note]
            found = iter(self._submitted(good))
            return [one if isinstance(one, Exception) else next(found) for one in answers]

    def _submitted(self, notes: Sequence[bytes]) -> Sequence[int | Exception]:
        if not notes:
            return []
        try:
            return [one.entry for one in submit(self._centre, notes, now=self._clock())]
        except RefusedError as refused:
            if len(notes) == 1 or refused.problems[0].code in OURS:
                return [refused] * len(notes)
        return [self._submitted([note])[0] for note in notes]


@contextmanager
def desk_of(
    folder: Path, *, clock: Callable[[], datetime], unlock: Unlock = unasked
) -> Iterator[Desk]:
    """A desk with the centre open for itself: it is asked by other threads than the pages are.

    Raises:
        RefusedError: not a centre, or its keys are not here.
    """
    with opened(folder, unlock=unlock) as centre:
        desk = Desk(centre, clock=clock)
        try:
            yield desk
        finally:
            desk.close()


def receipted(centre: Centre, entry: int) -> Receipt:
    """A receipt for an entry under the newest checkpoint, its leaf inside."""
    found = receipt(centre.record, entry, checkpoint=centre.record.checkpoint())
    leaf = next(centre.record.leaves(entry, entry + 1))
    return Receipt(index=found.index, path=found.path, checkpoint=found.checkpoint, extra=leaf)


def _why_not(note: bytes, held: Held, *, names: Names, today: date) -> Problem | None:
    """Why a post may not say this; None where it may. Signatures are looked at by `submit`."""
    try:
        fact, _ = decode(parse(note.decode()).text)
    except ValueError as error:
        return _problem("not-admitted", sentence(error))
    try:
        match fact:
            case Patrolled() as watch:
                require_watchable(held, watch, today=today)
                told = [watch.post]
            case Hindered() as hindrance:
                require_watchable(held, hindrance, today=today)
                require_known(held, hindrance)
                told = [hindrance.post, hindrance.because]
            case Deposited():
                told = [fact.source]
            case Read(claims=()):
                told = []
            case _:
                return _problem(
                    "not-for-posts", "Posts hand in documents, patrols and hindrances only."
                )
        for text in told:
            require_nobody_named(text, "the note", names=names)
    except RefusedError as refused:
        return refused.problems[0]
    return None


def _problem(code: str, message: str) -> Problem:
    return Problem(
        code=code,
        where="the note",
        message=message,
        remedy="Nothing of it was added. What is wrong is said again, in another note.",
    )
