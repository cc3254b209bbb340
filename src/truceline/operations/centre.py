"""A centre: one folder with keys and settings; record, vault and views in it or in a database."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from truceline import settings as settings_file
from truceline.record import keys
from truceline.record.note import Signer
from truceline.record.store import Folds, Holdings, Record
from truceline.record.stores import RECORD, VAULT, VIEWS, stores_of
from truceline.settings import Settings
from truceline.terms.problem import Problem, RefusedError

__all__ = ["KEYS", "RECORD", "VAULT", "VIEWS", "Centre", "opened"]

KEYS = "keys"


@dataclass(frozen=True, slots=True, kw_only=True)
class Centre:
    """An open centre. Close it, or use `opened`."""

    folder: Path
    settings: Settings
    record: Record
    vault: Holdings
    views: Folds
    log: Signer | None = None  # what signs checkpoints; None: only to be asked
    unlock: keys.Unlock = keys.unasked

    def signer(self, name: str) -> Signer:
        """The key of that name, or of that name under the record's own.

        Raises:
            RefusedError: no such key in this centre.
        """
        held = keys.names(self.folder / KEYS)
        full = name if name in held else f"{self.settings.origin}/{name}"
        if full not in held:
            raise RefusedError(
                Problem(
                    code="no-key",
                    where=name,
                    message="this copy of the centre holds no such key.",
                    remedy=f"It holds: {', '.join(held)}; --by KEY names the one that signs."
                    if held
                    else "Without keys it can be asked and verified, and nothing can be added.",
                )
            )
        return keys.signer(self.folder / KEYS, full, unlock=self.unlock)

    def close(self) -> None:
        self.record.close()
        self.vault.close()
        self.views.close()


@contextmanager
def opened(folder: Path, *, unlock: keys.Unlock = keys.unasked) -> Iterator[Centre]:
    """Open a centre for reading and appending; a copy without the record's key, to read only.

    `unlock` is asked for a passphrase when a key that is under one first has to sign.

    Raises:
        RefusedError: not a centre, made by a newer Truceline, or not readable.
    """
    settings = settings_file.load(folder)
    held = settings.origin in keys.names(folder / KEYS)
    signer = keys.signer(folder / KEYS, settings.origin, unlock=unlock) if held else None
    stores = stores_of(folder, settings.store)
    record = stores.record(signer=signer)
    try:
        vault = stores.vault()
    except BaseException:
        record.close()
        raise
    centre = Centre(
        folder=folder,
        settings=settings,
        record=record,
        vault=vault,
        views=stores.views(),
        log=signer,
        unlock=unlock,
    )
    try:
        yield centre
    finally:
        centre.close()
