"""The record as a file: doors, refusals, two processes, and crashes on every line."""

import os
import shutil
import signal
import sqlite3
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from threading import Barrier

import pytest

from truceline.record import database, sqlite
from truceline.record.database import Database
from truceline.record.merkle import leaf_hash, root_hash
from truceline.record.sqlite import SqliteRecord
from truceline.record.store import ForkedRecordError, StaleHeadError
from truceline.record.verify import verify
from truceline.terms.problem import RefusedError

ORIGIN = "centre.example/record"
NOBODY = 65_534


def refusal(caught):
    return caught.value.problems[0].code


def test_what_was_appended_is_there_after_opening_again(path, centre, start):
    notes = centre.notes(4)
    with SqliteRecord.create(path, origin=ORIGIN, signer=centre.log) as record:
        record.append(notes[:2], onto=record.head(), now=start)

    with SqliteRecord.open(path, signer=centre.log) as record:
        head = record.append(notes[2:], onto=record.head(), now=start)

    with SqliteRecord.open(path) as record:
        assert record.origin == ORIGIN
        assert record.head() == head
        assert [leaf[25:] for leaf in record.leaves()] == notes


def test_a_record_survives_verification_wherever_it_was_reopened(path, centre, start):
    """The edge is restored from its tiles on every side of a full tile."""
    notes = iter(centre.notes(600))
    SqliteRecord.create(path, origin=ORIGIN, signer=centre.log).close()
    for count in (1, 254, 1, 1, 255, 1, 87):
        with SqliteRecord.open(path, signer=centre.log) as record:
            batch = [next(notes) for _ in range(count)]
            record.append(batch, onto=record.head(), now=start)

    assert verify(path).size == 600


def test_two_open_records_on_one_file_cannot_fork_it(path, centre, start):
    notes = centre.notes(4)
    with (
        SqliteRecord.create(path, origin=ORIGIN, signer=centre.log) as one,
        SqliteRecord.open(path, signer=centre.log) as other,
    ):
        seen = one.head()
        head = one.append(notes[:1], onto=seen, now=start)
        with pytest.raises(StaleHeadError):
            other.append(notes[1:2], onto=seen, now=start)
        head = other.append(notes[1:2], onto=head, now=start)
        head = one.append(notes[2:3], onto=head, now=start)

        assert one.head() == other.head() == head
        assert list(one.leaves()) == list(other.leaves())


def test_of_many_connections_that_append_at_once_one_wins_each_time(path, centre, start):
    """Each has its own connection, as each process would; the losers read again and retry."""
    notes = centre.notes(24)
    with SqliteRecord.create(path, origin=ORIGIN, signer=centre.log) as record:
        record.append(notes[:1], onto=record.head(), now=start)
    barrier = Barrier(4)

    def work(mine):
        with SqliteRecord.open(path, signer=centre.log) as record:
            barrier.wait()
            while mine:
                try:
                    record.append(mine[:1], onto=record.head(), now=start)
                except StaleHeadError:
                    continue
                mine = mine[1:]

    with ThreadPoolExecutor(4) as threads:
        for done in [threads.submit(work, notes[1 + part :: 4]) for part in range(4)]:
            done.result()

    with SqliteRecord.open(path) as record:
        kept = [leaf[25:] for leaf in record.leaves()]
        assert sorted(kept) == sorted(notes)
        assert record.head().root == root_hash([leaf_hash(leaf) for leaf in record.leaves()])


def test_reading_goes_on_while_somebody_appends(path, centre, start):
    notes = centre.notes(700)
    with (
        SqliteRecord.create(path, origin=ORIGIN, signer=centre.log) as writing,
        SqliteRecord.open(path) as reading,
    ):
        head = writing.append(notes[:600], onto=writing.head(), now=start)
        leaves = reading.leaves()
        first = next(leaves)
        writing.append(notes[600:], onto=head, now=start)

        assert [first, *leaves] == list(writing.leaves(0, 600))


def test_a_record_is_never_made_over_another(fill, centre):
    path = fill(3)

    with pytest.raises(RefusedError) as caught:
        SqliteRecord.create(path, origin=ORIGIN, signer=centre.log)

    assert refusal(caught) == "already-there"
    assert verify(path).size == 3


