"""What a post says while nobody can be reached: signed notes in a folder, in its own order.

The folder holds no key and may be copied to a stick. Nothing in it is on record before a centre has
given a receipt, and a receipt counts only when it was checked here, with the log's key.
"""

import fcntl
import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from pathlib import Path

from truceline.operations.enclose import about_itself
from truceline.operations.outbox_documents import Carried
from truceline.operations.outbox_files import (
    MAX_REASON_BYTES,
    content,
    reason_in,
    refused,
    text_in,
)
from truceline.operations.whole import written
from truceline.record import checkpoint as checkpoints
from truceline.record import keys, proof
from truceline.record.authors import Authors
from truceline.record.checkpoint import Checkpoint
from truceline.record.export import replace as replace_file
from truceline.record.keyring import opening
from truceline.record.leaf import MAX_NOTE_BYTES, TIME_LINE_BYTES
from truceline.record.merkle import EMPTY_ROOT
from truceline.record.note import Known, Signer, parse, sign
from truceline.record.proof import SUFFIX, ProofError
from truceline.terms.charter import Opened
from truceline.terms.codec import b64, decode, dump, encode, load
from truceline.terms.entry import Fact
from truceline.terms.envelope import Cited, Envelope
from truceline.terms.names import Names
from truceline.terms.problem import sentence

SETTINGS, OPENING, CHECKPOINT, NAMES = "outbox.json", "opening.txt", "checkpoint", "names.json"
NOTES, DOCUMENTS, RECEIPTS, REFUSED = "notes", "documents", "receipts", "refused"
FORMAT = 1
MAX_NAMES_BYTES = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class _Named:
    names: Names


