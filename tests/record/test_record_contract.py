"""What every store promises. A new store joins by adding one line to STORES."""

from base64 import b64encode
from contextlib import ExitStack, closing
from datetime import timedelta
from hashlib import sha256
from threading import Barrier, Thread
from uuid import uuid4

import pytest

from truceline.record import merkle
from truceline.record.checkpoint import open_checkpoint
from truceline.record.leaf import MAX_NOTE_BYTES, TIME_LINE_BYTES
from truceline.record.memory import MemoryRecord
from truceline.record.note import sign
from truceline.record.sqlite import SqliteRecord
from truceline.record.store import ForkedRecordError, Head, StaleHeadError
from truceline.terms.codec import decode_leaf

ORIGIN = "centre.example/record"


def in_memory(_request, signer):
    return MemoryRecord(origin=ORIGIN, signer=signer)


def in_sqlite(request, signer):
    path = request.getfixturevalue("tmp_path") / f"{uuid4()}.db"
    return SqliteRecord.create(path, origin=ORIGIN, signer=signer)


def in_postgres(request, signer):
    from truceline.record.postgres.address import Address  # noqa: PLC0415 - an extra
    from truceline.record.postgres.record import PostgresRecord  # noqa: PLC0415

    address = Address.of(request.getfixturevalue("postgres").make())
    return PostgresRecord.create(address, origin=ORIGIN, signer=signer)


STORES = {"memory": in_memory, "sqlite": in_sqlite, "postgresql": in_postgres}


@pytest.fixture(params=STORES)
def make(request, centre):
    """Records of one kind, under the same key, one after the other."""
    with ExitStack() as stack:
        yield lambda: stack.enter_context(closing(STORES[request.param](request, centre.log)))


@pytest.fixture
def record(make):
    return make()


@pytest.fixture
def now(start):
    return start


def hashes_of(record):
    return [merkle.leaf_hash(leaf) for leaf in record.leaves()]


def test_a_new_record_is_empty_and_signed(record, centre):
    head = record.head()

    opened = open_checkpoint(record.checkpoint(), [centre.log.verifier])
    assert head == Head(size=0, root=merkle.EMPTY_ROOT)
    assert (opened.origin, opened.size, opened.root) == (ORIGIN, 0, head.root)
    assert list(record.leaves()) == []
    assert record.origin == ORIGIN


def test_entries_come_back_in_the_order_in_which_they_were_appended(record, centre, now):
    notes = centre.notes(7)

    head = record.append(notes[:3], onto=record.head(), now=now)
    record.append(notes[3:], onto=head, now=now)

    assert [leaf[TIME_LINE_BYTES:] for leaf in record.leaves()] == notes
    assert [leaf[TIME_LINE_BYTES:] for leaf in record.leaves(2, 5)] == notes[2:5]
    assert [leaf[TIME_LINE_BYTES:] for leaf in record.leaves(5)] == notes[5:]
    assert list(record.leaves(7)) == list(record.leaves(3, 3)) == []


def test_more_entries_than_fit_a_page_come_back_too(record, centre, now):
    notes = centre.notes(600)

    record.append(notes, onto=record.head(), now=now)

    assert [leaf[TIME_LINE_BYTES:] for leaf in record.leaves()] == notes


def test_the_second_writer_is_told_to_read_again(record, centre, now):
    seen = record.head()
    notes = centre.notes(2)
    record.append(notes[:1], onto=seen, now=now)

    with pytest.raises(StaleHeadError, match="holds 1 entries, not 0"):
        record.append(notes[1:], onto=seen, now=now)

    assert len(list(record.leaves())) == 1


def test_a_head_of_the_right_size_and_another_root_is_stale(record, centre, now):
    with pytest.raises(StaleHeadError):
        record.append(centre.notes(1), onto=Head(size=0, root=b"\0" * 32), now=now)


def test_the_root_is_that_of_the_standard_over_all_leaves(record, centre, now):
    head = record.head()
    for note in centre.notes(20):
        head = record.append([note], onto=head, now=now)

        assert head == record.head()
        assert head.root == merkle.root_hash(hashes_of(record))


def test_recorded_time_never_goes_back(record, centre, now):
    head = record.head()
    for note, hours in zip(centre.notes(3), (0, -1, 1), strict=True):
        head = record.append([note], onto=head, now=now + timedelta(hours=hours))

    times = [decode_leaf(leaf).at for leaf in record.leaves()]
    assert times == [now, now, now + timedelta(hours=1)]


