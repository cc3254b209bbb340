"""One schema of a centre's database: how it is made, opened and refused. Not what is in it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from threading import RLock
from types import MappingProxyType
from typing import LiteralString

import psycopg
from psycopg.pq import TransactionStatus
from psycopg.sql import SQL, Composed, Identifier

from truceline.record.database import PATIENCE_S, Closing
from truceline.record.postgres.address import Address
from truceline.record.postgres.trouble import cannot_connect, refusing
from truceline.terms.problem import Problem, RefusedError

Row = tuple[object, ...]
Connection = psycopg.Connection[Row]
Cursor = psycopg.Cursor[Row]

OLDEST = 15
MAKING = 0x5452_4D4B  # the lock of whoever makes or copies: "TRMK"
CONNECT_S = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Schema:
    """What a schema is called, and the tables it is made with."""

    name: str  # "record"
    lock: int  # of pg_advisory_lock: whoever holds it is the one who writes
    version: int
    tables: str
    # What a schema of an older version lacks, by that version: what brings it to the next.
    upgrades: Mapping[int, str] = field(default_factory=lambda: MappingProxyType({}))


class Database(Closing):
    """A connection with one lock around it, made again where the server went away between."""

    def __init__(self, connection: Connection, schema: Schema, *, address: Address) -> None:
        self._connection = connection
        self._schema = schema
        self._address = address
        self._lock = RLock()

    @property
    def where(self) -> str:
        return str(self._address)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One unchanging view of the database, whatever others append meanwhile."""
        begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
        with self._transaction([begin]):
            yield self._connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """All of it or nothing, and nobody else in between.

        The advisory lock goes with the transaction: a program that dies takes none along.
        """
        with self._transaction(self._alone):
            yield self._connection

    @contextmanager
    def writing_on(self, question: str) -> Iterator[tuple[Connection, Row | None]]:
        """As `writing`, on the answer to a question that is asked under the lock."""
        with self._transaction([*self._alone, question]) as answer:
            yield self._connection, answer.fetchone()

    def asked(self, question: str) -> Row | None:
        """The first row of one question: one statement needs no transaction to be of one view."""
        with self._lock, refusing(self.where):
            return self._first([question]).fetchone()

    def rewrite(self, tables: Iterable[str]) -> None:
        """Write these tables of the schema anew, without their dead rows (VACUUM FULL).

        Raises:
            RefusedError: somebody else is using one of them, or the disk has no room.
        """
        with self._lock, refusing(self.where):
            for table in tables:
                name = Identifier(self._schema.name, table)
                self._connection.execute(SQL("VACUUM (FULL) {}").format(name))

    def close(self) -> None:
        with self._lock:
            self._connection.close()

    @property
    def _alone(self) -> tuple[str, str]:
        # READ COMMITTED: what is asked for under the lock is what the one before us left.
        return (
            "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE",
            f"SELECT pg_advisory_xact_lock({self._schema.lock:d})",
        )

    def _first(self, statements: Sequence[str]) -> Cursor:
        """Say these on the connection there is, or where that is no more, on a new one."""
        try:
            return _in_one_go(self._connection, statements)
        except psycopg.OperationalError:
            if not self._connection.closed:
                raise
            # Nothing was under way: the server went away since, and may be back.
            self._connection = connect(self._address)
            return _in_one_go(self._connection, statements)

    @contextmanager
    def _transaction(self, begin: Sequence[str]) -> Iterator[Cursor]:
        with self._lock, refusing(self.where):
            try:
                yield self._first(begin)
                # COMMIT waits until the server has its write-ahead log on disk. A crash of the
                # server before that leaves the database as it was; after it, everything above is
                # there. If the connection breaks here, only reading again tells which.
                if under_way(self._connection):  # some say it with the last of what they write
                    self._connection.execute("COMMIT")
            finally:
                if under_way(self._connection):
                    _undo(self._connection)


def under_way(db: Connection) -> bool:
    return not db.closed and db.info.transaction_status is not TransactionStatus.IDLE