class Stage(StrEnum):
    """How far a note has come."""

    WAITING = "waiting"
    RECORDED = "recorded"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A note, and what is known of it here."""

    seq: int
    kind: str
    made: datetime
    stage: Stage
    entry: int | None = None  # where it is recorded
    size: int | None = None  # of the checkpoint of the receipt
    told: str = ""  # why it was refused, or is contested
    contested: bool = False


class Outbox:
    """An outbox in a folder."""

    def __init__(self, folder: Path) -> None:
        """Raises RefusedError: there is none, or it is damaged."""
        self.folder = folder
        self.documents = Carried(folder / DOCUMENTS)
        try:
            told = json.loads(text_in(folder / SETTINGS))
            self.key, self.keys = str(told["key"]), Path(str(told["keys"]))
            self._first, self._prev = int(told["first"]), str(told["prev"])
            newer = int(told["format"]) > FORMAT
            fact, _ = decode(parse(text_in(folder / OPENING)).text)
        except FileNotFoundError as error:
            raise refused(
                "no-outbox", folder, "There is no outbox here.", "Make one: truceline outbox init."
            ) from error
        except (OSError, ValueError, KeyError, TypeError, OverflowError, RecursionError) as error:
            raise refused("damaged", folder, f"The outbox is damaged: {error}.", _KEEP) from error
        if newer or not isinstance(fact, Opened):
            raise refused("newer-version", folder, "A newer Truceline made it.", "Update.")
        self.origin = fact.origin
        self.logs: tuple[Known, ...] = Authors(fact).logs

    @classmethod
    def make(
        cls,
        folder: Path,
        opened: str,
        *,
        key: Signer,
        keys_folder: Path,
        seen: str,
        following: tuple[int, str],
        names: Names | None,
    ) -> "Outbox":
        """A new one for a record whose entry 0 is this note; `seen` is a checkpoint, or nothing.

        `names` are those that the record's agreements give; None where they are not known here.

        Raises:
            RefusedError: something lies there already, or the disk did not take it.
        """
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise refused(
                "place-taken", folder, "There is something here already.", "Choose another folder."
            )
        first, prev = following
        told = {
            "format": FORMAT,
            "key": key.vkey,
            "keys": str(keys_folder.absolute()),
            "first": first,
            "prev": prev,
        }
        with written(folder):
            for name in (NOTES, RECEIPTS, REFUSED):
                (folder / name).mkdir(parents=True)
            (folder / DOCUMENTS).mkdir(mode=0o700)  # a book holds the names of people
            (folder / OPENING).write_text(opened, encoding="utf-8")
            if seen:
                (folder / CHECKPOINT).write_text(seen, encoding="utf-8")
            if names is not None:
                (folder / NAMES).write_bytes(dump(_Named(names=names)))
            # Last: a folder without it is no outbox.
            replace_file(folder / SETTINGS, json.dumps(told, indent=1).encode())
        return cls(folder)

    @property
    def name(self) -> str:
        """The author's."""
        return self.key.split("+", 1)[0]

    @property
    def names(self) -> Names:
        """What the agreements on record name, as far as this device knows; never a person.

        Raises:
            RefusedError: nothing of the record but its charter is here.
        """
        try:
            return load(content(self.folder / NAMES, at_most=MAX_NAMES_BYTES), _Named).names
        except FileNotFoundError as error:
            raise refused(
                "no-names",
                self.folder,
                "This outbox was made without a copy of the record: nobody could tell here whom "
                "the agreements name.",
                "Make one from a copy: truceline outbox init FOLDER --record SOURCE.",
            ) from error
        except (OSError, ValueError, RecursionError) as error:
            raise refused("damaged", self.folder / NAMES, sentence(error), _KEEP) from error

    def signed(self) -> dict[Checkpoint, str]:
        """Every checkpoint of the log's that is kept here, with its note; the shortest first.

        The last one that was seen, and those of the receipts: a stick brings receipts under
        checkpoints that nobody here has seen a centre show.
        """
        found: dict[Checkpoint, str] = {}
        with suppress(FileNotFoundError):
            where = self.folder / CHECKPOINT
            try:
                note = text_in(where)
                found[checkpoints.open_checkpoint(note, self.logs)] = note
            except FileNotFoundError:
                raise
            except (OSError, ValueError) as error:
                raise refused("damaged", where, sentence(error), _KEEP) from error
        for seq in (int(path.stem) for path in self._paths()):
            with suppress(OSError, ValueError):  # it counts for nothing, as everywhere
                note = proof.parse(self.receipt_of(seq) or "").checkpoint
                said = checkpoints.read(note)
                if said.origin == self.origin and said not in found:
                    found[checkpoints.open_checkpoint(note, self.logs)] = note
        return dict(sorted(found.items(), key=lambda one: one[0].size))

    def saw(self, note: str) -> None:
        """Remember a later checkpoint. Whether it continues those kept is for the caller."""
        with written(self.folder):
            replace_file(self.folder / CHECKPOINT, note.encode())

    def notes(self) -> Iterator[tuple[int, bytes]]:
        """Every note, in the author's order. Raises RefusedError: one cannot be read."""
        for path in self._paths():
            yield int(path.stem), _note(path)

    def add(
        self,
        facts: Sequence[Fact],
        *,
        by: Signer,
        now: datetime,
        amended: Callable[[Fact], tuple[Cited, ...]] = lambda _: (),
    ) -> tuple[int, ...]:
        """Sign facts and lay them in the folder; their numbers in the author's own count.

        `amended` gives what a fact takes back, where its entry is known here. A crash between two
        of them leaves the first ones, whole.

        Raises:
            RefusedError: another key than the outbox is of, or the disk did not take it.
        """
        if by.vkey != self.key:
            raise refused("other-key", self.folder, f"This outbox is of {self.name}.", _KEEP)
        keys.open_up(by)  # not while others wait for us
        last = next(reversed(self.signed()), None)
        after = (last.size, b64(last.root)) if last else (0, b64(EMPTY_ROOT))
        numbers = []
        with written(self.folder), self._alone():
            seq, prev = self._next()
            for fact in facts:
                envelope = Envelope(log=self.origin, seq=seq, prev=prev, after=after, made=now)
                envelope = replace(about_itself(envelope, fact), amends=amended(fact))
                text = encode(fact, envelope)
                note = sign(text, [by]).encode()
                _write_durably(self.folder / NOTES / f"{seq:08}.note", note)
                numbers.append(seq)
                seq, prev = seq + 1, b64(sha256(text.encode()).digest())
        return tuple(numbers)

    def keep_receipt(self, seq: int, receipt: str, *, contested: str = "") -> int:
        """Keep a receipt for a note of ours; the number of its entry.

        Raises:
            RefusedError: it proves nothing of this note.
        """
        note = _note(self.folder / NOTES / f"{seq:08}.note")
        try:
            held = proof.parse(receipt)
            entry = _proven(held, note, origin=self.origin, logs=self.logs)
        except ProofError as error:
            raise refused(
                "no-receipt",
                self.folder,
                f"What came for note {seq} is no receipt of it: {sentence(error)}",
                "It counts as waiting. Keep what came, and ask the centre's keeper.",
            ) from error
        with written(self.folder):
            replace_file(self.folder / RECEIPTS / f"{seq:08}{SUFFIX}", receipt.encode())
            if contested:
                replace_file(
                    self.folder / RECEIPTS / f"{seq:08}.contested",
                    contested.encode()[:MAX_REASON_BYTES],
                )
            (self.folder / REFUSED / f"{seq:08}.txt").unlink(missing_ok=True)
        return entry

    def keep_refusal(self, seq: int, told: str) -> None:
        with written(self.folder):
            replace_file(self.folder / REFUSED / f"{seq:08}.txt", told.encode()[:MAX_REASON_BYTES])

    def standings(self) -> Iterator[Standing]:
        """What is known of every note; a receipt that does not hold counts for nothing."""
        for seq, note in self.notes():
            try:
                fact, envelope = decode(parse(note.decode()).text)
            except ValueError as error:
                where = self.folder / NOTES / f"{seq:08}.note"
                raise refused("damaged", where, sentence(error), _KEEP) from error
            yield self._standing(seq, note, kind=type(fact).__name__.lower(), made=envelope.made)

    def is_refused(self, seq: int) -> bool:
        """Whether a centre refused it, as far as is known here."""
        return (self.folder / REFUSED / f"{seq:08}.txt").exists()

    def receipt_of(self, seq: int) -> str | None:
        """As it lies here. Raises OSError, ValueError: it cannot be read, or is not text."""
        with suppress(FileNotFoundError):
            return text_in(self.folder / RECEIPTS / f"{seq:08}{SUFFIX}")
        return None

    def _standing(self, seq: int, note: bytes, *, kind: str, made: datetime) -> Standing:
        found = Standing(seq=seq, kind=kind, made=made, stage=Stage.WAITING)
        try:
            receipt = self.receipt_of(seq)
            held = proof.parse(receipt) if receipt is not None else None
            entry = _proven(held, note, origin=self.origin, logs=self.logs) if held else None
        except (OSError, ValueError) as error:
            return replace(found, told=f"its receipt does not hold: {error}")
        if held is not None:
            doubt = reason_in(self.folder / RECEIPTS / f"{seq:08}.contested")
            return replace(
                found,
                stage=Stage.RECORDED,
                entry=entry,
                size=checkpoints.read(held.checkpoint).size,
                contested=bool(doubt),
                told=doubt,
            )
        why = reason_in(self.folder / REFUSED / f"{seq:08}.txt")
        return replace(found, stage=Stage.REFUSED, told=why) if why else found

    def _next(self) -> tuple[int, str]:
        paths = self._paths()
        if not paths:
            return self._first, self._prev
        try:
            last = parse(_note(paths[-1]).decode()).text
        except ValueError as error:
            raise refused("damaged", paths[-1], sentence(error), _KEEP) from error
        return int(paths[-1].stem) + 1, b64(sha256(last.encode()).digest())

    def _paths(self) -> list[Path]:
        found = (self.folder / NOTES).glob("*.note")
        return sorted(one for one in found if one.stem.isascii() and one.stem.isdecimal())

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Two programs never give one number twice: that would be a fork, for all to see."""
        with (self.folder / SETTINGS).open("rb") as mark:
            fcntl.flock(mark, fcntl.LOCK_EX)
            yield  # the lock goes with the file, even in a crash


def signer_of(outbox: Outbox, *, unlock: keys.Unlock) -> Signer:
    """The key that the outbox is of, where it lies.

    Raises:
        RefusedError: not there, or nobody opens it.
    """
    return keys.signer(outbox.keys, outbox.name, unlock=unlock)


def logs_named(opened: Opened) -> tuple[str, ...]:
    """The keys that sign checkpoints. Raises ValueError: not a charter."""
    opening(opened)
    return tuple(str(key) for key in Authors(opened).logs)


_KEEP = "Keep the folder as it is, and use a copy of it."


def _proven(held: proof.Receipt, note: bytes, *, origin: str, logs: Sequence[Known]) -> int:
    """The entry. Raises ProofError: the receipt is not of this note."""
    leaf = held.extra or b""
    text = parse(note.decode()).text.encode()
    try:
        recorded = parse(leaf[TIME_LINE_BYTES:].decode()).text.encode()
    except ValueError as error:
        raise ProofError(f"the entry does not stand in it: {error}") from error
    if recorded != text:
        raise ProofError("it is a receipt of another entry")
    return proof.check(held, leaf, origin=origin, logs=logs).index


def _write_durably(path: Path, content: bytes) -> None:
    """Whole and on disk, or not there."""
    fresh = path.with_name(f".{path.name}")
    with fresh.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


def _note(path: Path) -> bytes:
    try:
        return content(path, at_most=MAX_NOTE_BYTES)
    except OSError as error:
        raise refused("damaged", path, f"It cannot be read: {error}.", _KEEP) from error
