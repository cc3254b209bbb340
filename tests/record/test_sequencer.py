"""Many hand in, one appends: every note has its number, and none is lost in silence."""

from threading import Event

import pytest

from truceline.record.leaf import TIME_LINE_BYTES
from truceline.record.memory import MemoryRecord
from truceline.record.sequencer import Sequencer
from truceline.terms.problem import RefusedError

ORIGIN = "centre.example/record"


@pytest.fixture
def record(centre):
    return MemoryRecord(origin=ORIGIN, signer=centre.log)


class Gated:
    """A record whose disk is slow: it appends when it is let."""

    def __init__(self, record):
        self.record, self.reached, self.open = record, Event(), Event()
        self.head = record.head

    def append(self, notes, *, onto, now):
        self.reached.set()
        self.open.wait(timeout=30)
        return self.record.append(notes, onto=onto, now=now)


def test_each_note_is_answered_with_the_number_it_has_on_record(record, centre, start):
    notes = centre.notes(600)

    with Sequencer(record, clock=lambda: start) as sequencer:
        answers = [sequencer.submit(note) for note in notes]

    leaves = list(record.leaves())
    assert [answer.result() for answer in answers] == list(range(600))
    assert [leaf[TIME_LINE_BYTES:] for leaf in leaves] == notes


def test_what_comes_together_is_under_one_checkpoint(record, centre, start):
    gated = Gated(record)

    with Sequencer(gated, clock=lambda: start) as sequencer:
        notes = centre.notes(100)
        sequencer.submit(notes[0])
        assert gated.reached.wait(timeout=30)
        for note in notes[1:]:
            sequencer.submit(note)
        gated.open.set()

    assert record.head().size == 100
    assert len(list(record.checkpoints())) <= 4


def test_a_full_queue_refuses_and_loses_nothing_it_has_taken(record, centre, start):
    gated, notes = Gated(record), centre.notes(20)

    with Sequencer(gated, clock=lambda: start, most_waiting=3) as sequencer:
        taken = [sequencer.submit(notes[0])]
        assert gated.reached.wait(timeout=30)
        taken += [sequencer.submit(note) for note in notes[1:4]]
        with pytest.raises(RefusedError) as caught:
            sequencer.submit(notes[4])
        gated.open.set()

    assert caught.value.problems[0].code == "queue-full"
    assert [answer.result() for answer in taken] == [0, 1, 2, 3]
    assert record.head().size == 4


def test_a_wrong_note_costs_nobody_else_anything(record, centre, start):
    with Sequencer(record, clock=lambda: start) as sequencer:
        answer = sequencer.submit(centre.notes(1)[0])
        with pytest.raises(ValueError, match="signature"):
            sequencer.submit(b"no note\n")

    assert answer.result() == 0


def test_a_record_that_refuses_tells_everybody_who_waits(record, centre, start):
    with Sequencer(record, clock=lambda: start.replace(tzinfo=None)) as sequencer:
        answers = [sequencer.submit(note) for note in centre.notes(3)]

    assert all("not in UTC" in str(answer.exception()) for answer in answers)
    assert record.head().size == 0


def test_what_goes_wrong_with_one_batch_keeps_nothing_later_out(record, centre, start):
    failures = [ZeroDivisionError("a defect"), OSError("a disk")]

    def recording(notes):
        if failures:
            raise failures.pop()
        record.append(notes, onto=record.head(), now=start)
        return range(len(notes))

    with Sequencer(record, clock=lambda: start, recording=recording) as sequencer:
        told = [sequencer.submit(note).exception(timeout=30) for note in centre.notes(3)]

    assert [type(one) for one in told] == [OSError, ZeroDivisionError, type(None)]
    assert record.head().size == 1


def test_after_closing_nothing_is_taken(record, centre, start):
    sequencer = Sequencer(record, clock=lambda: start)
    sequencer.close()

    with pytest.raises(RefusedError):
        sequencer.submit(centre.notes(1)[0])
