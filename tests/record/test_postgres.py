"""The record in PostgreSQL: what only a server can do to it, and what happens when one fails."""

import os
import signal
import subprocess
import sys
from contextlib import ExitStack, closing
from threading import Barrier, Thread

import pytest
from tests.invented_charter import START, WRONG, Charter

from truceline.record.leaf import TIME_LINE_BYTES
from truceline.record.note import Signer
from truceline.record.sequencer import Sequencer
from truceline.record.sqlite import SqliteRecord
from truceline.record.store import ForkedRecordError, StaleHeadError
from truceline.record.verify import VerifyError
from truceline.terms.problem import RefusedError

psycopg = pytest.importorskip("psycopg", reason="psycopg is not installed: truceline[postgres]")

from truceline.record.postgres import database as databases  # noqa: E402
from truceline.record.postgres.address import Address  # noqa: E402
from truceline.record.postgres.record import SCHEMA, PostgresRecord  # noqa: E402
from truceline.record.postgres.stores import Database, at  # noqa: E402

ORIGIN = "centre.example/record"


@pytest.fixture
def address(postgres):
    return Address.of(postgres.make())


@pytest.fixture
def made(address, centre):
    """A finished record of no entries."""
    with databases.alone(address) as db:
        PostgresRecord.create(address, origin=ORIGIN, signer=centre.log).close()
        databases.finish(db, [SCHEMA])
    return address


@pytest.fixture
def record(made, centre):
    with PostgresRecord.open(made, signer=centre.log) as record:
        yield record


@pytest.fixture
def edit(made):
    """Change the tables as an administrator can, with the guards off."""

    def edited(statement):
        with psycopg.connect(made.url) as db:
            db.execute("SET session_replication_role = replica")  # no trigger fires
            db.execute("SET search_path = record")
            db.execute(statement)

    return edited


def checked(address):
    return Database(address).verify(progress=lambda _done, _total: None)


def refused(action, *args, **named):
    with pytest.raises(RefusedError) as caught:
        action(*args, **named)
    problem = caught.value.problems[0]
    assert problem.message
    assert problem.remedy
    return problem


# What is written


def test_the_same_notes_lead_to_the_same_checkpoint_as_in_a_file(record, centre, start, tmp_path):
    notes = centre.notes(300)
    with SqliteRecord.create(tmp_path / "r.db", origin=ORIGIN, signer=centre.log) as file:
        for one in (file, record):
            head = one.append(notes[:7], onto=one.head(), now=start)
            one.append(notes[7:], onto=head, now=start)

        assert list(record.checkpoints()) == list(file.checkpoints())
        assert list(record.leaves()) == list(file.leaves())


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE record.entry SET leaf = ''",
        "DELETE FROM record.entry",
        "TRUNCATE record.entry",
        "UPDATE record.tile SET n = n + 1",
        "DELETE FROM record.tile",
        "TRUNCATE record.tile",
        "DELETE FROM record.checkpoint",
        "TRUNCATE record.checkpoint",
    ],
)
def test_what_is_on_record_neither_changes_nor_goes(record, made, centre, start, statement):
    head = record.append(centre.notes(300), onto=record.head(), now=start)

    with psycopg.connect(made.url) as db, pytest.raises(psycopg.Error, match=r"append-only"):
        db.execute(statement)

    assert record.head() == head
    assert checked(made).size == 300


def test_its_owner_has_no_right_to_change_it_either(postgres, centre):
    url = postgres.make()
    address = Address.of(url.replace("user=truceline", "user=owner"))
    postgres.do("CREATE ROLE owner LOGIN")
    postgres.do(f"GRANT CREATE ON DATABASE {address.database} TO owner")
    PostgresRecord.create(address, origin=ORIGIN, signer=centre.log).close()

    with (
        psycopg.connect(address.url) as db,
        pytest.raises(psycopg.errors.InsufficientPrivilege, match="permission denied"),
    ):
        db.execute("UPDATE record.entry SET leaf = ''")

    postgres.do("DROP OWNED BY owner CASCADE", address.database)
    postgres.do("DROP ROLE owner")


