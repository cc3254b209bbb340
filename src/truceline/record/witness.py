"""A witness (c2sp.org/tlog-witness): cosigns what only adds to what it has cosigned before.

It keeps one checkpoint for each log and answers `add-checkpoint`. It serves nothing itself and asks
nobody: whoever carries the request, by network or on a stick, hands the body in and takes the
answer back. It does not look at entries; a mirror does.
"""

import re
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from http import HTTPStatus
from pathlib import Path
from typing import Self

from truceline.record import checkpoint as checkpoints
from truceline.record.checkpoint import Checkpoint
from truceline.record.cosignature import CosigningKey
from truceline.record.database import (
    Closing,
    Database,
    Layout,
    create,
    open_to_read,
    open_to_write,
)
from truceline.record.merkle import EMPTY_ROOT, HASH_BYTES, root_from_consistency
from truceline.record.note import MAX_NOTE_BYTES, Known, Note, NoteError, checked, parse

MAX_HASHES = 63
MAX_REQUEST_BYTES = MAX_NOTE_BYTES + 10_000  # the proof lines take at most 2,835
SIZE_TYPE = "text/x.tlog.size"
TEXT_TYPE = "text/plain; charset=utf-8"

_OLD = re.compile("old (0|[1-9][0-9]{0,17})")

