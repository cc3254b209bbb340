"""Whatever was kept of a fold, or of where to look, the answer is that of the entries."""

import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from truceline.operations import index, parts, snapshots
from truceline.operations.centre import Centre, opened
from truceline.operations.hinder import hinder
from truceline.operations.hold import hold
from truceline.operations.keyring import KEYS, keyring
from truceline.operations.patrol import patrol
from truceline.operations.snapshots import snapshots_of
from truceline.operations.walk import entries
from truceline.record.cache import Cache
from truceline.record.sqlite import SqliteRecord
from truceline.terms.codec import KIND_OF, canonical
from truceline.terms.entry import Hindered, Hindrance, Patrolled
from truceline.terms.problem import DamagedError
from truceline.weighing.held import fold
from truceline.weighing.resting import BY_KEY, KINDS

VECTORS = Path(__file__).parents[1] / "record" / "vectors"
PATROLS = 38
START = datetime(2026, 11, 22, tzinfo=UTC)


@pytest.fixture(autouse=True, scope="module")
def _often():
    """Snapshots and pieces of a long record, in a short one, and looking for each thing."""
    with pytest.MonkeyPatch.context() as here:
        here.setattr(index, "PIECE", 4)
        here.setattr(parts, "FEW", 0)
        here.setattr(parts, "LOOK", 0.1)
        here.setattr(parts, "MOST", 1)
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


def hindered(day):
    return Hindered(places=(), how=Hindrance.DENIED, first=day, last=day)


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


def kept_sizes(folder, fold):
    rows = views(folder, "SELECT size FROM fold WHERE name LIKE ? ORDER BY size", f"{fold} of %")
    return [size for (size,) in rows]


def pieces(folder):
    return views(
        folder,
        "SELECT size, root, state FROM fold WHERE name LIKE ? ORDER BY size",
        f"{index.FOLD} of %",
    )


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


@pytest.mark.parametrize("size", [PATROLS // 2 + 1, PATROLS // 2 + 2, PATROLS + 2])
def test_a_question_reads_only_the_entries_it_is_about(long, size):
    with opened(long) as here:
        hold(here)
        counting = Counting(here.record)
        then = hold(replace(here, record=counting), stop=size)
        agreements, unread = then.agreements, then.documents.get("a")
        claim = then.claims.get(f"{size - 1}.1")

    assert len(agreements) == 1
    assert (unread, claim) == (None, None)
    assert counting.read <= 1 + 1 + size % index.PIECE


def test_who_held_which_key_is_told_from_the_entries_about_keys(long):
    size = PATROLS // 2 + 1
    with opened(long) as here:
        keyring(here, stop=size)
        counting = Counting(here.record)
        keyring(replace(here, record=counting), stop=size)

    assert not counting.read


def test_a_part_asked_for_often_is_read_once(long, monkeypatch):
    monkeypatch.setattr(parts, "LOOK", 5)
    with opened(long) as here:
        counting = Counting(here.record)
        then = hold(replace(here, record=counting))
        for _ in range(100):
            then.claims.get("3.1")
            then.patrols  # noqa: B018 asking is what is looked at

    assert counting.read < 2 * (PATROLS + 2)


def test_what_is_kept_of_the_index_is_written_once(long):
    every_state(long)
    before = pieces(long)

    with opened(long) as here:
        for _ in range(index.PIECE):
            patrol(here, watched(date(2021, 1, 1)), by="desk", now=START + timedelta(days=90))
        hold(here)
    after = pieces(long)

    assert after[: len(before)] == before
    assert len(after) == len(before) + 1
    assert [size for size, _, _ in after] == list(range(4, 45, 4))


def test_nothing_that_stands_in_the_record_is_repeated_in_what_is_kept(long):
    with opened(long) as here:
        hold(here)
        agreement = next(iter(hold(here).agreements))

    for (state,) in views(long, "SELECT state FROM fold WHERE name LIKE 'index%'"):
        assert agreement.encode() not in state
        assert len(state) < 32 + index.PIECE * 9 + 1


def test_there_are_never_many_snapshots(long):
    every_state(long)

    with opened(long) as here:
        size = here.record.head().size
    assert kept_sizes(long, KEYS) == list(snapshots_of(size)) == [8, 16, 24, 32, 40]


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
        "UPDATE fold SET state = substr(state, 1, length(state) - 1)",
        "UPDATE fold SET state = (SELECT max(state) FROM fold)",
        "DELETE FROM fold WHERE size = 12",
        "DELETE FROM fold WHERE size = 4",
    ],
)
def test_a_snapshot_that_is_damaged_or_foreign_is_not_used(long, damage):
    honest = every_state(long)

    views(long, damage)

    assert every_state(long) == honest


@pytest.fixture
def other(_empty, long, tmp_path):
    """Another record of the same size, with all that is kept of the first."""
    other = shutil.copytree(_empty, tmp_path / "other")
    for number in range(PATROLS):
        day = date(2019, 1, 1) + timedelta(days=number)
        now = START + timedelta(hours=number)
        with opened(other) as here:
            if number % 3:
                patrol(here, watched(day), by="desk", now=now)
            else:
                hinder(here, hindered(day), by="desk", now=now)
    every_state(long)
    for path in other.glob("views.db*"):
        path.unlink()
    for path in long.glob("views.db*"):
        shutil.copy(path, other)
    return other


