"""Check a centre from the outside: the record, then the documents it names."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from truceline.operations.centre import RECORD, VAULT
from truceline.record.verify import VerifyError, verify


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """Good, or the first wrong thing."""

    good: bool
    sentence: str


def check(folder: Path, *, progress: Callable[[int, int], None]) -> Outcome:
    """Re-hash everything and check every signature. Needs neither keys nor settings."""
    try:
        found = verify(folder / RECORD, vault=folder / VAULT, progress=progress)
    except VerifyError as error:
        return Outcome(good=False, sentence=str(error))
    return Outcome(good=True, sentence=str(found))