def test_numbers_given_past_the_lock_are_not_given_twice(record, made, centre, start):
    notes, caught = centre.notes(3), []
    head = record.append(notes[:1], onto=record.head(), now=start)

    def append():
        with pytest.raises(StaleHeadError) as error:
            record.append(notes[1:2], onto=head, now=start)
        caught.append(error)

    with psycopg.connect(made.url) as db:
        db.execute("INSERT INTO record.entry VALUES (1, 'past the lock')")
        thread = Thread(target=append)
        thread.start()
        waiting = "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
        with psycopg.connect(made.url, autocommit=True) as watching:
            while thread.is_alive() and not watching.execute(waiting).fetchone():
                pass
    thread.join()

    assert len(caught) == 1
    assert list(record.checkpoints(1)) == [(1, record.checkpoint())]


def test_eight_writers_leave_no_gap_and_no_duplicate(made, centre, start):
    """Each has a connection and a sequencer of its own, as programs on eight machines would."""
    notes, barrier, answers = centre.notes(400), Barrier(8), {}

    def write(mine, record):
        barrier.wait()
        with Sequencer(record, clock=lambda: start) as sequencer:
            waiting = [(note, sequencer.submit(note)) for note in mine]
        answers.update({note: answer.result() for note, answer in waiting})

    with ExitStack() as stack:
        records = [
            stack.enter_context(PostgresRecord.open(made, signer=centre.log)) for _ in range(8)
        ]
        threads = [
            Thread(target=write, args=(notes[at::8], record)) for at, record in enumerate(records)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        leaves = [leaf[TIME_LINE_BYTES:] for leaf in records[0].leaves()]

    assert sorted(leaves) == sorted(notes)
    assert {note: leaves.index(note) for note in notes} == answers


def test_while_another_program_writes_one_is_told_to_wait(record, made, centre, start, monkeypatch):
    monkeypatch.setattr(databases, "PATIENCE_S", 1.0)
    with (
        PostgresRecord.open(made, signer=centre.log) as other,
        psycopg.connect(made.url) as db,
    ):
        db.execute("SELECT pg_advisory_xact_lock(%s)", (SCHEMA.lock,))

        problem = refused(other.append, centre.notes(1), onto=other.head(), now=start)
        db.rollback()
        head = other.append(centre.notes(1), onto=other.head(), now=start)

    assert problem.code == "locked"
    assert record.head() == head
    assert head.size == 1


def test_bytes_that_come_back_other_than_they_were_given_are_never_signed(
    record, made, edit, centre, start
):
    notes = centre.notes(4)
    head = record.append(notes[:2], onto=record.head(), now=start)
    edit(
        "CREATE FUNCTION record.turned() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN IF new.idx = 3 THEN new.leaf := set_bit(new.leaf, 300, 1 - "
        "get_bit(new.leaf, 300)); END IF; RETURN new; END $$; "
        "CREATE TRIGGER turned BEFORE INSERT ON record.entry "
        "FOR EACH ROW EXECUTE FUNCTION record.turned()"
    )

    with pytest.raises(ForkedRecordError, match="gave back other bytes"):
        record.append(notes[2:], onto=head, now=start)

    assert record.head() == head
    assert checked(made).size == 2


@pytest.mark.parametrize("table", ["author", "edge", "checkpoint"])
def test_where_a_head_cannot_be_kept_nothing_of_the_batch_is(
    record, made, edit, centre, start, table
):
    """COMMIT goes with the heads in one message; behind a failure nobody listens to it."""
    notes = centre.notes(4)
    head = record.append(notes[:2], onto=record.head(), now=start)
    edit(
        "CREATE FUNCTION record.full() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'no room' USING ERRCODE = 'disk_full'; END $$; "
        f"CREATE TRIGGER full_disk BEFORE INSERT OR UPDATE ON record.{table} "
        "FOR EACH ROW EXECUTE FUNCTION record.full()"
    )

    problem = refused(record.append, notes[2:], onto=head, now=start)
    edit(f"DROP TRIGGER full_disk ON record.{table}")

    assert problem.code == "disk-full"
    assert record.head() == head
    assert checked(made).size == 2
    assert record.append(notes[2:], onto=head, now=start).size == 4


def test_another_checkpoint_than_the_one_remembered_is_read_anew(record, edit, centre, start):
    head = record.append(centre.notes(1), onto=record.head(), now=start)
    edit("UPDATE checkpoint SET note = note || 'x' WHERE size = 1")

    assert refused(record.append, centre.notes(1), onto=head, now=start).code == "damaged"


# Crashes

WRITER = """
import sys
sys.path[:0] = {path!r}
from conftest import Centre, ORIGIN, START
from truceline.record.postgres.address import Address
from truceline.record.postgres.record import PostgresRecord

centre = Centre()
notes = centre.notes(100_000)
with PostgresRecord.open(Address.of(sys.argv[1]), signer=centre.log) as record:
    head = record.head()
    for note in notes:
        head = record.append([note], onto=head, now=START)
        print(head.size, head.root.hex(), flush=True)
"""


@pytest.mark.parametrize("rows", [1, 7, 40])
def test_nothing_that_was_answered_is_lost_with_a_writer_that_is_killed(made, rows, request):
    script = WRITER.replace("100_000", "1_000").format(path=[str(request.path.parent), *sys.path])
    writer = subprocess.Popen([sys.executable, "-c", script, made.url], stdout=subprocess.PIPE)
    with writer:
        answered = [writer.stdout.readline().split() for _ in range(rows)][-1]
        os.kill(writer.pid, signal.SIGKILL)

    with PostgresRecord.open(made) as record:
        assert record.head().size >= int(answered[0])
        assert record.root_at(int(answered[0])).hex() == answered[1].decode()
    assert checked(made).size >= rows


def test_nothing_that_was_answered_is_lost_with_a_server_that_crashes(
    postgres, record, made, centre, start
):
    notes = centre.notes(30)
    head = record.append(notes[:20], onto=record.head(), now=start)

    postgres.stop(signal.SIGQUIT)
    away = [refused(record.append, notes[20:], onto=head, now=start) for _ in range(2)]
    postgres.start()

    assert {one.code for one in away} == {"cannot-connect"}
    assert record.head() == head
    assert record.append(notes[20:], onto=head, now=start).size == 30
    assert checked(made).size == 30


def test_what_an_interrupted_making_left_cannot_be_opened_and_is_made_anew(address, centre):
    PostgresRecord.create(address, origin=ORIGIN, signer=centre.log).close()
    assert refused(PostgresRecord.open, address).code == "not-ours"

    with at(address.url).making():
        PostgresRecord.create(address, origin=ORIGIN, signer=centre.log).close()
        Database(address).create_vault().close()

    with PostgresRecord.open(address) as record:
        assert record.head().size == 0


def test_a_making_that_fails_leaves_the_database_as_it_was(address, centre):
    def fail():
        with at(address.url).making():
            PostgresRecord.create(address, origin=ORIGIN, signer=centre.log).close()
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()

    assert not Database(address).has_record()
    assert refused(PostgresRecord.open, address).code == "missing"


def test_two_who_make_at_once_do_not_mix(address):
    with databases.alone(address):
        assert refused(at(address.url).making().__enter__).code == "locked"


# Checking


def test_what_is_as_promised_is_found_so(record, made, centre, start):
    head = record.append(centre.notes(600), onto=record.head(), now=start)

    found = checked(made)

    assert (found.size, found.root, found.checkpoints) == (600, head.root, 2)
    assert found.signatures == 600


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ("UPDATE entry SET leaf = overlay(leaf placing 'X' from 90) WHERE idx = 5", "^entry 5:"),
        ("UPDATE entry SET leaf = repeat('x', 9000000)::bytea WHERE idx = 8", "^entry 8: not a"),
        ("UPDATE entry SET idx = 100003 WHERE idx = 3", "^entry 100003: no checkpoint covers it"),
        ("DELETE FROM entry WHERE idx = 7", "^entry 7 is missing"),
        ("DELETE FROM entry WHERE idx >= 590", "^entry 590 is missing"),
        ("INSERT INTO entry VALUES (600, 'more')", "^entry 600: no checkpoint covers it"),
        ("UPDATE tile SET hashes = overlay(hashes placing '!!' from 9) WHERE n = 1", "^tile 0/1:"),
        ("DELETE FROM tile WHERE n = 1", "^tile 0/1 is missing"),
        ("UPDATE edge SET hashes = overlay(hashes placing '!!' from 9)", "^(edge|tile) "),
        ("DELETE FROM checkpoint", "^there is no checkpoint"),
        ("DELETE FROM checkpoint WHERE size = 600", "^entry 0: no checkpoint covers it"),
        ("UPDATE checkpoint SET size = 601 WHERE size = 600", "^checkpoint of 601 entries:"),
        ("UPDATE checkpoint SET note = '\\xff' WHERE size = 600", "^checkpoint of 600 entries:"),
        ("UPDATE author SET count = count + 1", "^author centre.example"),
        ("DROP TABLE tile", "^the record"),
    ],
)
def test_what_an_administrator_changes_is_named(record, made, centre, start, edit, change, named):
    record.append(centre.notes(600), onto=record.head(), now=start)
    edit(change)

    with pytest.raises(VerifyError, match=named):
        checked(made)


