"""The record, vault and views of one centre in one PostgreSQL database: three schemas."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass

import psycopg

from truceline.record.note import Signer
from truceline.record.postgres import record as records
from truceline.record.postgres import vault as vaults
from truceline.record.postgres.address import Address
from truceline.record.postgres.database import alone, clear, finish, has_schema
from truceline.record.postgres.record import PostgresRecord
from truceline.record.postgres.stored import stored_at
from truceline.record.postgres.vault import PostgresVault
from truceline.record.postgres.views import PostgresViews
from truceline.record.store import Folds, Holdings, Record
from truceline.record.verify import PLAINLY, How, Progress, Verified, check
from truceline.record.wrong import naming

_SCHEMAS = (records.SCHEMA, vaults.SCHEMA)


def at(url: str) -> "Database":
    """Raises RefusedError: no address of a database, or one with a password in it."""
    return Database(Address.of(url))


@dataclass(frozen=True, slots=True)
class Database:
    """Three schemas of one database."""

    address: Address
    unfinished: bool = False  # as whoever is making them has them; nobody else can open them

    def create_record(self, *, origin: str, signer: Signer) -> Record:
        return PostgresRecord.create(self.address, origin=origin, signer=signer)

    def create_vault(self) -> Holdings:
        return PostgresVault.create(self.address)

    def record(self, *, signer: Signer | None = None) -> Record:
        return PostgresRecord.open(self.address, signer=signer)

    def vault(self) -> Holdings:
        return self._vault()

    def _vault(self) -> PostgresVault:
        return PostgresVault.open(self.address, unfinished=self.unfinished)

    def views(self) -> Folds:
        return PostgresViews(self.address)

    def has_record(self) -> bool:
        return has_schema(self.address, records.SCHEMA)

    def record_to_adopt(self, *, first: str) -> Record:
        if self.unfinished:
            return PostgresRecord.create_to_adopt(self.address, first=first)
        if self.has_record():
            return self.record()
        with alone(self.address) as db:
            clear(db, [records.SCHEMA])
            record = PostgresRecord.create_to_adopt(self.address, first=first)
            finish(db, [records.SCHEMA])
        return record

    def vault_to_fill(self) -> Holdings:
        if has_schema(self.address, vaults.SCHEMA):
            return self.vault()
        with alone(self.address) as db:
            clear(db, [vaults.SCHEMA])
            vault = PostgresVault.create(self.address)
            finish(db, [vaults.SCHEMA])
        return vault

    def verify(self, *, progress: Progress, how: How = PLAINLY) -> Verified:
        with naming("the record"), ExitStack() as stack:
            with naming("the vault"):
                there = self.unfinished or has_schema(self.address, vaults.SCHEMA)
                vault = stack.enter_context(self._vault()) if there else None
            stored = stack.enter_context(stored_at(self.address, unfinished=self.unfinished))
            return check(stored, vault, asks_vault=True, how=how, progress=progress)

    @contextmanager
    def making(self) -> Iterator[None]:
        """Record and vault made in this block can be opened when it ends well, or are gone."""
        with alone(self.address) as db:
            clear(db, _SCHEMAS)
            try:
                yield
                finish(db, _SCHEMAS)
            except BaseException:
                with suppress(psycopg.Error):
                    clear(db, _SCHEMAS)
                raise