def test_the_checkpoint_is_signed_and_covers_exactly_all_entries(record, centre, now):
    head = record.append(centre.notes(5), onto=record.head(), now=now)

    opened = open_checkpoint(record.checkpoint(), [centre.log.verifier])

    assert (opened.size, opened.root) == (5, head.root)


@pytest.mark.parametrize("size", [1, 5, 256, 257, 600])
def test_every_entry_is_proved_to_be_in_the_record(record, centre, now, size):
    head = record.append(centre.notes(size), onto=record.head(), now=now)

    for index, leaf in enumerate(hashes_of(record)):
        proof = record.inclusion(index)
        assert merkle.root_from_inclusion(leaf, index, size, proof) == head.root


def test_entries_are_proved_under_older_roots_too(record, centre, now):
    notes = centre.notes(300)
    old = record.append(notes[:260], onto=record.head(), now=now)
    record.append(notes[260:], onto=old, now=now)

    leaf = hashes_of(record)[17]
    proof = record.inclusion(17, size=260)

    assert record.root_at(260) == old.root
    assert record.root_at(0) == merkle.EMPTY_ROOT
    assert merkle.root_from_inclusion(leaf, 17, 260, proof) == old.root


@pytest.mark.parametrize("index", [-1, 3, 10_000])
def test_what_is_not_on_record_has_no_proof(record, centre, now, index):
    record.append(centre.notes(3), onto=record.head(), now=now)

    with pytest.raises(ValueError, match="entry"):
        record.inclusion(index)


@pytest.mark.parametrize("size", [-1, 4])
def test_a_size_the_record_never_had_has_no_root(record, centre, now, size):
    record.append(centre.notes(3), onto=record.head(), now=now)

    with pytest.raises(ValueError, match="there is no size"):
        record.root_at(size)


def test_the_longest_note_fits_and_a_longer_one_is_refused_with_its_batch(record, centre, now):
    def note_of(length):
        room = length - len(sign("\n", [centre.desk]).encode())
        return sign("x" * room + "\n", [centre.desk]).encode()

    head = record.append([note_of(MAX_NOTE_BYTES)], onto=record.head(), now=now)
    with pytest.raises(ValueError, match="too long"):
        record.append([*centre.notes(1), note_of(MAX_NOTE_BYTES + 1)], onto=head, now=now)

    assert record.head() == head
    assert [len(leaf) for leaf in record.leaves()] == [65_535]


@pytest.mark.parametrize("note", [b"", b"text\n", b"\xff\n\n", b'{"v":1}\n\nunsigned\n'])
def test_what_is_not_a_signed_note_is_refused(record, now, note):
    with pytest.raises(ValueError, match=r"signature|UTF-8"):
        record.append([note], onto=record.head(), now=now)

    assert record.head().size == 0


def test_local_time_is_refused(record, centre, now):
    with pytest.raises(ValueError, match="not in UTC"):
        record.append(centre.notes(1), onto=record.head(), now=now.replace(tzinfo=None))

    assert record.head().size == 0


def test_appending_nothing_changes_nothing(record, centre, now):
    head = record.append(centre.notes(2), onto=record.head(), now=now)
    before = record.checkpoint()

    assert record.append([], onto=head, now=now + timedelta(days=1)) == head
    assert record.checkpoint() == before