def test_onto_a_record_that_was_cut_nothing_is_appended(record, centre, start, edit, made):
    head = record.append(centre.notes(300), onto=record.head(), now=start)
    edit("DELETE FROM entry WHERE idx >= 290")

    with (
        PostgresRecord.open(made, signer=centre.log) as again,
        pytest.raises(ForkedRecordError, match="last one stored is 289"),
    ):
        again.append(centre.notes(1), onto=head, now=start)


# Ways not to get in


def guarded(made):
    return made.url.replace("user=truceline", "user=guarded")


def test_a_wrong_password_is_said_and_never_shown(made, monkeypatch):
    monkeypatch.setenv("PGPASSWORD", "a guess that is wrong")

    problem = refused(PostgresRecord.open, Address.of(guarded(made)))

    assert problem.code == "wrong-password"
    assert "a guess" not in str(problem)


def test_a_missing_password_is_asked_for_where_it_belongs(made, monkeypatch):
    monkeypatch.delenv("PGPASSWORD", raising=False)
    monkeypatch.setenv("PGPASSFILE", os.devnull)

    problem = refused(PostgresRecord.open, Address.of(guarded(made)))

    assert problem.code == "wrong-password"
    assert ".pgpass" in problem.remedy


def test_who_may_not_read_is_told_so(postgres, made, monkeypatch):
    monkeypatch.setenv("PGPASSWORD", postgres.password)

    assert refused(PostgresRecord.open, Address.of(guarded(made))).code == "not-allowed"


