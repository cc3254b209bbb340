"""From a signed note to a leaf: what every store does to a note before it keeps it.

It looks at the shape only. Whether the author may say it is asked before (operations) and after
(verify); a store that judged contents could not be replaced by another.
"""

import re
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from truceline.record.note import NoteError, parse
from truceline.terms.codec import MAX_LEAF_BYTES, time_line

TIME_LINE_BYTES = len("2026-03-02T07:05:00.123Z\n")
MAX_NOTE_BYTES = MAX_LEAF_BYTES - TIME_LINE_BYTES

_CONTROLS = bytes(set(range(0x20)) - {0x0A})  # but newline: not in a signed note
# One Ed25519 line, as we write it: 68 bytes of key id and signature make 92 letters.
_ONE_LINE = re.compile("— ([^+\\s\x00-\x1f]+) [A-Za-z0-9+/]{91}=\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Admitted:
    """A note that may become a leaf, whose first signature names its author."""

    note: bytes
    author: str
    text_bytes: int  # of the note, how much is its text

    @property
    def digest(self) -> bytes:
        """SHA-256 of the note text: what the author's next entry cites as `prev`."""
        return sha256(self.note[: self.text_bytes]).digest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """How many entries an author has on record, and the digest of the last one's text."""

    count: int = 0
    digest: bytes = b""

    @property
    def prev(self) -> str:
        """What the author's next envelope cites."""
        return b64encode(self.digest).decode()


def admit(note: bytes) -> Admitted:
    """Look at a note's shape.

    Raises:
        ValueError: too long for a leaf, or not a signed note.
    """
    if len(note) > MAX_NOTE_BYTES:
        raise ValueError(f"a note of {len(note)} bytes is too long: a leaf takes {MAX_NOTE_BYTES}")
    return _at_a_glance(note) or _taken_apart(note)


def said_in(admitted: Sequence[Admitted]) -> Mapping[str, Said]:
    """How many of these each author says, and the digest of the last one's text."""
    by_author: dict[str, list[Admitted]] = {}
    for one in admitted:
        by_author.setdefault(one.author, []).append(one)
    return {
        author: Said(count=len(theirs), digest=theirs[-1].digest)
        for author, theirs in by_author.items()
    }


def leaves_of(admitted: Sequence[Admitted], *, last: bytes, now: datetime) -> tuple[bytes, ...]:
    """The notes under a time line that is never before the last one on record."""
    # Time lines are of one width, so their order as bytes is their order in time.
    at = max(last, time_line(now).encode())
    return tuple(at + one.note for one in admitted)


def time_line_of(leaf: bytes) -> bytes:
    return leaf[:TIME_LINE_BYTES]


def later_time(leaf: bytes, *, last: bytes) -> bytes:
    """The time line of a leaf that follows one recorded at `last`.

    Raises:
        ValueError: it has none, or says to have been recorded before that.
    """
    line = time_line_of(leaf)
    if line == last:  # looked at before
        return line
    at = datetime.fromisoformat(line.decode().removesuffix("\n"))
    if time_line(at).encode() != line:
        raise ValueError(f"{line!r} is not a time line such as 2026-03-02T07:05:00.123Z")
    if line < last:
        raise ValueError("it says to have been recorded before the entry before it")
    return line


def _at_a_glance(note: bytes) -> Admitted | None:
    """A note of the form nearly all have, seen cheaply; of any other form this says nothing."""
    text_bytes = note.rfind(b"\n\n") + 1
    text = note[:text_bytes]
    if not text or len(note.translate(None, _CONTROLS)) != len(note):
        return None
    try:
        line = _ONE_LINE.fullmatch(note[text_bytes + 1 :].decode())
        if not text.isascii():
            text.decode()
    except UnicodeDecodeError:
        return None
    return line and Admitted(note=note, author=line[1], text_bytes=text_bytes)


def _taken_apart(note: bytes) -> Admitted:
    try:
        parsed = parse(note.decode())
    except UnicodeDecodeError as error:
        raise NoteError("a signed note is UTF-8 text") from error
    return Admitted(
        note=note,
        author=parsed.signatures[0].name,
        text_bytes=len(parsed.text.encode()),
    )
