"""Hold an opening against a record: a centre, an export or a mirror. It asks no vault and no key.

Whether the record itself is as promised is for verify; here it is one entry under its checkpoint.
"""

from dataclasses import dataclass
from pathlib import Path

from truceline.operations.place import published_at
from truceline.record import checkpoint as checkpoints
from truceline.record.authors import Authors
from truceline.record.edge import TILE_WIDTH, subtrees_in
from truceline.record.judge import entry_in
from truceline.record.merkle import inclusion_path, leaf_hash, root_from_inclusion
from truceline.record.opening import MAX_OPENING_BYTES, Opening, parsed
from truceline.record.published import Published, entries_of, note_of, reading, tiles_of
from truceline.terms.charter import Opened
from truceline.terms.problem import Problem, RefusedError, sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """An opening that fits, and the checkpoint it was found under."""

    opening: Opening
    size: int
    log_keys: tuple[str, ...]


def check_opening(file: Path, record: Path) -> Checked:
    """Whether this is what the record's entry committed to.

    Raises:
        RefusedError: no opening, no record, of another record, or not what was sealed.
    """
    opening = _read(file)
    with published_at(record) as source:
        first = _entry(source, 0, size=_claimed(source))
        with reading(source.where, "entry 0"):
            _, opened, _ = entry_in(first)
            match opened:
                case Opened():
                    logs = Authors(opened).logs
                case _:
                    raise ValueError("it does not open a record")
        with reading(source.where, "checkpoint"):
            said = checkpoints.open_checkpoint(note_of(source), logs)
        if said.origin != opening.log:
            raise _wrong(file, f"It is of the record {opening.log}, not of {said.origin}.")
        if opening.entry >= said.size:
            raise _wrong(
                file, f"It is of entry {opening.entry}; this record has {said.size} entries."
            )
        leaf = _entry(source, opening.entry, size=said.size)
        with reading(source.where, f"entry {opening.entry}"):
            path = inclusion_path(
                opening.entry, said.size, subtree=subtrees_in(tiles_of(source, size=said.size))
            )
            root = root_from_inclusion(leaf_hash(leaf), opening.entry, said.size, path)
            if root != said.root:
                raise ValueError("it is not under the checkpoint")
            _, _, envelope = entry_in(leaf)
    if envelope.sealed.get(opening.name) != opening.commitment:
        raise _wrong(
            file,
            f"This is not what entry {opening.entry} sealed as {opening.name}: a byte, the salt or "
            "the name is another.",
        )
    return Checked(opening=opening, size=said.size, log_keys=tuple(str(key) for key in logs))


def _read(path: Path) -> Opening:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_OPENING_BYTES + 1)
    except OSError as error:
        raise _wrong(path, f"It cannot be read: {error.strerror}.") from error
    if len(data) > MAX_OPENING_BYTES:
        raise _wrong(path, f"An opening has at most {MAX_OPENING_BYTES} bytes.")
    try:
        return parsed(data)
    except ValueError as error:
        raise _wrong(path, sentence(error)) from error


def _claimed(source: Published) -> int:
    """The size on the checkpoint, not yet checked: entry 0 says who may have signed it."""
    with reading(source.where, "checkpoint"):
        size = checkpoints.read(note_of(source)).size
        if not size:
            raise ValueError("it covers no entries")
        return size


def _entry(source: Published, index: int, *, size: int) -> bytes:
    n, place = divmod(index, TILE_WIDTH)
    return entries_of(source, n, count=min(TILE_WIDTH, size - n * TILE_WIDTH))[place]


def _wrong(path: Path, message: str) -> RefusedError:
    return RefusedError(
        Problem(
            code="opening-wrong",
            where=path.name,
            message=message,
            remedy="Ask whoever gave it to you for another, and compare the record's name.",
        )
    )