LAYOUT = Layout(
    name="witness",
    application_id=0x54574954,  # "TWIT"
    version=1,
    pragmas=(),
    schema="""
CREATE TABLE seen(origin TEXT PRIMARY KEY, size INTEGER NOT NULL, root BLOB NOT NULL,
    note TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TRIGGER seen_never_shrinks BEFORE UPDATE ON seen WHEN new.size < old.size
    BEGIN SELECT RAISE(ABORT, 'a witness never goes back'); END;

CREATE TRIGGER seen_never_goes BEFORE DELETE ON seen
    BEGIN SELECT RAISE(ABORT, 'a witness forgets nothing'); END""",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What a log asks a witness: to go from the size it cosigned last to this checkpoint."""

    old: int
    proof: tuple[bytes, ...]
    note: str

    def __str__(self) -> str:
        """The body of the request."""
        lines = (f"{_encoded(node)}\n" for node in self.proof)
        return f"old {self.old}\n{''.join(lines)}\n{self.note}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the witness says to that."""

    status: HTTPStatus
    body: str
    content_type: str = TEXT_TYPE


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """The latest checkpoint that was cosigned for a log."""

    checkpoint: Checkpoint
    note: str  # the log's verified lines and our own, and no others


class Memory(Closing):
    """What a witness has cosigned, in one SQLite file that several processes may share."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @classmethod
    def create(cls, path: Path) -> Self:
        """A witness that has seen nothing.

        Raises:
            RefusedError: there is one already, or it cannot be written here.
        """
        return cls(create(path, LAYOUT))

    @classmethod
    def open(cls, path: Path) -> Self:
        """An existing one. A lost one is never made anew: it would cosign a second history.

        Raises:
            RefusedError: missing, locked, damaged, or made by a newer version.
        """
        return cls(open_to_write(path, LAYOUT))

    @classmethod
    def to_read(cls, path: Path) -> Self:
        """An existing one that is only looked into, also where nobody can write to it.

        Raises:
            RefusedError: missing, damaged, or made by a newer version.
        """
        return cls(open_to_read(path, LAYOUT))

    def latest(self, origin: str) -> Seen | None:
        with self._database.reading() as db:
            row = db.execute(
                "SELECT size, root, note FROM seen WHERE origin = ?", (origin,)
            ).fetchone()
        if row is None:
            return None
        return Seen(checkpoint=Checkpoint(origin=origin, size=row[0], root=row[1]), note=row[2])

    def replace(self, before: Seen | None, after: Seen) -> bool:
        """Put `after` in the place of `before`, unless somebody else has been faster.

        When this returns True it is on disk: only then may the cosignature leave the witness. A
        crash in between leaves a checkpoint that counts as cosigned though nobody has the line;
        asking again gives it.
        """
        new = after.checkpoint
        with self._database.writing() as db:
            if before is None:
                done = db.execute(
                    "INSERT INTO seen(origin, size, root, note) VALUES (?, ?, ?, ?) "
                    "ON CONFLICT(origin) DO NOTHING",
                    (new.origin, new.size, new.root, after.note),
                )
            else:
                old = before.checkpoint
                done = db.execute(
                    "UPDATE seen SET size = ?, root = ?, note = ? "
                    "WHERE origin = ? AND size = ? AND root = ?",
                    (new.size, new.root, after.note, old.origin, old.size, old.root),
                )
            return done.rowcount == 1

    def close(self) -> None:
        self._database.close()


class Witness:
    """Answers requests with its keys, for the logs it was told to watch."""

    def __init__(
        self,
        memory: Memory,
        keys: Sequence[CosigningKey],
        *,
        logs: Mapping[str, Iterable[Known]],
        clock: Callable[[], datetime],
    ) -> None:
        self._memory = memory
        self._keys = tuple(keys)
        self._logs = {origin: tuple(known) for origin, known in logs.items()}
        self._clock = clock

    def add_checkpoint(self, body: bytes) -> Answer:
        """The status table of tlog-witness, in its order.

        The same size with another root is answered by 422, as a proof that does not hold is: so
        says the text since C2SP/C2SP#280 (2026). Before, it asked for a 409 without a size.
        """
        try:
            asked = parse_request(body)
            said = checkpoints.parse(parse(asked.note).text)
        except NoteError as error:
            return _no(HTTPStatus.BAD_REQUEST, str(error))
        if said.origin not in self._logs:
            return _no(HTTPStatus.NOT_FOUND, "this log is not watched here")
        try:
            signed = checked(parse(asked.note), self._logs[said.origin])
        except NoteError as error:
            return _no(HTTPStatus.FORBIDDEN, str(error))
        if str(said) != signed.text:
            # ML-DSA lines would not cover extension lines, so nobody's do (Sunlight does the same).
            return _no(HTTPStatus.BAD_REQUEST, "checkpoints with extension lines are not cosigned")
        if asked.old > said.size:
            return _no(HTTPStatus.BAD_REQUEST, f"old {asked.old} is above {said.size}")
        return self._advance(asked, said, signed=signed)

    def latest(self, origin_hash: str) -> str | None:
        """The latest cosigned checkpoint of the log whose origin has this SHA-256, in hex."""
        for origin in self._logs:
            if sha256(origin.encode()).hexdigest() == origin_hash:
                seen = self._memory.latest(origin)
                return None if seen is None else seen.note
        return None

    def _advance(self, asked: Request, said: Checkpoint, *, signed: Note) -> Answer:
        before = self._memory.latest(said.origin)
        size = 0 if before is None else before.checkpoint.size
        if asked.old != size:
            return _conflict(size)
        wrong = _inconsistency(before, said, proof=asked.proof)
        if wrong:
            return _no(HTTPStatus.UNPROCESSABLE_ENTITY, wrong)
        at = self._clock()
        lines = tuple(key.sign(signed.text, at=at) for key in self._keys)
        # Only lines that were checked: a forged one under our own name would spoil the note for us
        # for ever (ANT-2026-SAPGR4D6).
        note = str(Note(text=signed.text, signatures=signed.signatures + lines))
        if not self._memory.replace(before, Seen(checkpoint=said, note=note)):
            now = self._memory.latest(said.origin)
            return _conflict(0 if now is None else now.checkpoint.size)
        return Answer(status=HTTPStatus.OK, body="".join(map(str, lines)))


def parse_request(body: bytes) -> Request:
    """Read the body of `add-checkpoint`.

    Raises:
        NoteError: not of its form. What the note says is not looked at.
    """
    if len(body) > MAX_REQUEST_BYTES:
        raise NoteError(f"a request of more than {MAX_REQUEST_BYTES} bytes is not read")
    try:
        head, blank, note = body.decode().partition("\n\n")
    except UnicodeDecodeError as error:
        raise NoteError("a request is UTF-8 text") from error
    old, *proof = head.split("\n")
    found = _OLD.fullmatch(old)
    if not blank or found is None:
        raise NoteError("a request is a line such as old 4711, a proof, a blank line, a checkpoint")
    if len(proof) > MAX_HASHES:
        raise NoteError(f"{len(proof)} hashes; no proof has more than {MAX_HASHES}")
    return Request(old=int(found[1]), proof=tuple(map(_hash, proof)), note=note)


def _inconsistency(before: Seen | None, said: Checkpoint, *, proof: tuple[bytes, ...]) -> str:
    """Why this checkpoint does not follow what was seen before; empty when it does."""
    if said.size == 0 and said.root != EMPTY_ROOT:
        return "no entries have another root than this"
    if before is None or before.checkpoint.size == 0:
        return "from nothing there is nothing to prove" if proof else ""
    old = before.checkpoint
    try:
        root = root_from_consistency(old.root, old.size, size=said.size, proof=proof)
    except ValueError as error:
        return str(error)
    return "" if root == said.root else f"{said.size} entries with this root were not proven"


def _conflict(size: int) -> Answer:
    return Answer(status=HTTPStatus.CONFLICT, body=f"{size}\n", content_type=SIZE_TYPE)


def _no(status: HTTPStatus, sentence: str) -> Answer:
    return Answer(status=status, body=f"{sentence}\n")


def _hash(line: str) -> bytes:
    try:
        node = b64decode(line, validate=True)
    except ValueError as error:
        raise NoteError("a line of the proof is not base64") from error
    if len(node) != HASH_BYTES:
        raise NoteError(f"a hash has {HASH_BYTES} bytes; one of the proof has {len(node)}")
    return node


def _encoded(node: bytes) -> str:
    return b64encode(node).decode()
