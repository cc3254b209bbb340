"""A receipt held against another checkpoint of its record: one history, two, or not to be told.

What is said to be proven follows from signed checkpoints and from tiles that lead to one of them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from truceline.operations.fence import against as kept_in
from truceline.operations.place import published_at
from truceline.operations.whole import written
from truceline.record import checkpoint as checkpoints
from truceline.record import pair as pairs
from truceline.record.checkpoint import Checkpoint
from truceline.record.copy import subtree_in
from truceline.record.merkle import EMPTY_ROOT, leaf_hash, range_root
from truceline.record.note import Known
from truceline.record.proof import Receipt
from truceline.record.published import Published, note_of, reading
from truceline.terms.problem import Problem, RefusedError


@dataclass(frozen=True, slots=True, kw_only=True)
class Against:
    """A receipt that was checked, the keys it was checked with, and where a proof is to be kept."""

    held: Receipt
    leaf: bytes
    logs: Sequence[Known]
    proof: Path | None  # None: it is only told that there is one

    @property
    def said(self) -> Checkpoint:
        return checkpoints.read(self.held.checkpoint)


def compared(path: Path, asked: Against) -> str:
    """How a checkpoint, or a copy of the record with its tiles, stands to a receipt.

    Raises:
        RefusedError: the two are of two histories, of two records, or nothing of this record.
    """
    if path.is_dir():
        with published_at(path) as source:
            note = note_of(source)
            return _with_tiles(path, source, note, asked=asked, other=_other(path, note, asked))
    (known,) = kept_in([path])
    other = _other(path, known.note, asked)
    if other.size == asked.said.size:
        return _of_one_size(path, known.note, asked=asked, other=other)
    more, few = max(other.size, asked.said.size), min(other.size, asked.said.size)
    return (
        f"{path}: it covers {other.size} entries, and the checkpoint of the receipt "
        f"{asked.said.size}. Whether the {few} are the first of the {more} takes the entries: name "
        f"an export, a mirror or a centre that has {more} or more."
    )


def _other(path: Path, note: str, asked: Against) -> Checkpoint:
    with reading(str(path), "checkpoint"):
        other = checkpoints.open_checkpoint(note, asked.logs)
        if other.origin != asked.said.origin:
            raise ValueError(f"it is of the record {other.origin}, not of {asked.said.origin}")
    return other


def _of_one_size(path: Path, note: str, *, asked: Against, other: Checkpoint) -> str:
    if other.root != asked.said.root:
        proof = pairs.pair(asked.held.checkpoint, note, subtree=_nothing)
        raise _two_histories(path, asked, proof=str(proof))
    return f"{path}: the same checkpoint."


def _with_tiles(
    path: Path, source: Published, note: str, *, asked: Against, other: Checkpoint
) -> str:
    said, index = asked.said, asked.held.index
    if other.size == said.size:
        return _of_one_size(path, note, asked=asked, other=other)
    with reading(str(path), "tiles"):
        theirs = subtree_in(source, size=other.size)
        root = range_root(0, other.size, subtree=theirs) if other.size else EMPTY_ROOT
        if root != other.root:
            raise ValueError("they do not lead to its checkpoint")
        if said.size < other.size:
            if range_root(0, said.size, subtree=theirs) != said.root:
                proof = pairs.pair(asked.held.checkpoint, note, subtree=theirs)
                raise _two_histories(path, asked, proof=str(proof))
            return (
                f"{path}: it has this entry too: by its tiles, the {said.size} entries of the "
                f"receipt's checkpoint are the first of its {other.size}."
            )
        # Shorter than the receipt's: what the receipt tells of the entries before must stand there.
        fits = all(
            range_root(start, stop, subtree=theirs) == node
            for (start, stop), node in _told(asked)
            if stop <= other.size
        )
        if not fits:
            raise _two_histories(path, asked, proof="")
    rest = (
        f"Whether its {other.size} are the first of the {said.size} of the receipt's checkpoint "
        "takes the tiles of a copy that has them."
    )
    if index < other.size:
        return f"{path}: it has this entry too, among {other.size}. {rest}"
    return (
        f"{path}: it ends at {other.size}, before this entry, and the log has signed {said.size}: "
        f"an older copy, or entries are missing there. {rest}"
    )


def _told(asked: Against) -> Iterator[tuple[tuple[int, int], bytes]]:
    """What a receipt fixes by itself: ranges of entries and the roots over them (RFC 6962 s2.1.1).

    The entry, then the siblings on its path, the lowest first.
    """
    index, start, stop = asked.held.index, 0, asked.said.size
    siblings = []
    while stop - start > 1:
        middle = start + (1 << ((stop - start - 1).bit_length() - 1))
        if index < middle:
            siblings.append((middle, stop))
            stop = middle
        else:
            siblings.append((start, middle))
            start = middle
    yield (index, index + 1), leaf_hash(asked.leaf)
    yield from zip(reversed(siblings), asked.held.path, strict=True)


def _nothing(_level: int, _index: int) -> bytes:
    raise AssertionError("two checkpoints of one size are compared by their roots")


def _two_histories(path: Path, asked: Against, *, proof: str) -> RefusedError:
    """With what proves it to whoever has the log's key alone, where that can be made."""
    remedy = "Keep the receipt and a copy of that record: the two together prove it to anybody."
    if proof and asked.proof is None:
        remedy = "Keep what proves it to anybody: the same again with --proof FILE."
    elif proof and asked.proof is not None:
        with written(asked.proof), asked.proof.open("x", encoding="utf-8") as file:
            file.write(proof)
        remedy = (
            f"{asked.proof} proves it to whoever has the log's key: truceline proof. Keep it in "
            "several places, and show it to the other parties."
        )
    return RefusedError(
        Problem(
            code="two-histories",
            where=str(path),
            message="It does not go with this receipt: the log has signed two histories.",
            remedy=remedy,
        )
    )
