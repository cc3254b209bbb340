"""Check a centre from the outside: the record, then the documents it names."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from truceline import settings
from truceline.record.stores import stores_of
from truceline.record.verify import VerifyError


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """Good, or the first wrong thing."""

    good: bool
    sentence: str


def check(folder: Path, *, progress: Callable[[int, int], None]) -> Outcome:
    """Re-hash everything and check every signature. Needs no keys.

    Files are checked without settings too; where a database is, only the settings tell.
    """
    stores = stores_of(folder, _store(folder))
    try:
        found = stores.verify(progress=progress)
    except VerifyError as error:
        return Outcome(good=False, sentence=str(error))
    return Outcome(good=True, sentence=str(found))


def _store(folder: Path) -> str:
    return settings.load(folder).store if (folder / settings.FILE_NAME).exists() else ""