def test_who_may_only_read_reads_and_writes_nothing(
    postgres, made, record, centre, start, monkeypatch
):
    monkeypatch.setenv("PGPASSWORD", postgres.password)
    head = record.append(centre.notes(2), onto=record.head(), now=start)
    with psycopg.connect(made.url) as db:
        db.execute("GRANT USAGE ON SCHEMA record TO guarded")
        db.execute("GRANT SELECT ON ALL TABLES IN SCHEMA record TO guarded")

    with PostgresRecord.open(Address.of(guarded(made)), signer=centre.log) as reading:
        assert len(list(reading.leaves())) == 2
        problem = refused(reading.append, centre.notes(1), onto=head, now=start)

    assert problem.code == "not-allowed"


@pytest.mark.parametrize(
    "url",
    [
        "postgresql:///centre?host=/no/such/folder",
        "postgresql://127.0.0.1:1/centre",
        "postgresql://nowhere.invalid/centre",
    ],
)
def test_a_server_that_is_away_is_said_to_be(url):
    assert refused(PostgresRecord.open, Address.of(url)).code == "cannot-connect"


def test_a_database_that_was_never_made_is_said_to_be(postgres):
    problem = refused(PostgresRecord.open, Address.of(postgres.address("never_made")))

    assert problem.code == "cannot-connect"
    assert "never_made" in problem.message
    assert "createdb" in problem.remedy


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("postgresql://me:secret@127.0.0.1/centre", "password-in-address"),
        ("postgresql://127.0.0.1/centre?password=secret", "password-in-address"),
        ("postgresql://127.0.0.1/centre?sslpassword=secret", "password-in-address"),
        ("postgresql://me:secret@127.0.0.1:port:port/centre", "password-in-address"),
        ("postgresql://127.0.0.1/centre?secret=1", "bad-address"),
        ("postgresql://127.0.0.1", "bad-address"),
        ('postgresql://127.0.0.1/"centre', "bad-address"),
        ("postgresql://127.0.0.1/centre\n", "bad-address"),
        ("postgresql://[secret/centre", "bad-address"),
        ("postgresql://127.0.0.1/%zzsecret", "bad-address"),
    ],
)
def test_an_address_with_a_password_or_a_slip_is_refused_and_not_repeated(url, code):
    problem = refused(Address.of, url)

    assert problem.code == code
    assert "secret" not in str(problem)


