"""Folds kept between questions, in a file that may be deleted at any time.

A fold is kept under its name, the version of the code that made it, and the size and root it was
folded from. A damaged, foreign or unwritable file is no cache, never an error.
"""

import os
import sqlite3
from collections.abc import Collection, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from truceline.record.store import Kept, beside
from truceline.terms.problem import Problem, RefusedError

__all__ = ["Cache", "Kept"]

_SCHEMA = """
CREATE TABLE IF NOT EXISTS fold (
    name    TEXT NOT NULL,
    version TEXT NOT NULL,
    size    INTEGER NOT NULL,
    root    BLOB NOT NULL,
    state   BLOB NOT NULL,
    PRIMARY KEY (name, version)
) STRICT
"""


class Cache:
    """The newest state of each fold. Every call opens the file anew: it holds nothing open."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def newest(self, name: str, *, version: str) -> Kept | None:
        with suppress(sqlite3.Error), closing(self._connect()) as db:
            row = db.execute(
                "SELECT size, root, state FROM fold WHERE name = ? AND version = ?",
                (name, version),
            ).fetchone()
            return Kept(size=row[0], root=row[1], state=row[2]) if row else None
        return None

    def keep(self, name: str, kept: Kept, *, version: str) -> None:
        """Replace what is kept of this fold, other versions of the code included."""
        with suppress(sqlite3.Error, OverflowError), closing(self._connect()) as db, db:
            db.execute("DELETE FROM fold WHERE name = ?", (name,))
            db.execute(
                "INSERT INTO fold VALUES (?, ?, ?, ?, ?)",
                (name, version, kept.size, kept.root, kept.state),
            )

    def largest(self, name: str, *, version: str, upto: int) -> Kept | None:
        with suppress(sqlite3.Error), closing(self._connect()) as db:
            row = db.execute(
                "SELECT size, root, state FROM fold WHERE (name = ? OR substr(name, 1, ?) = ?) "
                "AND version = ? AND size <= ? ORDER BY size DESC LIMIT 1",
                (name, len(beside(name)), beside(name), version, upto),
            ).fetchone()
            return Kept(size=row[0], root=row[1], state=row[2]) if row else None
        return None

    def keep_beside(self, name: str, kept: Kept, *, version: str, spare: Collection[int]) -> None:
        """Another state of this fold; of others kept so, those of `spare` sizes stay."""
        with suppress(sqlite3.Error, OverflowError), closing(self._connect()) as db, db:
            rows = db.execute(
                "SELECT name, version, size FROM fold WHERE substr(name, 1, ?) = ?",
                (len(beside(name)), beside(name)),
            ).fetchall()
            db.executemany(
                "DELETE FROM fold WHERE name = ?",
                [(one,) for one, of, size in rows if of != version or size not in spare],
            )
            db.execute(
                "INSERT OR REPLACE INTO fold VALUES (?, ?, ?, ?, ?)",
                (f"{beside(name)}{kept.size}", version, kept.size, kept.root, kept.state),
            )

    def pieces(self, name: str, *, version: str, upto: int) -> tuple[Kept, ...]:
        with suppress(sqlite3.Error), closing(self._connect()) as db:
            rows = db.execute(
                "SELECT size, root, state FROM fold WHERE name >= ? AND name < ? "
                "AND version = ? AND size <= ? ORDER BY size",
                (*_pieces_of(name), version, upto),
            ).fetchall()
            return tuple(Kept(size=size, root=root, state=state) for size, root, state in rows)
        return ()

    def keep_pieces(self, name: str, pieces: Sequence[Kept], *, version: str) -> None:
        """All of these or none, besides those of the same code that are there."""
        with suppress(sqlite3.Error, OverflowError), closing(self._connect()) as db, db:
            db.execute(
                "DELETE FROM fold WHERE name >= ? AND name < ? AND version <> ?",
                (*_pieces_of(name), version),
            )
            db.executemany(
                "INSERT OR REPLACE INTO fold VALUES (?, ?, ?, ?, ?)",
                [
                    (f"{beside(name)}{one.size}", version, one.size, one.root, one.state)
                    for one in pieces
                ],
            )

    def clear(self) -> None:
        """Remove the file and what SQLite keeps beside it; others make it anew.

        Who has it open goes on in the removed file until the end of that call, and loses a cache.
        """
        for suffix in ("", "-wal", "-shm", "-journal"):
            with _removing(self._path):
                self._path.with_name(self._path.name + suffix).unlink(missing_ok=True)

    def close(self) -> None:
        """Nothing is open between calls."""

    def _connect(self) -> sqlite3.Connection:
        with suppress(OSError):  # what is wrong is said below
            os.close(os.open(self._path, os.O_CREAT | os.O_RDWR, 0o600))  # as the vault is
        db = sqlite3.connect(self._path, timeout=1)
        try:
            db.execute("PRAGMA journal_mode = WAL")
            db.execute("PRAGMA synchronous = OFF")  # a lost cache is folded again
            db.execute(_SCHEMA)
        except BaseException:
            db.close()
            raise
        return db


def _pieces_of(name: str) -> tuple[str, str]:
    """Where the names of pieces begin, and where they end: a size follows, and nothing else."""
    return beside(name), f"{beside(name)}:"


@contextmanager
def _removing(path: Path) -> Iterator[None]:
    """Turn what the disk says into what a person can act on."""
    try:
        yield
    except OSError as error:
        raise RefusedError(
            Problem(
                code="cannot-write",
                where=path.name,
                message=f"It cannot be removed: {error.strerror}.",
                remedy="Allow writing to the centre's folder, and run the command again.",
            )
        ) from error
