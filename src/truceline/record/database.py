"""One SQLite file of a centre: how it is made, opened and refused. Not what is in it."""

import os
import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import RLock
from types import MappingProxyType, TracebackType
from typing import Any, Self
from urllib.parse import quote

from truceline.terms.problem import Problem, RefusedError

PATIENCE_S = 5.0  # how long another writer may hold the file before we give up


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """What a kind of file is called, and the tables it is made with."""

    name: str  # "record"
    application_id: int
    version: int
    pragmas: tuple[str, ...]  # set on every connection that writes
    schema: str
    # What a file of an older version lacks, by that version: statements that bring it to the next.
    upgrades: Mapping[int, str] = field(default_factory=lambda: MappingProxyType({}))


class Closing(ABC):
    """What is closed where a `with` block ends."""

    @abstractmethod
    def close(self) -> None: ...

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


class Database(Closing):
    """A connection with one lock around it, whose failures are sentences."""

    def __init__(self, connection: sqlite3.Connection, *, path: Path) -> None:
        self._connection = connection
        self._path = path
        self._lock = RLock()

    def reading(self) -> AbstractContextManager[sqlite3.Connection]:
        """One unchanging view of the file, whatever others append meanwhile."""
        return self._transaction("BEGIN")

    def writing(self) -> AbstractContextManager[sqlite3.Connection]:
        """All of it or nothing: COMMIT at the end, ROLLBACK on any failure."""
        return self._transaction("BEGIN IMMEDIATE")

    def asked(self, question: str) -> tuple[Any, ...] | None:
        """The first row of one question: one statement needs no transaction to be of one view."""
        with self._lock:
            try:
                row: tuple[Any, ...] | None = self._connection.execute(question).fetchone()
            except sqlite3.Error as error:
                raise RefusedError(_problem(error, self._path)) from error
        return row

    def empty_log(self) -> None:
        """Bring the write-ahead log into the file, and leave none of its bytes.

        Raises:
            RefusedError: another program is in the middle of reading or writing.
        """
        with self._lock, refusing(self._path):
            busy = self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        if busy:
            raise RefusedError(
                Problem(
                    code="locked",
                    where=self._path.name,
                    message="Another program is using it, so that its log cannot be emptied.",
                    remedy="Close the other program, or try again when it has finished.",
                )
            )

    def close(self) -> None:
        with self._lock:
            self._connection.close()

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[sqlite3.Connection]:
        # One generator for all of it: on a fast disk, each more is felt in every append.
        with self._lock:
            try:
                self._connection.execute(begin)
                try:
                    yield self._connection
                    # COMMIT appends to the write-ahead log and waits for fdatasync. A crash before
                    # it ends leaves the file as it was; after it, everything above is on disk.
                    self._connection.execute("COMMIT")
                finally:
                    if self._connection.in_transaction:
                        self._connection.execute("ROLLBACK")
            except sqlite3.Error as error:
                raise RefusedError(_problem(error, self._path)) from error


def create(path: Path, layout: Layout) -> Database:
    """Make a new file.

    Raises:
        RefusedError: it is there already, or cannot be written.
    """
    _claim(path, layout)
    try:
        with refusing(path):
            connection = _connect(path, mode="rw")
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    database = Database(connection, path=path)
    try:
        with refusing(path):
            connection.execute("PRAGMA page_size=8192")  # wastes least on rows of about 1 KB
            connection.execute("PRAGMA journal_mode=WAL")
            _configure(connection, layout)
        with database.writing() as db:
            for statement in layout.schema.split(";\n\n"):
                db.execute(statement)
            # Set last and in the same transaction: a file without it was never finished.
            db.execute(f"PRAGMA application_id={layout.application_id:d}")
            db.execute(f"PRAGMA user_version={layout.version:d}")
    except BaseException:
        database.close()
        path.unlink(missing_ok=True)
        raise
    return database


def open_to_write(path: Path, layout: Layout) -> Database:
    """Open an existing file for reading and writing.

    Raises:
        RefusedError: missing, locked, damaged, of another kind, or made by a newer version.
    """
    _require_present(path, layout)
    with refusing(path):
        connection = _connect(path, mode="rw")
    database = _checked(connection, path, layout=layout)
    try:
        _upgrade(database, path, layout=layout)
    except BaseException:
        database.close()
        raise
    return database


def open_to_read(path: Path, layout: Layout) -> Database:
    """Open an existing file for reading only; also from a disk nobody can write to.

    Raises:
        RefusedError: missing, damaged, of another kind, or made by a newer version.
    """
    _require_present(path, layout)
    with refusing(path):
        connection = _connect(path, mode="ro")
        try:
            connection.execute("PRAGMA user_version").fetchone()
        except sqlite3.Error as error:
            connection.close()
            if not (isinstance(error, sqlite3.OperationalError) and _is_settled(path)):
                raise
            # A write-ahead log needs a writable folder even to read. Where nobody can write and the
            # log is empty, nothing can move under us.
            connection = _connect(path, mode="ro&immutable=1")
    return _checked(connection, path, layout=layout, pragmas=())


@contextmanager
def refusing(path: Path) -> Iterator[None]:
    """Turn what SQLite says into what a person can act on."""
    try:
        yield
    except sqlite3.Error as error:
        raise RefusedError(_problem(error, path)) from error


