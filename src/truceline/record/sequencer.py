"""One sequence out of many writers: signed notes appended in batches, each told its number.

For notes that hold whatever is on record beside them. What must be decided on the record as it
stands is decided by `recording`, which is given a batch and records it.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from datetime import datetime
from queue import Empty, Full, Queue
from threading import Thread
from time import monotonic

from truceline.record.database import Closing
from truceline.record.leaf import admit
from truceline.record.store import Record, StaleHeadError
from truceline.terms.problem import Problem, RefusedError

BATCH_ENTRIES = 256
BATCH_S = 0.05
MOST_WAITING = 1024  # notes of at most 64 KB each
TRIES = 50  # each one lost to another program that did append

Waiting = tuple[bytes, "Future[int]"]
Answered = Sequence[int | Exception]  # of each note its number, or why it has none
Recording = Callable[[Sequence[bytes]], Answered]


class Sequencer(Closing):
    """A thread that appends what is handed in. Close it to wait for what was taken."""

    def __init__(
        self,
        record: Record,
        *,
        clock: Callable[[], datetime],
        most_waiting: int = MOST_WAITING,
        recording: Recording | None = None,
    ) -> None:
        """`recording` takes the place of plain appending; it runs in the sequencer's thread."""
        self._record = record
        self._clock = clock
        self._recording = recording or self._append
        self._queue: Queue[Waiting | None] = Queue(most_waiting)
        self._closed = False
        self._thread = Thread(target=self._run, name="sequencer", daemon=True)
        self._thread.start()

    def submit(self, note: bytes) -> "Future[int]":
        """Hand in a note. Its number is known when it is durable, and not before.

        Raises:
            ValueError: too long for a leaf, or not a signed note.
            RefusedError: too many wait already; this one was not taken.
        """
        admit(note)  # here, so that one wrong note does not cost the others of its batch
        answer: Future[int] = Future()
        if self._closed:
            raise _refused("closed", "the centre is closing; the note was not taken.")
        try:
            self._queue.put_nowait((note, answer))
        except Full:
            raise _refused(
                "queue-full", "too many notes wait to be recorded; this one was not taken."
            ) from None
        return answer

    def close(self) -> None:
        self._closed = True
        self._queue.put(None)
        self._thread.join()

    def _run(self) -> None:
        try:
            while (first := self._queue.get()) is not None:
                batch, last = self._batch(first)
                self._settle(batch)
                if last:
                    break
        finally:
            self._closed = True
            self._refuse_rest()

    def _batch(self, first: Waiting) -> tuple[list[Waiting], bool]:
        """What comes within the time of one batch, and whether nothing comes after it."""
        batch, until = [first], monotonic() + BATCH_S
        while len(batch) < BATCH_ENTRIES and (left := until - monotonic()) > 0:
            try:
                one = self._queue.get(timeout=left)
            except Empty:
                break
            if one is None:
                return batch, True
            batch.append(one)
        return batch, False

    def _settle(self, batch: Sequence[Waiting]) -> None:
        answers = [answer for _, answer in batch]
        failure: Exception = _refused("not-recorded", "recording ended; look whether it is there.")
        found: Answered = ()
        try:
            found = self._recording([note for note, _ in batch])
        except Exception as error:  # noqa: BLE001 it is raised to those who wait, and the next batch is taken
            failure = error
        finally:
            # Whatever happens, each of those who wait hears of it.
            for at, answer in enumerate(answers):
                one = found[at] if at < len(found) else failure
                if isinstance(one, Exception):
                    answer.set_exception(one)
                else:
                    answer.set_result(one)

    def _append(self, notes: Sequence[bytes]) -> Answered:
        for _ in range(TRIES):
            onto = self._record.head()
            try:
                self._record.append(notes, onto=onto, now=self._clock())
            except StaleHeadError:
                continue
            return range(onto.size, onto.size + len(notes))
        raise _refused("busy", "other programs keep appending; nothing was written.")

    def _refuse_rest(self) -> None:
        """What slipped in while it was being closed is not dropped in silence."""
        while True:
            try:
                one = self._queue.get_nowait()
            except Empty:
                return
            if one is not None:
                one[1].set_exception(
                    _refused("closed", "the centre is closing; the note was not taken.")
                )


def _refused(code: str, message: str) -> RefusedError:
    return RefusedError(
        Problem(
            code=code,
            where="the record",
            message=message,
            remedy="Keep it and hand it in again later.",
        )
    )
