"""What the record costs at size, beside the limits of the same machine in the same run: one table.

    TRUCELINE_BENCH=million make bench     a million entries of 1 KB: 1.4 GB of disk, some minutes
    make bench                             20,000 of them

Where work is of the processor alone, its time is taken and not the clock's: others use the machine.
Where a disk is waited for, limit and measure take turns.
"""

import os
import resource
import sqlite3
import statistics
import subprocess
import sys
from base64 import b64encode
from contextlib import closing
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from time import perf_counter, process_time

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from truceline.operations.centre import Centre
from truceline.operations.draw import draw
from truceline.operations.hold import hold
from truceline.operations.keyring import keyring
from truceline.record.authors import Authors
from truceline.record.cache import Cache
from truceline.record.merkle import leaf_hash, root_from_inclusion
from truceline.record.note import Signer, sign
from truceline.record.sqlite import SqliteRecord
from truceline.terms.charter import KeyHolder, Opened, Role
from truceline.terms.codec import Envelope, encode, split_leaf
from truceline.terms.entry import Deposited
from truceline.terms.question import Question

ENTRIES = 1_000_000 if os.environ.get("TRUCELINE_BENCH") == "million" else 20_000
ORIGIN = "centre.example/record"
START = datetime(2026, 3, 2, 7, 5, tzinfo=UTC)
BATCH, ROUNDS, BATCHES = 1000, 200, 40
SAMPLE = 5_000
CORES = len(os.sched_getaffinity(0))
AFTER = (0, b64encode(bytes(32)).decode())

# What a child says of itself: seconds of its processor and of its children's, the clock's, peak KB.
CHILD = """
import resource, sys
from pathlib import Path
from time import perf_counter
from truceline.record.audited import dumped
from truceline.record.verify import How, verify
def main():
    path, jobs, audited, state = Path(sys.argv[1]), int(sys.argv[2]), *map(Path, sys.argv[3:])
    before = {"audited": audited.read_text(), "state": state.read_bytes()} if state.exists() else {}
    began = perf_counter()
    found = verify(path, how=How(**before, jobs=jobs))
    took = perf_counter() - began
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    cpu = sum(one.ru_utime + one.ru_stime for one in used)
    audited.write_text(found.checkpoint)
    state.write_bytes(dumped(found.state))
    print(found.signatures, cpu, took, used[0].ru_maxrss)
if __name__ == "__main__":
    main()
"""


def signer(name):
    private = Ed25519PrivateKey.from_private_bytes(sha256(name.encode()).digest())
    return Signer(name=name, private=private)


LOG, DESK = signer(ORIGIN), signer("centre.example/desk")


def opening():
    keys = (
        KeyHolder(vkey=LOG.vkey, role=Role.LOG),
        KeyHolder(vkey=DESK.vkey, role=Role.PERSON),
    )
    return Opened(origin=ORIGIN, keys=keys)


def notes(count):
    """The opening entry and deposits of 1 KB, each following the one before."""
    prev = ""
    for seq in range(count):
        fact = (
            Deposited(
                document=sha256(b"%d" % seq).hexdigest(),
                media_type="text/plain",
                size=seq,
                source="x" * 530,
            )
            if seq
            else opening()
        )
        text = encode(fact, Envelope(log=ORIGIN, seq=seq, prev=prev, after=AFTER, made=START))
        prev = b64encode(sha256(text.encode()).digest()).decode()
        yield sign(text, [DESK]).encode()


def build(path):
    """A record of so many entries, a thousand under each checkpoint, a second apart."""
    made = notes(ENTRIES)
    with SqliteRecord.create(path, origin=ORIGIN, signer=LOG) as record:
        head = record.head()
        while head.size < ENTRIES:
            batch = [next(made) for _ in range(min(BATCH, ENTRIES - head.size))]
            now = START + timedelta(seconds=head.size)
            head = record.append(batch, onto=head, now=now)


def took(action):
    began = perf_counter()
    action()
    return perf_counter() - began


def cpu(action):
    began = process_time()
    action()
    return process_time() - began


def insert(db, leaves):
    db.execute("BEGIN IMMEDIATE")
    db.executemany("INSERT INTO entry(leaf) VALUES (?)", ((leaf,) for leaf in leaves))
    db.execute("COMMIT")


def bare_table(path):
    db = sqlite3.connect(path, isolation_level=None)
    for pragma in ("page_size=8192", "journal_mode=WAL", "synchronous=FULL"):
        db.execute(f"PRAGMA {pragma}")
    db.execute("CREATE TABLE entry(idx INTEGER PRIMARY KEY, leaf BLOB NOT NULL) STRICT")
    return closing(db)


