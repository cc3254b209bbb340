"""What must be erasable: documents under their SHA-256, and the names behind code names.

Unlike the record it may forget; `secure_delete` then overwrites what it forgets.
"""

import sqlite3
from collections.abc import Callable, Iterable, Mapping
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import Self

from truceline.record.database import Closing, Database, Layout, create, open_to_read, open_to_write
from truceline.record.store import DamagedDocumentError, NotInVaultError

CODE_TRIES = 8

__all__ = ["CODE_TRIES", "LAYOUT", "DamagedDocumentError", "NotInVaultError", "Vault"]

_SEALED = """
CREATE TABLE sealed(commitment TEXT PRIMARY KEY, salt BLOB NOT NULL, payload BLOB NOT NULL) STRICT;

CREATE TABLE forgetting(since INTEGER PRIMARY KEY) STRICT"""

LAYOUT = Layout(
    name="vault",
    application_id=0x54564C54,  # "TVLT"
    version=2,
    # What is spilled while a statement runs would lie in a file of its own that nobody overwrites.
    pragmas=("secure_delete=ON", "temp_store=MEMORY"),
    schema="""
CREATE TABLE document(sha256 TEXT PRIMARY KEY, name TEXT NOT NULL, bytes BLOB NOT NULL) STRICT;

CREATE TABLE person(code TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT, WITHOUT ROWID;

"""
    + _SEALED,
    upgrades=MappingProxyType({1: _SEALED}),
)
_OLDEST_SEALED = 2  # the version that first kept sealed parts


