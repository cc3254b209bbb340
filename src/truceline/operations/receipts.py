"""Receipts checked offline: what a post was given proves its entry without asking anybody."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from truceline.operations import log_key as log_keys
from truceline.operations.compared import Against, compared
from truceline.operations.outbox import OPENING, Outbox
from truceline.operations.place import published_at
from truceline.record import checkpoint as checkpoints
from truceline.record import proof
from truceline.record.authors import Authors
from truceline.record.edge import TILE_WIDTH
from truceline.record.follow import opening_of
from truceline.record.leaf import TIME_LINE_BYTES, time_line_of
from truceline.record.note import Known, NoteError, parse, parse_vkey
from truceline.record.proof import MAX_RECEIPT_BYTES, ProofError, Proven, Receipt
from truceline.record.published import Published, entries_of, note_of, reading
from truceline.terms.codec import decode
from truceline.terms.problem import Problem, RefusedError, sentence


def check(
    file: Path, *, log_key: str | None, against: Sequence[Path], keep: Path | None = None
) -> Iterator[str]:
    """Sentences on what a receipt proves. `keep`: where a proof of two histories goes.

    Raises:
        RefusedError: it proves nothing, or what it is held against does not have the entry.
    """
    try:
        with file.open("rb") as opened:
            held = proof.parse(opened.read(MAX_RECEIPT_BYTES + 1).decode())
    except OSError as error:
        raise _refused(file, f"It cannot be read: {error.strerror}.") from error
    except ValueError as error:
        raise _refused(file, sentence(error)) from error
    logs, whence = _logs(file, log_key=log_key, against=against)
    found = _proven(file, held, logs)
    leaf = held.extra or b""
    author, kind = _told(leaf)
    at = time_line_of(leaf).decode().strip()
    yield (
        f"Entry {found.index} of {found.checkpoint.origin}: {author} said {kind}, recorded {at}, "
        f"under a checkpoint of {found.checkpoint.size} entries signed by the log key {whence}."
    )
    asked = Against(held=held, leaf=leaf, logs=logs, proof=keep)
    for path in against:
        yield compared(path, asked)


def _proven(file: Path, held: Receipt, logs: tuple[Known, ...]) -> Proven:
    if held.extra is None:
        raise _refused(file, "The entry does not stand in it, so there is nothing to prove.")
    try:
        origin = checkpoints.read(held.checkpoint).origin
        return proof.check(held, held.extra, origin=origin, logs=logs)
    except (NoteError, ProofError) as error:
        raise _refused(file, sentence(error)) from error


def _logs(
    file: Path, *, log_key: str | None, against: Sequence[Path]
) -> tuple[tuple[Known, ...], str]:
    """The log's keys and where they are known from."""
    if log_key is not None:
        return (log_keys.given(log_key, read=parse_vkey),), "you gave"
    home = file.absolute().parent.parent
    if (home / OPENING).is_file():
        return Outbox(home).logs, "of this outbox"
    for path in against:
        if path.is_dir():
            with published_at(path) as source:
                return _logs_in(source), f"that {path} names"
    raise RefusedError(
        Problem(
            code="no-log-key",
            where=str(file),
            message="Nobody said whose signature to expect under it.",
            remedy="Give the log key as you were given it: --log-key VKEY.",
        )
    )


def _logs_in(source: Published) -> tuple[Known, ...]:
    with reading(source.where, "entry 0"):
        size = checkpoints.read(note_of(source)).size
        first = entries_of(source, 0, count=min(TILE_WIDTH, size))[0]
        return Authors(opening_of(first)).logs


def _told(leaf: bytes) -> tuple[str, str]:
    note = parse(leaf[TIME_LINE_BYTES:].decode())
    fact, _ = decode(note.text)
    return note.signatures[0].name, type(fact).__name__.lower()


def _refused(where: Path, message: str) -> RefusedError:
    return RefusedError(
        Problem(
            code="no-receipt",
            where=where.name,
            message=message,
            remedy="It proves nothing. Ask for another one.",
        )
    )
