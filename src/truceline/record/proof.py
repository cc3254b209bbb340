"""Receipts (c2sp.org/tlog-proof): one entry's place in a record, checkable without the record.

A receipt together with the entry's own bytes proves that the log committed to them. It does not
prove that the entry is true, nor that the log says the same to everybody: cosignatures do that.
"""

import re
from base64 import b64decode, b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from truceline.record import checkpoint as checkpoints
from truceline.record.checkpoint import Checkpoint
from truceline.record.merkle import HASH_BYTES, leaf_hash, root_from_inclusion
from truceline.record.note import MAX_NOTE_BYTES, Known, NoteError
from truceline.record.policy import Policy, Seal, seal_of

HEADER = "c2sp.org/tlog-proof@v1"
SUFFIX = ".tlog-proof"
MAX_HASHES = 63
MAX_RECEIPT_BYTES = MAX_NOTE_BYTES + 200_000  # room for extra data above the largest note

_INDEX = re.compile("index (0|[1-9][0-9]{0,17})")
_EXTRA = "extra "


class ProofError(ValueError):
    """Not a receipt, or one that does not prove what it is held against."""


class Provable(Protocol):
    """The part of a record that receipts are made of."""

    def inclusion(self, index: int, *, size: int | None = None) -> tuple[bytes, ...]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """Where an entry stands, the audit path from there, and the checkpoint it leads to."""

    index: int
    path: tuple[bytes, ...]  # the leaf's sibling first
    checkpoint: str  # the whole note, cosignatures included
    extra: bytes | None = None  # of no meaning to us, and not covered by any signature

    def __str__(self) -> str:
        """The content of a `.tlog-proof` file."""
        extra = "" if self.extra is None else f"{_EXTRA}{b64encode(self.extra).decode()}\n"
        path = "".join(f"{b64encode(node).decode()}\n" for node in self.path)
        return f"{HEADER}\n{extra}index {self.index}\n{path}\n{self.checkpoint}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proven:
    """What a receipt was found to prove."""

    index: int
    checkpoint: Checkpoint
    seal: Seal | None  # None: nobody asked a policy


def receipt(record: Provable, index: int, *, checkpoint: str) -> Receipt:
    """A receipt for an entry under one of the record's own checkpoints.

    Raises:
        NoteError: not a checkpoint.
        ValueError: the checkpoint does not cover the entry, or the record does not reach it.
    """
    said = checkpoints.read(checkpoint)
    path = record.inclusion(index, size=said.size)
    return Receipt(index=index, path=path, checkpoint=checkpoint)


def parse(text: str) -> Receipt:
    """Read a receipt. It proves nothing before it is checked.

    Raises:
        ProofError: not of the form of a receipt. Says in which line.
    """
    if len(text) > MAX_RECEIPT_BYTES:
        raise ProofError(f"a receipt of more than {MAX_RECEIPT_BYTES} bytes is not read")
    head, blank, note = text.partition("\n\n")
    header, *lines = head.split("\n")
    if header != HEADER:
        raise ProofError(f"line 1: a receipt begins with {HEADER}")
    if not blank:
        raise ProofError("no blank line parts the path from the checkpoint")
    has_extra = bool(lines) and lines[0].startswith(_EXTRA)
    extra = _decoded(lines[0].removeprefix(_EXTRA), at=2) if has_extra else None
    start = int(has_extra)
    found = _INDEX.fullmatch(lines[start]) if len(lines) > start else None
    if found is None:
        raise ProofError(f"line {start + 2}: the entry's index should stand here: index 4711")
    path = lines[start + 1 :]
    if len(path) > MAX_HASHES:
        raise ProofError(f"{len(path)} hashes; no tree is higher than {MAX_HASHES}")
    try:
        checkpoints.read(note)
    except NoteError as error:
        raise ProofError(f"the checkpoint in it cannot be read: {error}") from error
    return Receipt(
        index=int(found[1]),
        path=tuple(_hash(line, at=number) for number, line in enumerate(path, start + 3)),
        checkpoint=note,
        extra=extra,
    )


def check(
    held: Receipt,
    leaf: bytes,
    *,
    origin: str,
    logs: Iterable[Known],
    policy: Policy | None = None,
) -> Proven:
    """What a receipt proves about these bytes, with nothing but the keys of the record.

    Raises:
        ProofError: of another record, not signed by its log, or the bytes do not stand there.
    """
    known = tuple(logs)
    try:
        said = checkpoints.open_checkpoint(held.checkpoint, known)
        seal = None if policy is None else seal_of(held.checkpoint, policy, logs=known)
    except NoteError as error:
        raise ProofError(f"the checkpoint in it does not stand: {error}") from error
    if said.origin != origin:
        raise ProofError(f"it is a receipt of the record {said.origin}, not of {origin}")
    try:
        root = root_from_inclusion(leaf_hash(leaf), held.index, said.size, held.path)
    except ValueError as error:
        raise ProofError(f"the path in it leads nowhere: {error}") from error
    if root != said.root:
        raise ProofError(
            f"these bytes are not entry {held.index} of the {said.size} that the checkpoint covers"
        )
    return Proven(index=held.index, checkpoint=said, seal=seal)


def _hash(line: str, *, at: int) -> bytes:
    node = _decoded(line, at=at)
    if len(node) != HASH_BYTES:
        raise ProofError(f"line {at}: a hash has {HASH_BYTES} bytes; this one has {len(node)}")
    return node


def _decoded(encoded: str, *, at: int) -> bytes:
    try:
        return b64decode(encoded, validate=True)
    except ValueError as error:
        raise ProofError(f"line {at}: this is not base64") from error
