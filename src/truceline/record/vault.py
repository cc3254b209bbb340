"""What must be erasable: documents under their SHA-256, and the names behind code names.

Unlike the record it may forget; `secure_delete` then overwrites what it forgets.
"""

from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import Self

from truceline.record.database import Closing, Database, Layout, create, open_to_read, open_to_write
from truceline.record.store import DamagedDocumentError, NotInVaultError

CODE_TRIES = 8

__all__ = ["CODE_TRIES", "LAYOUT", "DamagedDocumentError", "NotInVaultError", "Vault"]

LAYOUT = Layout(
    name="vault",
    application_id=0x54564C54,  # "TVLT"
    version=1,
    pragmas=("secure_delete=ON",),
    schema="""
CREATE TABLE document(sha256 TEXT PRIMARY KEY, name TEXT NOT NULL, bytes BLOB NOT NULL) STRICT;

CREATE TABLE person(code TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT, WITHOUT ROWID""",
)


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