def appending(folder):
    """P1, P2, P3: one by one and by the hundred, in turns with their limits."""
    ours, bare_s, sync_s, batch_s, bare_batch_s = [], [], [], [], []
    made = notes(ROUNDS + 100 * BATCHES + 1)
    raw, block = os.open(folder / "raw", os.O_CREAT | os.O_WRONLY), bytes(8192)

    def synced():
        os.write(raw, block)
        os.fdatasync(raw)

    with (
        SqliteRecord.create(folder / "new.db", origin=ORIGIN, signer=LOG) as record,
        bare_table(folder / "bare.db") as bare,
    ):

        def append(batch):
            record.append(batch, onto=record.head(), now=START)

        append([next(made)])
        for _ in range(ROUNDS):
            one = [next(made)]
            sync_s.append(took(synced))
            bare_s.append(took(lambda one=one: insert(bare, one)))
            ours.append(took(lambda one=one: append(one)))
        for _ in range(BATCHES):
            batch = [next(made) for _ in range(100)]
            bare_batch_s.append(took(lambda batch=batch: insert(bare, batch)))
            batch_s.append(took(lambda batch=batch: append(batch)))
    os.close(raw)
    one, median = statistics.median(ours), statistics.median
    # The ratios are of this disk: the sooner it answers, the more our own work counts.
    yield "   fdatasync of 8 KB, ms", median(sync_s) * 1e3, ""
    yield "   append of one entry, ms", one * 1e3, ""
    yield "P1 append / fdatasync of 8 KB", one / median(sync_s), "<= 1.25"
    yield "P2 append / bare insert", one / median(bare_s), "<= 1.2"
    yield "P3 rows in batches of 100 / bare", median(bare_batch_s) / median(batch_s), ">= 0.8"


def bare_verify_s(leaves):
    """Seconds of processor for one bare Ed25519 verification of such an entry."""
    text = split_leaf(leaves[0])[1].encode()
    signature, public = DESK.private.sign(text), DESK.private.public_key()
    return cpu(lambda: [public.verify(signature, text) for _ in range(SAMPLE)]) / SAMPLE


def admitting(leaves):
    """P4: who may say it, said by whom, in its one form, not looking at the record."""
    authors = Authors(opening())
    took_s = cpu(
        lambda: [
            authors.admit(index, leaf, hash_of=lambda _: b"") for index, leaf in enumerate(leaves)
        ]
    )
    yield (
        "P4 admissions / bare verifications",
        bare_verify_s(leaves) * len(leaves) / took_s,
        ">= 0.8",
    )


def checking(path, leaves, folder):
    """P6, and P5 after it, with what it knew: each in a process of its own, whose memory is known.

    As `truceline verify --audited FILE` does it twice.
    """
    verify_s = bare_verify_s(leaves)
    done = audit(path, CORES, folder)
    assert done[0] == ENTRIES
    yield "P6 full audit, CPU / bare verifications", done[1] / (ENTRIES * verify_s), "<= 1.2"
    yield f"P6 the same by the clock, {CORES} cores", done[2] * CORES / (ENTRIES * verify_s), ""
    yield "P6 peak memory, MB", done[3] / 1024, "< 200"
    node = bytes(65)
    hashing = cpu(lambda: [leaf_hash(leaf) for leaf in leaves]) / len(leaves)
    hashing += cpu(lambda: [sha256(node).digest() for _ in leaves]) / len(leaves)
    done = audit(path, 1, folder)
    assert done[0] == 0
    yield "P5 structure / hashing alone", done[1] / (hashing * ENTRIES), "<= 2.0"
    yield "P5 peak memory, MB", done[3] / 1024, "< 200"