class Vault(Closing):
    """The documents and identities of one centre."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @classmethod
    def create(cls, path: Path) -> Self:
        """An empty vault.

        Raises:
            RefusedError: there is one already, or it cannot be written here.
        """
        return cls(create(path, LAYOUT))

    @classmethod
    def open(cls, path: Path, *, read_only: bool = False) -> Self:
        """An existing vault.

        Raises:
            RefusedError: missing, locked, damaged, or made by a newer version.
        """
        opening = open_to_read if read_only else open_to_write
        return cls(opening(path, LAYOUT))

    def close(self) -> None:
        self._database.close()

    def put(self, data: bytes, *, name: str) -> str:
        """Keep these bytes; return their SHA-256. What is there already keeps its first name."""
        digest = sha256(data).hexdigest()
        # File names need not be text; what is not is spelled out rather than dropped.
        plain = name.encode(errors="backslashreplace").decode()
        with self._database.writing() as db:
            # A crash before COMMIT leaves no document; the record never cites one before it is
            # here, because operations append only after this returns.
            db.execute(
                "INSERT INTO document(sha256, name, bytes) VALUES (?, ?, ?) "
                "ON CONFLICT(sha256) DO NOTHING",
                (digest, plain, data),
            )
        return digest

    def get(self, digest: str) -> bytes:
        """The bytes under this SHA-256, hashed again.

        Raises:
            NotInVaultError: never here, or erased.
            DamagedDocumentError: the bytes have changed.
        """
        with self._database.reading() as db:
            row = db.execute("SELECT bytes FROM document WHERE sha256 = ?", (digest,)).fetchone()
        if row is None:
            raise NotInVaultError(f"document {digest} is not in the vault: never here, or erased")
        data: bytes = row[0]
        got = sha256(data).hexdigest()
        if got != digest:
            raise DamagedDocumentError(f"document {digest} has changed: its bytes hash to {got}")
        return data

    def has(self, digest: str) -> bool:
        with self._database.reading() as db:
            row = db.execute("SELECT 1 FROM document WHERE sha256 = ?", (digest,)).fetchone()
        return row is not None

    def digests(self) -> tuple[str, ...]:
        """The SHA-256 of every document, in order."""
        with self._database.reading() as db:
            rows = db.execute("SELECT sha256 FROM document ORDER BY sha256").fetchall()
        return tuple(str(digest) for (digest,) in rows)

    def name_of(self, digest: str) -> str:
        """The file name a document came with.

        Raises:
            NotInVaultError: never here, or erased.
        """
        with self._database.reading() as db:
            row = db.execute("SELECT name FROM document WHERE sha256 = ?", (digest,)).fetchone()
        if row is None:
            raise NotInVaultError(f"document {digest} is not in the vault: never here, or erased")
        return str(row[0])

    def code_for(self, person: str, *, fresh: Callable[[], str]) -> str:
        """The code name of a person, the same every time; a new one is "person:" and `fresh()`."""
        with self._database.writing() as db:
            row = db.execute("SELECT code FROM person WHERE name = ?", (person,)).fetchone()
            if row is not None:
                return str(row[0])
            for _ in range(CODE_TRIES):
                code = f"person:{fresh()}"
                added = db.execute(
                    "INSERT INTO person(code, name) VALUES (?, ?) ON CONFLICT(code) DO NOTHING",
                    (code, person),
                )
                if added.rowcount:
                    return code
            raise ValueError(f"{CODE_TRIES} code names in a row were taken: they are not random")

    def names(self) -> Mapping[str, str]:
        """Who is behind each code name."""
        with self._database.reading() as db:
            return MappingProxyType(dict(db.execute("SELECT code, name FROM person")))

    def keep_part(self, commitment: str, *, salt: bytes, payload: bytes) -> None:
        """Keep what a commitment commits to. What is there already stays."""
        with self._database.writing() as db:
            db.execute(
                "INSERT INTO sealed VALUES (?, ?, ?) ON CONFLICT(commitment) DO NOTHING",
                (commitment, salt, payload),
            )

    def part(self, commitment: str) -> tuple[bytes, bytes]:
        """Salt and payload behind a commitment. Whether they fit it is for whoever asks.

        Raises:
            NotInVaultError: never here, or erased.
        """
        with self._database.reading() as db:
            row = None
            if _keeps_parts(db):
                row = db.execute(
                    "SELECT salt, payload FROM sealed WHERE commitment = ?", (commitment,)
                ).fetchone()
        if row is None:
            raise NotInVaultError("this sealed part is not in the vault: never here, or erased")
        return row[0], row[1]

    def parts(self) -> tuple[str, ...]:
        """The commitment of every sealed part, in order."""
        with self._database.reading() as db:
            if not _keeps_parts(db):
                return ()
            rows = db.execute("SELECT commitment FROM sealed ORDER BY commitment").fetchall()
        return tuple(str(commitment) for (commitment,) in rows)

    def forget(
        self,
        *,
        documents: Iterable[str] = (),
        people: Iterable[str] = (),
        parts: Iterable[str] = (),
    ) -> None:
        """Delete them, by hash, code name and commitment. `flush` comes after."""
        with self._database.writing() as db:
            # A crash before COMMIT leaves all of them; after it none, and the mark that some bytes
            # may still lie in the write-ahead log, which `flush` takes away.
            db.execute("INSERT INTO forgetting VALUES (1) ON CONFLICT DO NOTHING")
            db.executemany("DELETE FROM document WHERE sha256 = ?", [(one,) for one in documents])
            db.executemany("DELETE FROM person WHERE code = ?", [(one,) for one in people])
            db.executemany("DELETE FROM sealed WHERE commitment = ?", [(one,) for one in parts])

    def forgetting(self) -> bool:
        """Whether something was deleted and its bytes may still lie in the files."""
        with self._database.reading() as db:
            if not _keeps_parts(db):
                return False
            return db.execute("SELECT 1 FROM forgetting").fetchone() is not None

    def flush(self) -> None:
        """No byte of what was deleted stays in the files.

        Raises:
            RefusedError: another program is using them; what was deleted is still to be flushed.
        """
        self._database.empty_log()
        with self._database.writing() as db:
            db.execute("DELETE FROM forgetting")


def _keeps_parts(db: sqlite3.Connection) -> bool:
    """Not so in an older vault on a disk that nobody can write to."""
    version: int = db.execute("PRAGMA user_version").fetchone()[0]
    return version >= _OLDEST_SEALED
