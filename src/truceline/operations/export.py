"""A centre's record written out as plain files that anybody can check. The vault stays at home."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from truceline.operations.centre import Centre
from truceline.operations.cosigned import Cosignatures
from truceline.operations.hold import opening
from truceline.operations.whole import whole, written
from truceline.record import checkpoint as checkpoints
from truceline.record.export import drop_outgrown, replace, write_tree
from truceline.record.monitored import COSIGNED
from truceline.record.note import MAX_NOTE_BYTES, NoteError
from truceline.record.tiles import CHECKPOINT
from truceline.terms.charter import Opened
from truceline.terms.problem import Problem, RefusedError

VKEYS, README = "vkeys.txt", "README.txt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """What the folder now commits to."""

    size: int
    root: bytes
    added: int  # entries that were not in the folder before


def export(
    centre: Centre,
    folder: Path,
    *,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> Exported:
    """Write the record to a new folder, or bring an earlier export up to date.

    A new folder appears whole or not at all. An earlier export stays valid throughout: files are
    added, and its checkpoint is replaced last.

    Raises:
        RefusedError: the place is taken, holds another history, or cannot be written.
        DamagedError: the record is not what its checkpoint commits to.
    """
    folder = folder.absolute()
    before = _size_of_earlier(centre, folder)
    with whole(folder) if before is None else written(folder) as building:
        opened = opening(centre)
        explain(opened, building)
        known = Cosignatures(centre)
        others = known.files()
        note = known.checkpoint()  # read last: it covers all of the others
        said = write_tree(centre.record, building, note=note, progress=progress)
        _lay_cosigned(others, building)
        drop_outgrown(building)
    return Exported(size=said.size, root=said.root, added=said.size - (before or 0))


def explain(opened: Opened, folder: Path) -> None:
    """Lay beside the files what they are, and the keys that entry 0 names."""
    (folder / VKEYS).write_text(_vkeys(opened), encoding="utf-8")
    (folder / README).write_text(_readme(opened), encoding="utf-8")


def _lay_cosigned(files: Mapping[str, bytes], folder: Path) -> None:
    """The latest checkpoint of each witness and of the quorum; what an older policy named goes."""
    for old in (folder / COSIGNED).rglob("checkpoint"):
        if old.relative_to(folder).as_posix() not in files:
            old.unlink()
    for name, note in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        replace(folder / name, note)


def _size_of_earlier(centre: Centre, folder: Path) -> int | None:
    """How much an earlier export in this folder holds; None where there is nothing.

    Raises:
        RefusedError: something else is there, or a history that is not a part of this record.
    """
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return None
    try:
        with (folder / CHECKPOINT).open("rb") as file:
            earlier = checkpoints.read(file.read(MAX_NOTE_BYTES).decode())
    except (OSError, NoteError, UnicodeDecodeError) as error:
        raise _refused(
            "place-taken",
            folder,
            "There is something here that is not an export.",
            "Choose another folder; nothing was touched.",
        ) from error
    size = centre.record.head().size
    if earlier.origin != centre.record.origin:
        raise _refused(
            "other-record",
            folder,
            f"This is an export of {earlier.origin}, not of {centre.record.origin}.",
            "Choose another folder; nothing was touched.",
        )
    if earlier.size > size:
        raise _refused(
            "behind",
            folder,
            f"The export here holds {earlier.size} entries, this record only {size}.",
            "Keep this export: it has entries that the centre has lost. Run truceline verify.",
        )
    if centre.record.root_at(earlier.size) != earlier.root:
        raise _refused(
            "two-histories",
            folder,
            f"The first {earlier.size} entries of the export here are not those of this record.",
            "Keep both and show them to the other parties: one of them was changed.",
        )
    return earlier.size


def _vkeys(opened: Opened) -> str:
    return "".join(f"{holder.role} {holder.vkey}\n" for holder in opened.keys)


def _readme(opened: Opened) -> str:
    text = resources.files(__package__).joinpath("export_readme.txt").read_text(encoding="utf-8")
    return text.replace("{origin}", opened.origin)


def _refused(code: str, folder: Path, message: str, remedy: str) -> RefusedError:
    return RefusedError(Problem(code=code, where=str(folder), message=message, remedy=remedy))
