"""A checkpoint (c2sp.org/tlog-checkpoint): the signed text that fixes the whole record.

It says how many entries there are and their root; it proves no entry by itself.
"""

import re
from base64 import b64decode, b64encode
from collections.abc import Iterable
from dataclasses import dataclass

from truceline.record.merkle import HASH_BYTES
from truceline.record.note import Known, NoteError, Signer, open_note
from truceline.record.note import parse as parse_note
from truceline.record.note import sign as sign_note

_SIZE = re.compile(r"0|[1-9][0-9]{0,17}")  # decimal, no leading zero, fits 64 bits


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """A record's name, its size and the root over that many entries."""

    origin: str
    size: int
    root: bytes

    def __post_init__(self) -> None:
        if not self.origin or "\n" in self.origin:
            raise NoteError(f"{self.origin!r} cannot name a record: it is one line of text")
        if self.size < 0 or len(self.root) != HASH_BYTES:
            raise NoteError(f"size {self.size} and a root of {len(self.root)} bytes fix no record")

    def __str__(self) -> str:
        """The note text. Extension lines are never written: witnesses refuse them."""
        return f"{self.origin}\n{self.size}\n{b64encode(self.root).decode()}\n"


def sign(checkpoint: Checkpoint, signer: Signer) -> str:
    return sign_note(str(checkpoint), [signer])


def parse(text: str) -> Checkpoint:
    """Read the text of a checkpoint. Others may write extension lines; they say nothing to us.

    Raises:
        NoteError: not the text of a checkpoint.
    """
    origin, *rest = text.removesuffix("\n").split("\n")
    match rest:
        case [size, root, *extensions] if _SIZE.fullmatch(size) and all(extensions):
            try:
                return Checkpoint(
                    origin=origin, size=int(size), root=b64decode(root, validate=True)
                )
            except ValueError as error:
                raise NoteError(f"not a checkpoint: {error}") from error
        case _:
            raise NoteError("not a checkpoint: it has an origin, a size and a root, a line each")


def read(note: str) -> Checkpoint:
    """What a checkpoint says, without asking who signed it."""
    return parse(parse_note(note).text)


def open_checkpoint(note: str, verifiers: Iterable[Known]) -> Checkpoint:
    """What a checkpoint says, signed by at least one of these keys.

    Raises:
        NoteError: not a checkpoint, or not signed so.
    """
    return parse(open_note(note, verifiers).text)
