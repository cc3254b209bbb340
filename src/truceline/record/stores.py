"""Where a centre keeps its record, vault and views: files in its folder, or one database."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from truceline.record.cache import Cache
from truceline.record.note import Signer
from truceline.record.sqlite import SqliteRecord
from truceline.record.store import Folds, Holdings, Record
from truceline.record.vault import Vault
from truceline.record.verify import PLAINLY, How, Progress, Verified, verify
from truceline.terms.problem import Problem, RefusedError

if TYPE_CHECKING:
    from truceline.record.postgres.stores import Database

RECORD, VAULT, VIEWS = "record.db", "vault.db", "views.db"


class Stores(Protocol):
    """The three stores of one centre, one for each class of trust."""

    def create_record(self, *, origin: str, signer: Signer) -> Record: ...

    def create_vault(self) -> Holdings: ...

    def record(self, *, signer: Signer | None = None) -> Record:
        """The record; without a signer, to read only."""

    def vault(self) -> Holdings: ...

    def views(self) -> Folds: ...

    def has_record(self) -> bool: ...

    def record_to_adopt(self, *, first: str) -> Record:
        """A record that takes over entries of another copy, made under its first checkpoint."""

    def vault_to_fill(self) -> Holdings:
        """The vault, made where there is none."""

    def verify(self, *, progress: Progress, how: How = PLAINLY) -> Verified:
        """Check everything in the record, and the documents it names.

        Raises:
            VerifyError: something is wrong, or cannot be read.
        """


@dataclass(frozen=True, slots=True)
class Files:
    """Three files in the folder of the centre."""

    folder: Path

    def create_record(self, *, origin: str, signer: Signer) -> Record:
        return SqliteRecord.create(self.folder / RECORD, origin=origin, signer=signer)

    def create_vault(self) -> Holdings:
        return Vault.create(self.folder / VAULT)

    def record(self, *, signer: Signer | None = None) -> Record:
        return SqliteRecord.open(self.folder / RECORD, signer=signer)

    def vault(self) -> Holdings:
        return Vault.open(self.folder / VAULT)

    def views(self) -> Folds:
        return Cache(self.folder / VIEWS)

    def has_record(self) -> bool:
        return (self.folder / RECORD).exists()

    def record_to_adopt(self, *, first: str) -> Record:
        if self.has_record():
            return SqliteRecord.open_to_adopt(self.folder / RECORD)
        return SqliteRecord.create_to_adopt(self.folder / RECORD, first=first)

    def vault_to_fill(self) -> Holdings:
        there = (self.folder / VAULT).exists()
        return self.vault() if there else self.create_vault()

    def verify(self, *, progress: Progress, how: How = PLAINLY) -> Verified:
        return verify(self.folder / RECORD, vault=self.folder / VAULT, how=how, progress=progress)


def stores_of(folder: Path, store: str) -> Stores:
    """The stores of the centre in `folder`, whose settings name this store.

    Raises:
        RefusedError: no address of a database, or nothing installed to reach it with.
    """
    return database_at(store) if store else Files(folder)


@contextmanager
def making(store: str) -> Iterator[None]:
    """Make stores in this block: those in a database can be opened when it ends well, or are gone.

    Raises:
        RefusedError: out of reach, or another program is making something there.
    """
    if not store:
        yield  # files are made in a folder that appears whole or not at all
        return
    with database_at(store).making():
        yield


def stores_in_making(folder: Path, store: str) -> Stores:
    """The same stores, inside the block that makes them: nobody else can open them yet."""
    return replace(database_at(store), unfinished=True) if store else Files(folder)


def database_at(store: str) -> "Database":
    """The stores in the database at this address.

    Raises:
        RefusedError: no such address, or nothing installed to reach it with.
    """
    try:
        # An extra that most installations lack: truceline[postgres].
        from truceline.record.postgres.stores import at  # noqa: PLC0415
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != "psycopg":
            raise
        raise _without_psycopg() from None
    return at(store)


def _without_psycopg() -> RefusedError:
    return RefusedError(
        Problem(
            code="no-postgres",
            where="the store of this centre",
            message="it is a PostgreSQL database, and what reaches one is not installed.",
            remedy='Install it: pip install "truceline[postgres]"',
        )
    )
