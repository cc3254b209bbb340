"""Whatever was kept of a fold, the answer is that of the entries."""

import json
import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

import pytest

from truceline.operations import snapshots
from truceline.operations.centre import opened
from truceline.operations.hold import FOLD, hold
from truceline.operations.keyring import keyring
from truceline.operations.patrol import patrol
from truceline.operations.snapshots import snapshots_of
from truceline.terms.codec import canonical
from truceline.terms.entry import Patrolled

PATROLS = 38
START = datetime(2026, 11, 22, tzinfo=UTC)


@pytest.fixture(autouse=True, scope="module")
def _often():
    """Snapshots of a long record, in a short one."""
    with pytest.MonkeyPatch.context() as here:
        here.setattr(snapshots, "EVERY", 4)
        here.setattr(snapshots, "MOST", 6)
        yield


@pytest.fixture(scope="module")
def _long(_often, _empty, tmp_path_factory):
    folder = shutil.copytree(_empty, tmp_path_factory.mktemp("long") / "centre")
    for number in range(PATROLS):
        day = date(2020, 11, 10) + timedelta(days=number)
        with opened(folder) as here:
            patrol(here, watched(day), by="desk", now=START + timedelta(hours=number))
            if number % 3 == 0:
                hold(here)
                keyring(here)
    return folder


@pytest.fixture
def long(_long, tmp_path):
    """A centre of forty entries, asked now and then as it grew."""
    return shutil.copytree(_long, tmp_path / "long")


def watched(day):
    return Patrolled(places=(), acts=(), first=day, last=day)


class Counting:
    """A record that says how many of its entries were read."""

    def __init__(self, record):
        self._record, self.read = record, 0

    def __getattr__(self, name):
        return getattr(self._record, name)

    def leaves(self, start=0, stop=None):
        for leaf in self._record.leaves(start, stop):
            self.read += 1
            yield leaf


def views(folder, statement, *values):
    with closing(sqlite3.connect(folder / "views.db")) as db, db:
        return db.execute(statement, values).fetchall()


def kept_sizes(folder):
    rows = views(folder, "SELECT size FROM fold WHERE name LIKE ? ORDER BY size", f"{FOLD} of %")
    return [size for (size,) in rows]


def every_state(folder):
    with opened(folder) as here:
        sizes = range(here.record.head().size, -1, -1)
        return [(canonical(hold(here, stop=n)), canonical(keyring(here, stop=n))) for n in sizes]


def anew(folder):
    """Every state, each folded from nothing."""
    states = []
    with opened(folder) as here:
        for size in range(here.record.head().size, -1, -1):
            for path in folder.glob("views.db*"):
                path.unlink()
            states.append((canonical(hold(here, stop=size)), canonical(keyring(here, stop=size))))
    return states


def test_every_prefix_is_the_same_from_a_snapshot_as_from_nothing(long):
    continued = every_state(long)

    assert every_state(long) == continued
    assert anew(long) == continued
    assert len(set(continued)) == len(continued)


def test_a_question_about_what_was_known_reads_only_the_entries_since_a_snapshot(long):
    size = PATROLS // 2 + 1
    with opened(long) as here:
        hold(here, stop=size)
        counting = Counting(here.record)
        hold(replace(here, record=counting), stop=size)

    assert counting.read < snapshots_of(PATROLS).step


def test_there_are_never_many_snapshots(long):
    every_state(long)

    with opened(long) as here:
        size = here.record.head().size
    assert kept_sizes(long) == list(snapshots_of(size)) == [8, 16, 24, 32, 40]


@pytest.mark.parametrize("size", [0, 3, 4, 24, 25, 27, 28, 40, 48, 1_000])
def test_half_of_the_snapshots_stay_when_the_steps_grow(size):
    marks, more = set(snapshots_of(size)), set(snapshots_of(2 * size))

    assert len(marks) <= snapshots.MOST
    assert {one for one in marks if one % snapshots_of(2 * size).step == 0} <= more


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE fold SET root = zeroblob(32)",
        "UPDATE fold SET state = CAST(replace(state, '2020', '2019') AS BLOB)",
        "UPDATE fold SET state = zeroblob(40)",
        "UPDATE fold SET state = x''",
        "UPDATE fold SET version = '0.0.0'",
        "UPDATE fold SET size = size - 1",
        "UPDATE fold SET size = 0",
        "UPDATE fold SET size = 1000000",
    ],
)
def test_a_snapshot_that_is_damaged_or_foreign_is_not_used(long, damage):
    honest = every_state(long)

    views(long, damage)

    assert every_state(long) == honest


def test_a_snapshot_replaced_with_skill_shows_against_another_site(run, long, tmp_path):
    theirs = tmp_path / "theirs.json"
    run("export", long, tmp_path / "export")
    theirs.write_text(run("state", tmp_path / "export", "--json").stdout)
    run("state", long)
    assert json.loads(theirs.read_text())["entries"] == max(kept_sizes(long))
    for name, state in views(long, "SELECT name, state FROM fold WHERE name LIKE ?", f"{FOLD}%"):
        forged = state[32:].replace(b'"first":"2020-11-15"', b'"first":"2020-11-14"')
        assert forged != state[32:] or b"2020-11-15" not in state
        views(
            long,
            "UPDATE fold SET state = ? WHERE name = ?",
            sha256(forged).digest() + forged,
            name,
        )

    said = run("state", long, "--against", theirs, code=1).output

    assert said.startswith("held: ")