def _in_one_go(db: Connection, statements: Sequence[str]) -> Cursor:
    """The answer to the last of them. A server far away answers each message after a while."""
    if len(statements) == 1:
        return db.execute(statements[0].encode(), binary=True)
    with db.pipeline():
        *_, last = [db.execute(one.encode(), binary=True) for one in statements]
    return last


def connect(address: Address) -> Connection:
    """A connection whose transactions are written out where they begin and end.

    Raises:
        RefusedError: the server is away, refuses us, is too old, or does not wait for its disk.
    """
    where = str(address)
    try:
        connection = psycopg.connect(
            address.url, autocommit=True, connect_timeout=CONNECT_S, application_name="truceline"
        )
    except psycopg.OperationalError as error:
        raise RefusedError(cannot_connect(error, where)) from None
    try:
        require_new_enough(connection.info.server_version, where)
        with refusing(where):
            connection.execute(
                "SELECT set_config('lock_timeout', %s, false), "
                "set_config('search_path', '', false)",
                (f"{PATIENCE_S:.0f}s",),
            )
            _require_durable(connection, where)
    except BaseException:
        connection.close()
        raise
    return connection


def create(address: Address, schema: Schema) -> Database:
    """Make the schema with its tables. It cannot be opened before `finish`.

    Raises:
        RefusedError: it is there already, or cannot be made.
    """
    database = Database(connect(address), schema, address=address)
    try:
        with database.writing() as db:
            if _is_there(db, schema.name):
                raise _already_there(schema, database.where)
            # One transaction: a crash leaves no schema at all.
            db.execute(schema.tables.encode())
            db.execute(_named("CREATE TABLE {}.layout(version integer NOT NULL)", schema))
    except BaseException:
        database.close()
        raise
    return database


def has_schema(address: Address, schema: Schema) -> bool:
    """Whether the schema is there and finished, or not ours: whatever opening it would look at."""
    with closing(connect(address)) as db, refusing(str(address)):
        if not _is_there(db, schema.name):
            return False
        return not _has_layout(db, schema) or _version(db, schema) is not None


def finish(db: Connection, schemas: Iterable[Schema]) -> None:
    """Say that all in them is as it should be. In one transaction: all of them are, or none."""
    with db.transaction():
        for schema in schemas:
            db.execute(_named("INSERT INTO {}.layout VALUES (%s)", schema), (schema.version,))


def clear(db: Connection, schemas: Iterable[Schema]) -> None:
    """Remove what an interrupted making left; anything finished, or not ours, stays."""
    for schema in schemas:
        with db.transaction():
            if _has_layout(db, schema) and _version(db, schema) is None:
                db.execute(_named("DROP SCHEMA {} CASCADE", schema))


@contextmanager
def alone(address: Address) -> Iterator[Connection]:
    """A connection of the one program that may make something in this database now.

    Raises:
        RefusedError: another one does, or the server refuses us.
    """
    db = connect(address)
    try:
        with refusing(str(address)):
            row = db.execute("SELECT pg_try_advisory_lock(%s::bigint)", (MAKING,)).fetchone()
        if row != (True,):
            raise RefusedError(
                Problem(
                    code="locked",
                    where=str(address),
                    message="another program is making or copying a centre into this database.",
                    remedy="Wait until it has finished, or choose another database.",
                )
            )
        with refusing(str(address)):
            yield db
    finally:
        db.close()


def open_at(address: Address, schema: Schema, *, unfinished: bool = False) -> Database:
    """Open an existing schema; one that is not finished, only for those who are making it.

    Raises:
        RefusedError: missing, not ours, made by a newer version, or the server refuses us.
    """
    database = Database(connect(address), schema, address=address)
    if unfinished:
        return database
    try:
        with database.reading() as db:
            _require_ours(db, schema, database.where)
            older = (_version(db, schema) or 0) < schema.version and _may_change(db, schema)
        if older:
            _upgrade(database, schema)
    except BaseException:
        database.close()
        raise
    return database


def keeps(db: Connection, schema: Schema, *, since: int) -> bool:
    """Whether the schema is of that version or later; who may not change it finds it older."""
    return (_version(db, schema) or schema.version) >= since


