"""The exchange between a centre and its mirrors as files that somebody carries.

Out goes the record, back come cosigned checkpoints: the same bytes, the same checks, by hand. A
stick carries nothing of a vault and no key.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from truceline.operations.centre import Centre
from truceline.operations.export import explain, export
from truceline.operations.fence import SEEN
from truceline.operations.hold import opening
from truceline.operations.mirror import Mirrored, mirror
from truceline.operations.place import published_at
from truceline.operations.whole import written
from truceline.operations.witnessing import Home, at_home
from truceline.record import checkpoint as checkpoints
from truceline.record.authors import Authors
from truceline.record.copy import RECORD, Copy, Progress, holds_copy
from truceline.record.cosignature import cosigned, parse_cosigner
from truceline.record.export import ExportedTree, write_tree
from truceline.record.merkle import range_root
from truceline.record.note import Known, NoteError
from truceline.record.published import OfFolder, note_of, reading
from truceline.record.seen import SUFFIX, Seen, peer_of
from truceline.terms.problem import Problem, RefusedError

COSIGNED, KEY_SUFFIX = "cosigned", ".vkey"
MAX_KEY_BYTES = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Back:
    """A checkpoint that came back to its centre."""

    peer: str
    cosigner: str  # the key under whose line it came: compare it with the one you were given
    size: int
    behind: int  # entries that the peer holds and the centre lacks


def carry_centre(centre: Centre, stick: Path, *, progress: Progress) -> int:
    """Lay the record of a centre on the stick; how many entries it now holds."""
    return export(centre, stick / RECORD, progress=progress).size


def carry_mirror(folder: Path, stick: Path, *, progress: Progress) -> int:
    """Lay the copy of a mirror on the stick, and its cosigned checkpoint.

    Raises:
        RefusedError: no mirror, or the stick holds another record, another history, or more.
    """
    with at_home(folder) as home:
        if not holds_copy(folder):
            raise _refused("no-copy", folder, "Nothing was mirrored here yet.", "Mirror first.")
        copy = Copy(folder)
        _require_part(copy, stick)
        with written(stick):
            (stick / RECORD).mkdir(parents=True, exist_ok=True)
            logs = copy.follower.authors.logs
            write_tree(_Held(folder, logs=logs), stick / RECORD, progress=progress)
            explain(copy.follower.opened, stick / RECORD)
            _lay_back(home, copy.said.origin, stick)
        return copy.said.size


def bring_to_mirror(
    stick: Path,
    folder: Path,
    *,
    clock: Callable[[], datetime],
    chance: Callable[[int], str],
    progress: Progress,
) -> Mirrored:
    """Take over what is new on the stick, cosign it, and lay the cosigned checkpoint there."""
    with published_at(stick) as source:
        done = mirror(source, folder, clock=clock, chance=chance, progress=progress)
    with at_home(folder) as home, written(stick):
        _lay_back(home, done.origin, stick)
    return done


def bring_to_centre(stick: Path, centre: Centre) -> tuple[Back, ...]:
    """Remember what the mirrors have cosigned, each checked against the centre's own record.

    Raises:
        RefusedError: nothing on the stick, not signed by this log, or another history.
    """
    found = tuple(_came_back(stick, centre))
    if not found:
        raise _refused(
            "nothing-back",
            stick,
            "No cosigned checkpoint is on this stick.",
            "Bring it to a mirror first: truceline courier import STICK MIRROR.",
        )
    return found


def _came_back(stick: Path, centre: Centre) -> Iterator[Back]:
    logs = Authors(opening(centre)).logs
    size = centre.record.head().size
    for stem, note in Seen(stick / COSIGNED).notes():
        name = f"{COSIGNED}/{stem}{SUFFIX}"
        with reading(str(stick), name):
            key = OfFolder(stick).read(f"{COSIGNED}/{stem}{KEY_SUFFIX}", at_most=MAX_KEY_BYTES)
            cosigner = parse_cosigner(key.decode().strip())
            said = checkpoints.open_checkpoint(note, logs)
            if said.origin != centre.record.origin:
                raise NoteError(f"it is about {said.origin}, not {centre.record.origin}")
            if not cosigned(note, [cosigner]):
                raise NoteError(f"{cosigner.name} has not cosigned it")
        # Remembered before it is judged: what others hold stays known even where it condemns us.
        with written(centre.folder):
            Seen(centre.folder / SEEN).remember(peer_of(stem), note)
        if said.size <= size and centre.record.root_at(said.size) != said.root:
            raise _refused(
                "two-histories",
                stick / name,
                f"{cosigner.name} holds another history, of {said.size} entries this log signed.",
                "Add nothing, and show both to the other parties: to mirror this centre into that "
                "mirror makes the proof.",
            )
        behind = max(said.size - size, 0)
        yield Back(peer=peer_of(stem), cosigner=str(cosigner), size=said.size, behind=behind)


def _require_part(copy: Copy, stick: Path) -> None:
    """Whatever is on the stick must be a part of what is laid over it."""
    files = OfFolder(stick / RECORD)
    if not (stick / RECORD / "checkpoint").is_file():
        return
    with reading(files.where, "checkpoint"):
        there = checkpoints.read(note_of(files))
    good = there.origin == copy.said.origin and there.size <= copy.said.size
    if not good or range_root(0, there.size, subtree=copy.subtree) != there.root:
        raise _refused(
            "other-stick",
            stick,
            f"It holds {there.size} entries of {there.origin}, which are not a part of this copy.",
            "Import it here first, or take an empty stick; nothing was touched.",
        )


def _lay_back(home: Home, origin: str, stick: Path) -> None:
    latest = home.memory.latest(origin)
    if latest is None:
        return
    Seen(stick / COSIGNED).remember(home.key.name, latest.note)
    for stem, _ in Seen(stick / COSIGNED).notes():
        if peer_of(stem) == home.key.name:
            path = stick / COSIGNED / f"{stem}{KEY_SUFFIX}"
            path.write_text(f"{home.key.cosigner}\n", encoding="utf-8")


class _Held:
    """A mirror's copy, as something that is written out."""

    def __init__(self, folder: Path, *, logs: tuple[Known, ...]) -> None:
        self._tree = ExportedTree(folder / RECORD, logs=logs)

    def checkpoint(self) -> str:
        return self._tree.note

    def leaves(self, start: int = 0, stop: int | None = None) -> Iterator[bytes]:
        return self._tree.leaves(start, stop)


def _refused(code: str, where: Path, message: str, remedy: str) -> RefusedError:
    return RefusedError(Problem(code=code, where=str(where), message=message, remedy=remedy))