def test_a_record_that_could_not_be_made_leaves_no_file(tmp_path, centre):
    path = tmp_path / "missing" / "record.db"

    with pytest.raises(RefusedError) as caught:
        SqliteRecord.create(path, origin=ORIGIN, signer=centre.log)

    assert refusal(caught) == "cannot-write"
    with pytest.raises(ValueError, match="name a record"):
        SqliteRecord.create(tmp_path / "record.db", origin="two\nlines", signer=centre.log)
    assert list(tmp_path.iterdir()) == []


def test_a_record_of_a_newer_version_is_refused_with_its_remedy(fill):
    path = fill(3)
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA user_version = 2")

    with pytest.raises(RefusedError, match="Update Truceline") as caught:
        SqliteRecord.open(path)

    assert refusal(caught) == "newer-version"


def test_a_missing_record_is_refused(path):
    with pytest.raises(RefusedError) as caught:
        SqliteRecord.open(path)

    assert refusal(caught) == "missing"
    assert not path.exists()


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "not-ours"), (b"no database" * 999, "damaged"), (b"SQLite format 3\0", "damaged")],
)
def test_what_is_no_record_is_refused(path, content, code):
    path.write_bytes(content)

    with pytest.raises(RefusedError) as caught:
        SqliteRecord.open(path)

    assert refusal(caught) == code


def test_another_key_does_not_continue_a_record(fill, centre):
    with pytest.raises(RefusedError) as caught:
        SqliteRecord.open(fill(3), signer=centre.desk)

    assert refusal(caught) == "wrong-key"


def test_a_record_opened_to_read_appends_nothing(fill, centre, start):
    with SqliteRecord.open(fill(3)) as record, pytest.raises(RefusedError) as caught:
        record.append(centre.notes(1), onto=record.head(), now=start)

    assert refusal(caught) == "no-signer"


def test_a_locked_record_is_refused_and_then_goes_on(path, centre, start, monkeypatch):
    monkeypatch.setattr(database, "PATIENCE_S", 0.0)
    with SqliteRecord.create(path, origin=ORIGIN, signer=centre.log) as record:
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(RefusedError) as caught:
                record.append(centre.notes(1), onto=record.head(), now=start)
            other.execute("ROLLBACK")

        assert refusal(caught) == "locked"
        assert record.head().size == 0
        record.append(centre.notes(1), onto=record.head(), now=start)


def test_a_full_disk_writes_nothing_and_recovers(path, centre, start):
    notes = centre.notes(400)
    with SqliteRecord.create(path, origin=ORIGIN, signer=centre.log) as record:
        head = record.append(notes[:10], onto=record.head(), now=start)
    disk = sqlite3.connect(path, isolation_level=None)
    with SqliteRecord(Database(disk, path=path), origin=ORIGIN, signer=centre.log) as record:
        (pages,) = disk.execute("PRAGMA page_count").fetchone()
        disk.execute(f"PRAGMA max_page_count = {pages + 3}")
        with pytest.raises(RefusedError) as caught:
            record.append(notes[10:], onto=head, now=start)

        assert refusal(caught) == "disk-full"
        assert record.head() == head
        disk.execute("PRAGMA max_page_count = 100000")
        record.append(notes[10:], onto=head, now=start)

    assert verify(path).size == 400


@pytest.mark.skipif(os.getuid() != 0, reason="only root can become somebody who may not write")
def test_on_a_disk_nobody_can_write_to_a_record_is_read_and_not_appended_to(fill):
    path = fill(3)
    size = verify(path).size
    for part in [path.parent, *path.parents[1:3]]:
        part.chmod(0o755)
    path.chmod(0o644)
    for rest in ("-wal", "-shm"):
        path.with_name(path.name + rest).unlink(missing_ok=True)

    child = os.fork()
    if child == 0:
        os.setuid(NOBODY)
        os._exit(_seen_by_nobody(path, size))

    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def _seen_by_nobody(path, size):
    """0 if reading works and writing is refused with its sentence."""
    with SqliteRecord.open(path) as record:
        if record.head().size != size or verify(path).size != size:
            return 1
    try:
        with closing(database.open_to_write(path, sqlite.LAYOUT)) as opened, opened.writing() as db:
            db.execute("INSERT INTO checkpoint VALUES (1000, '')")
    except RefusedError as error:
        return 0 if error.problems[0].code == "cannot-write" else 2
    return 3


