"""Two checkpoints of one log held against each other, as a file that anybody can check.

It proves that a log signed two histories, or that it once signed more than somebody shows. It says
nothing about who meant what, and the smaller of two that agree is no lie by itself.
"""

from base64 import b64decode, b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from truceline.record import checkpoint as checkpoints
from truceline.record.checkpoint import Checkpoint
from truceline.record.merkle import (
    HASH_BYTES,
    Subtree,
    consistency_path,
    range_root,
    root_from_consistency,
)
from truceline.record.note import MAX_NOTE_BYTES, Known, NoteError

HEADER = "truceline/two-checkpoints@v1"
MAX_HASHES = 63
MAX_PAIR_BYTES = 2 * MAX_NOTE_BYTES + 10_000

_PARTS = 5  # head, then text and signatures of each note: a checkpoint has no blank line of its own


class PairError(ValueError):
    """Not such a file, or one that proves nothing."""


class Proves(StrEnum):
    """What two checkpoints of one log show together."""

    FORK = "two histories"
    BEHIND = "fewer entries than were signed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two signed notes, and what the later one's own tree says of the earlier size."""

    earlier: str
    later: str
    prefix: bytes  # the root that the tree of `later` has over as many entries as `earlier`
    path: tuple[bytes, ...]  # leads from `prefix` to the root of `later` (RFC 6962 s2.1.2)

    def __str__(self) -> str:
        """The content of the file."""
        head = "".join(f"{b64encode(node).decode()}\n" for node in (self.prefix, *self.path))
        return f"{HEADER}\n{head}\n{self.earlier}\n{self.later}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proven:
    """What such a file was found to prove."""

    proves: Proves
    earlier: Checkpoint
    later: Checkpoint

    def __str__(self) -> str:
        """A sentence for people."""
        origin, few, many = self.later.origin, self.earlier.size, self.later.size
        if self.proves is Proves.FORK:
            return (
                f"The log of {origin} has signed two histories: its checkpoint of {few} entries is "
                f"no part of its checkpoint of {many}."
            )
        return (
            f"The log of {origin} has signed {many} entries. The {few} of the other checkpoint are "
            f"the first of them: where only those are shown, {many - few} are missing."
        )


def pair(one: str, other: str, *, subtree: Subtree) -> Pair:
    """Hold two checkpoints against each other; `subtree` is of the tree of the longer one.

    Raises:
        NoteError: not checkpoints.
        ValueError: one of them is of no entries, or the tree does not reach so far.
    """
    earlier, later = sorted((one, other), key=lambda note: checkpoints.read(note).size)
    few, many = checkpoints.read(earlier), checkpoints.read(later)
    if few.size == many.size:  # nothing to be shown: the roots speak for themselves
        return Pair(earlier=earlier, later=later, prefix=many.root, path=())
    return Pair(
        earlier=earlier,
        later=later,
        prefix=range_root(0, few.size, subtree=subtree),
        path=consistency_path(few.size, many.size, subtree=subtree),
    )


def parse(text: str) -> Pair:
    """Read such a file. It proves nothing before it is checked.

    Raises:
        PairError: not of that form.
    """
    if len(text) > MAX_PAIR_BYTES:
        raise PairError(f"a proof of more than {MAX_PAIR_BYTES} bytes is not read")
    parts = text.split("\n\n")
    if len(parts) != _PARTS:
        raise PairError("it should hold a head and two checkpoints, with blank lines between")
    head, text_one, lines_one, text_two, lines_two = parts
    header, *lines = head.split("\n")
    if header != HEADER:
        raise PairError(f"line 1: such a proof begins with {HEADER}")
    if not 1 <= len(lines) <= 1 + MAX_HASHES:
        raise PairError(f"{len(lines)} hashes; there are 1 to {1 + MAX_HASHES}")
    prefix, *path = (_hash(line, at=number) for number, line in enumerate(lines, 2))
    return Pair(
        earlier=f"{text_one}\n\n{lines_one}\n",
        later=f"{text_two}\n\n{lines_two}",
        prefix=prefix,
        path=tuple(path),
    )


def check(held: Pair, *, logs: Iterable[Known]) -> Proven:
    """What the two prove, with nothing but the keys of the record.

    Raises:
        PairError: not signed by its log, of two records, or the path does not lead there.
    """
    known = tuple(logs)
    try:
        earlier = checkpoints.open_checkpoint(held.earlier, known)
        later = checkpoints.open_checkpoint(held.later, known)
    except NoteError as error:
        raise PairError(f"a checkpoint in it does not stand: {error}") from error
    if earlier.origin != later.origin:
        raise PairError(f"it is about two records: {earlier.origin} and {later.origin}")
    try:
        root = root_from_consistency(held.prefix, earlier.size, size=later.size, proof=held.path)
    except ValueError as error:
        raise PairError(f"the path in it leads nowhere: {error}") from error
    if root != later.root:
        raise PairError(f"the path in it does not lead to the checkpoint of {later.size} entries")
    if held.prefix != earlier.root:
        return Proven(proves=Proves.FORK, earlier=earlier, later=later)
    if earlier.size == later.size:
        raise PairError("the two checkpoints say the same; that proves nothing")
    return Proven(proves=Proves.BEHIND, earlier=earlier, later=later)


def _hash(line: str, *, at: int) -> bytes:
    try:
        node = b64decode(line, validate=True)
    except ValueError as error:
        raise PairError(f"line {at}: this is not base64") from error
    if len(node) != HASH_BYTES:
        raise PairError(f"line {at}: a hash has {HASH_BYTES} bytes; this one has {len(node)}")
    return node