def _connect(path: Path, *, mode: str) -> sqlite3.Connection:
    return sqlite3.connect(
        f"file:{quote(str(path.absolute()))}?mode={mode}",
        uri=True,
        isolation_level=None,  # transactions are written out where they begin and end
        timeout=PATIENCE_S,
        check_same_thread=False,  # Database holds a lock
    )


def _configure(connection: sqlite3.Connection, layout: Layout) -> None:
    for pragma in ("synchronous=FULL", "foreign_keys=ON", *layout.pragmas):
        connection.execute(f"PRAGMA {pragma}")


def _checked(
    connection: sqlite3.Connection,
    path: Path,
    *,
    layout: Layout,
    pragmas: tuple[str, ...] | None = None,
) -> Database:
    try:
        with refusing(path):
            if pragmas is None:
                _configure(connection, layout)
            (kind,) = connection.execute("PRAGMA application_id").fetchone()
            (version,) = connection.execute("PRAGMA user_version").fetchone()
        if kind != layout.application_id:
            raise RefusedError(
                Problem(
                    code="not-ours",
                    where=path.name,
                    message=f"This file is not a finished Truceline {layout.name}.",
                    remedy="Check the path; if making it was interrupted, remove it and try again.",
                )
            )
        if version > layout.version:
            raise RefusedError(
                Problem(
                    code="newer-version",
                    where=path.name,
                    message=f"This {layout.name} is of format {version}; "
                    f"this version of Truceline reads up to {layout.version}.",
                    remedy="Update Truceline on this machine.",
                )
            )
    except BaseException:
        connection.close()
        raise
    return Database(connection, path=path)


def _upgrade(database: Database, path: Path, *, layout: Layout) -> None:
    """Bring an older file to this version; on a disk nobody can write to it stays as it is.

    All of it is one transaction: a crash leaves the older version, whole.
    """
    if not layout.upgrades or not os.access(path, os.W_OK) or not os.access(path.parent, os.W_OK):
        return
    with database.reading() as db:
        current = db.execute("PRAGMA user_version").fetchone()[0]
    if current >= layout.version:
        return
    with database.writing() as db:
        # Asked again under the lock: another program may have been quicker.
        (version,) = db.execute("PRAGMA user_version").fetchone()
        for step in range(version, layout.version):
            for statement in layout.upgrades[step].split(";\n\n"):
                db.execute(statement)
        db.execute(f"PRAGMA user_version={layout.version:d}")


def _claim(path: Path, layout: Layout) -> None:
    """Take the name, so that two who create at once do not share a file."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError as error:
        raise RefusedError(
            Problem(
                code="already-there",
                where=path.name,
                message=f"There is a {layout.name} here already.",
                remedy="Choose another folder; a record is never overwritten.",
            )
        ) from error
    except OSError as error:
        raise RefusedError(
            Problem(
                code="cannot-write",
                where=path.name,
                message=f"The {layout.name} cannot be made here: {error.strerror}.",
                remedy="Choose a folder on a disk that exists and can be written to.",
            )
        ) from error


def _require_present(path: Path, layout: Layout) -> None:
    if not path.is_file():
        raise RefusedError(
            Problem(
                code="missing",
                where=path.name,
                message=f"There is no {layout.name} here.",
                remedy="Check the path of the centre, or make a new one with init.",
            )
        )


def _is_settled(path: Path) -> bool:
    log = path.with_name(path.name + "-wal")
    return not os.access(path.parent, os.W_OK) and not (log.exists() and log.stat().st_size)


def _problem(error: sqlite3.Error, path: Path) -> Problem:
    reason = getattr(error, "sqlite_errorname", "") or ""
    for prefix, code, message, remedy in _FAILURES:
        if reason.startswith(prefix):
            return Problem(code=code, where=path.name, message=message, remedy=remedy)
    return Problem(
        code="damaged",
        where=path.name,
        message=f"The file cannot be read as it should: {error}.",
        remedy="Run truceline verify, and bring back a copy that passes.",
    )


_FAILURES = (
    (
        "SQLITE_BUSY",
        "locked",
        "Another program is writing to it and has not finished.",
        "Try again when it has; nothing was written.",
    ),
    (
        "SQLITE_READONLY",
        "cannot-write",
        "The disk or folder is read-only.",
        "Allow writing to the centre's folder, or copy it to a disk that can be written to.",
    ),
    (
        "SQLITE_CANTOPEN",
        "cannot-write",
        "The file, or the write-ahead log beside it, cannot be opened for writing.",
        "Allow writing to the centre's folder, or copy it to a disk that can be written to.",
    ),
    (
        "SQLITE_FULL",
        "disk-full",
        "The disk is full; nothing was written.",
        "Free some space and try again.",
    ),
    (
        "SQLITE_TOOBIG",
        "too-large",
        "This is larger than one file of a centre can hold (1 GB).",
        "Split it, or keep it elsewhere and deposit a description.",
    ),
    (
        "SQLITE_PROTOCOL",
        "locked",
        "The file could not be locked; other programs, or its disk, do not let it.",
        "Try again; on a disk shared over a network, copy the centre to this machine.",
    ),
    (
        "SQLITE_IOERR",
        "disk-failing",
        "The disk did not do what it was asked.",
        "Check the disk before anything else; then run truceline verify.",
    ),
)
