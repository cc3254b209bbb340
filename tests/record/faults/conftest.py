"""A campaign against a record on a real disk: writers to kill, and what must hold afterwards."""

import os
import random
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

from truceline.record.sqlite import SqliteRecord
from truceline.record.verify import verify

FULL = os.environ.get("TRUCELINE_FAULTS") == "full"
KEYS = Path(__file__).parents[1]  # where the keys and entries for records in tests are made

# Appends for ever, or `rounds` times, and says each size and root only once it is durable.
WRITER = """
import os, sys
from datetime import UTC, datetime
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from conftest import Centre
from truceline.record.sqlite import SqliteRecord
from truceline.record.store import StaleHeadError
from truceline.terms.problem import DamagedError, RefusedError
rounds, most = int(sys.argv[3]), int(sys.argv[4])
centre, name = Centre(), Centre.machine.name
with SqliteRecord.open(Path(sys.argv[1]), signer=centre.log) as record:
    os.access("from-here-on", os.F_OK)
    while rounds:
        rounds -= 1
        try:
            head = record.head()
            centre.said[name] = record.author_state(name)
            notes = [centre.deposit(head.size + number) for number in range(1 + head.size % most)]
            head = record.append(notes, onto=head, now=datetime.now(tz=UTC))
        except StaleHeadError:
            continue
        except (RefusedError, DamagedError) as error:
            print("refused", type(error).__name__, flush=True)
            continue
        print("durable", head.size, head.root.hex(), flush=True)
"""


@pytest.fixture
def chance():
    return random.Random(6962)


@pytest.fixture
def times():
    """How often: the bounded number in `make test`, the full one in `make faults`."""

    def chosen(bounded, full):
        return full if FULL else bounded

    return chosen


def command(path, *, rounds=-1, most=5):
    return [sys.executable, "-c", WRITER, str(path), str(KEYS), str(rounds), str(most)]


@pytest.fixture
def writer():
    """A program that appends to a record, and its sentences."""

    @contextmanager
    def writing(path, *, rounds=-1, most=5):
        with subprocess.Popen(
            command(path, rounds=rounds, most=most), stdout=subprocess.PIPE, text=True
        ) as program:
            try:
                yield program
            finally:
                program.kill()

    writing.command = command
    return writing


@pytest.fixture
def durable():
    """Size and root of each append that was answered, out of what writers printed."""

    def told(lines):
        found = {}
        for line in lines:
            word, *rest = line.split()
            if word == "durable" and line.endswith("\n") and len(rest) == 2:
                found[int(rest[0])] = rest[1]
        return found

    return told


@pytest.fixture
def require(centre, start):
    """After a fault: nothing that was answered is lost or other, it verifies, and it goes on."""

    def held(path, acknowledged, *, goes_on=True):
        found = verify(path)
        assert found.size >= max(acknowledged, default=0)
        with SqliteRecord.open(path, signer=centre.log) as record:
            roots = {size: record.root_at(size).hex() for size in acknowledged}
            assert roots == acknowledged
            if goes_on:
                name = centre.machine.name
                centre.said[name] = record.author_state(name)
                record.append([centre.deposit(-found.size)], onto=record.head(), now=start)
        if goes_on:
            assert verify(path).size == found.size + 1

    return held


@pytest.fixture
def fresh(fill):
    """A record of so many entries, without what the last try left beside it."""

    def again(count):
        path = fill(count)
        for rest in ("-wal", "-shm", "-journal"):
            path.with_name(path.name + rest).unlink(missing_ok=True)
        return path

    return again
