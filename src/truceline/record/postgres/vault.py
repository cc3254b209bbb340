"""The vault in a PostgreSQL schema: documents under their SHA-256, names behind code names.

What it forgets is written out of its tables (VACUUM FULL). The blocks those lay in, the server's
write-ahead log and its backups are the server's: SQLite's `secure_delete` has no counterpart here.
"""

from collections.abc import Callable, Iterable, Mapping
from hashlib import sha256
from types import MappingProxyType
from typing import Self

from truceline.record.database import Closing
from truceline.record.postgres.address import Address
from truceline.record.postgres.database import (
    Connection,
    Database,
    Schema,
    create,
    keeps,
    open_at,
)
from truceline.record.store import DamagedDocumentError, NotInVaultError
from truceline.record.vault import CODE_TRIES
from truceline.record.wrong import blob

_SEALED = """
CREATE TABLE vault.sealed(commitment text PRIMARY KEY, salt bytea NOT NULL, payload bytea NOT NULL);

CREATE TABLE vault.forgetting(since integer PRIMARY KEY);
"""
_OLDEST_SEALED = 2  # the version that first kept sealed parts
_FORGETS = ("document", "person", "sealed")

SCHEMA = Schema(
    name="vault",
    lock=0x54564C54,  # "TVLT"
    version=2,
    tables="""
CREATE SCHEMA vault;

CREATE TABLE vault.document(sha256 text PRIMARY KEY, name bytea NOT NULL, bytes bytea NOT NULL);

CREATE TABLE vault.person(code text PRIMARY KEY, name bytea NOT NULL UNIQUE);

REVOKE ALL ON SCHEMA vault FROM PUBLIC;
"""
    + _SEALED,
    upgrades=MappingProxyType({1: _SEALED}),
)


class PostgresVault(Closing):
    """The documents and identities of one centre."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @classmethod
    def create(cls, address: Address) -> Self:
        """An empty vault; `finish` comes after.

        Raises:
            RefusedError: there is one already, or it cannot be made there.
        """
        return cls(create(address, SCHEMA))

    @classmethod
    def open(cls, address: Address, *, unfinished: bool = False) -> Self:
        """An existing vault.

        Raises:
            RefusedError: missing, out of reach, or made by a newer version.
        """
        return cls(open_at(address, SCHEMA, unfinished=unfinished))

    def close(self) -> None:
        self._database.close()

    def put(self, data: bytes, *, name: str) -> str:
        """Keep these bytes; return their SHA-256. What is there already keeps its first name."""
        digest = sha256(data).hexdigest()
        # File names need not be text; what is not is spelled out rather than dropped.
        plain = name.encode(errors="backslashreplace")
        with self._database.writing() as db:
            # A crash before COMMIT leaves no document; the record never cites one before it is
            # here, because operations append only after this returns.
            db.execute(
                "INSERT INTO vault.document(sha256, name, bytes) VALUES (%s, %s, %s) "
                "ON CONFLICT (sha256) DO NOTHING",
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
            row = db.execute(
                "SELECT bytes FROM vault.document WHERE sha256 = %s", (digest,), binary=True
            ).fetchone()
        if row is None:
            raise NotInVaultError(f"document {digest} is not in the vault: never here, or erased")
        data = blob(row[0])
        got = sha256(data).hexdigest()
        if got != digest:
            raise DamagedDocumentError(f"document {digest} has changed: its bytes hash to {got}")
        return data

    def has(self, digest: str) -> bool:
        with self._database.reading() as db:
            row = db.execute("SELECT 1 FROM vault.document WHERE sha256 = %s", (digest,)).fetchone()
        return row is not None

    def digests(self) -> tuple[str, ...]:
        """The SHA-256 of every document, in order."""
        with self._database.reading() as db:
            rows = db.execute('SELECT sha256 FROM vault.document ORDER BY sha256 COLLATE "C"')
            return tuple(str(digest) for (digest,) in rows)

    def name_of(self, digest: str) -> str:
        """The file name a document came with.

        Raises:
            NotInVaultError: never here, or erased.
        """
        with self._database.reading() as db:
            row = db.execute(
                "SELECT name FROM vault.document WHERE sha256 = %s", (digest,), binary=True
            ).fetchone()
        if row is None:
            raise NotInVaultError(f"document {digest} is not in the vault: never here, or erased")
        return blob(row[0]).decode()

    def code_for(self, person: str, *, fresh: Callable[[], str]) -> str:
        """The code name of a person, the same every time; a new one is "person:" and `fresh()`."""
        with self._database.writing() as db:
            row = db.execute(
                "SELECT code FROM vault.person WHERE name = %s", (person.encode(),)
            ).fetchone()
            if row is not None:
                return str(row[0])
            for _ in range(CODE_TRIES):
                code = f"person:{fresh()}"
                added = db.execute(
                    "INSERT INTO vault.person(code, name) VALUES (%s, %s) "
                    "ON CONFLICT (code) DO NOTHING",
                    (code, person.encode()),
                )
                if added.rowcount:
                    return code
            raise ValueError(f"{CODE_TRIES} code names in a row were taken: they are not random")

    def names(self) -> Mapping[str, str]:
        """Who is behind each code name."""
        with self._database.reading() as db:
            rows = db.execute("SELECT code, name FROM vault.person", binary=True)
            return MappingProxyType({str(code): blob(name).decode() for code, name in rows})

    def keep_part(self, commitment: str, *, salt: bytes, payload: bytes) -> None:
        """Keep what a commitment commits to. What is there already stays."""
        with self._database.writing() as db:
            db.execute(
                "INSERT INTO vault.sealed VALUES (%s, %s, %s) ON CONFLICT (commitment) DO NOTHING",
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
                    "SELECT salt, payload FROM vault.sealed WHERE commitment = %s",
                    (commitment,),
                    binary=True,
                ).fetchone()
        if row is None:
            raise NotInVaultError("this sealed part is not in the vault: never here, or erased")
        return blob(row[0]), blob(row[1])

    def parts(self) -> tuple[str, ...]:
        """The commitment of every sealed part, in order."""
        with self._database.reading() as db:
            if not _keeps_parts(db):
                return ()
            rows = db.execute('SELECT commitment FROM vault.sealed ORDER BY commitment COLLATE "C"')
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
            # A crash before COMMIT leaves all of them; after it none, and the mark that dead rows
            # may still hold them, which `flush` takes away.
            db.execute("INSERT INTO vault.forgetting VALUES (1) ON CONFLICT DO NOTHING")
            db.execute("DELETE FROM vault.document WHERE sha256 = ANY(%s)", (list(documents),))
            db.execute("DELETE FROM vault.person WHERE code = ANY(%s)", (list(people),))
            db.execute("DELETE FROM vault.sealed WHERE commitment = ANY(%s)", (list(parts),))

    def forgetting(self) -> bool:
        """Whether something was deleted and dead rows may still hold it."""
        with self._database.reading() as db:
            if not _keeps_parts(db):
                return False
            return db.execute("SELECT 1 FROM vault.forgetting").fetchone() is not None

    def flush(self) -> None:
        """The tables are written anew, without what was deleted.

        Raises:
            RefusedError: somebody else is using them; what was deleted is still to be flushed.
        """
        self._database.rewrite(_FORGETS)
        with self._database.writing() as db:
            db.execute("DELETE FROM vault.forgetting")


def _keeps_parts(db: Connection) -> bool:
    """Not so in an older vault that this user may only read."""
    return keeps(db, SCHEMA, since=_OLDEST_SEALED)