def test_what_is_kept_of_another_record_is_not_used(other, tmp_path):
    assert pieces(other)
    honest = every_state(shutil.copytree(other, tmp_path / "same", ignore=_views))

    assert every_state(other) == honest


def _views(_folder, names):
    return [name for name in names if name.startswith("views.db")]


def test_an_index_replaced_with_skill_shows_against_another_site(run, long, tmp_path):
    theirs = tmp_path / "theirs.json"
    run("export", long, tmp_path / "export")
    theirs.write_text(run("state", tmp_path / "export", "--json").stdout)
    run("state", long)
    patrolled = list(KIND_OF).index(Patrolled)
    seal = b""
    for size, root, state in pieces(long):
        body = state[32:]
        if size == 20:  # a patrol less
            body = body.replace(bytes([patrolled]), b"\0", 1)
        seal = sha256(seal + size.to_bytes(8) + root + body).digest()
        views(
            long,
            "UPDATE fold SET state = ? WHERE name = ?",
            seal + body,
            f"{index.FOLD} of {size}",
        )

    said = run("state", long, "--against", theirs, code=1).output

    assert said.startswith("held: ")


@pytest.mark.parametrize("kept", [True, False], ids=["found by the index", "on the way"])
def test_an_entry_that_is_none_names_itself(long, kept):
    every_state(long)
    with closing(sqlite3.connect(long / "record.db")) as db, db:
        guards = db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for (guard,) in guards:
            db.execute(f'DROP TRIGGER "{guard}"')
        db.execute("UPDATE entry SET leaf = substr(leaf, 1, 200) WHERE idx = 9")
    if not kept:
        views(long, "DELETE FROM fold")

    with opened(long) as here, pytest.raises(DamagedError, match=r"^Entry 9 cannot be read: "):
        hold(here).patrols  # noqa: B018 asking is what is looked at


def test_where_an_author_spoke_is_known_by_pieces(long):
    with opened(long) as here:
        found = index.index_of(here, size=PATROLS)
        told = [said.by for _, said in entries(here, start=0, stop=PATROLS)]

    for author in {*told, "somebody"}:
        numbers = {number for stretch in found.stretches(author) for number in stretch}
        spoke = {number // 4 for number, by in enumerate(told) if by == author}
        whole = range(PATROLS // 4 * 4)
        assert {number // 4 for number in numbers if number in whole} == {
            piece for piece in spoke if piece < PATROLS // 4
        }
        assert set(range(PATROLS)) - set(whole) <= numbers


def test_a_piece_of_which_any_byte_was_changed_is_not_used(long):
    honest = every_state(long)
    size, root, state = pieces(long)[2]
    for at in (0, 31, 32, 33, 32 + 3, len(state) - 1):
        changed = bytearray(state)
        changed[at] ^= 1
        views(
            long,
            "UPDATE fold SET state = ? WHERE name = ?",
            bytes(changed),
            f"{index.FOLD} of {size}",
        )
        with opened(long) as here:
            assert canonical(hold(here)) == honest[0][0]
        assert pieces(long)[2] == (size, root, state)


@pytest.fixture
def every_kind(tmp_path):
    """A frozen record with an entry of every kind."""
    shutil.copy(VECTORS / "every_kind_1" / "record.db", tmp_path)
    with SqliteRecord.open(tmp_path / "record.db") as record:
        views = Cache(tmp_path / "views.db")
        yield Centre(folder=tmp_path, settings=None, record=record, vault=None, views=views)


def test_every_part_and_value_is_that_of_the_entries_at_every_size(every_kind):
    size = every_kind.record.head().size
    all_of_it = fold(entries(every_kind, start=0, stop=size))
    keys = {
        key
        for stop in range(size + 1)
        for part in BY_KEY
        for key in getattr(fold(entries(every_kind, start=0, stop=stop)), part)
    }
    assert hold(every_kind) == all_of_it  # nothing is kept yet

    for stop in range(size, -1, -1):
        whole = fold(entries(every_kind, start=0, stop=stop))
        for part in KINDS:
            assert getattr(hold(every_kind, stop=stop), part) == getattr(whole, part)
        for part in BY_KEY:
            for key in keys:
                one = getattr(hold(every_kind, stop=stop), part).get(key)
                assert one == getattr(whole, part).get(key)


def test_what_was_asked_in_parts_can_be_replaced_in_parts(every_kind):
    hold(every_kind)
    held = hold(every_kind)

    changed = replace(held, patrols=())

    assert (changed.patrols, changed.claims) == ((), held.claims)
    assert not hasattr(held, "anything_else")


def test_a_name_that_nobody_could_have_given_is_on_no_record(long, run, report):
    """As it comes from a command line that was given bytes which are no text."""
    run("add", long, report("Kenya said that its troops had left the town on 3 March 2026.\n"))

    with opened(long) as here:
        hold(here)
        held = hold(here)

        assert "\udcff" not in held.claims
        assert "\udcff" not in held.documents
