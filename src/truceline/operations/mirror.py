"""Keep a full copy of somebody's record, and cosign what only adds to it.

A mirror believes nothing it has not hashed and checked itself. What it holds is never made smaller,
and a source that shows less, or something else, is refused with a file that proves it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from pathlib import Path

from truceline.operations.export import explain
from truceline.operations.whole import written
from truceline.operations.witnessing import TRIES, Home, alone, at_home
from truceline.record import checkpoint as checkpoints
from truceline.record import pair as pairs
from truceline.record.checkpoint import Checkpoint
from truceline.record.copy import (
    Copy,
    OtherEntriesError,
    Progress,
    arrive,
    forget_arrived,
    has_arrived,
    holds_copy,
    move_in,
    settle,
    subtree_in,
)
from truceline.record.edge import TILE_WIDTH
from truceline.record.follow import Follower
from truceline.record.merkle import Subtree, consistency_path, range_root
from truceline.record.note import NoteError, Verifier, open_note
from truceline.record.published import Published, entries_of, note_of, reading, wrong
from truceline.record.witness import Request, Witness
from truceline.terms.problem import Problem, RefusedError

MAX_NEW = 10_000_000  # entries in one go: a source without end must not fill the disk
PROOFS = "proofs"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mirrored:
    """What the mirror now holds and has cosigned."""

    origin: str
    size: int
    root: bytes
    added: int  # entries that were not held before
    log_keys: tuple[str, ...]
    cosigner: str  # the mirror's own vkey


def mirror(
    source: Published,
    folder: Path,
    *,
    clock: Callable[[], datetime],
    chance: Callable[[int], str],
    name: str | None = None,
    log_key: str | None = None,
    progress: Progress = lambda _done, _total: None,
) -> Mirrored:
    """Pull what is new, check all of it, keep it, and cosign the checkpoint it leads to.

    Raises:
        RefusedError: the source cannot be read, or gives what is not as promised, or shows less or
            something else than it has signed before; or the mirror's own copy is damaged.
    """
    folder = folder.absolute()
    with written(folder), at_home(folder, name=name, chance=chance) as home, alone(folder):
        return _Pull(source, home, clock=clock, progress=progress).run(log_key)


class _Pull:
    """One round, straight through."""

    def __init__(
        self,
        source: Published,
        home: Home,
        *,
        clock: Callable[[], datetime],
        progress: Progress,
    ) -> None:
        self._source = source
        self._home = home
        self._clock = clock
        self._progress = progress
        self._folder = home.folder
        self._left_over = has_arrived(home.folder)
        self._copy = Copy(home.folder, progress=progress) if holds_copy(home.folder) else None
        self._note = note_of(source)
        self._logs: tuple[Verifier, ...] = ()
        with reading(source.where, "checkpoint"):
            self._said = checkpoints.read(self._note)

    def run(self, log_key: str | None) -> Mirrored:
        # 1. Whose record is it, and did its log sign this checkpoint?
        held = 0 if self._copy is None else self._copy.said.size
        follower = self._follower()
        self._require_signed(follower, log_key)
        self._require_not_behind()
        # 2. Everything new, followed entry by entry.
        self._fetch(follower)
        files = move_in(self._folder, size=self._said.size)
        # 3. Cosigned before it counts: a mirror never holds what it would not have cosigned.
        lines = self._cosigned(follower, subtree_in(files, size=self._said.size))
        # 4. The copy now goes as far as the checkpoint.
        explain(follower.opened, self._folder / "record")
        settle(self._folder, lines, follower=follower)
        return Mirrored(
            origin=self._said.origin,
            size=self._said.size,
            root=self._said.root,
            added=self._said.size - held,
            log_keys=tuple(str(key) for key in follower.authors.logs),
            cosigner=str(self._home.key.cosigner),
        )

    def _follower(self) -> Follower:
        if self._copy is not None:
            return self._copy.follower
        if self._said.size == 0:
            raise wrong(self._source.where, "there is no entry yet, not even the one that opens it")
        first = entries_of(self._source, 0, count=min(TILE_WIDTH, self._said.size))[0]
        with reading(self._source.where, "entry 0"):
            return Follower.beginning(first)

    def _require_signed(self, follower: Follower, log_key: str | None) -> None:
        where, origin = self._source.where, follower.authors.origin
        self._logs = follower.authors.logs
        known = [str(key) for key in self._logs]
        if log_key is not None and log_key not in known:
            raise _refused(
                "other-log-key",
                where,
                f"The record is signed by another log key than yours: {known[0]}.",
                "Ask by another way which one is right; nothing was taken over.",
            )
        if self._said.origin != origin:
            raise _refused(
                "other-record",
                where,
                f"This is the record {self._said.origin}; here {origin} is mirrored.",
                "Mirror it into another folder.",
            )
        with reading(where, "checkpoint"):
            signed = open_note(self._note, follower.authors.logs)
            if signed.text != str(self._said):
                raise NoteError("it has extension lines, and those are not cosigned")
        self._note = str(signed)

    def _require_not_behind(self) -> None:
        seen = self._home.memory.latest(self._said.origin)
        cosigned = 0 if seen is None else seen.checkpoint.size
        held = 0 if self._copy is None else self._copy.said.size
        if self._said.size == 0:
            raise wrong(self._source.where, f"it shows no entries; {held} are held here")
        if self._copy is not None and self._said.size <= held:
            known = self._copy.subtree
            if range_root(0, self._said.size, subtree=known) != self._said.root:
                raise self._accused(self._copy.note, subtree=known)
            if self._said.size < held:
                raise self._accused(self._copy.note, subtree=known)
        if self._said.size < cosigned:
            raise _refused(
                "behind",
                self._source.where,
                f"It shows {self._said.size} entries; {cosigned} were cosigned here.",
                "Run it again; if it stays so, ask for the entries that are missing.",
            )
        if self._said.size - held > MAX_NEW:
            raise wrong(self._source.where, f"it says to have more than {MAX_NEW} new entries")

    def _fetch(self, follower: Follower) -> None:
        try:
            self._arrive(follower)
        except OtherEntriesError as error:
            forget_arrived(self._folder)
            accused = self._forked()
            if accused is not None:
                raise accused from error
            hint = (
                " Run it once more: what had come before was thrown away" if self._left_over else ""
            )
            raise wrong(self._source.where, f"{error}.{hint}") from error

    def _arrive(self, follower: Follower) -> None:
        arrive(
            self._source,
            self._folder,
            said=self._said,
            follower=follower,
            progress=self._progress,
        )

    def _forked(self) -> RefusedError | None:
        """Whether the source's own hashes show that its checkpoint is no continuation of ours."""
        if self._copy is None:
            return None
        theirs = subtree_in(self._source, size=self._said.size)
        held = self._copy.said
        try:
            if range_root(0, self._said.size, subtree=theirs) != self._said.root:
                return None
            if range_root(0, held.size, subtree=theirs) == held.root:
                return None
            return self._accused(self._copy.note, subtree=theirs)
        except (RefusedError, ValueError):
            return None

    def _cosigned(self, follower: Follower, subtree: Subtree) -> str:
        """The checkpoint with the log's lines and ours, remembered on disk before we have it."""
        logs = follower.authors.logs
        witness = Witness(
            self._home.memory, [self._home.key], logs={self._said.origin: logs}, clock=self._clock
        )
        for _ in range(TRIES):
            seen = self._home.memory.latest(self._said.origin)
            old = 0 if seen is None else seen.checkpoint.size
            path = consistency_path(old, self._said.size, subtree=subtree) if old else ()
            asked = Request(old=old, proof=path, note=self._note)
            answer = witness.add_checkpoint(str(asked).encode())
            if answer.status is HTTPStatus.OK:
                return f"{self._note}{answer.body}"
            if answer.status is HTTPStatus.UNPROCESSABLE_ENTITY and seen is not None:
                raise self._accused(seen.note, subtree=subtree)
        raise wrong(self._source.where, f"it cannot be cosigned: {answer.body.strip()}")

    def _accused(self, kept: str, *, subtree: Subtree) -> RefusedError:
        """Refuse the source, with the proof in a file."""
        proof = pairs.pair(kept, self._note, subtree=subtree)
        with reading(self._source.where, "checkpoint"):
            found = pairs.check(proof, logs=self._logs)
        file = _kept(self._folder, proof, said=found.later, than=found.earlier)
        forked = found.proves is pairs.Proves.FORK
        return _refused(
            "two-histories" if forked else "behind",
            self._source.where,
            f"{found} Nothing was taken over.",
            f"The proof is in {file}: show it to the other parties, who check it with "
            f"truceline proof {file.name} --log-key '{self._logs[0]}'."
            if forked
            else f"The missing ones are held here. Both checkpoints are in {file}.",
        )


def _kept(folder: Path, proof: pairs.Pair, *, said: Checkpoint, than: Checkpoint) -> Path:
    """One file for one pair, however often the source is asked."""
    name = f"{than.size}-{than.root.hex()[:8]}-and-{said.size}-{said.root.hex()[:8]}.txt"
    (folder / PROOFS).mkdir(exist_ok=True)
    file = folder / PROOFS / name
    file.write_text(str(proof), encoding="utf-8")
    return file


def _refused(code: str, where: str, message: str, remedy: str) -> RefusedError:
    return RefusedError(Problem(code=code, where=where, message=message, remedy=remedy))
