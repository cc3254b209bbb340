"""Files that are torn, cut, flipped or full. What no file can tell is left to the fence."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from datetime import timedelta

import pytest

from truceline.record.sqlite import SqliteRecord
from truceline.record.verify import VerifyError, verify
from truceline.terms.problem import DamagedError, RefusedError

pytestmark = [pytest.mark.faults, pytest.mark.slow]

WAL_HEADER = 32
FRAME = 24 + 8192  # SQLite file format section 4: a frame header, then a page


@pytest.fixture
def unfinished(fill, writer, durable, tmp_path):
    """A record whose writer died with its log not yet moved into the file, and what it answered."""
    path = fill(300, 50)
    with writer(path, most=3) as program:
        lines = [program.stdout.readline() for _ in range(6)]
        program.kill()
        lines += program.stdout.readlines()
    log = path.with_name(path.name + "-wal")
    assert log.stat().st_size > WAL_HEADER
    (tmp_path / "whole").mkdir()
    for each in (path, log):
        shutil.copy(each, tmp_path / "whole" / each.name)
    return path, log, durable(lines)


@pytest.fixture
def put_back(unfinished, tmp_path):
    path, log, _ = unfinished

    def restored():
        path.with_name(path.name + "-shm").unlink(missing_ok=True)
        for each in (path, log):
            shutil.copy(tmp_path / "whole" / each.name, each)

    return restored


def test_what_stands_behind_the_last_answer_in_a_torn_log_harms_nothing(
    unfinished, put_back, require, chance, times
):
    """R3: half a frame, or rubbish, after what was answered."""
    path, log, acknowledged = unfinished

    for _ in range(times(20, 300)):
        put_back()
        with log.open("ab") as file:
            file.write(chance.randbytes(chance.randrange(1, 3 * FRAME)))

        require(path, acknowledged)


def test_a_log_cut_below_the_last_answer_is_a_good_shorter_record(
    unfinished, put_back, chance, times
):
    """R4: no file can tell this, which is why there is a fence; but it is never a damaged one."""
    path, log, acknowledged = unfinished
    sizes = set()

    for _ in range(times(20, 100)):
        put_back()
        with log.open("r+b") as file:
            file.truncate(chance.randrange(log.stat().st_size))

        found = verify(path)
        sizes.add(found.size)
        with SqliteRecord.open(path) as record:
            known = {s: root for s, root in acknowledged.items() if s <= found.size}
            assert {size: record.root_at(size).hex() for size in known} == known

    assert min(sizes) < max(acknowledged)


def test_no_flipped_bit_goes_unseen_where_it_matters(fill, chance, times):
    """R5: whatever passes reads as before, to the last entry, count, checkpoint and proof."""
    path = fill(300, batch=10)
    whole = path.read_bytes()
    before = everything(path)
    caught = passed = 0

    for _ in range(times(200, 10_000)):
        at, bit = chance.randrange(len(whole)), chance.randrange(8)
        with path.open("r+b") as file:
            file.seek(at)
            file.write(bytes([whole[at] ^ 1 << bit]))
        try:
            verify(path)
        except VerifyError:
            caught += 1
        else:
            passed += 1
            assert everything(path) == before, f"bit {bit} of byte {at}"
        path.write_bytes(whole)

    assert caught > passed


@pytest.mark.parametrize("left", ["none", "the first"])
def test_a_record_whose_checkpoints_are_gone_does_not_verify(left, fill):
    path = fill(30, batch=10)
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        for (trigger,) in db.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'checkpoint'"
        ).fetchall():
            db.execute(f'DROP TRIGGER "{trigger}"')
        keep = {"none": -1, "the first": 10}[left]
        db.execute("DELETE FROM checkpoint WHERE size <> ?", (keep,))

    with pytest.raises(VerifyError):
        verify(path)


def everything(path):
    with SqliteRecord.open(path) as record:
        return (
            list(record.leaves()),
            record.checkpoint(),
            record.author_state("centre.example/machine"),
            [record.inclusion(index) for index in range(0, 300, 37)],
        )


@pytest.fixture
def small_disk(tmp_path):
    """A real file system of 4 MiB."""
    folder = tmp_path / "small"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(folder)]
    if os.geteuid() or subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("a disk can be mounted by an administrator only")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_is_refused_and_the_record_goes_on_when_there_is_room(
    small_disk, fill, centre, start
):
    """R11: the writer is told, readers go on, nothing answered is lost, and room mends it."""
    path = small_disk / "record.db"
    shutil.copy(fill(254), path)
    ballast = small_disk / "ballast"
    ballast.write_bytes(bytes(1_500_000))
    name = centre.machine.name

    with SqliteRecord.open(path, signer=centre.log) as record:
        refused = None
        while refused is None:
            head = record.head()
            centre.said[name] = record.author_state(name)
            try:
                record.append(
                    [centre.deposit(head.size + n) for n in range(70)], onto=head, now=start
                )
            except (RefusedError, DamagedError) as error:
                refused = error
        assert "disk" in str(refused) or "room" in str(refused)
        assert record.head() == head
        assert sum(1 for _ in record.leaves()) == head.size
        ballast.unlink()
        centre.said[name] = record.author_state(name)
        after = record.append([centre.deposit(-1)], onto=head, now=start)

    assert verify(path).size == after.size == head.size + 1


def test_a_clock_set_back_never_takes_the_record_back(path, centre, start):
    """R10: known time never decreases, and a device two years off says so in `made` alone."""
    notes = centre.notes(4)
    with SqliteRecord.create(path, origin="centre.example/record", signer=centre.log) as record:
        for note, hours in zip(notes, (0, -1, -17_520, 1), strict=True):
            record.append([note], onto=record.head(), now=start + timedelta(hours=hours))
        times = [leaf[:24] for leaf in record.leaves()]

    assert times == sorted(times)
    assert times[:3] == [times[0]] * 3
    assert times[3] > times[0]
    assert verify(path).size == 4
