"""What the record costs in PostgreSQL beside what it costs in a file, in the same run.

The server runs on this machine, through a socket, and waits for its disk as the file does. Whoever
reaches it over a network pays a few round trips more for each batch.
"""

import statistics
from datetime import UTC, datetime
from time import perf_counter

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from truceline.record.note import Signer, sign
from truceline.record.sqlite import SqliteRecord

ORIGIN = "centre.example/record"
NOW = datetime(2026, 3, 2, 7, 5, tzinfo=UTC)
BATCH, ROUNDS = 100, 60
LOG = Signer(name=ORIGIN, private=Ed25519PrivateKey.from_private_bytes(bytes(32)))
DESK = Signer(name="centre.example/desk", private=Ed25519PrivateKey.from_private_bytes(b"d" * 32))


def batch(number):
    return [
        sign(f'{{"number":{number * BATCH + at},"text":"{"x" * 900}"}}\n', [DESK]).encode()
        for at in range(BATCH)
    ]


@pytest.fixture
def there(postgres):
    pytest.importorskip("psycopg")
    from truceline.record.postgres.address import Address  # noqa: PLC0415 - an extra
    from truceline.record.postgres.record import PostgresRecord  # noqa: PLC0415

    with PostgresRecord.create(Address.of(postgres.make()), origin=ORIGIN, signer=LOG) as record:
        yield record


@pytest.fixture
def here(tmp_path):
    with SqliteRecord.create(tmp_path / "record.db", origin=ORIGIN, signer=LOG) as record:
        yield record


def append(record, notes):
    began = perf_counter()
    record.append(notes, onto=record.head(), now=NOW)
    return perf_counter() - began


def test_a_hundred_entries_in_one_append(benchmark, here, there):
    """P10: rows a second in PostgreSQL against those in SQLite, batch by batch in turn."""
    made, here_s = [batch(number) for number in range(ROUNDS)], []

    def turn():
        notes = made.pop()
        here_s.append(append(here, notes))
        return (there, notes), {}

    benchmark.pedantic(append, setup=turn, rounds=ROUNDS)
    ours = benchmark.stats.stats.median
    assert there.head() == here.head()
    benchmark.extra_info["rows a second"] = round(BATCH / ours)
    benchmark.extra_info["rows a second in SQLite"] = round(BATCH / statistics.median(here_s))
    benchmark.extra_info["of SQLite's"] = round(statistics.median(here_s) / ours, 2)
