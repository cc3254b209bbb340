"""What posts hand in, from wherever it comes: each note judged by itself, recorded, and receipted.

It takes what a post may say and no more; charters, keys and rulings go in by `submit`.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING

from truceline.operations.admissible import ON_RECORD, POSTED, Admissible, changes_once, problem
from truceline.operations.append import ready
from truceline.operations.centre import Centre, opened
from truceline.operations.hand_in import hand_in
from truceline.operations.hold import hold, look
from truceline.operations.keyring import contested
from truceline.operations.submit import digest, on_record, submit
from truceline.record.keys import Unlock, unasked
from truceline.record.note import parse
from truceline.record.proof import Receipt, receipt
from truceline.record.sequencer import Sequencer
from truceline.record.store import Head, Record
from truceline.terms.book import Posted
from truceline.terms.codec import decode
from truceline.terms.problem import DamagedError, Problem, RefusedError, sentence

if TYPE_CHECKING:
    from concurrent.futures import Future

MOST = 256  # notes in one go
OURS = frozenset({"fenced", "busy", "queue-full", "closed", "not-recorded"})  # not the note's fault
NOT_ADMITTED = "not-admitted"  # what `submit` says of a note that may not stand


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
                problem("too-many", f"More than {MOST} notes are not taken at once.")
            )
        spoilt = self._spoilt(notes)
        waiting = [spoilt.get(n) or self._handed_in(note) for n, note in enumerate(notes)]
        return tuple(one if isinstance(one, Problem) else self._outcome(one) for one in waiting)

    def document(self, data: bytes, *, name: str) -> bool:
        """Keep a document that an entry names; False: it is here already.

        Raises:
            RefusedError: no entry names it.
        """
        with self._lock:
            return hand_in(self._centre, data, name=name)

    def _spoilt(self, notes: Sequence[bytes]) -> Mapping[int, Problem]:
        """Parts of a book of which another part, handed in with them, may not stand.

        A book is recorded as a whole or not at all, as far as it comes in one go.
        """
        books: dict[tuple[str, ...], list[int]] = {}
        for n, note in enumerate(notes):
            if POSTED in note:
                books.setdefault(_book(note), []).append(n)
        several = [parts for book, parts in books.items() if book and len(parts) > 1]
        if not several:
            return {}
        with self._lock:
            seen = look(self._centre)
            known = on_record(self._centre, notes, stop=seen.head.size)
            judge = Admissible(self._centre, seen.held, today=self._clock().date())
            found: dict[int, Problem] = {}
            for parts in several:
                new = [n for n in parts if digest(notes[n]) not in known]
                told = [judge.why_not(notes[n]) for n in new]
                # A part that another has handed in already is no reason to keep the others out.
                why = [one for one in told if one is not None and one.code != ON_RECORD]
                found |= dict.fromkeys(new, why[0]) if why else {}
            return found

    def _handed_in(self, note: bytes) -> "Future[int] | Problem":
        try:
            return self._sequencer.submit(note)
        except RefusedError as refused:
            return refused.problems[0]
        except ValueError as error:
            return problem("no-note", sentence(error))

    def _outcome(self, waiting: "Future[int]") -> Outcome:
        try:
            entry = waiting.result()
        except RefusedError as refused:
            return refused.problems[0]
        except (ValueError, DamagedError, OSError) as error:
            return problem("not-recorded", sentence(error))
        with self._lock:
            doubt = contested(self._centre).get(entry)
            return Taken(
                entry=entry,
                receipt=str(receipted(self._centre, entry)),
                contested="" if doubt is None else doubt.because,
            )

    def _recorded(self, notes: Sequence[bytes]) -> Sequence[int | Exception]:
        """All in one go where all are good; else one by one, so that one costs no other."""
        try:
            with self._lock:
                return self._judged(notes)
        except RefusedError as refused:  # a store that cannot be read: nothing is said of a note
            raise _later(refused) from refused

    def _judged(self, notes: Sequence[bytes]) -> Sequence[int | Exception]:
        answers: list[int | Exception] = []
        good = []
        seen = look(self._centre)
        once = [note for note in notes if changes_once(note)]
        known = on_record(self._centre, once, stop=seen.head.size)
        judge = Admissible(self._centre, seen.held, today=self._clock().date())
        for note in notes:
            why = None if digest(note) in known else judge.why_not(note)
            answers.append(RefusedError(why) if why else -1)
            good += [] if why else [note]
        found = iter(self._submitted(good, seen=seen.head))
        return [one if isinstance(one, Exception) else next(found) for one in answers]

    def _submitted(self, notes: Sequence[bytes], *, seen: Head) -> Sequence[int | Exception]:
        if not notes:
            return []

        def still(head: Head, fresh: Sequence[bytes]) -> None:
            if head != seen:
                self._require_still(head, fresh)

        try:
            done = submit(self._centre, notes, now=self._clock(), still=still)
            return [one.entry for one in done]
        except RefusedError as refused:
            if not _is_about_a_note(refused):
                return [_later(refused)] * len(notes)
            if len(notes) == 1:
                return [refused]
        return self._one_by_one(notes, seen=seen)

    def _one_by_one(self, notes: Sequence[bytes], *, seen: Head) -> Sequence[int | Exception]:
        answers: list[int | Exception] = []
        for note in notes:
            (one,) = self._submitted([note], seen=seen)
            answers.append(one)
            if isinstance(one, RefusedError) and one.problems[0].code in OURS:
                # A store that is away is waited for once and not for each of them.
                return [*answers, *([one] * (len(notes) - len(answers)))]
        return answers

    def _require_still(self, head: Head, notes: Sequence[bytes]) -> None:
        """What stands once only may have been forestalled since it was looked at.

        Raises:
            RefusedError: it was.
        """
        once = [note for note in notes if changes_once(note)]
        if once:
            held = hold(self._centre, stop=head.size)
            judge = Admissible(self._centre, held, today=self._clock().date())
            for why in map(judge.why_not, once):
                if why is not None:
                    raise _ForestalledError(why)


@contextmanager
def desk_of(
    folder: Path, *, clock: Callable[[], datetime], unlock: Unlock = unasked
) -> Iterator[Desk]:
    """A desk with the centre open for itself: it is asked by other threads than the pages are.

    Raises:
        RefusedError: not a centre, or its keys are not here, or nobody opens them.
    """
    with opened(folder, unlock=unlock) as centre:
        ready(centre)  # in the caller's thread: only there can somebody be asked
        desk = Desk(centre, clock=clock)
        try:
            yield desk
        finally:
            desk.close()


class _ForestalledError(RefusedError):
    """Another note that stands once only was quicker."""


def _is_about_a_note(refused: RefusedError) -> bool:
    return isinstance(refused, _ForestalledError) or refused.problems[0].code == NOT_ADMITTED


def _later(refused: RefusedError) -> RefusedError:
    """The trouble of a store in words by which a post knows that its notes are to wait."""
    told = refused.problems[0]
    return refused if told.code in OURS else RefusedError(replace(told, code="not-recorded"))


def _book(note: bytes) -> tuple[str, ...]:
    """Who says of which book that this is a part of it; nothing where it is no such note."""
    try:
        parsed = parse(note.decode())
        fact, _ = decode(parsed.text)
    except ValueError:
        return ()
    if not isinstance(fact, Posted):
        return ()
    return parsed.signatures[0].name, fact.ledger, fact.keeper, fact.document


def receipted(centre: Centre, entry: int) -> Receipt:
    """A receipt for an entry under the newest checkpoint, its leaf inside."""
    found = receipt(centre.record, entry, checkpoint=centre.record.checkpoint())
    leaf = next(centre.record.leaves(entry, entry + 1))
    return Receipt(index=found.index, path=found.path, checkpoint=found.checkpoint, extra=leaf)
