"""The fence: whether anybody is known to hold more of this record than is here, or another history.

A restored backup is a good, shorter record: nothing in it tells that anything is missing. So it is
held against checkpoints that lie elsewhere, and where one of them goes further, nothing is added:
the log would sign a second history.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from truceline.operations.centre import Centre
from truceline.operations.fetch import PATIENCE_S, WITNESSING, Address
from truceline.operations.hold import opening
from truceline.operations.whole import written
from truceline.operations.witnessing import MARK, MEMORY
from truceline.record import checkpoint as checkpoints
from truceline.record.authors import Authors
from truceline.record.copy import RECORD as COPY
from truceline.record.monitored import latest
from truceline.record.note import MAX_NOTE_BYTES, NoteError
from truceline.record.published import reading
from truceline.record.seen import SUFFIX, Seen, peer_of
from truceline.record.witness import Memory
from truceline.terms.problem import Problem, RefusedError

SEEN = "seen"  # what others were found to hold, inside the centre: restored with it
BESIDE = "beside.txt"  # names the folder outside where the centre notes its own newest checkpoint
MAX_PATH_BYTES = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A checkpoint that lies elsewhere."""

    holder: str  # who, or which file, for people
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fence:
    """How the record stands to what others are known to hold."""

    size: int
    compared: int
    behind: int  # entries somebody holds and this record lacks
    holders: tuple[str, ...]  # who holds them, or another history
    forked: bool

    @property
    def open(self) -> bool:
        """Whether entries may be added."""
        return not self.behind and not self.forked

    def __str__(self) -> str:
        """A sentence for people."""
        holders = ", ".join(self.holders)
        if self.forked:
            return (
                f"This record of {self.size} entries and what is known of {holders} are two "
                "histories, both signed by its log. Nothing can be added here. Keep both, and show "
                "them to the other parties."
            )
        if self.behind:
            return (
                f"This record is behind by {self.behind}: it has {self.size} entries, and "
                f"{self.size + self.behind} were signed. Nothing can be added here. The missing "
                f"ones can be had where this is known from: {holders}."
            )
        if self.compared == 1:
            told = "the one checkpoint that lies elsewhere goes no further"
        else:
            told = f"of {self.compared} checkpoints that lie elsewhere none goes further"
        return f"In step: {self.size} entries are here, and {told}."


def fence(centre: Centre, *, known: Sequence[Known] = ()) -> Fence:
    """Hold the record against all that is remembered, and against these.

    Raises:
        RefusedError: one of `known` is no checkpoint of this record.
    """
    # The record is looked at last: what others append and note meanwhile is then in it.
    everything = (*known, *_remembered(centre))
    size = centre.record.head().size
    logs = Authors(opening(centre)).logs if everything and size else ()
    ahead: dict[str, int] = {}
    other = []
    compared = 0
    for one in everything:
        try:
            said = checkpoints.open_checkpoint(one.note, logs)
            if said.origin != centre.record.origin:
                raise NoteError(f"it is about {said.origin}, not {centre.record.origin}")
        except NoteError as error:
            if one in known:
                with reading(one.holder, "checkpoint"):
                    raise NoteError(str(error)) from error
            continue  # spoilt since it was remembered: it proves nothing any more
        compared += 1
        if said.size > size:
            ahead[one.holder] = said.size
        elif centre.record.root_at(said.size) != said.root:
            other.append(one.holder)
    most = max(ahead.values(), default=size)
    return Fence(
        size=size,
        compared=compared,
        behind=most - size,
        holders=tuple(other) or tuple(who for who, many in ahead.items() if many == most),
        forked=bool(other),
    )


def require_in_step(centre: Centre) -> None:
    """Refuse to add to a record that others are known to hold more of.

    Raises:
        RefusedError: it is behind, or another history is known.
    """
    found = fence(centre)
    if not found.open:
        raise RefusedError(
            Problem(
                code="fenced",
                where=centre.folder.name,
                message=str(found),
                remedy="Ask it as before; see truceline fence.",
            )
        )


