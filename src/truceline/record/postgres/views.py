"""Folds kept between questions, in a schema that may be dropped at any time.

As in the file of the same purpose: what is damaged, foreign or out of reach is no cache, never an
error.
"""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from threading import RLock

import psycopg

from truceline.record.postgres.address import Address
from truceline.record.postgres.database import Connection, connect
from truceline.record.postgres.trouble import refusing
from truceline.record.store import Kept, beside
from truceline.record.wrong import blob, number
from truceline.terms.problem import RefusedError

_TABLES = b"""
CREATE SCHEMA IF NOT EXISTS views;

CREATE TABLE IF NOT EXISTS views.fold(
    name text NOT NULL, version text NOT NULL, size bigint NOT NULL, root bytea NOT NULL,
    state bytea NOT NULL, PRIMARY KEY (name, version));
"""


class PostgresViews:
    """The newest state of each fold."""

    def __init__(self, address: Address) -> None:
        self._address = address
        self._connection: Connection | None = None
        self._lock = RLock()

    def newest(self, name: str, *, version: str) -> Kept | None:
        # Asked for in a transaction that makes no tables: a reader need not be allowed to.
        with suppress(psycopg.Error, RefusedError, ValueError), self._transaction() as db:
            row = db.execute(
                "SELECT size, root, state FROM views.fold WHERE name = %s AND version = %s",
                (name, version),
                binary=True,
            ).fetchone()
            if row is not None:
                return Kept(size=number(row[0]), root=blob(row[1]), state=blob(row[2]))
        return None

    def keep(self, name: str, kept: Kept, *, version: str) -> None:
        """Replace what is kept of this fold, other versions of the code included."""
        with suppress(psycopg.Error, RefusedError), self._transaction() as db:
            db.execute("SET LOCAL synchronous_commit = off")  # a lost cache is folded again
            db.execute(_TABLES)
            db.execute("DELETE FROM views.fold WHERE name = %s", (name,))
            db.execute(
                "INSERT INTO views.fold VALUES (%s, %s, %s, %s, %s)",
                (name, version, kept.size, kept.root, kept.state),
            )

    def largest(self, name: str, *, version: str, upto: int) -> Kept | None:
        with suppress(psycopg.Error, RefusedError, ValueError), self._transaction() as db:
            row = db.execute(
                "SELECT size, root, state FROM views.fold "
                "WHERE (name = %s OR starts_with(name, %s)) AND version = %s AND size <= %s "
                "ORDER BY size DESC LIMIT 1",
                (name, beside(name), version, upto),
                binary=True,
            ).fetchone()
            if row is not None:
                return Kept(size=number(row[0]), root=blob(row[1]), state=blob(row[2]))
        return None

    def keep_beside(self, name: str, kept: Kept, *, version: str, spare: Collection[int]) -> None:
        """Another state of this fold; of others kept so, those of `spare` sizes stay."""
        with suppress(psycopg.Error, RefusedError), self._transaction() as db:
            db.execute("SET LOCAL synchronous_commit = off")  # a lost cache is folded again
            db.execute(_TABLES)
            db.execute(
                "DELETE FROM views.fold WHERE starts_with(name, %s) "
                "AND (version <> %s OR size = %s OR NOT size = ANY(%s::bigint[]))",
                (beside(name), version, kept.size, list(spare)),
            )
            db.execute(
                "INSERT INTO views.fold VALUES (%s, %s, %s, %s, %s)",
                (f"{beside(name)}{kept.size}", version, kept.size, kept.root, kept.state),
            )

    def pieces(self, name: str, *, version: str, upto: int) -> tuple[Kept, ...]:
        with suppress(psycopg.Error, RefusedError, ValueError), self._transaction() as db:
            rows = db.execute(
                "SELECT size, root, state FROM views.fold "
                "WHERE starts_with(name, %s) AND version = %s AND size <= %s ORDER BY size",
                (beside(name), version, upto),
                binary=True,
            ).fetchall()
            return tuple(
                Kept(size=number(row[0]), root=blob(row[1]), state=blob(row[2])) for row in rows
            )
        return ()

    def keep_pieces(self, name: str, pieces: Sequence[Kept], *, version: str) -> None:
        """All of these or none, besides those of the same code that are there."""
        with suppress(psycopg.Error, RefusedError), self._transaction() as db:
            db.execute("SET LOCAL synchronous_commit = off")  # a lost cache is folded again
            db.execute(_TABLES)
            db.execute(
                "DELETE FROM views.fold WHERE starts_with(name, %s) AND version <> %s",
                (beside(name), version),
            )
            with db.cursor() as cursor:
                cursor.executemany(
                    "INSERT INTO views.fold VALUES (%s, %s, %s, %s, %s) "
                    "ON CONFLICT (name, version) DO UPDATE SET "
                    "size = excluded.size, root = excluded.root, state = excluded.state",
                    [
                        (f"{beside(name)}{one.size}", version, one.size, one.root, one.state)
                        for one in pieces
                    ],
                )

    def clear(self) -> None:
        """Keep nothing any more. TRUNCATE leaves no dead rows: the table begins a new file."""
        with refusing(str(self._address)), self._transaction() as db:
            db.execute(_TABLES)
            db.execute("TRUNCATE views.fold")

    def close(self) -> None:
        with self._lock:
            if self._connection is not None:
                self._connection.close()

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        with self._lock:
            if self._connection is None or self._connection.closed:
                self._connection = connect(self._address)
            with self._connection.transaction():
                yield self._connection