def test_an_empty_database_holds_no_record(address):
    assert refused(PostgresRecord.open, address).code == "missing"


def test_a_record_is_never_made_over_another(made, centre):
    problem = refused(PostgresRecord.create, made, origin=ORIGIN, signer=centre.log)

    assert problem.code == "already-there"
    assert checked_head(made) == 0


def checked_head(address):
    with closing(PostgresRecord.open(address)) as record:
        return record.head().size


def test_somebody_elses_schema_is_left_alone(address, centre, postgres):
    postgres.do("CREATE SCHEMA record CREATE TABLE theirs(x int)", address.database)

    assert refused(PostgresRecord.open, address).code == "missing"
    assert refused(PostgresRecord.create, address, origin=ORIGIN, signer=centre.log)
    with pytest.raises(RefusedError), at(address.url).making():
        Database(address).create_record(origin=ORIGIN, signer=centre.log)
    postgres.do("SELECT x FROM record.theirs", address.database)


def test_a_record_of_a_newer_version_is_refused(made, postgres):
    postgres.do("UPDATE record.layout SET version = 2", made.database)

    problem = refused(PostgresRecord.open, made)

    assert problem.code == "newer-version"
    assert "Update Truceline" in problem.remedy


def test_another_key_cannot_append(made, centre):
    other = Signer(name=ORIGIN, private=centre.desk.private)

    assert refused(PostgresRecord.open, made, signer=other).code == "wrong-key"


def test_without_a_key_nothing_is_appended(made, centre, start):
    with PostgresRecord.open(made) as record:
        assert refused(record.append, centre.notes(1), onto=record.head(), now=start).code == (
            "no-signer"
        )


def test_a_server_older_than_fifteen_is_refused():
    assert refused(databases.require_new_enough, 140_012, "here").code == "old-server"
    databases.require_new_enough(150_000, "here")


def test_a_server_that_does_not_wait_for_its_disk_is_refused(postgres, made):
    postgres.do("ALTER SYSTEM SET fsync = off")
    try:
        postgres.stop(signal.SIGQUIT)
        postgres.start()
        problem = refused(PostgresRecord.open, made)
    finally:
        postgres.do("ALTER SYSTEM RESET fsync")
        postgres.stop(signal.SIGQUIT)
        postgres.start()

    assert problem.code == "not-durable"
    assert checked_head(made) == 0


def test_the_rules_of_keys_hold_on_a_server_as_in_a_file(address):
    """One record that keeps them to its fourth entry, and one that never did."""
    what = "added again after it was revoked"
    at_entry, build = WRONG[what]
    c = Charter()
    notes = build(c)
    with databases.alone(address) as db:
        PostgresRecord.create(address, origin=c.origin, signer=c.log).close()
        databases.finish(db, [SCHEMA])
    with PostgresRecord.open(address, signer=c.log) as record:
        head = record.append(notes[:at_entry], onto=record.head(), now=START)

        assert checked(address).size == at_entry
        record.append(notes[at_entry:], onto=head, now=START)

    with pytest.raises(VerifyError, match=f"^entry {at_entry}: two keys are named"):
        checked(address)