def against(paths: Sequence[Path]) -> tuple[Known, ...]:
    """Checkpoints in files, or in the folders of exports and mirrors; and what a mirror cosigned.

    Raises:
        RefusedError: not there, or not text.
    """
    return tuple(known for path in paths for known in (_read(path), *cosigned_in(path)))


def cosigned_in(path: Path) -> tuple[Known, ...]:
    """What a mirror has cosigned, where that is not the very checkpoint of its copy.

    A witness that is asked in rounds cosigns what it has not mirrored yet. Elsewhere: nothing.

    Raises:
        RefusedError: its memory cannot be read.
    """
    home = path.parent if path.name == COPY else path
    if not (home / MARK).is_file() or not (home / MEMORY).is_file():
        return ()
    with reading(str(path), "checkpoint"):
        held = checkpoints.read(_read(home).note)
    with Memory.to_read(home / MEMORY) as memory:
        seen = memory.latest(held.origin)
    if seen is None or seen.checkpoint == held:
        return ()
    return (Known(holder=f"{home.name} (cosigned)", note=seen.note),)


def asked(
    centre: Centre, urls: Sequence[str], *, patience_s: float = PATIENCE_S
) -> tuple[Known, ...]:
    """The latest checkpoint of this record that each witness has cosigned.

    Raises:
        RefusedError: a witness is not reached, or has none.
    """
    name = latest(centre.record.origin)
    found = []
    for url in urls:
        with (
            Address(url, patience_s=patience_s, remedy=WITNESSING) as witness,
            reading(url, "checkpoint"),
        ):
            note = witness.read(name, at_most=MAX_NOTE_BYTES).decode()
            found.append(Known(holder=url, note=note))
    return tuple(found)


def remember(centre: Centre, known: Sequence[Known]) -> None:
    """Keep what was found, so that the next start knows it without asking."""
    with written(centre.folder):
        for one in known:
            Seen(centre.folder / SEEN).remember(one.holder, one.note)


def keep_beside(centre: Centre, folder: Path) -> None:
    """From now on note the newest checkpoint in a folder that is not restored with the centre."""
    with written(folder):
        folder.mkdir(parents=True, exist_ok=True)
        (centre.folder / BESIDE).write_text(f"{folder.absolute()}\n", encoding="utf-8")
        Seen(folder).remember(centre.record.origin, centre.record.checkpoint())


def note_beside(centre: Centre) -> None:
    """After entries were added. A folder that is not there now is noted in later."""
    folder = _beside(centre)
    if folder is not None and folder.is_dir():
        with suppress(OSError):  # the entries are on record already; `fence` says what is missing
            Seen(folder).remember(centre.record.origin, centre.record.checkpoint())


def missing_beside(centre: Centre) -> str:
    """A sentence where the folder outside cannot be looked into; else nothing."""
    folder = _beside(centre)
    if folder is None or folder.is_dir():
        return ""
    return f"{folder} is not there: what this centre noted outside of itself was not compared."


def _remembered(centre: Centre) -> Iterator[Known]:
    for stem, note in Seen(centre.folder / SEEN).notes():
        yield Known(holder=peer_of(stem), note=note)
    folder = _beside(centre)
    if folder is not None:
        for stem, note in Seen(folder).notes():
            if peer_of(stem) == centre.record.origin:  # other centres may note there as well
                yield Known(holder=str(folder), note=note)


def _beside(centre: Centre) -> Path | None:
    try:
        with (centre.folder / BESIDE).open("rb") as file:
            text = file.read(MAX_PATH_BYTES).decode().strip()
    except (OSError, UnicodeDecodeError):
        return None
    return Path(text) if text else None


def _read(path: Path) -> Known:
    for name in (path, path / "checkpoint", path / "record" / "checkpoint"):
        if name.is_file():
            with reading(str(path), "checkpoint"), name.open("rb") as file:
                note = file.read(MAX_NOTE_BYTES + 1).decode()
                return Known(holder=path.name.removesuffix(SUFFIX), note=note)
    raise RefusedError(
        Problem(
            code="not-there",
            where=str(path),
            message="There is no checkpoint here.",
            remedy="Name a file with one, or the folder of an export or a mirror.",
        )
    )