@pytest.mark.parametrize("table", ["entry", "tile"])
@pytest.mark.parametrize("verb", ["UPDATE {} SET level = 1", "DELETE FROM {}"])
def test_the_database_itself_refuses_to_change_what_is_recorded(fill, table, verb):
    statement = verb.format(table).replace("level", "idx" if table == "entry" else "level")

    with (
        closing(sqlite3.connect(fill(300))) as db,
        pytest.raises(sqlite3.IntegrityError, match=r"append-only|never changes"),
    ):
        db.execute(statement)


def test_entries_no_checkpoint_covers_stop_all_appending(fill, centre, start):
    path = fill(3)
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("INSERT INTO entry SELECT 3, leaf FROM entry WHERE idx = 2")

    with (
        SqliteRecord.open(path, signer=centre.log) as record,
        pytest.raises(ForkedRecordError, match="covers 3 entries but the last one stored is 3"),
    ):
        record.append(centre.notes(1), onto=record.head(), now=start)


def test_a_damaged_edge_stops_all_appending(fill, centre, start):
    path = fill(3)
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("UPDATE edge SET hashes = zeroblob(96)")

    with (
        SqliteRecord.open(path, signer=centre.log) as record,
        pytest.raises(ForkedRecordError, match="run truceline verify"),
    ):
        record.append(centre.notes(1), onto=record.head(), now=start)


def test_bytes_that_come_back_other_than_they_were_given_are_never_signed(fill, centre, start):
    path = fill(3)
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("DROP TRIGGER entry_never_changes")
        db.execute(
            "CREATE TRIGGER turned AFTER INSERT ON entry BEGIN "
            "UPDATE entry SET leaf = CAST(replace(leaf, '\n\n', '\n \n') AS BLOB) "
            "WHERE idx = new.idx AND idx = 4; END"
        )

    with SqliteRecord.open(path, signer=centre.log) as record:
        with pytest.raises(ForkedRecordError, match="gave back other bytes"):
            record.append(centre.notes(2), onto=record.head(), now=start)
        assert record.head().size == 3  # and nothing is signed over what came back
    assert verify(path).size == 3


def test_another_checkpoint_than_the_one_remembered_is_read_anew(fill, centre, start):
    path = fill(3)
    with SqliteRecord.open(path, signer=centre.log) as record:
        head = record.append(centre.notes(1), onto=record.head(), now=start)
        with closing(sqlite3.connect(path, isolation_level=None)) as db:
            db.execute("UPDATE checkpoint SET note = note || 'x' WHERE size = 4")

        with pytest.raises(RefusedError) as caught:
            record.append(centre.notes(1), onto=head, now=start)

    assert refusal(caught) == "damaged"


def test_a_gap_is_not_read_over(fill):
    path = fill(3)
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("DROP TRIGGER entry_never_goes")
        db.execute("DELETE FROM entry WHERE idx = 1")

    with (
        SqliteRecord.open(path) as record,
        pytest.raises(ForkedRecordError, match="entries are missing"),
    ):
        list(record.leaves())


# Crashes


@pytest.mark.slow
def test_a_crash_on_any_line_of_append_leaves_all_of_it_or_nothing(fill, path, centre, start):
    """A child is killed on the first, second, third ... line it runs; then the file is opened."""
    whole = fill(254).with_name("whole.db")
    shutil.copy(path, whole)
    notes = centre.notes(257)[254:]
    sizes = []

    for line in range(1, 10_000):
        for rest in ("", "-wal", "-shm"):
            path.with_name(path.name + rest).unlink(missing_ok=True)
        shutil.copy(whole, path)
        child = os.fork()
        if child == 0:
            _append_until_line(path, line, notes=notes, log=centre.log, now=start)
        ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        with SqliteRecord.open(path, signer=centre.log) as record:
            sizes.append(record.head().size)
        if ended == 0 or line % 10 == 0:
            assert verify(path).size == sizes[-1]
        if ended == 0:
            break

    assert set(sizes) == {254, 257}
    assert sizes == sorted(sizes)
    assert len(sizes) > 50


def _append_until_line(path, line, *, notes, log, now):
    """In a child: append, but die when so many lines of the store have been run."""
    left = line

    def trace(frame, event, _):
        nonlocal left
        if Path(frame.f_code.co_filename).name not in {"sqlite.py", "database.py"}:
            return None
        if event == "line":
            left -= 1
            if not left:
                os.kill(os.getpid(), signal.SIGKILL)
        return trace

    record = SqliteRecord.open(path, signer=log)
    head = record.head()
    sys.settrace(trace)
    record.append(notes, onto=head, now=now + timedelta(days=1))
    sys.settrace(None)
    os._exit(0)
