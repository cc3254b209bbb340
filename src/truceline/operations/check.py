"""Check a centre from the outside: the record, then the documents it names."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from truceline import settings
from truceline.operations.fence import against as kept_in
from truceline.operations.whole import written
from truceline.record import checkpoint as checkpoints
from truceline.record.audited import MAX_STATE_BYTES, dumped
from truceline.record.export import replace
from truceline.record.published import reading
from truceline.record.stores import stores_of
from truceline.record.verify import How, VerifyError


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """Good, or the first wrong thing."""

    good: bool
    sentence: str


def check(
    folder: Path,
    *,
    progress: Callable[[int, int], None],
    against: Sequence[Path] = (),
    audited: Path | None = None,
    jobs: int = 1,
) -> Outcome:
    """Re-hash everything and check every signature. Needs no keys.

    Files are checked without settings too; where a database is, only the settings tell. `audited`
    is the checkpoint of the last audit that ended well; this one takes its place if it does. What
    the audit knew then is kept beside it, and makes the next one quicker.

    Raises:
        RefusedError: a checkpoint is not there, or the new one cannot be kept.
    """
    stores = stores_of(folder, _store(folder))
    how = How(
        against=_notes(against),
        audited=_notes([audited])[0] if audited and audited.exists() else "",
        state=_kept(_state_of(audited)) if audited else b"",
        jobs=jobs,
    )
    try:
        found = stores.verify(progress=progress, how=how)
    except VerifyError as error:
        return Outcome(good=False, sentence=str(error))
    if audited:
        with written(audited):
            # A crash between the two leaves a state of other entries: it is then made anew.
            replace(_state_of(audited), dumped(found.state))
            replace(audited, found.checkpoint.encode())
    return Outcome(good=True, sentence=str(found))


def _notes(paths: Sequence[Path]) -> tuple[str, ...]:
    """Checkpoints by the form alone: whether the log signed them the record says."""
    found = kept_in(paths)
    for known in found:
        with reading(known.holder, "checkpoint"):
            checkpoints.read(known.note)
    return tuple(known.note for known in found)


def _state_of(audited: Path) -> Path:
    return audited.with_name(f"{audited.name}.state")


def _kept(state: Path) -> bytes:
    """Nothing where it cannot be read: it can be made anew."""
    try:
        with state.open("rb") as file:
            return file.read(MAX_STATE_BYTES + 1)
    except OSError:
        return b""


def _store(folder: Path) -> str:
    return settings.load(folder).store if (folder / settings.FILE_NAME).exists() else ""