def audit(path, jobs, folder):
    said = subprocess.run(  # noqa: S603 this very interpreter
        [sys.executable, "-c", CHILD, path, str(jobs), folder / "audited", folder / "state"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    return int(said[0]), float(said[1]), float(said[2]), int(said[3])


def proving(path, leaves):
    """P7: inclusion proofs, the first in a fresh opening, and the others after it."""
    cold, warm = [], []
    for at in range(5):
        with SqliteRecord.open(path) as record:
            cold.append(took(lambda at=at, record=record: record.inclusion(ENTRIES // (at + 2))))
            warm += [
                took(lambda index=index, record=record: record.inclusion(index))
                for index in range(0, ENTRIES, ENTRIES // 50)
            ]
    with SqliteRecord.open(path) as record:
        head, index = record.head(), 1
        proof, hashed = record.inclusion(index), leaf_hash(leaves[index])
    check = [took(lambda: root_from_inclusion(hashed, index, head.size, proof)) for _ in range(100)]
    assert root_from_inclusion(hashed, index, head.size, proof) == head.root
    yield "P7 inclusion proof, warm, ms", statistics.median(warm) * 1e3, "<= 1"
    yield "P7 inclusion proof, cold, ms", statistics.median(cold) * 1e3, "<= 10"
    yield "P7 checking it, microseconds", statistics.median(check) * 1e6, "<= 50"


class Plain(msgspec.Struct, frozen=True):
    """An entry as bare msgspec reads it, typed, unchecked."""

    after: tuple[int, str]
    body: Deposited
    log: str
    made: datetime
    prev: str
    seq: int
    type: str
    v: int


def folding(path, leaves, folder):
    """P8: all folds from nothing against decoding alone; what people ask as it was known halfway.

    Everything held needs every entry of it; the row says what that costs, not what anybody asks.
    """
    texts = [split_leaf(leaf)[1] for leaf in leaves[1:]]
    read = msgspec.json.Decoder(Plain).decode  # the best of several: the first ones warm up
    decoding = min(cpu(lambda: [read(text) for text in texts]) for _ in range(9)) / len(texts)
    with SqliteRecord.open(path) as record:
        centre = Centre(
            folder=folder,
            settings=None,
            record=record,
            vault=None,
            views=Cache(folder / "views.db"),
        )
        rebuilt = cpu(lambda: (hold(centre), keyring(centre)))
        yield "P8 rebuild of held and keys / decoding", decoding * ENTRIES / rebuilt, ">= 0.4"
        kept = sum(path.stat().st_size for path in folder.glob("views.db*"))
        yield "P8 views / record, bytes", kept / path.stat().st_size, ""
        for name, ask in questions(centre, asked=ENTRIES // 2 + ENTRIES // 100):
            yield f"P8 {name} then, ms", took(ask) * 1e3, "<= 100"


def questions(centre, *, asked):
    """What people ask as it was known after so many entries."""
    document = sha256(b"%d" % (ENTRIES // 3)).hexdigest()
    known_at = START + timedelta(seconds=asked)
    board = Question(as_of=known_at.date(), known_at=known_at)
    yield "who held which key", lambda: keyring(centre, stop=asked)
    yield "one document", lambda: hold(centre, stop=asked).documents[document]
    yield "whether there was a document", lambda: "none" in hold(centre, stop=asked).documents
    yield "the agreements in force", lambda: hold(centre, stop=asked).agreements
    yield "every claim held", lambda: len(hold(centre, stop=asked).claims)
    yield "every document held", lambda: len(hold(centre, stop=asked).documents)
    yield "the board, drawn", lambda: draw(centre, board)
    yield "the board, kept,", lambda: draw(centre, board)


def weighing(path):
    """P9: bytes of the file against bytes of leaves."""
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (leaf_bytes,) = db.execute("SELECT sum(length(leaf)) FROM entry").fetchone()
    yield "P9 file / leaf bytes", path.stat().st_size / leaf_bytes, "<= 1.2"
    yield "   bytes of a leaf", leaf_bytes / ENTRIES, ""


def in_database(request, folder):
    """P10: the same batches in PostgreSQL and in a file, in turns."""
    pytest.importorskip("psycopg")
    from truceline.record.postgres.address import Address  # noqa: PLC0415 - an extra
    from truceline.record.postgres.record import PostgresRecord  # noqa: PLC0415

    address = Address.of(request.getfixturevalue("postgres").make())
    made, here_s, there_s = notes(100 * BATCHES), [], []
    with (
        PostgresRecord.create(address, origin=ORIGIN, signer=LOG) as there,
        SqliteRecord.create(folder / "beside.db", origin=ORIGIN, signer=LOG) as here,
    ):
        for _ in range(BATCHES):
            batch = [next(made) for _ in range(100)]
            for record, times in ((here, here_s), (there, there_s)):
                times.append(
                    took(
                        lambda record=record, batch=batch: record.append(
                            batch, onto=record.head(), now=START
                        )
                    )
                )
        assert here.head() == there.head()
    yield (
        "P10 PostgreSQL / SQLite",
        statistics.median(here_s) / statistics.median(there_s),
        ">= 0.5",
    )


def show(text):
    sys.stdout.write(text)
    sys.stdout.flush()


def test_the_record_at_size(benchmark, request, tmp_path, capsys):
    """All of P1 to P10. The time shown by the benchmark is that of building the record."""
    path = tmp_path / "record.db"

    def measure(rows):
        for name, value, target in rows:
            benchmark.extra_info[name] = round(value, 3)
            with capsys.disabled():
                show(f"\n{name:<42}{value:>10.2f}  {target}")

    with capsys.disabled():
        show(f"\n{ENTRIES} entries, load {os.getloadavg()[0]:.1f}, {CORES} cores")
    measure(appending(tmp_path))
    benchmark.pedantic(build, args=(path,), rounds=1)
    with SqliteRecord.open(path) as record:
        leaves = list(record.leaves(0, SAMPLE))
    measure(weighing(path))
    measure(admitting(leaves))
    measure(proving(path, leaves))
    measure(checking(path, leaves, tmp_path))
    measure(folding(path, leaves, tmp_path))
    measure(in_database(request, tmp_path))
    with capsys.disabled():
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        show(f"\nload {os.getloadavg()[0]:.1f} at the end, {peak:.0f} MB at the most here\n")