def test_how_much_was_known_at_an_instant(record, centre, now):
    head = record.head()
    assert record.known_size(now) == 0
    for at, note in enumerate(centre.notes(9)):
        head = record.append([note], onto=head, now=now + timedelta(seconds=at // 2))

    assert record.known_size(now - timedelta(milliseconds=1)) == 0
    assert record.known_size(now) == 2
    assert record.known_size(now + timedelta(microseconds=999_999)) == 2
    assert record.known_size(now + timedelta(seconds=1)) == 4
    assert record.known_size(now + timedelta(days=1)) == 9


def test_an_author_is_told_what_the_next_entry_must_carry(record, centre, now):
    notes = centre.notes(3)
    assert record.author_state(centre.machine.name) == (0, "")

    record.append(notes, onto=record.head(), now=now)

    text = notes[-1].partition(b"\n\n")[0] + b"\n"
    expected = b64encode(sha256(text).digest()).decode()
    assert record.author_state(centre.machine.name) == (2, expected)
    assert record.author_state(centre.desk.name)[0] == 1
    assert record.author_state("centre.example/nobody") == (0, "")


def test_of_many_who_append_at_once_one_wins_and_nothing_forks(record, centre, now):
    notes, seen = centre.notes(8), record.head()
    barrier, won, lost = Barrier(8), [], []

    def race(note):
        barrier.wait()
        try:
            won.append(record.append([note], onto=seen, now=now))
        except StaleHeadError as error:
            lost.append(error)

    threads = [Thread(target=race, args=(note,)) for note in notes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (len(won), len(lost)) == (1, 7)
    assert won == [record.head()]


def test_checkpoints_come_back_by_size(record, centre, now):
    head, signed = record.head(), [record.checkpoint()]
    for note in centre.notes(300):
        head = record.append([note], onto=head, now=now)
        signed.append(record.checkpoint())

    assert list(record.checkpoints()) == list(enumerate(signed))
    assert list(record.checkpoints(3, 4)) == [(3, signed[3]), (4, signed[4])]
    assert list(record.checkpoints(301)) == []


def test_hash_tiles_are_those_of_the_standard(record, centre, now):
    record.append(centre.notes(600), onto=record.head(), now=now)

    hashes = hashes_of(record)
    assert record.tile(0, 1) == b"".join(hashes[256:512])
    assert record.tile(0, 2) == b"".join(hashes[512:])
    assert record.tile(1, 0) == merkle.root_hash(hashes[:256]) + merkle.root_hash(hashes[256:512])


def adopted(make, centre, now):
    """A record of 300 entries in three appends, and an empty copy of it."""
    source, head = make(), None
    notes = centre.notes(300)
    for at, batch in enumerate((notes[:1], notes[1:270], notes[270:])):
        head = source.append(batch, onto=head or source.head(), now=now + timedelta(seconds=at))
    return source, make()


def test_a_record_is_taken_over_entry_by_entry_and_checkpoint_by_checkpoint(make, centre, now):
    source, copy = adopted(make, centre, now)
    leaves, signed = list(source.leaves()), [note for _, note in source.checkpoints(1)]

    head = copy.adopt(leaves[:270], signed[:2], onto=copy.head())
    head = copy.adopt(leaves[270:], signed[2:], onto=head)

    assert head == copy.head() == source.head()
    assert list(copy.leaves()) == leaves
    assert list(copy.checkpoints()) == list(source.checkpoints())
    assert copy.author_state(centre.machine.name) == source.author_state(centre.machine.name)
    assert copy.root_at(270) == source.root_at(270)
    assert copy.inclusion(17, size=270) == source.inclusion(17, size=270)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (lambda leaves, signed: (leaves[:-1], signed), "need checkpoints that end there"),
        (lambda leaves, signed: (leaves, signed[:-1]), "need checkpoints that end there"),
        (lambda leaves, signed: (leaves, [signed[1], signed[0], signed[2]]), "need checkpoints"),
        (lambda leaves, _: (leaves, []), "need checkpoints"),
        (lambda leaves, signed: ([leaves[1], leaves[0], *leaves[2:]], signed), "do not lead to"),
        (
            lambda leaves, signed: (leaves, [one.replace("/record", "/other") for one in signed]),
            "is about centre.example/other",
        ),
    ],
)
def test_entries_that_are_not_those_signed_for_are_not_taken_over(
    make, centre, now, wrong, message
):
    source, copy = adopted(make, centre, now)
    before = copy.head(), copy.checkpoint()
    leaves, signed = wrong(list(source.leaves()), [note for _, note in source.checkpoints(1)])

    with pytest.raises(ForkedRecordError, match=message):
        copy.adopt(leaves, signed, onto=copy.head())

    assert (copy.head(), copy.checkpoint()) == before
    assert list(copy.leaves()) == []


def test_what_is_taken_over_onto_another_head_is_stale(make, centre, now):
    source, copy = adopted(make, centre, now)
    leaves, signed = list(source.leaves(0, 1)), [note for _, note in source.checkpoints(1, 1)]
    onto = copy.head()
    copy.adopt(leaves, signed, onto=onto)

    with pytest.raises(StaleHeadError):
        copy.adopt(leaves, signed, onto=onto)
