"""What the record costs beyond what any durable or hashed store must pay, in the same run.

A disk that syncs in 0.3 ms now and in 4 ms later makes absolute times worthless: each measure here
carries the ratio to its limit, measured interleaved, in `extra_info`.
"""

import os
import sqlite3
import statistics
from base64 import b64encode
from contextlib import closing
from datetime import UTC, datetime
from hashlib import sha256
from time import perf_counter, process_time

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from truceline.record.merkle import leaf_hash, root_from_inclusion, root_hash
from truceline.record.note import Signer, sign
from truceline.record.sqlite import SqliteRecord
from truceline.record.verify import verify
from truceline.terms.charter import KeyHolder, Opened, Role
from truceline.terms.codec import Envelope, encode
from truceline.terms.entry import Deposited

ORIGIN = "centre.example/record"
NOW = datetime(2026, 3, 2, 7, 5, tzinfo=UTC)
ENTRIES = 10_000
ROUNDS = 200


def signer(name):
    private = Ed25519PrivateKey.from_private_bytes(sha256(name.encode()).digest())
    return Signer(name=name, private=private)


LOG, DESK = signer(ORIGIN), signer("centre.example/desk")


def notes(count):
    """The opening entry and deposits of about 600 bytes, each following the one before."""
    keys = (
        KeyHolder(vkey=LOG.vkey, role=Role.LOG),
        KeyHolder(vkey=DESK.vkey, role=Role.PERSON),
    )
    facts = [
        Opened(origin=ORIGIN, keys=keys),
        *(
            Deposited(
                document=f"{number:064x}", media_type="text/plain", size=number, source="x" * 200
            )
            for number in range(1, count)
        ),
    ]
    prev, made = "", []
    for seq, fact in enumerate(facts):
        after = (0, b64encode(bytes(32)).decode())
        text = encode(fact, Envelope(log=ORIGIN, seq=seq, prev=prev, after=after, made=NOW))
        made.append(sign(text, [DESK]).encode())
        prev = b64encode(sha256(text.encode()).digest()).decode()
    return made


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    path = tmp_path_factory.mktemp("bench") / "record.db"
    made = notes(ENTRIES)
    with SqliteRecord.create(path, origin=ORIGIN, signer=LOG) as record:
        head = record.head()
        for at in range(0, ENTRIES, 100):
            head = record.append(made[at : at + 100], onto=head, now=NOW)
    return path


@pytest.fixture
def record(tmp_path):
    with SqliteRecord.create(tmp_path / "record.db", origin=ORIGIN, signer=LOG) as record:
        yield record


@pytest.fixture
def bare(tmp_path):
    with closing(sqlite3.connect(tmp_path / "bare.db", isolation_level=None)) as db:
        for pragma in ("page_size=8192", "journal_mode=WAL", "synchronous=FULL"):
            db.execute(f"PRAGMA {pragma}")
        db.execute("CREATE TABLE entry(idx INTEGER PRIMARY KEY, leaf BLOB NOT NULL) STRICT")
        yield db


def took(action):
    began = perf_counter()
    action()
    return perf_counter() - began


def insert(db, leaves):
    db.execute("BEGIN IMMEDIATE")
    db.executemany("INSERT INTO entry(leaf) VALUES (?)", ((leaf,) for leaf in leaves))
    db.execute("COMMIT")


def test_one_durable_append_with_its_checkpoint(benchmark, record, bare, tmp_path):
    """P1 and P2: against an fdatasync of 8 KB and a bare insert, interleaved."""
    made = iter(notes(ROUNDS + 10))
    block, bare_s, sync_s = bytes(8192), [], []
    raw = os.open(tmp_path / "raw", os.O_CREAT | os.O_WRONLY)

    def synced():
        os.write(raw, block)
        os.fdatasync(raw)

    def limits():
        note = next(made)
        bare_s.append(took(lambda: insert(bare, [note])))
        sync_s.append(took(synced))
        return (note,), {}

    def append(note):
        record.append([note], onto=record.head(), now=NOW)

    benchmark.pedantic(append, setup=limits, rounds=ROUNDS)
    os.close(raw)
    ours = benchmark.stats.stats.median
    benchmark.extra_info["to a bare insert"] = round(ours / statistics.median(bare_s), 2)
    benchmark.extra_info["to fdatasync of 8 KB"] = round(ours / statistics.median(sync_s), 2)


def test_a_hundred_entries_in_one_append(benchmark, record, bare):
    """P3: rows a second against bare batches of a hundred."""
    made, bare_s = notes(4_100), []

    def limits():
        batch = [made.pop(0) for _ in range(100)]
        bare_s.append(took(lambda: insert(bare, batch)))
        return (batch,), {}

    def append(batch):
        record.append(batch, onto=record.head(), now=NOW)

    benchmark.pedantic(append, setup=limits, rounds=40)
    ours = benchmark.stats.stats.median
    benchmark.extra_info["rows a second"] = round(100 / ours)
    benchmark.extra_info["of bare batches"] = round(statistics.median(bare_s) / ours, 2)


def test_verifying_everything(benchmark, filled):
    """P5 and P6: CPU time against hashing alone, and against checking the signatures alone."""
    with SqliteRecord.open(filled) as record:
        leaves = list(record.leaves())
    text, signature = b"x" * 600, DESK.private.sign(b"x" * 600)
    public = DESK.private.public_key()

    def cpu(action):
        began = process_time()
        action()
        return process_time() - began

    hashing = cpu(lambda: root_hash([leaf_hash(leaf) for leaf in leaves]))
    signatures = cpu(lambda: [public.verify(signature, text) for _ in leaves])
    whole = []

    benchmark.pedantic(lambda: whole.append(cpu(lambda: verify(filled))), rounds=3)

    benchmark.extra_info["entries a CPU second"] = round(ENTRIES / min(whole))
    benchmark.extra_info["to hashlib alone"] = round(min(whole) / hashing, 1)
    benchmark.extra_info["to hashing and signatures alone"] = round(
        min(whole) / (hashing + signatures), 2
    )
    benchmark.extra_info["file to leaf bytes"] = round(
        filled.stat().st_size / sum(map(len, leaves)), 2
    )


def test_one_inclusion_proof(benchmark, filled):
    """P7: built from the stored tiles; how long checking it takes beside it."""
    with SqliteRecord.open(filled) as record:
        index, head = ENTRIES // 3, record.head()
        leaf = leaf_hash(next(record.leaves(index, index + 1)))

        proof = benchmark(record.inclusion, index)

    check = took(lambda: root_from_inclusion(leaf, index, head.size, proof))
    benchmark.extra_info["check, in microseconds"] = round(check * 1e6, 1)
    assert root_from_inclusion(leaf, index, head.size, proof) == head.root