def _may_change(db: Connection, schema: Schema) -> bool:
    row = db.execute(
        "SELECT pg_catalog.has_schema_privilege(%s, 'CREATE') "
        "AND pg_catalog.has_table_privilege(%s, 'INSERT')",
        (schema.name, f"{schema.name}.layout"),
    ).fetchone()
    return row == (True,)


def _upgrade(database: Database, schema: Schema) -> None:
    """Bring an older schema to this version, in one transaction: a crash leaves the older one."""
    with database.writing() as db:
        # Asked again under the lock: another program may have been quicker.
        version = _version(db, schema) or schema.version
        for step in range(version, schema.version):
            db.execute(schema.upgrades[step].encode())
            db.execute(_named("INSERT INTO {}.layout VALUES (%s)", schema), (step + 1,))


def require_new_enough(version: int, where: str) -> None:
    """Raises RefusedError: the server is older than what we promise to work on."""
    if version < OLDEST * 10_000:
        raise RefusedError(
            Problem(
                code="old-server",
                where=where,
                message=f"the server is PostgreSQL {version // 10_000}.",
                remedy=f"Use a server of version {OLDEST} or newer.",
            )
        )


def _require_durable(connection: Connection, where: str) -> None:
    """What is answered as recorded must be on disk: the server has to wait for it."""
    row = connection.execute(
        "SELECT current_setting('fsync'), current_setting('synchronous_commit')"
    ).fetchone()
    fsync, waits = row or ("", "")
    if fsync != "on":
        raise RefusedError(
            Problem(
                code="not-durable",
                where=where,
                message="this server does not wait for its disk (fsync = off): what it says is "
                "recorded may be gone after a power cut.",
                remedy="Set fsync = on in postgresql.conf and restart the server.",
            )
        )
    if waits == "off":
        connection.execute("SET synchronous_commit = on")


def _is_there(db: Connection, schema: str) -> bool:
    row = db.execute("SELECT 1 FROM pg_catalog.pg_namespace WHERE nspname = %s", (schema,))
    return row.fetchone() is not None


def _require_ours(db: Connection, schema: Schema, where: str) -> None:
    if not _has_layout(db, schema):
        raise RefusedError(
            Problem(
                code="missing",
                where=where,
                message=f"There is no {schema.name} in this database.",
                remedy="Check the address of the store, or make a new centre with init.",
            )
        )
    version = _version(db, schema)
    if version is None:
        raise RefusedError(
            Problem(
                code="not-ours",
                where=where,
                message=f"The schema {schema.name} of this database is not a finished Truceline "
                f"{schema.name}.",
                remedy="Check the address; if making it was interrupted, make it again.",
            )
        )
    if version > schema.version:
        raise RefusedError(
            Problem(
                code="newer-version",
                where=where,
                message=f"This {schema.name} is of format {version}; "
                f"this version of Truceline reads up to {schema.version}.",
                remedy="Update Truceline on this machine.",
            )
        )


def _has_layout(db: Connection, schema: Schema) -> bool:
    return db.execute("SELECT to_regclass(%s)::text", (f"{schema.name}.layout",)).fetchone() != (
        None,
    )


def _version(db: Connection, schema: Schema) -> int | None:
    row = db.execute(_named("SELECT max(version) FROM {}.layout", schema)).fetchone()
    return row[0] if row and isinstance(row[0], int) else None


def _named(statement: LiteralString, schema: Schema) -> Composed:
    return SQL(statement).format(Identifier(schema.name))


def _already_there(schema: Schema, where: str) -> RefusedError:
    return RefusedError(
        Problem(
            code="already-there",
            where=where,
            message=f"There is a schema {schema.name} in this database already.",
            remedy="Use a database of its own (createdb); a record is never overwritten.",
        )
    )


def _undo(db: Connection) -> None:
    """ROLLBACK; where even that fails, the connection is of no use any more."""
    try:
        db.execute("ROLLBACK")
    except psycopg.Error:
        db.close()
