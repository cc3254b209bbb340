"""A centre: one folder with a record, a vault, views, keys and settings."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from truceline import settings as settings_file
from truceline.record import keys
from truceline.record.cache import Cache
from truceline.record.note import Signer
from truceline.record.sqlite import SqliteRecord
from truceline.record.vault import Vault
from truceline.settings import Settings
from truceline.terms.problem import Problem, RefusedError

RECORD, VAULT, VIEWS, KEYS = "record.db", "vault.db", "views.db", "keys"


@dataclass(frozen=True, slots=True, kw_only=True)
class Centre:
    """An open centre. Close it, or use `opened`."""

    folder: Path
    settings: Settings
    record: SqliteRecord
    vault: Vault
    views: Cache

    def signer(self, name: str) -> Signer:
        """The key of that name, or whose name ends in /NAME.

        Raises:
            RefusedError: no such key in this centre.
        """
        full = name if "/" in name else f"{self.settings.origin}/{name}"
        held = keys.names(self.folder / KEYS)
        if full not in held:
            raise RefusedError(
                Problem(
                    code="no-key",
                    where=name,
                    message="this copy of the centre holds no such key.",
                    remedy=f"It holds: {', '.join(held)}."
                    if held
                    else "Without keys it can be asked and verified, and nothing can be added.",
                )
            )
        return keys.load(self.folder / KEYS, full)

    def close(self) -> None:
        self.record.close()
        self.vault.close()


@contextmanager
def opened(folder: Path) -> Iterator[Centre]:
    """Open a centre for reading and appending; a copy without the record's key, to read only.

    Raises:
        RefusedError: not a centre, made by a newer Truceline, or not readable.
    """
    settings = settings_file.load(folder)
    held = settings.origin in keys.names(folder / KEYS)
    signer = keys.load(folder / KEYS, settings.origin) if held else None
    record = SqliteRecord.open(folder / RECORD, signer=signer)
    try:
        vault = Vault.open(folder / VAULT)
    except BaseException:
        record.close()
        raise
    centre = Centre(
        folder=folder, settings=settings, record=record, vault=vault, views=Cache(folder / VIEWS)
    )
    try:
        yield centre
    finally:
        centre.close()
