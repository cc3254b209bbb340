"""From a signed note to a leaf: what every store does to a note before it keeps it.

It looks at the shape only. Whether the author may say it is asked before (operations) and after
(verify); a store that judged contents could not be replaced by another.
"""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from truceline.record.note import NoteError, parse
from truceline.terms.codec import MAX_LEAF_BYTES, time_line

TIME_LINE_BYTES = len("2026-03-02T07:05:00.123Z\n")
MAX_NOTE_BYTES = MAX_LEAF_BYTES - TIME_LINE_BYTES


@dataclass(frozen=True, slots=True, kw_only=True)
class Admitted:
    """A note that may become a leaf, whose first signature names its author."""

    note: bytes
    author: str
    digest: bytes  # SHA-256 of the note text: what the author's next entry cites as `prev`


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
    try:
        parsed = parse(note.decode())
    except UnicodeDecodeError as error:
        raise NoteError("a signed note is UTF-8 text") from error
    return Admitted(
        note=note,
        author=parsed.signatures[0].name,
        digest=sha256(parsed.text.encode()).digest(),
    )


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
